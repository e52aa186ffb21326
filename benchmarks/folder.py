"""Lays out the folder that is served: the built product, each peer's files under a hashed name, the pages."""

import hashlib
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from consent.build.bundler import esbuild
from consent.build.product import compress
from consent.demo import folder as demonstration

from .peers import PAGES, Subject

BLANK = "/blank/"


class FileMissing(Exception):
    """A file that a page needs is not there: a package was not installed, or has changed."""


@dataclass(frozen=True)
class Folder:
    """What was laid out: where, and for every subject its page, by language."""

    path: Path
    assets: str

    def address(self, subject: Subject, language: str = "en") -> str:
        """The path of the page of `subject`."""
        return f"/{subject.key}/{language}/"


def lay_out(root: Path, out: Path, subjects: tuple[Subject, ...], languages: tuple[str, ...]) -> Folder:
    """Builds the demonstration of `root` into `out`, and adds the pages of all `subjects`, ours in all `languages`.

    FileMissing, and whatever the build raises.
    """
    built = demonstration.lay_out(out)
    plain = (PAGES / "plain.html").read_text(encoding="utf-8")
    for subject in subjects:
        base = _assets(root, out, subject)
        for language in languages if subject.kind == "ours" else ("en",):
            _write(out / subject.key / language / "index.html", _page(plain, subject, base, language))
    _write(
        out / "blank/index.html",
        plain.replace("{language}", "en").replace("{head}", "").replace("{start}", "").replace("{end}", ""),
    )
    compress(out)
    return Folder(out, built.assets)


def _page(plain: str, subject: Subject, base: str, language: str) -> str:
    """The plain page with the parts of `subject` in it; replaced by name, since CSS has braces of its own."""
    for name in ("head", "start", "end"):
        plain = plain.replace("{" + name + "}", getattr(subject, name).replace("{base}", base))
    return plain.replace("{language}", language)


def _assets(root: Path, out: Path, subject: Subject) -> str:
    """Puts the files of `subject` under a name that changes with them; the address of their folder."""
    with tempfile.TemporaryDirectory() as folder:
        staging = Path(folder) / subject.key
        staging.mkdir()
        for name, source in subject.files.items():
            if not source.is_file():
                raise FileMissing(f"{subject.title} needs {source.relative_to(root)}, which is not there")
            (staging / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, staging / name)
        if subject.bundle:
            _bundle(root, staging, subject.bundle)
        digest = hashlib.sha256()
        for path in sorted(staging.rglob("*")):
            digest.update(path.name.encode() + (path.read_bytes() if path.is_file() else b""))
        base = f"c/{digest.hexdigest()[:12]}"
        shutil.copytree(staging, out / base, dirs_exist_ok=True)
    return f"/{base}/"


def _bundle(root: Path, out: Path, sources: tuple[Path, ...]) -> None:
    options = [
        "--bundle",
        "--minify",
        "--format=esm",
        "--target=es2020",
        "--jsx=automatic",
        "--legal-comments=none",
    ]
    production = '--define:process.env.NODE_ENV="production"'
    esbuild([*map(str, sources), *options, production, f"--outdir={out}"], root)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
