"""What makes few bytes of many modules: esbuild bundles, by its native binary; terser then shortens the rest."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

# The oldest browsers in which the tag asks, holds and records.
OLDEST = {"chrome": 80, "firefox": 78, "safari": 14}

# All by one process: by its second script terser is several times as fast as when it has just started.
_SHORTEN = """
const { readFileSync, writeFileSync } = require('fs'), [, terser, options, ...names] = process.argv;
(async () => {
  for (const name of names) {
    const { code } = await require(terser).minify({ [name]: readFileSync(name, 'utf8') }, JSON.parse(options));
    writeFileSync(name, code);
  }
})().catch(({ message, filename, line, col }) => {
  console.error(`${filename}:${line}:${col}: ${message}`);
  process.exitCode = 1;
});
"""


class BundleError(Exception):
    """esbuild or terser is missing or refused its input; the message is what it said."""


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


def shorten(scripts: Sequence[Path], root: Path, *assumed: str) -> None:
    """Rewrites the bundled `scripts` in fewer bytes, by `root`/node_modules/terser. BundleError where it refuses.

    `assumed` are terser's names for what it may take for granted of these scripts.
    """
    package = root / "node_modules/terser"
    beside = Path(sys.executable).parent
    node = shutil.which("node") or shutil.which("node", path=str(beside))
    if not node or not package.is_dir():
        raise BundleError(f"no Node or no {package}: run `make build`, which sets up both")
    compress = {"passes": 3, **dict.fromkeys(assumed, True)}
    options = json.dumps({"compress": compress, "mangle": True, "ecma": 2020, "module": True})
    command = [node, "-e", _SHORTEN, str(package), options, *map(str, scripts)]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise BundleError(done.stderr.strip() or f"terser ended with {done.returncode}")
