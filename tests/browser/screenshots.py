"""`make screenshots`: every view in light and in dark, from left to right and right to left, in each size of window.

All of them into .cache/screenshots, for whoever changes how it looks to look at each; twelve of them are docs/looks.md.
"""

import itertools
import re
import shutil
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from consent.build.product import build

from . import engines
from .conftest import ROOT, SITES
from .states import HOME, STATES, reach, shown, visiting

OUT = ROOT / ".cache/screenshots"
CHOSEN = ROOT / "docs/pictures"
THEMES: tuple[Any, ...] = ("light", "dark")
LANGUAGES = ("en", "ar")
SIZES = {"wide": (1280, 800), "phone": (390, 844), "small": (320, 256)}


def chosen() -> set[str]:
    """The names of those that docs/looks.md shows."""
    return set(re.findall(r"\(pictures/(view-[\w-]+)\.png\)", (ROOT / "docs/looks.md").read_text(encoding="utf-8")))


def opened(browser: Browser, folder: Path, language: str, theme: Any, size: tuple[int, int]) -> Page:
    """A page of the site in `folder` that asks."""
    window: Any = {"width": size[0], "height": size[1]}
    visitor = visiting(browser, folder, language, viewport=window, color_scheme=theme)
    page = visitor.page(HOME, ready=False)
    shown(page, "prompt")
    return page


def main() -> None:
    shutil.rmtree(OUT, ignore_errors=True)
    OUT.mkdir(parents=True)
    wanted = chosen()
    with tempfile.TemporaryDirectory() as made, sync_playwright() as playwright:
        folder = build(ROOT, Path(made) / "dist", SITES / "many.toml").out
        browser = engines.launch(playwright)
        for language, theme, (name, size), state in itertools.product(LANGUAGES, THEMES, SIZES.items(), STATES):
            page = opened(browser, folder, language, theme, size)
            reach(page, state)
            picture = OUT / f"view-{state}-{name}-{theme}-{language}.png"
            page.screenshot(path=picture, animations="disabled")
            if picture.stem in wanted:
                shutil.copy(picture, CHOSEN)
            page.context.close()
        browser.close()


if __name__ == "__main__":
    main()
