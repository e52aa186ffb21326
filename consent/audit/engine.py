"""The browsers that an audit drives: the system's own where there is one, else Playwright's."""

import shutil

from playwright.async_api import Browser, Error, Playwright

from ..build import chromium
from ..core.errors import ConsentError
from .arguments import ENGINES

CHROMIUM, _ = ENGINES


class NoBrowser(ConsentError):
    """A browser could not be started."""

    def __init__(self, engine: str, reason: str) -> None:
        super().__init__(f"{engine} does not start: {reason}; install it, or: python -m playwright install {engine}")
        self.engine = engine


def firefox() -> str | None:
    """The path of the system's Firefox, or None."""
    return next(filter(None, map(shutil.which, ("firefox-esr", "firefox"))), None)


async def launch(playwright: Playwright, engine: str, insecure: bool = False) -> Browser:
    """A running browser, that takes any certificate where it is to be `insecure`. NoBrowser where there is none."""
    try:
        if engine == CHROMIUM:
            # For service workers it is not enough to say so for a window.
            more = ["--ignore-certificate-errors"] if insecure else []
            arguments = [*chromium.arguments(), *more]
            return await playwright.chromium.launch(executable_path=chromium.executable(), args=arguments)
        path = firefox()
        if path is None:
            return await playwright.firefox.launch()
        # Playwright's own Firefox speaks its own protocol; the system's is driven by WebDriver BiDi.
        return await playwright.firefox.launch(channel="moz-firefox", executable_path=path)
    except Error as error:
        raise NoBrowser(engine, error.message.splitlines()[0]) from error
