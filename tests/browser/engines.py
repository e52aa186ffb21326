"""The browsers that the tests drive: Chromium, or with ENGINE=firefox the system's Firefox; WebKit for its journeys.

With ENGINES=all, as continuous integration has it, a browser that is missing fails the run instead of going without.
"""

import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Playwright

from consent.audit.engine import firefox
from consent.build import chromium

ENGINE = os.environ.get("ENGINE", "chromium")
ALL = os.environ.get("ENGINES") == "all"
FIREFOX = firefox()
# Playwright cannot drive WebKit as Debian builds it; without a screen to draw on its driver waits for ever.
WEBKIT = (
    next((str(each) for each in Path("/usr/lib").glob("*/webkit2gtk-4.*/MiniBrowser")), None)
    if shutil.which("WebKitWebDriver") and shutil.which("Xvfb")
    else None
)
# Firefox has a size of text for each of these.
SCRIPTS = "x-western x-cyrillic x-unicode el ar he th ja ko zh-CN zh-TW x-devanagari".split()
# What each needs, and whether it is there.
INSTALLED = {
    "Firefox (firefox-esr)": FIREFOX,
    "WebKit (webkit2gtk-driver, xvfb)": WEBKIT,
}
# What Firefox logs as errors where tests bring it about on purpose: cookies that it refuses, and what a policy blocks.
EXPECTED = {
    "chromium": r"(?!)",
    "firefox": r"(?s)Cookie “.*” has been (rejected|overwritten)|blocked .*(favicon\.ico|WebAssembly)|blocked by CSP",
}[ENGINE]
# What it says where a page's policy forbids WebAssembly.
FORBIDDEN = {"chromium": "Content Security Policy", "firefox": "blocked by CSP"}[ENGINE]


def absent() -> list[str]:
    """The engines that this machine lacks, each with the packages that bring it."""
    return [name for name, path in INSTALLED.items() if path is None]


def launch(playwright: Playwright) -> Browser:
    """The browser that most tests use."""
    if ENGINE == "chromium":
        return launch_chromium(playwright)
    return launch_firefox(playwright)


def launch_sized(playwright: Playwright, text: int, engine: str = "chromium") -> Browser:
    """A browser whose owner asked for text of so many pixels."""
    if engine == "chromium":
        return launch_chromium(playwright, f"--blink-settings=defaultFontSize={text}")
    return launch_firefox(playwright, {f"font.size.variable.{script}": text for script in SCRIPTS})


def launch_firefox(playwright: Playwright, more: Mapping[str, str | float | bool] = MappingProxyType({})) -> Browser:
    """The system's Firefox, with `more` preferences."""
    if FIREFOX is None:
        pytest.exit("no Firefox: install firefox-esr or firefox", 1)
    # Playwright cannot ask Firefox for reduced motion page by page.
    preferences = {"ui.prefersReducedMotion": 1, **more}
    return playwright.firefox.launch(channel="moz-firefox", executable_path=FIREFOX, firefox_user_prefs=preferences)


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
