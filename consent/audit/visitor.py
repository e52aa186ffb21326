"""One visitor of the site: a browser profile of its own, that opens pages, answers, and notes what is there then."""

import contextlib
import itertools
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, NamedTuple

from playwright.async_api import Browser, BrowserContext, Error, Frame, Page, ViewportSize

from . import scripts
from .banner import Banner
from .declared import Declared
from .masks import Masks
from .observed import Moment, Policy, Prompt
from .recorder import Recorder

# The windows in which both answers have to be in view.
SIZE: ViewportSize = {"width": 1280, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}
QUALITY = 55
HTML = "text/html"


class Options(NamedTuple):
    """How an audit visits: `patience` in seconds for what takes its time; `state` a file with a sign-in, or None.

    `folder` is for pictures; `insecure` takes any certificate; `at_once` bounds the pages open together.
    """

    folder: Path
    patience: float = 5
    at_once: int = 4
    state: Path | None = None
    insecure: bool = False
    locale: str | None = None


class Visitor:
    """A visitor on the journey `name`, whose moments gather in `moments`. Made by `arrive`, ended by `leave`."""

    def __init__(self, name: str, context: BrowserContext, declared: Declared, options: Options, masks: Masks) -> None:
        self.name = name
        self.moments: list[Moment] = []
        self.answer = "unasked"
        self.granted: tuple[str, ...] = ()
        # Where each page that was noted leads to.
        self.links: dict[Page, list[str]] = {}
        self._context = context
        self._declared = declared
        self._options = options
        self._masks = masks
        self._recorder = Recorder(context, declared, masks)
        self._answers: dict[Page, int | None] = {}
        self._kinds: dict[Page, str] = {}
        self._pictures = itertools.count(1)

    @classmethod
    async def arrive(
        cls, name: str, browser: Browser, declared: Declared, options: Options, masks: Masks, state: Any = None
    ) -> "Visitor":
        """A visitor with nothing on the device but what `state` has, or else the sign-in of the options."""
        context = await browser.new_context(
            viewport=SIZE,
            ignore_https_errors=options.insecure,
            locale=options.locale,
            reduced_motion="reduce",
            storage_state=state or (str(options.state) if options.state else None),
        )
        visitor = cls(name, context, declared, options, masks)
        await visitor._recorder.attach()
        return visitor

    async def leave(self) -> None:
        """Ends the visit, and closes all its pages."""
        await self._context.close()

    async def open(self, address: str) -> Page:
        """Opens a page and lets it come to rest. The browser's error where nothing answers."""
        page = await self._context.new_page()
        page.on("dialog", lambda dialog: dialog.dismiss())
        try:
            response = await page.goto(address, wait_until="load", timeout=self._options.patience * 6000)
            self._answers[page] = response.status if response else None
            self._kinds[page] = response.headers.get("content-type", HTML) if response else HTML
        except Error as error:
            if "Timeout" not in error.message:
                await page.close()
                raise
            # What has not loaded by now is looked at as it is.
            self._answers[page] = None
        await self._recorder.rest(page)
        return page

    async def look_about(self, page: Page) -> None:
        """Does what no visitor answers by: moves the mouse, scrolls to the end and back, presses Escape."""
        await page.mouse.move(300, 300)
        await page.mouse.wheel(0, 20000)
        await page.keyboard.press("Escape")
        await self._recorder.rest(page)
        await page.mouse.wheel(0, -20000)

    async def hides(self, page: Page) -> bool:
        """Whether the page says that it shows no prompt, as the policy does."""
        return bool(await page.evaluate("!!document.querySelector('script[data-consent-hide]')"))

    def banner(self, page: Page) -> Banner:
        """What asks on the page."""
        return Banner(page, self._options.patience)

    async def rest(self, page: Page) -> None:
        """Waits until the page is at rest."""
        await self._recorder.rest(page)

    async def note(
        self,
        step: str,
        page: Page,
        picture: bool = False,
        wait: bool = False,
        prompt: Prompt | None = None,
        policy: Policy | None = None,
        address: str | None = None,
        silent: bool = False,
    ) -> Moment:
        """Notes what is there after `step`; `wait` gives a prompt its time to come into view.

        `silent` pages need not ask; `address` is the page's, where it is not to be what it has become.
        """
        asked, control = await self.banner(page).seen(wait)
        seen, *framed = [await _seen(frame) for frame in page.frames]
        kept = {tuple(each.items()): each for frame in (seen, *framed) for each in frame["kept"]}
        at = time.time()
        moment = Moment(
            self.name,
            step,
            address or page.url,
            at,
            self.answer,
            self.granted,
            seen["language"],
            asked,
            seen["hidden"] or silent,
            control,
            await self._recorder.cookies(at),
            self._recorder.items(list(kept.values())),
            self._recorder.requests(page),
            self._answers.get(page),
            prompt,
            policy,
            await self._picture(page, step) if picture else None,
        )
        self.links[page] = seen["links"]
        self.moments.append(self._masks.over(moment))
        return moment

    def status(self, page: Page) -> int | None:
        """What the server answered the page with, or None where it did not, in time."""
        return self._answers.get(page)

    def is_page(self, page: Page) -> bool:
        """Whether it is one on which a visitor could be asked, and no picture or file."""
        return "html" in self._kinds.get(page, HTML)

    async def answered(
        self, page: Page, answer: str, granted: tuple[str, ...] | None, act: Callable[[], Awaitable[Any]]
    ) -> None:
        """Answers by `act`, which says what is granted where that is None, and waits for what comes of it."""
        await act()
        self.answer = answer
        if granted is not None:
            self.granted = granted
        await self.banner(page).gone()
        await self._recorder.rest(page)

    async def later(self) -> Any:
        """What is left of the visit when the browser is closed: cookies of sessions and of tabs are gone."""
        state: Any = await self._context.storage_state()
        return {**state, "cookies": [each for each in state["cookies"] if each["expires"] > 0]}

    async def _picture(self, page: Page, step: str) -> str | None:
        name = f"{self.name}-{next(self._pictures):02d}-{step}.jpg".replace(" ", "-")
        try:
            await page.screenshot(path=self._options.folder / name, type="jpeg", quality=QUALITY, scale="css")
        except Error:
            # A page that never paints has no picture; what it holds was noted all the same.
            return None
        return name


async def _seen(frame: Frame) -> dict[str, Any]:
    """What a frame keeps and says of itself; nothing where it went away, or has no storage of its own."""
    if frame.parent_frame is None or frame.url.startswith("http"):
        with contextlib.suppress(Error):
            return dict(await frame.evaluate(scripts.text("page")))
    return {"kept": [], "language": "", "hidden": False, "links": []}
