"""Builds the folder to deploy: `embed.js` and the demonstration at its top, the rest in one content-hashed folder."""

import base64
import gzip
import hashlib
import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import brotli

from ..core.site import Site
from . import declaration, lock
from .bundler import OLDEST, esbuild, shorten
from .images import copy_images
from .modules import GENERATED, shipped
from .pack import build_pack
from .policy_pages import FOLDER, STYLES, write_pages
from .positions import POSITIONS
from .runtime import build_runtime, stdlib
from .sbom import bill
from .servers import examples
from .tag import constants
from .texts import Texts, locales

# Text files worth a compressed neighbour; images but SVG are compressed already.
COMPRESSIBLE = (".css", ".html", ".js", ".json", ".mjs", ".rom", ".svg", ".txt", ".wasm")
# What nginx is to include, in a folder that no server hands out.
SERVERS = ".servers"


@dataclass(frozen=True)
class Built:
    """What a build made: the folder to deploy, the folder in it that changes its name, the policy's fingerprint."""

    out: Path
    assets: str
    fingerprint: str


def build(root: Path, out: Path, config: Path | None = None) -> Built:
    """Builds the project at `root` into `out`, which is emptied first; `config` is the declaration to use.

    DeclarationError where the declaration or a locale is wrong; BundleError where the bundler refuses.
    """
    config = config or root / "pyscript.toml"
    plain = declaration.validate(declaration.read(config))
    site = Site(plain)
    texts = locales(site, config.parent, plain["texts"])
    if out.exists():
        shutil.rmtree(out)
    staging = out / "staging"
    staging.mkdir(parents=True)
    sheets = [root / "static/styles" / name for name in ("panels.css", "policy.css")]
    panels = "".join(_minified_css(root, sheet, out) for sheet in sheets)
    build_pack({**stdlib(root), **_modules(plain, panels), **_locale_files(texts)}, staging / "consent.rom")
    build_runtime(staging, root)
    _script(root, "later/later.js", staging / "later.js", "--format=esm")
    assets = f"c/{_digest(staging)}/"
    (out / "c").mkdir()
    staging.rename(out / assets)
    _embed(root, out, site, texts, assets, plain["position"])
    shutil.copytree(root / "static/partners", out / "partners")
    copy_images(site, config.parent, out)
    shutil.copytree(root / "static/demo", out / "static/demo")
    shutil.copy(root / "index.html", out)
    write_pages(site, texts, out)
    styles = _minified_css(root, root / "static/styles/policy-page.css", out)
    (out / FOLDER / STYLES).write_text(styles, encoding="utf-8")
    compress(out)
    _server_examples(site, out)
    _integrity(out)
    notices = (out / assets / "NOTICES.txt").read_text(encoding="utf-8")
    (out / SERVERS / "sbom.json").write_text(bill(root, notices), encoding="utf-8")
    lock.write(plain, config.parent)
    return Built(out, assets, site.fingerprint)


def compress(folder: Path) -> None:
    """Puts a `.br` and a `.gz` beside every compressible file, for servers that hand them out as they are."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix in COMPRESSIBLE:
            data = path.read_bytes()
            path.with_name(path.name + ".br").write_bytes(brotli.compress(data, quality=11))
            # No time stamp, so that the same content gives the same file.
            path.with_name(path.name + ".gz").write_bytes(gzip.compress(data, 9, mtime=0))


def _modules(plain: dict[str, Any], panels: str) -> dict[str, str]:
    """The Python that goes to the browser, and the two modules that the build writes: the declaration, the styles."""
    declared = {key: value for key, value in plain.items() if key not in declaration.BUILD_ONLY}
    return {
        **shipped(),
        f"consent/{GENERATED}/declared.py": f"PLAIN = {declared!r}\n",
        f"consent/{GENERATED}/panels.py": f"CSS = {panels!r}\n",
    }


def _locale_files(texts: Texts) -> dict[str, bytes]:
    return {
        f"consent/locales/{tag}.json": json.dumps(words, ensure_ascii=False, separators=(",", ":")).encode()
        for tag, words in texts.items()
    }


def _embed(root: Path, out: Path, site: Site, texts: Texts, assets: str, position: str = "bottom") -> None:
    styles = _minified_css(root, root / "static/styles/prompt.css", out) + POSITIONS[position]
    module = out / "declaration.js"
    module.write_text(constants(site, texts, styles, assets), encoding="utf-8")
    _script(root, "embed/embed.js", out / "embed.js", "--format=iife", f"--alias:declaration={module}")
    module.unlink()


def _script(root: Path, entry: str, script: Path, *options: str) -> None:
    """Writes what the tag's scripts in static/`entry` come to, in few bytes."""
    target = "--target=" + ",".join(f"{browser}{version}" for browser, version in OLDEST.items())
    # These they have, each but for an odd case that is not ours.
    had = (f"--supported:{syntax}=true" for syntax in ("destructuring", "optional-chain"))
    common = ("--bundle", "--minify", target, *had, "--charset=utf8", f"--outfile={script}")
    esbuild([str(root / "static" / entry), *common, *options], root)
    shorten(script, root, "unsafe", "pure_getters")


def _server_examples(site: Site, out: Path) -> None:
    """Writes the headers to send: where a static host and Apache look for them; nginx's out of visitors' reach."""
    (out / SERVERS).mkdir()
    for name, text in examples(site).items():
        folder = out if name in (".htaccess", "_headers") else out / SERVERS
        (folder / name).write_text(text, encoding="utf-8")


def _integrity(out: Path) -> None:
    """Writes the digest of every script, style and module, for pages that take them from a host they do not trust."""
    digests = {}
    for path in sorted(out.rglob("*")):
        if path.suffix in (".css", ".js", ".rom", ".wasm"):
            digest = base64.b64encode(hashlib.sha384(path.read_bytes()).digest()).decode()
            digests[path.relative_to(out).as_posix()] = f"sha384-{digest}"
    (out / SERVERS / "integrity.json").write_text(json.dumps(digests, indent=2) + "\n", encoding="utf-8")


def _minified_css(root: Path, source: Path, out: Path) -> str:
    target = out / "minified.css"
    esbuild([str(source), "--bundle", "--minify", "--charset=utf8", f"--outfile={target}"], root)
    text = target.read_text(encoding="utf-8").strip()
    target.unlink()
    return text


def _digest(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:12]
