"""`make picture`: takes the README's picture of the prompt anew, from the demonstration in Chromium."""

import tempfile
from pathlib import Path

from playwright.sync_api import expect, sync_playwright

from . import engines
from .conftest import ROOT, Site

PICTURE = ROOT / "tests/browser/pictures/prompt.png"


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        site = Site(Path(folder) / "dist")
        try:
            browser = engines.launch(playwright)
            page = browser.new_page(viewport={"width": 1200, "height": 760}, locale="en", reduced_motion="reduce")
            page.goto(site.url, wait_until="networkidle")
            expect(page.locator("[data-consent-view=prompt]")).to_be_visible()
            page.screenshot(path=PICTURE)
            browser.close()
        finally:
            site.stop()


if __name__ == "__main__":
    main()
