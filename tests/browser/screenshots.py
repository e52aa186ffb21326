"""`make screenshots`: every view in light and in dark, from left to right and right to left, in each size of window.

All of them into .cache/screenshots, for whoever changes how it looks to look at each; twelve of them are docs/looks.md.
"""

import itertools
import re
import shutil
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, expect, sync_playwright

from consent.build.product import build

from . import engines
from .conftest import ROOT, SITES, Visitor
from .states import STATES, reach

OUT = ROOT / ".cache/screenshots"
CHOSEN = ROOT / "docs/pictures"
THEMES: tuple[Any, ...] = ("light", "dark")
LANGUAGES = ("en", "ar")
SIZES = {"wide": (1280, 800), "phone": (390, 844), "small": (320, 256)}
BASE = "https://many.example/"
PAGE = """<!doctype html><html lang="{language}" dir="{direction}"><head><meta charset="utf-8"><title>Aurora</title>
<meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,"><script src="/embed.js"></script></head><body><main><h1>Aurora Aligners</h1>
<p>Clear aligners, planned with your doctor.</p></main></body></html>"""


def chosen() -> set[str]:
    """The names of those that docs/looks.md shows."""
    return set(re.findall(r"\(pictures/(view-[\w-]+)\.png\)", (ROOT / "docs/looks.md").read_text(encoding="utf-8")))


def opened(browser: Browser, folder: Path, language: str, theme: Any, size: tuple[int, int]) -> Page:
    """A page of the site in `folder` that asks."""
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]}, color_scheme=theme, reduced_motion="reduce"
    )
    visitor = Visitor(context, BASE)
    visitor.folder("", folder)
    text = PAGE.format(language=language, direction="rtl" if language == "ar" else "ltr")
    context.route(BASE, lambda route: route.fulfill(body=text, content_type="text/html"))
    page = visitor.page(BASE, ready=False)
    expect(page.locator("[data-consent-view=prompt]")).to_be_visible()
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
