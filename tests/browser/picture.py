"""`make picture`: the README's picture of the prompt and those of docs/theming.md, taken anew in the demonstration."""

import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests import docs

from . import engines
from .conftest import ROOT, Site

PICTURE = ROOT / "tests/browser/pictures/prompt.png"
ROW = re.compile(r"^\| `(--[\w-]+)` \|.*\| `([^`]+)` \| !\[[^\]]+\]\(([^)]+)\) \|$", re.MULTILINE)


def properties() -> Iterator[tuple[str, str, Path]]:
    """Each property that docs/theming.md tells of, with the value that its picture is taken with, and the picture."""
    for name, value, picture in ROW.findall(docs.page("theming")):
        yield name, value, docs.FOLDER / picture


def opened(browser: Browser, site: Site, width: int, height: int) -> Page:
    page = browser.new_page(viewport={"width": width, "height": height}, locale="en", reduced_motion="reduce")
    page.goto(site.url, wait_until="networkidle")
    expect(page.locator("[data-consent-view=prompt]")).to_be_visible()
    return page


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        site = Site(Path(folder) / "dist")
        try:
            browser = engines.launch(playwright)
            opened(browser, site, 1200, 760).screenshot(path=PICTURE)
            page = opened(browser, site, 480, 760)
            for name, value, picture in properties():
                page.evaluate("style => { document.documentElement.style.cssText = style; }", f"{name}: {value}")
                shown = "[data-consent-widget=language]" if "field" in name else "smartee-consent [data-consent-view]"
                picture.parent.mkdir(exist_ok=True)
                page.locator(shown).first.screenshot(path=picture)
            browser.close()
        finally:
            site.stop()


if __name__ == "__main__":
    main()
