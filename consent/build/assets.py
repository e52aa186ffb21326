"""What all sites have in common, made once, so that a site's build needs no Node: the runtime, scripts, styles, data.

It lies in `consent/assets`, which the wheel carries. In a checkout Node makes it, where it is missing or where what it
is made of has changed.
"""

import hashlib
import shutil
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from . import cldr, snapshot
from .alone import alone_in
from .bundler import OLDEST, BundleError, esbuild, shorten
from .modules import PACKAGE, shipped
from .prebuilt import checked, variants
from .runtime import BINARY, build_runtime
from .sbom import bill

ASSETS = PACKAGE / "assets"
CHECKOUT = PACKAGE.parent
CACHE = CHECKOUT / ".cache"
PLAIN = CACHE / "plain-assets"
# What Node and its packages make, and what tells which of them there are; so does what Python runs in the browser.
FOLDERS = ("control", "embed", "frame", "later", "panel", "snapshot", "styles")
SOURCES = (*(f"static/{folder}" for folder in FOLDERS), "static/smartee-consent.d.ts")
PINS = ("package-lock.json", "pyproject.toml", "requirements.txt")
MAKERS = (
    "assets.py",
    "bundler.py",
    "cldr.py",
    "memory.py",
    "modules.py",
    "notices.py",
    "pack.py",
    "prebuilt.py",
    "profile.py",
    "runtime.py",
    "sbom.py",
    "snapshot.py",
    "split.py",
    "unread.py",
    "wasm.py",
)
# In the folder: the digest of all these.
STAMP = "made-of.txt"
SHEETS = {"prompt.css": ["prompt.css"], "panels.css": ["panels.css", "policy.css"], "policy.css": ["policy-page.css"]}


def ready(*, plain: bool = False) -> Path:
    """The folder of the assets, in a checkout as its sources are now. BundleError where they cannot be made.

    With `plain` of those by which Python starts from its beginning, which only a checkout has.
    """
    folder = PLAIN if plain else ASSETS
    if plain and not in_checkout():
        raise BundleError("a plain start needs the project itself: what is installed has the other alone")
    if not are_ready(folder):
        CACHE.mkdir(exist_ok=True)
        with alone_in(CACHE):
            # Another process may have made them meanwhile.
            if not are_ready(folder):
                _replace(folder)
    return folder


def are_ready(folder: Path = ASSETS) -> bool:
    """Whether they are there, and in a checkout made of what is there now."""
    if not in_checkout():
        return folder.is_dir()
    stamp = folder / STAMP
    return stamp.is_file() and stamp.read_text(encoding="utf-8").strip() == _digest(CHECKOUT)


def in_checkout() -> bool:
    """Whether this package is a part of the project, with all that it is made of, and not an installed one."""
    return (CHECKOUT / "static/embed/embed.js").is_file()


def make(root: Path, out: Path, *, whole: bool = False, plain: bool = False) -> None:
    """Writes the assets of the project at `root` into the folder `out`. BundleError where a tool refuses.

    `whole` leaves MicroPython's code in one file, for a profile of it; with `plain` it starts from its beginning.
    """
    for name in ("tag", "runtime", "styles"):
        (out / name).mkdir(parents=True)
    for name, sheets in SHEETS.items():
        text = "".join(_styles(root, root / "static/styles" / sheet, out) for sheet in sheets)
        (out / "styles" / name).write_text(text, encoding="utf-8")
    files = build_runtime(out / "runtime", root, plain=plain)
    begin = snapshot.unstarted if plain else snapshot.take
    memory, rest = begin(root, (out / "styles/panels.css").read_text(encoding="utf-8")), b""
    code = (root / "node_modules" / BINARY).read_bytes()
    if not (whole or plain):
        code, rest, memory = snapshot.parted(root, memory)
    for name, octets in {files.wasm: code, files.rest: rest}.items():
        (out / "runtime" / name).write_bytes(octets)
    (out / snapshot.MEMORY).write_bytes(memory.octets())
    others = {out / f"runtime/{name}.js": f"{name}/{name}.js" for name in ("control", "later", "panel")}
    for script, entry in others.items():
        bundle(root, entry, script, "--format=esm")
    tags = [_tag(root, out, *variant) for variant in variants()]
    with ThreadPoolExecutor(max_workers=2) as pool:
        jobs = [pool.submit(shorten, scripts, root, tags=True) for scripts in (tags[::2], tags[1::2])]
        jobs.append(pool.submit(shorten, [*others], root))
        # Asked for one by one, so that what went wrong is told.
        for job in jobs:
            job.result()
    for script in tags:
        checked(script.read_text(encoding="utf-8"))
    for name in cldr.FILES:
        (out / "cldr" / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(root / "node_modules/cldr-core" / name, out / "cldr" / name)
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


def _replace(there: Path) -> None:
    with tempfile.TemporaryDirectory(dir=CACHE, prefix="assets-") as folder:
        new, old = Path(folder) / "new", Path(folder) / "old"
        make(CHECKOUT, new, plain=there == PLAIN)
        if there.exists():
            there.rename(old)
        new.rename(there)


def _digest(root: Path) -> str:
    digest = hashlib.sha256()
    build = PACKAGE.relative_to(CHECKOUT) / "build"
    for name in (*SOURCES, *PINS, *shipped(), *((build / maker).as_posix() for maker in MAKERS)):
        path = root / name
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.is_file() and "__pycache__" not in file.parts:
                digest.update(file.relative_to(root).as_posix().encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()
