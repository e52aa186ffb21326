"""A visitor with the engine of Safari: what they see of the banner, and what they do there."""

import json
import os
import socket
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from selenium import webdriver
from selenium.common.exceptions import NoSuchElementException, NoSuchShadowRootException, StaleElementReferenceException
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webdriver import WebDriver
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import WebDriverWait
from urllib3.exceptions import MaxRetryError, ReadTimeoutError

from tests import PATIENCE

from .engines import WEBKIT

# What the buttons say.
WORDS: dict[str, str] = json.loads((Path(__file__).parents[2] / "consent/locales/en.json").read_text(encoding="utf-8"))
# One call that waits, since a page's promise is not waited for by itself.
AWAIT = "const done = arguments[arguments.length - 1]; Promise.resolve({}).then(done, (error) => done(`${{error}}`));"
# What is on its way to be shown: looked for again.
NOT_YET = (NoSuchElementException, NoSuchShadowRootException, StaleElementReferenceException)


@contextmanager
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


def _launched() -> WebDriver:
    """A browser that has come up. Its driver waits for ever for one that died on the way: then another is started."""
    assert WEBKIT
    options = webdriver.WebKitGTKOptions()
    options.binary_location = WEBKIT
    options.add_argument("--automation")
    for _ in range(3):
        service = webdriver.WebKitGTKService()
        before = socket.getdefaulttimeout()
        socket.setdefaulttimeout(PATIENCE)
        try:
            return webdriver.WebKitGTK(options=options, service=service)
        except (TimeoutError, MaxRetryError, ReadTimeoutError):
            service.process.kill()
        finally:
            socket.setdefaulttimeout(before)
    raise AssertionError("WebKit does not start")


class Visitor:
    """A person before a WebKit of their own, without a past."""

    def __init__(self, url: str) -> None:
        self.driver: WebDriver = _launched()
        self.driver.set_script_timeout(PATIENCE)
        self._url = url

    def goes(self, path: str = "") -> None:
        self.driver.get(self._url + path)

    def leaves(self) -> None:
        self.driver.quit()

    def sees(self, what: Callable[[], Any], words: str) -> Any:
        """Waits until `what()` is there, and gives it."""
        wait = WebDriverWait(self.driver, PATIENCE, poll_frequency=0.1, ignored_exceptions=NOT_YET)
        return wait.until(lambda _: what(), words)

    def view(self, name: str) -> WebElement:
        """What the banner shows, once it is in sight."""
        selector = f"[data-consent-view={name}]"
        return self.sees(lambda: next((each for each in self._banner(selector) if each.is_displayed()), None), name)

    def sees_none(self, name: str) -> None:
        self.sees(lambda: not self._banner(f"[data-consent-view={name}]"), f"no {name}")

    def presses(self, key: str) -> None:
        """Clicks the button of the banner that says the words of `key`."""
        self.sees(lambda: self._button(WORDS[key]), WORDS[key]).click()

    def switches(self, cookie: str) -> None:
        """Clicks the switch of an optional cookie where the eye sees it."""
        self.sees(lambda: self._banner(f"label:has(input[name={cookie}])"), cookie)[0].click()

    def types(self, key: str, held: str = "") -> None:
        """Presses a key, with another one `held`."""
        chain = webdriver.ActionChains(self.driver)
        if held:
            chain.key_down(held).send_keys(key).key_up(held).perform()
        else:
            chain.send_keys(key).perform()

    def tabs_to(self, key: str, held: str = "") -> None:
        """Goes from control to control until the one with the words of `key` has the focus; back with Shift `held`."""
        for _ in range(60):
            self.types(Keys.TAB, held)
            if WORDS[key] == self.runs("return document.activeElement.shadowRoot?.activeElement?.textContent.trim()"):
                return
        raise AssertionError(f"never came to {WORDS[key]}")

    def runs(self, script: str) -> Any:
        """What a script of the page gives."""
        return self.driver.execute_script(script)

    def awaits(self, call: str) -> Any:
        """What the promise of `call` gives, or the words of its failure."""
        return self.driver.execute_async_script(AWAIT.format(call))

    def cookies(self) -> dict[str, str]:
        """What the browser itself has for the page."""
        return {cookie["name"]: cookie["value"] for cookie in self.driver.get_cookies()}

    def _banner(self, selector: str) -> list[WebElement]:
        hosts = self.driver.find_elements(By.CSS_SELECTOR, "smartee-consent")
        return [each for host in hosts for each in host.shadow_root.find_elements(By.CSS_SELECTOR, selector)]

    def _button(self, words: str) -> WebElement | None:
        found = [each for each in self._banner("button, a") if each.text == words and each.is_displayed()]
        return found[-1] if found else None
