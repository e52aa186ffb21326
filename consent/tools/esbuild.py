"""The bundler, called by its native binary: no Node starts for it."""

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path


class BundleError(Exception):
    """esbuild is missing or refused its input; the message is what it said."""


def esbuild(args: Sequence[str], root: Path) -> None:
    """Runs esbuild from `root`/node_modules with `args`; packages are resolved from there too.

    BundleError where the binary is missing, or with its own words; it fails on warnings too, which mean that
    a package has changed under one of our replacements.
    """
    modules = root / "node_modules"
    found = sorted([*modules.glob("@esbuild/*/bin/esbuild"), *modules.glob("@esbuild/*/esbuild.exe")])
    if not found:
        raise BundleError(f"no esbuild in {modules}: run `npm ci` first")
    done = subprocess.run(
        [str(found[0]), *args, "--log-level=warning", "--color=false"],
        cwd=root,
        env={**os.environ, "NODE_PATH": str(modules)},
        capture_output=True,
        text=True,
    )
    if done.returncode or done.stderr:
        raise BundleError(done.stderr.strip() or f"esbuild ended with {done.returncode}")
