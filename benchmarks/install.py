"""Installs the peers from npm, by the lock file, into benchmarks/node_modules."""

import hashlib
import json
import shutil
import subprocess
from pathlib import Path

HERE = Path(__file__).parent


class InstallFailed(Exception):
    """The peers could not be installed; the message says why."""


def install() -> bool:
    """Runs `npm ci` unless what the lock file names is there already; whether it ran. InstallFailed."""
    modules = HERE / "node_modules"
    stamp = modules / ".installed"
    wanted = hashlib.sha256((HERE / "package-lock.json").read_bytes()).hexdigest()
    if stamp.is_file() and stamp.read_text() == wanted:
        return False
    npm = shutil.which("npm")
    if npm is None:
        raise InstallFailed("npm is not on the path: `make bench` sets it up")
    # What is measured is read, never run: no package needs its install script.
    done = subprocess.run([npm, "ci", "--ignore-scripts", "--no-progress"], cwd=HERE, capture_output=True, text=True)
    if done.returncode:
        raise InstallFailed(
            "npm ci in benchmarks failed: " + (done.stderr.strip().splitlines() or ["no reason given"])[-1]
        )
    stamp.write_text(wanted)
    return True


def version(package: str) -> str:
    """The installed version of `package`."""
    return str(json.loads((HERE / "node_modules" / package / "package.json").read_text(encoding="utf-8"))["version"])
