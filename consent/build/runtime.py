"""Builds what the hidden frame loads: PyScript, cut down to MicroPython on the main thread.

What PyScript ships is a bundle with Pyodide, workers, plugins, IndexedDB and a CDN to fall back to. Here its
own modules, from the npm packages, are bundled anew, some of them replaced by the ones in `static/frame/pyscript`.
"""

import functools
import hashlib
import json
import shutil
import struct
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from .bundler import BundleError, esbuild, node, shorten
from .notices import notices
from .prebuilt import literal

CORE = Path("@pyscript/core/src")
POLYSCRIPT = Path("polyscript/esm")
SCRIPTS = Path("static/snapshot")
MICROPYTHON = Path("@micropython/micropython-webassembly-pyscript")
GLUE = MICROPYTHON / "micropython.mjs"
BINARY = MICROPYTHON / "micropython.wasm"

ABSENT = "absent.js"
REPLACED = {
    CORE / "fetch.js": ABSENT,
    CORE / "fs.js": ABSENT,
    CORE / "hooks.js": "hooks.js",
    CORE / "plugins.js": ABSENT,
    CORE / "plugins/codemirror.js": ABSENT,
    CORE / "plugins/donkey.js": ABSENT,
    CORE / "stdlib.js": "stdlib.js",
    CORE / "sync.js": ABSENT,
    CORE / "types.js": "types.js",
    CORE / "zero-redirect.js": ABSENT,
    POLYSCRIPT / "3rd-party.js": ABSENT,
    POLYSCRIPT / "interpreter/micropython.js": "micropython.js",
    POLYSCRIPT / "interpreters.js": "interpreters.js",
    POLYSCRIPT / "listeners.js": ABSENT,
    POLYSCRIPT / "worker/class.js": ABSENT,
    POLYSCRIPT / "worker/hook.js": ABSENT,
    POLYSCRIPT / "worker/url.js": ABSENT,
}
# Its script takes a binary that is compiled already, and begins in memory that is written already.
HOOK = ("let Module={locateFile:", "let Module={...options.how,locateFile:")
# In the scripts, whether Python starts from its beginning.
PLAIN = "PLAIN"
# What PyScript says in the console of every page.
GREETING = ('console.debug("[pyscript/main] PyScript Ready");', "")
REPLACED_PACKAGES = ("@webreflection/idb-map", "@webreflection/idb-map/sync", "reflected-ffi/direct")
# What MicroPython does only under Node falls away with these names; what it imports there stays external.
NODE_NAMES = ("process", "globalThis.process", "require", "__filename")
NODE_MODULES = ("node:*", "crypto", "fs", "path", "url", "util")
# Stands for the sizes and checksums of what a site's build delivers with it.
DELIVERED = '{"@delivered@":[1,2,3]}'
STDLIB = ("context.py", "ffi.py", "util.py")


@dataclass(frozen=True)
class RuntimeFiles:
    """Names of the files: the bundle, MicroPython's binary, its memory, and the licences of what is in them."""

    bundle: str = "pyscript.js"
    wasm: str = "micropython.wasm"
    rest: str = "rest.wasm"
    pack: str = "consent.rom"
    notices: str = "NOTICES.txt"


def build_runtime(out: Path, root: Path, *, plain: bool = False) -> RuntimeFiles:
    """Writes the scripts of the project at `root` into `out`; what they start with is for `delivering` to tell them.

    With `plain` Python starts from its beginning, by the script that npm has.

    BundleError where esbuild or terser refuses, or where a package no longer has a module that is replaced here.
    """
    files = RuntimeFiles()
    with tempfile.TemporaryDirectory() as folder:
        tree = Path(folder).resolve()
        _lay_out(tree, root, plain)
        metafile = tree / "meta.json"
        aliases = {
            "@pyscript/core": tree / CORE / "core.js",
            GLUE.as_posix(): tree / GLUE,
            "polyscript/exports": tree / POLYSCRIPT / "exports.js",
            **dict.fromkeys(REPLACED_PACKAGES, tree / ABSENT),
        }
        esbuild(
            [
                str(root / "static/frame/frame.js"),
                "--bundle",
                "--format=esm",
                "--minify",
                "--target=es2022",
                "--charset=utf8",
                "--legal-comments=none",
                *(f"--alias:{name}={path}" for name, path in aliases.items()),
                *(f"--define:{name}=undefined" for name in NODE_NAMES),
                f"--define:DELIVERED={DELIVERED}",
                f"--define:{PLAIN}={json.dumps(plain)}",
                *(f"--external:{name}" for name in NODE_MODULES),
                f"--metafile={metafile}",
                f"--outfile={out / files.bundle}",
            ],
            root,
        )
        shorten([out / files.bundle], root)
        if (out / files.bundle).read_text(encoding="utf-8").count(DELIVERED) != 1:
            raise BundleError(f"{files.bundle} is to say {DELIVERED} once: see static/frame/delivery.js")
        inputs = json.loads(metafile.read_text(encoding="utf-8"))["inputs"]
    (out / files.notices).write_text(notices(inputs, root), encoding="utf-8")
    return files


def delivering(bundle: str, files: Iterable[Path]) -> str:
    """The text of the `bundle`, which then starts only with `files`, as they are."""
    told = {path.name: _known(path.read_bytes()) for path in files}
    return bundle.replace(DELIVERED, literal(told))


def _known(octets: bytes) -> list[int]:
    """By what static/frame/delivery.js knows `octets`: how many they are, what their SHA-256 begins with, and a sum."""
    [digest] = struct.unpack_from("<I", hashlib.sha256(octets).digest())
    words = (word for (word,) in struct.iter_unpack("<H", octets + bytes(len(octets) % 2)))
    return [len(octets), digest, functools.reduce(lambda total, word: (total * 33 ^ word) & 0xFFFFFF, words, 0)]


def stdlib(root: Path) -> dict[str, str]:
    """PyScript's Python package, path to source: its own modules, under an `__init__` cut down to them."""
    package = root / "node_modules" / CORE / "stdlib/pyscript"
    sources = {f"pyscript/{name}": (package / name).read_text(encoding="utf-8") for name in STDLIB}
    cut_down = (root / "static/frame/pyscript/__init__.py").read_text(encoding="utf-8")
    return {**sources, "pyscript/__init__.py": cut_down}


def glue(root: Path, out: Path) -> None:
    """Writes the script of MicroPython into the file `out`. BundleError where npm's is laid out otherwise."""
    package = root / "node_modules" / MICROPYTHON
    runtime = root / "static/frame/pyscript/emscripten.js"
    node(root, SCRIPTS / "glue.mjs", root / "node_modules" / GLUE, package / "micropython.wasm", runtime, out)
    _change(out, *HOOK)


def _lay_out(tree: Path, root: Path, plain: bool) -> None:
    """Copies the packages' sources into `tree` with the replacements in their places."""
    ours = root / "static/frame/pyscript"
    shutil.copy(ours / ABSENT, tree)
    (tree / GLUE).parent.mkdir(parents=True)
    if plain:
        shutil.copyfile(root / "node_modules" / GLUE, tree / GLUE)
        _change(tree / GLUE, *HOOK)
    else:
        glue(root, tree / GLUE)
    for package in (CORE, POLYSCRIPT):
        shutil.copytree(root / "node_modules" / package, tree / package)
    _change(tree / CORE / "core.js", *GREETING)
    for path, name in REPLACED.items():
        target = tree / path
        if not target.is_file():
            raise BundleError(f"{path} is gone from the package: see what static/frame/pyscript/{name} replaced")
        if name == ABSENT:
            source = json.dumps((tree / ABSENT).as_posix())
            exports = f"export * from {source};\nexport {{ default }} from {source};\n"
            target.write_text(exports, encoding="utf-8")
        else:
            shutil.copy(ours / name, target)


def _change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    if text.count(old) != 1:
        raise BundleError(f"{path.name} does not say {old!r} any more: see what it says in its place")
    path.write_text(text.replace(old, new), encoding="utf-8")
