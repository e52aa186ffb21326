"""An audit as a whole: the browser started, the pages found, the journeys gone, what was seen judged."""

import asyncio
import json
import platform
import time
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

from playwright.async_api import APIRequestContext, Error, async_playwright

from ..core.errors import ConsentError
from ..core.site import Site
from .crawl import AGENT, Frontier, origin
from .declared import Declared
from .engine import launch
from .findings import Finding
from .journeys import Journeys, Told
from .masks import Masks
from .observed import Journey
from .verdicts import judge
from .visitor import Options

# Of a robots.txt, the octets that are read (RFC 9309, 2.5).
MAX_ROBOTS = 512000
PACKAGE = "smartee-consent"


class CannotAudit(ConsentError):
    """The site could not be visited: `address` gave no page to look at."""

    def __init__(self, address: str, reason: str) -> None:
        super().__init__(f"{address} cannot be audited: {reason}")
        self.address = address


class Asked(NamedTuple):
    """What to audit: pages, how many a crawl may find in all (0 without one), the engine, and how to visit."""

    pages: tuple[str, ...]
    crawl: int
    engine: str
    options: Options


class Audited(NamedTuple):
    """What came of it. `begun` and `seconds` are the time; `skipped` are pages that robots.txt rules out.

    `broken` is what the site leads to and is no page, or could not be opened.
    """

    asked: Asked
    site: Site | None
    begun: float
    seconds: float
    versions: dict[str, str]
    pages: tuple[str, ...]
    skipped: tuple[str, ...]
    broken: tuple[str, ...]
    journeys: tuple[Journey, ...]
    findings: tuple[Finding, ...]


def audit(asked: Asked, site: Site | None, told: Told) -> Audited:
    """Audits what was `asked` against `site`. CannotAudit, NoBrowser."""
    # Read before there is a browser: what is no sign-in is told at once.
    masks = Masks(_secrets(asked.options.state))
    return asyncio.run(_audit(asked, site, masks, told))


async def _audit(asked: Asked, site: Site | None, masks: Masks, hears: Told) -> Audited:
    begun, started = time.time(), time.monotonic()
    declared = Declared(site)
    asked.options.folder.mkdir(parents=True, exist_ok=True)
    async with async_playwright() as playwright:
        browser = await launch(playwright, asked.engine, asked.options.insecure)
        try:
            request = await playwright.request.new_context(user_agent=AGENT, ignore_https_errors=asked.options.insecure)
            robots = await _robots(request, asked.pages[0]) if asked.crawl else ""
            frontier = Frontier(asked.pages, asked.crawl, robots)
            journeys = await Journeys(browser, declared, asked.options, masks, hears).all(frontier)
            versions = {
                PACKAGE: version(PACKAGE),
                "python": platform.python_version(),
                "playwright": version("playwright"),
                asked.engine: browser.version,
            }
        finally:
            await browser.close()
    if not journeys[0].moments:
        raise CannotAudit(asked.pages[0], journeys[0].failed or "no page came")
    findings = judge(declared, journeys)
    seconds = time.monotonic() - started
    pages = tuple(each for each in frontier.pages if each not in frontier.broken)
    told = masks.over((pages, tuple(frontier.skipped), tuple(frontier.broken)))
    return Audited(asked, site, begun, seconds, versions, *told, journeys, findings)


async def _robots(request: APIRequestContext, page: str) -> str:
    """The origin's robots.txt; one that cannot be had rules nothing out, unless the server fails (RFC 9309, 2.3.1)."""
    try:
        response = await request.get(origin(page) + "/robots.txt")
    except Error:
        return ""
    if response.status >= 500:
        return "User-agent: *\nDisallow: /"
    return (await response.body())[:MAX_ROBOTS].decode("utf-8", "replace") if response.ok else ""


def _secrets(state: Path | None) -> list[str]:
    """What the file of a sign-in holds: whoever has it is signed in. CannotAudit where it cannot be read."""
    if state is None:
        return []
    try:
        told = json.loads(state.read_text(encoding="utf-8"))
        kept = [each["value"] for each in told.get("cookies", [])]
        for each in told.get("origins", []):
            kept += [item["value"] for item in each.get("localStorage", [])]
    except OSError as error:
        raise CannotAudit(str(state), error.strerror or "it cannot be read") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise CannotAudit(str(state), "it is no storage state as Playwright writes it") from error
    return [each for each in kept if isinstance(each, str)]
