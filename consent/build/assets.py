"""What all sites have in common, made once, so that a site's build needs no Node: the runtime, scripts, styles, data.

It lies in `consent/assets`, which the wheel carries. In a checkout Node makes it, where it is missing or where what it
is made of has changed.
"""

import hashlib
import json
import shutil
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from . import cldr
from .alone import alone_in
from .bundler import OLDEST, esbuild, shorten
from .modules import PACKAGE
from .prebuilt import checked, variants
from .runtime import build_runtime, stdlib
from .sbom import bill

ASSETS = PACKAGE / "assets"
CHECKOUT = PACKAGE.parent
CACHE = CHECKOUT / ".cache"
# What Node and its packages make, and what tells which of them there are.
FOLDERS = ("control", "embed", "frame", "later", "panel", "styles")
SOURCES = (*(f"static/{folder}" for folder in FOLDERS), "static/smartee-consent.d.ts")
PINS = ("package-lock.json", "pyproject.toml", "requirements.txt")
MAKERS = ("assets.py", "bundler.py", "cldr.py", "notices.py", "prebuilt.py", "runtime.py", "sbom.py")
# In the folder: the digest of all these.
STAMP = "made-of.txt"
# What terser may take for granted of the tag's scripts.
ASSUMED = ("unsafe", "pure_getters")
SHEETS = {"prompt.css": ["prompt.css"], "panels.css": ["panels.css", "policy.css"], "policy.css": ["policy-page.css"]}


def ready() -> Path:
    """The folder of the assets, in a checkout as its sources are now. BundleError where they cannot be made."""
    if not are_ready():
        CACHE.mkdir(exist_ok=True)
        with alone_in(CACHE):
            # Another process may have made them meanwhile.
            if not are_ready():
                _replace()
    return ASSETS


def are_ready() -> bool:
    """Whether they are there, and in a checkout made of what is there now."""
    if not in_checkout():
        return ASSETS.is_dir()
    stamp = ASSETS / STAMP
    return stamp.is_file() and stamp.read_text(encoding="utf-8").strip() == _digest(CHECKOUT)


def in_checkout() -> bool:
    """Whether this package is a part of the project, with all that it is made of, and not an installed one."""
    return (CHECKOUT / "static/embed/embed.js").is_file()


def make(root: Path, out: Path) -> None:
    """Writes the assets of the project at `root` into the folder `out`. BundleError where a tool refuses."""
    for name in ("tag", "runtime", "styles"):
        (out / name).mkdir(parents=True)
    build_runtime(out / "runtime", root)
    others = {out / f"runtime/{name}.js": f"{name}/{name}.js" for name in ("control", "later", "panel")}
    for script, entry in others.items():
        bundle(root, entry, script, "--format=esm")
    tags = [_tag(root, out, *variant) for variant in variants()]
    with ThreadPoolExecutor(max_workers=2) as pool:
        # Asked for one by one, so that what went wrong is told.
        for _ in pool.map(lambda scripts: shorten(scripts, root, *ASSUMED), (tags[::2], [*tags[1::2], *others])):
            pass
    for script in tags:
        checked(script.read_text(encoding="utf-8"))
    for name, sheets in SHEETS.items():
        text = "".join(_styles(root, root / "static/styles" / sheet, out) for sheet in sheets)
        (out / "styles" / name).write_text(text, encoding="utf-8")
    for name in cldr.FILES:
        (out / "cldr" / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(root / "node_modules/cldr-core" / name, out / "cldr" / name)
    (out / "stdlib.json").write_text(json.dumps(stdlib(root)), encoding="utf-8")
    notices = (out / "runtime/NOTICES.txt").read_text(encoding="utf-8")
    (out / "sbom.json").write_text(bill(root, notices), encoding="utf-8")
    shutil.copy(root / "static/smartee-consent.d.ts", out)
    (out / STAMP).write_text(_digest(root) + "\n", encoding="utf-8")


def bundle(root: Path, entry: str, script: Path, *options: str) -> None:
    """Writes what the tag's scripts in static/`entry` come to."""
    target = "--target=" + ",".join(f"{browser}{version}" for browser, version in OLDEST.items())
    # These they have, each but for an odd case that is not ours.
    had = (f"--supported:{syntax}=true" for syntax in ("destructuring", "optional-chain"))
    common = ("--bundle", "--minify", target, *had, "--charset=utf8", f"--outfile={script}")
    esbuild([str(root / "static" / entry), *common, *options], root)


def _tag(root: Path, out: Path, name: str, declaration: str) -> Path:
    with tempfile.TemporaryDirectory() as folder:
        module = Path(folder).resolve() / "declaration.js"
        module.write_text(declaration, encoding="utf-8")
        script = out / f"tag/{name}.js"
        bundle(root, "embed/embed.js", script, "--format=iife", f"--alias:declaration={module}")
        return script


def _styles(root: Path, source: Path, out: Path) -> str:
    target = out / "minified.css"
    esbuild([str(source), "--bundle", "--minify", "--charset=utf8", f"--outfile={target}"], root)
    text = target.read_text(encoding="utf-8").strip()
    target.unlink()
    return text


def _replace() -> None:
    with tempfile.TemporaryDirectory(dir=CACHE, prefix="assets-") as folder:
        new, old = Path(folder) / "new", Path(folder) / "old"
        make(CHECKOUT, new)
        if ASSETS.exists():
            ASSETS.rename(old)
        new.rename(ASSETS)


def _digest(root: Path) -> str:
    digest = hashlib.sha256()
    build = PACKAGE.relative_to(CHECKOUT) / "build"
    for name in (*SOURCES, *PINS, *((build / maker).as_posix() for maker in MAKERS)):
        path = root / name
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.is_file() and "__pycache__" not in file.parts:
                digest.update(file.relative_to(root).as_posix().encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()
