"""What makes few bytes of many modules: esbuild bundles, by its native binary; terser and UglifyJS shorten the rest."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

# The oldest browsers in which the tag asks, holds and records.
OLDEST = {"chrome": 80, "firefox": 78, "safari": 14}

# All by one process: by its second script terser is several times as fast as when it has just started. What it leaves
# UglifyJS shortens again where that is asked for, which finds other things.
_SHORTEN = """
const { readFileSync, writeFileSync } = require('fs'), [, options, terser, again, uglify, ...names] = process.argv;
(async () => {
  for (const name of names) {
    let { code } = await require(terser).minify({ [name]: readFileSync(name, 'utf8') }, JSON.parse(options)), error;
    if (again) ({ code, error } = require(uglify).minify({ [name]: code }, JSON.parse(again)));
    if (error) throw error;
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


def shorten(scripts: Sequence[Path], root: Path, *, tags: bool = False) -> None:
    """Rewrites the bundled `scripts` in fewer bytes, by terser of `root`/node_modules. BundleError where it refuses.

    In those that are `tags` no getter has an effect, and UglifyJS shortens them again.
    """
    modules = root / "node_modules"
    first = {"compress": {"passes": 3, "pure_getters": tags}, "mangle": True, "ecma": 2020, "module": True}
    # No sum in place of a template: it would ask an object for its `valueOf` first. No `var` where it would do,
    # since `let` stands there already.
    again = {"compress": {"passes": 3, "templates": False, "varify": False}, "mangle": True}
    options = (json.dumps(first), modules / "terser", json.dumps(again) if tags else "", modules / "uglify-js")
    node(root, "-e", _SHORTEN, *options, *scripts)


def node(root: Path, *arguments: str | Path) -> str:
    """Runs Node from `root` with `arguments`, and gives what it says. BundleError where it fails, or there is none."""
    beside = Path(sys.executable).parent
    program = shutil.which("node") or shutil.which("node", path=str(beside))
    if not program or not (root / "node_modules/terser").is_dir():
        raise BundleError(f"no Node or no {root / 'node_modules/terser'}: run `make build`, which sets up both")
    done = subprocess.run([program, *map(str, arguments)], cwd=root, capture_output=True, text=True)
    if done.returncode:
        raise BundleError(_message(done.stderr) or f"Node ended with {done.returncode}")
    return done.stdout


def _message(said: str) -> str:
    """The error in what Node said, without the lines of its source and the calls that led there."""
    found = re.search(r"^(?:\w*Error): (.*)$", said, re.MULTILINE)
    return found[1] if found else said.strip()
