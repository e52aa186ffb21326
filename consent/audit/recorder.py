"""What one visitor's browser is seen to do: its requests, who writes what, and what is kept after each step."""

import asyncio
import re
import time
from collections import defaultdict
from typing import Any
from urllib.parse import urlsplit

from playwright.async_api import BrowserContext, Error, Frame, Page, Request, Response

from . import observed, scripts
from .declared import Declared, is_third, site_of
from .masks import Masks

# A page is at rest when so many seconds went by without a request or a write; and it is looked at after so many anyhow.
REST, LONGEST = 0.5, 10.0
STEP = 0.05
# Of a cookie, the writes that are told: the last ones.
MAX_WRITERS = 3
_SET_COOKIE = "set-cookie"


class Recorder:
    """Watches one browser context from its beginning. `attach` before the first page."""

    def __init__(self, context: BrowserContext, declared: Declared, masks: Masks) -> None:
        self.context = context
        self._declared = declared
        self._masks = masks
        self._requests: dict[Page, dict[Request, observed.Request]] = defaultdict(dict)
        self._writers: dict[str, list[observed.Writer]] = defaultdict(list)
        self._keepers: dict[tuple[str, str], list[str]] = defaultdict(list)
        self._open: dict[Page, set[Request]] = defaultdict(set)
        self._stirred: dict[Page, float] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    async def attach(self) -> None:
        """Begins to watch."""
        await self.context.expose_binding(scripts.TELL, self._told)
        await self.context.add_init_script(scripts.watch())
        self.context.on("request", self._asked)
        self.context.on("response", self._answered)
        for event in ("requestfinished", "requestfailed"):
            self.context.on(event, self._ended)

    async def rest(self, page: Page) -> None:
        """Waits until the page is at rest, or has been given long enough."""
        end = time.monotonic() + LONGEST
        self._stirred.setdefault(page, time.monotonic())
        while (now := time.monotonic()) < end:
            if now - self._stirred[page] >= REST and (not self._open[page] or now > end - LONGEST / 2):
                break
            await asyncio.sleep(STEP)
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def cookies(self, at: float) -> tuple[observed.Cookie, ...]:
        """The browser's own list, each with who wrote it. What sign-ins hold is masked from now on."""
        return tuple(self._cookie(dict(each)) for each in await self.context.cookies() if _lives(dict(each), at))

    def items(self, kept: list[dict[str, str]]) -> tuple[observed.Item, ...]:
        """What a page was found to keep, each with who wrote it."""
        return tuple(
            observed.Item(**each, writers=tuple(dict.fromkeys(self._keepers[each["area"], each["name"]])))
            for each in kept
        )

    def requests(self, page: Page) -> tuple[observed.Request, ...]:
        """What the page asked for since this was asked last."""
        return tuple(dict.fromkeys(self._requests.pop(page, {}).values()))

    def _cookie(self, told: dict[str, Any]) -> observed.Cookie:
        name, value = told["name"], told["value"]
        known = self._declared.cookie(name)
        if self._declared.signs_in(name):
            self._masks.add(value)
        # What a cookie of nobody's holds is nobody's business either.
        shown = value if known and not self._declared.signs_in(name) else f"({len(value)} characters)"
        return observed.Cookie(
            name,
            shown,
            told["domain"],
            told["path"],
            None if told["expires"] < 0 else told["expires"],
            told["httpOnly"],
            told["secure"],
            told["sameSite"],
            bool(told.get("partitionKey")),
            tuple(self._writers[name][-MAX_WRITERS:]),
        )

    def _asked(self, request: Request) -> None:
        page = _page_of(request)
        if page is None or request.url.startswith(("data:", "blob:", "about:")):
            return
        self._stir(page)
        self._open[page].add(request)
        top = page.main_frame.url
        # What a page's own frame leads to is the page's address when it is under way.
        leads = request.is_navigation_request() and request.frame == page.main_frame
        third = not leads and site_of(urlsplit(top).hostname or "") != "" and is_third(request.url, top)
        self._requests[page][request] = observed.Request(request.url, request.resource_type, third)

    def _ended(self, request: Request) -> None:
        page = _page_of(request)
        if page is not None:
            self._open[page].discard(request)
            self._stir(page)

    def _answered(self, response: Response) -> None:
        self._later(self._headers(response))

    async def _headers(self, response: Response) -> None:
        try:
            headers = await response.headers_array()
        except Error:
            # The page went away with its answers; what they set is in the browser's list.
            return
        lines = [line for each in headers if each["name"].lower() == _SET_COOKIE for line in each["value"].split("\n")]
        for line in lines:
            self._wrote("header", response.url, "a header", line)
        page = _page_of(response.request)
        if lines and page is not None and response.request in self._requests[page]:
            names = tuple(line.partition("=")[0].strip() for line in lines)
            asked = self._requests[page][response.request]
            self._requests[page][response.request] = asked._replace(sets=names)

    def _told(self, source: dict[str, Any], said: dict[str, str]) -> None:
        """What a page's script did. A page can call this as well: nothing but who wrote what depends on it."""
        try:
            kind, text, address = str(said["kind"]), str(said["text"]), str(said["from"])
        except (KeyError, TypeError):
            return
        self._stir(source["page"])
        if kind == "storage":
            area, _, name = text.partition(" ")
            self._keepers[area, name].append(address)
        else:
            self._wrote("script", address, kind, text)

    def _wrote(self, kind: str, address: str, how: str, text: str) -> None:
        pair, *rest = text.split(";")
        name, _, value = pair.partition("=")
        name = name.strip()
        if self._declared.signs_in(name):
            self._masks.add(value.strip())
        said = (each.partition("=") for each in rest)
        attributes = {key.strip().lower(): words.strip().lower() for key, _, words in said}
        # A deletion sets nothing, and need not say how.
        if re.fullmatch(r"0+|-.*", attributes.get("max-age", "")):
            return
        self._writers[name].append(observed.Writer(kind, address, how, attributes))

    def _stir(self, page: Page) -> None:
        self._stirred[page] = time.monotonic()

    def _later(self, work: Any) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _lives(told: dict[str, Any], at: float) -> bool:
    return bool(told["expires"] < 0 or told["expires"] > at)


def _page_of(request: Request) -> Page | None:
    try:
        frame: Frame = request.frame
        return frame.page
    except Error:
        # A worker's, or of a page that is not there yet.
        return None
