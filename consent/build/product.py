"""Builds the product for a site: `embed.js`, the rest in one content-hashed folder, the policy, types, servers' files.

Nothing here needs Node: what all sites have in common is made beforehand, by `consent.build.assets`.
"""

import base64
import gzip
import hashlib
import json
import re
import shutil
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import brotli

from ..core.errors import ConsentError
from ..core.site import Site
from . import assets, control, declaration, lock, snapshot, tag
from .accent import rules
from .folder import SERVERS, TAG, deliver, marked
from .images import copy_images
from .memory import Memory
from .modules import absent
from .policy_pages import FOLDER, STYLES, write_pages
from .positions import POSITIONS
from .runtime import RuntimeFiles, delivering
from .servers import examples
from .texts import locales
from .wording import Wording, wording, wordless

# Text files worth a compressed neighbour; images but SVG are compressed already.
COMPRESSIBLE = (".css", ".html", ".js", ".json", ".mjs", ".rom", ".svg", ".txt", ".wasm")
# Apache looks for its file in the folder, a static host in the root of the site. All else is out of visitors' reach.
APACHE, STATIC_HOST = ".htaccess", "_headers"
# What comes before the prompt is no more than this, in octets as brotli sends them.
BUDGET = 6000
# Where the declaration is looked for.
CONFIGS = ("consent.toml", "pyscript.toml")


class BaseError(ConsentError):
    """An address at which the folder cannot lie; the message tells how it is written."""


@dataclass(frozen=True)
class Built:
    """What a build made: the folder to deploy, the folder in it that changes its name, the policy's fingerprint."""

    out: Path
    assets: str
    fingerprint: str


def build(
    root: Path,
    out: Path,
    config: Path | None = None,
    base: str = "/",
    *,
    plain_start: bool = False,
    more: Callable[[Path], None] = lambda _: None,
    now: Callable[[], float] = time.time,
) -> Built:
    """Builds the product for the site at `root` into `out`, which is to be empty or of an earlier build.

    `config` is the declaration, where it is not the one in `root`; `base` the address at which the folder will lie;
    with `plain_start` Python starts from its beginning, and not from a memory that the build has written;
    `more` adds files to the folder before it is compressed; `now` is the time in seconds since 1970.

    Where it fails `out` is as it was: DeclarationError where the declaration or a locale is wrong, FolderError where
    `out` is not for a build, BaseError, BundleError where the assets cannot be made, OSError.
    """
    base = address(base)
    config = config or configuration(root)
    plain = declaration.validate(declaration.read(config))
    site = Site(plain)
    texts = said(site, config.parent)
    marked(out)
    common = assets.ready(plain=plain_start)
    with tempfile.TemporaryDirectory(prefix="smartee-consent-") as folder:
        staged = Path(folder) / "built"
        hashed = _hashed(staged, common, site, texts)
        _write(staged / TAG, embed(common, site, texts, hashed))
        # A page whose language is known can take a tag with the words of that.
        for language in site.languages if len(site.languages) > 1 else ():
            _write(staged / f"{TAG.removesuffix('.js')}.{language}.js", embed(common, site, texts, hashed, language))
        write_pages(site, texts, staged)
        shutil.copyfile(common / "styles/policy.css", staged / FOLDER / STYLES)
        shutil.copyfile(common / "smartee-consent.d.ts", staged / "smartee-consent.d.ts")
        copy_images(site, config.parent, staged)
        more(staged)
        compress(staged)
        for name, text in examples(site, base).items():
            top = name == APACHE or (name == STATIC_HOST and base == "/")
            _write((staged if top else staged / SERVERS) / name, text)
        _write(staged / SERVERS / "integrity.json", _integrity(staged))
        shutil.copyfile(common / "sbom.json", staged / SERVERS / "sbom.json")
        deliver(staged, out, hashed, plain["keep_days"], now)
    lock.write(plain, config.parent)
    return Built(out, hashed, site.fingerprint)


def said(site: Site, folder: Path | None = None) -> Wording:
    """What `site` says, by language; `folder` is that of its declaration. WrongDeclaration where a locale is wrong."""
    return wording(site.plain, locales(site.languages, folder, site.plain.get("texts")))


def embed(common: Path, site: Site, texts: Wording, hashed: str, language: str | None = None) -> str:
    """The tag of `site`, of the assets `common`; `hashed` changes its name.

    It has the words of `language` in hand, and asks in it at once. Without one it has those of all languages where that
    fits its `BUDGET`, or else of the fallback: the rest comes by a file of each.
    """
    plain = site.plain
    styles = _text(common / "styles/prompt.css") + rules(plain["accent"]) + POSITIONS[plain["position"]]

    def prebuilt(name: str) -> str:
        return _text(common / f"tag/{name}.js")

    def having(*in_hand: str) -> str:
        script = tag.script(prebuilt, site, texts, styles, hashed, in_hand, learns=not language)
        return script + (control.start(hashed) if plain["control"] else "")

    if language:
        return having(language)
    whole = having(*site.languages)
    if len(site.languages) == 1 or len(brotli.compress(whole.encode(), quality=11)) <= BUDGET:
        return whole
    return having(site.languages[0])


def address(base: str) -> str:
    """`base` with the slash at its end. BaseError where it is no path of plain names."""
    if not re.fullmatch(r"(/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)*/?", base) or not base.startswith("/"):
        raise BaseError(f"--base {base}: expected the path at which the folder will lie, such as /assets/consent/")
    return base.rstrip("/") + "/"


def configuration(root: Path) -> Path:
    """The declaration in the folder `root`: the first of `CONFIGS` that is there, else the first."""
    return next((root / name for name in CONFIGS if (root / name).exists()), root / CONFIGS[0])


def compress(folder: Path) -> None:
    """Puts a `.br` and a `.gz` beside every compressible file, for servers that hand them out as they are."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix in COMPRESSIBLE:
            data = path.read_bytes()
            path.with_name(path.name + ".br").write_bytes(brotli.compress(data, quality=11))
            # No time stamp, so that the same content gives the same file.
            path.with_name(path.name + ".gz").write_bytes(gzip.compress(data, 9, mtime=0))


def _hashed(staged: Path, common: Path, site: Site, texts: Wording) -> str:
    """Writes the folder that is named by its content; where it is below `staged`."""
    files, made = RuntimeFiles(), staged / "c/made"
    shutil.copytree(common / "runtime", made)
    names = [(language, told["language.name"]) for language, told in texts.items()]
    declared = json.dumps({**wordless(site.plain), "names": names}, ensure_ascii=False, separators=(",", ":"))
    memory = Memory.of((common / snapshot.MEMORY).read_bytes())
    (made / files.pack).write_bytes(snapshot.declaring(memory, declared, absent(site)))
    words = [made / f"words/{language}.json" for language in texts]
    for path, told in zip(words, texts.values(), strict=True):
        _write(path, json.dumps(told, ensure_ascii=False, separators=(",", ":")))
    for beginning, script in tag.families(site, texts).items() if len(texts) > 1 else ():
        _write(made / f"words/{beginning}.js", script)
    delivered = (made / files.pack, made / files.wasm, made / files.rest, *words)
    _write(made / files.bundle, delivering(_text(made / files.bundle), delivered))
    _write(made / "notices.js", tag.notices(texts))
    if site.plain["control"]:
        _write(made / control.SCRIPT, control.script(_text(made / control.SCRIPT), site, texts))
    else:
        (made / control.SCRIPT).unlink()
    name = f"c/{_digest(made)}/"
    made.rename(staged / name)
    return name


def _integrity(staged: Path) -> str:
    """The digest of every script, style and module, for pages that take them from a host they do not trust."""
    digests = {}
    for path in sorted(staged.rglob("*")):
        if path.suffix in (".css", ".js", ".rom", ".wasm"):
            digest = base64.b64encode(hashlib.sha384(path.read_bytes()).digest()).decode()
            digests[path.relative_to(staged).as_posix()] = f"sha384-{digest}"
    return json.dumps(digests, indent=2) + "\n"


def _digest(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:12]


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
