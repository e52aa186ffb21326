"""The browsers that the tests drive: Chromium, or with ENGINE=firefox the system's Firefox."""

import os
import shutil
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Playwright

from consent.build import chromium

ENGINE = os.environ.get("ENGINE", "chromium")
FIREFOX = ("firefox-esr", "firefox")
# What Firefox logs as errors where tests bring it about on purpose: cookies that it refuses, and what a policy blocks.
EXPECTED = {
    "chromium": r"(?!)",
    "firefox": r"(?s)Cookie “.*” has been (rejected|overwritten)|blocked .*(favicon\.ico|WebAssembly)|blocked by CSP",
}[ENGINE]
# What it says where a page's policy forbids WebAssembly.
FORBIDDEN = {"chromium": "Content Security Policy", "firefox": "blocked by CSP"}[ENGINE]


def launch(playwright: Playwright) -> Browser:
    """The browser that most tests use."""
    if ENGINE == "chromium":
        return launch_chromium(playwright)
    path = next(filter(None, map(shutil.which, FIREFOX)), None)
    if path is None:
        pytest.exit("no Firefox: install firefox-esr or firefox", 1)
    # Playwright cannot ask Firefox for reduced motion page by page.
    preferences: dict[str, str | float | bool] = {"ui.prefersReducedMotion": 1}
    return playwright.firefox.launch(channel="moz-firefox", executable_path=path, firefox_user_prefs=preferences)


def launch_chromium(playwright: Playwright, *more: str, **options: Any) -> Browser:
    """A Chromium with the arguments `more`."""
    return playwright.chromium.launch(
        executable_path=chromium.executable(), args=[*chromium.arguments(), *more], **options
    )


def only_chromium(reason: str) -> pytest.MarkDecorator:
    """Marks a test that `reason` keeps from other browsers."""
    return pytest.mark.skipif(ENGINE != "chromium", reason=reason)


def block_cookies(page: Page) -> None:
    """Takes the cookies away from the page, as a visitor can in the browser's settings."""
    if ENGINE != "chromium":
        pytest.skip("only Chromium can be told to block the cookies of an open page")
    page.context.new_cdp_session(page).send("Emulation.setDocumentCookieDisabled", {"disabled": True})
