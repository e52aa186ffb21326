"""The images that a declaration names: those beside it go along with what is built."""

import shutil
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote

from ..core.site import Site
from .mistakes import Mistakes, nearest

# What browsers show as an image.
KINDS = (".avif", ".gif", ".ico", ".jpeg", ".jpg", ".png", ".svg", ".webp")


def copy_images(site: Site, folder: Path, out: Path) -> list[Path]:
    """Copies each partner's image that lies in `folder`, that of the declaration, to where its address leads in `out`.

    Gives the files that it wrote, relative to `out`. What is elsewhere on the site is left alone.
    """
    written = []
    for place in sorted({place for _, place in _beside([each.logo for each in site.partners], folder)}):
        target = out / place
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(folder / place, target)
        written.append(Path(place))
    return written


def check(partners: list[dict[str, Any]], folder: Path, mistakes: Mistakes) -> None:
    """Notes the images that are to lie in `folder` and do not: their address begins with a folder that is there."""
    logos = [each["logo"] for each in partners]
    for at, place in _beside(logos, folder):
        steps = ("consent", "partners", at, "logo")
        path = folder / place
        if not path.is_file():
            near = nearest(path.name, [each.name for each in path.parent.glob("*")]) if path.parent.is_dir() else None
            meant = str(PurePosixPath(place).with_name(near)) if near else None
            mistakes.note(steps, logos[at], f"an image in {folder}", meant)
        elif path.suffix.lower() not in KINDS:
            mistakes.note(steps, logos[at], "an image: " + ", ".join(KINDS))


def _beside(logos: list[Any], folder: Path) -> Iterator[tuple[int, str]]:
    """Of the addresses those that mean something in `folder`: their place among them, and the way to it."""
    for at, logo in enumerate(logos):
        if not isinstance(logo, str) or logo.startswith("/"):
            continue
        place = PurePosixPath(unquote(logo.split("?")[0].split("#")[0]))
        if ".." not in place.parts and place.name and (folder / place.parts[0]).exists():
            yield at, str(place)
