"""The engine of Safari, which Playwright cannot drive as Debian builds it: the journey, and room to read."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from selenium import webdriver
from selenium.webdriver.remote.webdriver import WebDriver
from selenium.webdriver.support.ui import WebDriverWait

from .conftest import Site

BROWSERS = [str(each) for each in Path("/usr/lib").glob("*/webkit2gtk-4.*/MiniBrowser")]
pytestmark = pytest.mark.skipif(
    not (BROWSERS and shutil.which("WebKitWebDriver") and shutil.which("Xvfb")),
    reason="no WebKit: install webkit2gtk-driver and xvfb",
)

# One call that waits, since a page's promise is not waited for by itself.
AWAIT = "const done = arguments[arguments.length - 1]; Promise.resolve({}).then(done, (error) => done(`${{error}}`));"
ROOT = "document.querySelector('smartee-consent').shadowRoot"
# The heights, in pixels, of the words in sight, of all the words, the buttons, all that is shown, and the window.
ROOM = f"""
  const shown = {ROOT}.lastElementChild;
  const [words, actions] = ['.words', '.actions'].map((each) => shown.querySelector(each).getBoundingClientRect());
  const {{ height }} = shown.getBoundingClientRect();
  return [words.height, shown.querySelector('.words').scrollHeight, actions.height, height, innerHeight];
"""


@pytest.fixture(scope="module", autouse=True)
def display() -> Iterator[None]:
    """A screen to draw on; without one the driver waits for ever."""
    running = subprocess.Popen(
        ["Xvfb", "-displayfd", "1", "-screen", "0", "1400x1000x24"], stdout=subprocess.PIPE, text=True
    )
    before = os.environ.get("DISPLAY")
    assert running.stdout
    os.environ["DISPLAY"] = ":" + running.stdout.readline().strip()
    yield
    running.terminate()
    running.wait()
    os.environ.pop("DISPLAY")
    if before is not None:
        os.environ["DISPLAY"] = before


@pytest.fixture
def driver() -> Iterator[WebDriver]:
    """A WebKit of its own, without a past."""
    options = webdriver.WebKitGTKOptions()
    options.binary_location = BROWSERS[0]
    options.add_argument("--automation")
    running = webdriver.WebKitGTK(options=options)
    running.set_script_timeout(30)
    yield running
    running.quit()


def run(driver: WebDriver, call: str) -> Any:
    """Calls the page's API and waits for its promise."""
    return driver.execute_async_script(AWAIT.format(call))


def press(driver: WebDriver, action: str) -> None:
    driver.execute_script(f"[...{ROOT}.querySelectorAll('[data-consent-action={action}]')].pop().click()")


def shows(driver: WebDriver, view: str) -> None:
    """Waits until the banner shows `view`."""
    last = f"return {ROOT}.lastElementChild?.dataset.consentView === '{view}'"
    WebDriverWait(driver, 20).until(lambda page: page.execute_script(last), view)


def cookies(driver: WebDriver) -> dict[str, str]:
    return {cookie["name"]: cookie["value"] for cookie in driver.get_cookies()}


def test_the_journey(site: Site, driver: WebDriver) -> None:
    driver.get(site.url)
    shows(driver, "prompt")
    run(driver, "SmarteeConsent.ready")
    driver.execute_script("document.cookie = 'Language=zh-CN; path=/'")
    assert driver.execute_script("return document.cookie") == "Language=zh-CN"
    assert cookies(driver) == {}
    press(driver, "settings")
    shows(driver, "settings")
    driver.execute_script(f"{ROOT}.querySelector('input[name=language]').click()")
    press(driver, "save")
    shows(driver, "confirmation")
    assert cookies(driver)["Language"] == "zh-CN"
    driver.refresh()
    WebDriverWait(driver, 20).until(lambda page: page.execute_script("return document.documentElement.lang") == "zh-CN")
    assert driver.execute_script("return SmarteeConsent.state") == "partial"
    run(driver, "SmarteeConsent.withdraw()")
    assert "Language" not in cookies(driver)
    assert driver.execute_script("return SmarteeConsent.state") == "refused"


@pytest.mark.parametrize("width", [1280, 390])
def test_the_words_have_room(site: Site, driver: WebDriver, width: int) -> None:
    driver.set_window_size(width, 844)
    driver.get(site.url)
    shows(driver, "prompt")
    for view in ("prompt", "settings", "confirmation"):
        if view != "prompt":
            press(driver, {"settings": "settings", "confirmation": "save"}[view])
            shows(driver, view)
        seen, whole, actions, shown, window = driver.execute_script(ROOM)
        # Words that scroll do so in the room they may have, and no less.
        assert seen >= whole - 1 or shown >= (0.8 if view == "settings" else 0.44) * window
        assert seen > 44
        assert actions >= 44
