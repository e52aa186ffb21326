"""Sets up what the other commands need, on a machine that has Python 3.11 alone: packages, Node, and a browser.

Runs on the system's Python before anything is installed, so it uses the standard library only. What is already there
and belongs to the present pins is left alone.

Nothing is taken that a lock file does not name with its version and a digest, and no code of a package runs while it is
installed: Python packages come as wheels, npm's without their scripts.
"""

# An older Python has to read this file as far as where it is told that it is one.
from __future__ import annotations

import argparse
import hashlib
import os
import re
import shutil
import subprocess
import sys
import venv
from pathlib import Path

from consent.build.chromium import executable

ROOT = Path(__file__).parents[2]
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / "python"
# What is installed, each with all that it needs in turn; CONTRIBUTING.md says how they are made.
LOCKS = {False: "requirements.txt", True: "requirements-test.txt"}
NODE_LOCK = "requirements-node.txt"
NPM_LOCK = "package-lock.json"
# Where npm's packages are installed: what all commands need, and a framework that is tests' alone, and heavy.
NPM = {"node": ".", "next": "tests/next"}
PIP = ("-m", "pip", "install", "--quiet", "--disable-pip-version-check")
LOCKED = ("--require-hashes", "--no-deps", "--only-binary=:all:")


class SetUpError(Exception):
    """Something the machine lacks and this program cannot add."""


def main() -> int:
    """Sets up; 1 with a line where the machine lacks something."""
    parser = argparse.ArgumentParser(description="Set up everything that make targets need.")
    parser.add_argument("--test", action="store_true", help="the test tools and a browser too")
    test = parser.parse_args().test
    try:
        _python(test)
        _node()
        _npm("node")
        if test:
            _npm("next")
            _browser()
    except (SetUpError, subprocess.CalledProcessError, OSError) as error:
        print(f"set-up: {error}", file=sys.stderr)
        return 1
    return 0


def _python(test: bool) -> None:
    if sys.version_info < (3, 11):
        raise SetUpError(f"this is Python {sys.version.split()[0]}; 3.11 or newer is needed (make PYTHON=python3.11)")
    # With the test tools comes all else.
    if any(_fresh("python", LOCKS[each], "pyproject.toml") for each in {test, True}):
        return
    if not PYTHON.exists():
        _say("making a virtual environment in .venv")
        try:
            venv.create(VENV, with_pip=True)
        except subprocess.CalledProcessError as error:
            shutil.rmtree(VENV, ignore_errors=True)
            raise SetUpError("this Python cannot make virtual environments: install its venv package") from error
    _say("installing Python packages")
    _run(PYTHON, *PIP, *LOCKED, "--requirement", LOCKS[test])
    _run(PYTHON, *PIP, "--no-index", "--no-deps", "--no-build-isolation", "--editable", ".")
    _done("python", LOCKS[test], "pyproject.toml")


def _node() -> None:
    if not _node_suits():
        _say("installing Node")
        _run(PYTHON, *PIP, *LOCKED, "--requirement", NODE_LOCK)


def _npm(name: str) -> None:
    folder, lock = NPM[name], f"{NPM[name]}/{NPM_LOCK}"
    if not _fresh(name, lock) or not (ROOT / folder / "node_modules").is_dir():
        _say("installing npm packages" + ("" if folder == "." else f" in {folder}"))
        _run("npm", "ci", "--ignore-scripts", "--loglevel=error", "--no-progress", folder=folder)
        _done(name, lock)


def _node_suits() -> bool:
    """Whether there is a Node that every package takes; eslint asks for most: ^20.19, ^22.13 or 24 and newer."""
    if not (shutil.which("node", path=_path()) and shutil.which("npm", path=_path())):
        return False
    told = subprocess.run(["node", "--version"], capture_output=True, text=True, env=_environment()).stdout
    found = re.match(r"v(\d+)\.(\d+)", told)
    major, minor = map(int, found.groups()) if found else (0, 0)
    return major >= 24 or minor >= {20: 19, 22: 13}.get(major, 1000)


def _browser() -> None:
    if executable():
        return
    apt = shutil.which("apt-get")
    if apt and hasattr(os, "geteuid") and os.geteuid() == 0:
        _say("installing Chromium from the system's packages")
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        command = [apt, "install", "--yes", "--quiet", "--no-install-recommends", "chromium"]
        for attempt in ([apt, "update", "--quiet"], command):
            done = subprocess.run(attempt, env=quiet, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        if done.returncode == 0 and executable():
            return
    _say("installing Playwright's Chromium")
    try:
        _run(PYTHON, "-m", "playwright", "install", "chromium")
    except subprocess.CalledProcessError as error:
        raise SetUpError("no Chromium: install one, or name it in the variable CHROMIUM") from error


def _path() -> str:
    return os.pathsep.join([str(BIN), os.environ.get("PATH", os.defpath)])


def _environment() -> dict[str, str]:
    return {**os.environ, "PATH": _path()}


def _run(*command: str | Path, folder: str = ".") -> None:
    program = shutil.which(str(command[0]), path=_path()) or str(command[0])
    subprocess.run([program, *map(str, command[1:])], cwd=ROOT / folder, env=_environment(), check=True)


def _stamp(name: str) -> Path:
    return VENV / f".{name}-ready"


def _fresh(name: str, *pins: str) -> bool:
    """Whether what `name` installs was installed for the present content of the files `pins`."""
    stamp = _stamp(name)
    return stamp.is_file() and stamp.read_text() == _digest(pins)


def _done(name: str, *pins: str) -> None:
    _stamp(name).write_text(_digest(pins))


def _digest(pins: tuple[str, ...]) -> str:
    digest = hashlib.sha256()
    for pin in pins:
        digest.update((ROOT / pin).read_bytes())
    return digest.hexdigest()


def _say(words: str) -> None:
    print(f"set-up: {words} ...", flush=True)


if __name__ == "__main__":
    sys.exit(main())
