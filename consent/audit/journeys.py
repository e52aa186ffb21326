"""The journeys of an audit: what visitors do, on the first page and on all the others."""

import asyncio
import contextlib
import time
from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import Any, TypeVar

from playwright.async_api import Browser, Error, Page

from . import scripts
from .banner import CannotAnswer, NoPrompt, NotOffered
from .crawl import Frontier, plain
from .declared import Declared
from .masks import Masks
from .observed import (
    ACCEPTED,
    ANSWERED,
    ELSEWHERE,
    FAILED,
    LOOKED,
    OPENED,
    PARTIAL,
    PHONED,
    REFUSED,
    RETURNED,
    WITHDRAWN,
    Journey,
    Policy,
    Prompt,
)
from .visitor import PHONE, SIZE, Options, Visitor

IGNORE, LOOK = "ignore", "look"
# What visitors do who answer, each in a profile of its own.
ANSWERING = ("refuse", "accept", "partial", "withdraw", "return", "tab")
NAMES = (IGNORE, LOOK, *ANSWERING)

Result = TypeVar("Result")

# Told of what goes on: a journey's name, and what of it was done.
Told = Callable[[str, str], None]


class Journeys:
    """All journeys of one audit, in `browser`; of `told` they say how far they are."""

    def __init__(self, browser: Browser, declared: Declared, options: Options, masks: Masks, told: Told) -> None:
        self._browser = browser
        self._declared = declared
        self._options = options
        self._masks = masks
        self._told = lambda journey, what: told(journey, masks.over(what))
        # As many pages are open at once, whatever journey they are of: pages are what takes memory.
        self._room = asyncio.Semaphore(options.at_once)
        self._pages: list[str] = []
        self._asking: list[str] = []
        self._policies: set[str] = set()
        self._prompts: set[Prompt] = set()

    async def all(self, frontier: Frontier) -> tuple[Journey, ...]:
        """Goes all journeys: first that of whoever ignores the prompt, which finds the pages for the others."""
        first = await self._gone(IGNORE, lambda visitor: self._ignore(visitor, frontier))
        # Without a page that can be read the others still go to the one that was asked for.
        self._pages = self._pages or frontier.pages[:1]
        if first.failed and not first.moments:
            return (first,)
        rest = [self._gone(LOOK, self._look)]
        rest += [self._gone(name, getattr(self, "_" + name)) for name in ANSWERING]
        return (first, *await asyncio.gather(*rest))

    async def _gone(self, name: str, way: Callable[[Visitor], Awaitable[None]]) -> Journey:
        begun = time.monotonic()
        visitor = await Visitor.arrive(name, self._browser, self._declared, self._options, self._masks)
        failed = lacking = ""
        try:
            await way(visitor)
        except NotOffered as error:
            lacking = str(error)
        except NoPrompt as error:
            # Whoever is not asked on that page at all has nothing to answer there.
            failed, lacking = (str(error), "") if self._pages[0] in self._asking else ("", str(error))
        except CannotAnswer as error:
            failed = str(error)
        except Error as error:
            failed = f"the browser could not go on: {error.message.splitlines()[0]}"
        finally:
            await visitor.leave()
        self._told(name, failed or lacking or "done")
        moments = tuple(sorted(visitor.moments, key=lambda each: each.at))
        return self._masks.over(Journey(name, moments, failed, lacking, time.monotonic() - begun))

    async def _ignore(self, visitor: Visitor, frontier: Frontier) -> None:
        while pages := frontier.take():
            for links in await _all(self._unanswered(visitor, each, frontier) for each in pages):
                frontier.add(links)

    async def _unanswered(self, visitor: Visitor, address: str, frontier: Frontier) -> Sequence[str]:
        async with self._room:
            try:
                page = await visitor.open(address)
            except Error:
                if address == frontier.pages[0]:
                    raise
                # A link that leads nowhere, or to a file, is no page.
                frontier.broken.append(address)
                return ()
            if not visitor.is_page(page):
                frontier.broken.append(address)
                await page.close()
                return ()
            banner = visitor.banner(page)
            silent = await visitor.hides(page) or plain(page.url) in self._policies
            asked = await banner.asked(wait=self._declared.asks and not silent)
            prompt = await banner.prompt() if asked else None
            # Whoever reads the policy may do so without answering first.
            self._policies |= {plain(prompt.policy)} if prompt and prompt.policy else set()
            await visitor.look_about(page)
            await visitor.note(OPENED, page, picture=not visitor.moments, prompt=prompt, silent=silent)
            if (visitor.status(page) or 0) < FAILED:
                self._pages.append(page.url)
                self._asking += [page.url] if asked else []
            await page.close()
        self._told(visitor.name, address)
        return visitor.links.pop(page)

    async def _look(self, visitor: Visitor) -> None:
        """Opens the settings of every prompt, and the policy that it leads to."""
        await _all(self._looked(visitor, each) for each in self._asking)

    async def _looked(self, visitor: Visitor, address: str) -> None:
        async with self._room:
            page = await visitor.open(address)
            banner = visitor.banner(page)
            await page.set_viewport_size(PHONE)
            small = await banner.prompt()
            await visitor.note(PHONED, page, picture=self._is_new(small), prompt=small, address=address)
            await page.set_viewport_size(SIZE)
            prompt = await banner.prompt()
            with contextlib.suppress(CannotAnswer):
                # Where its settings do not open here, the journeys that need them say so.
                prompt = await banner.looked_into(prompt)
            policy = await self._policy(visitor, prompt)
            picture = self._is_new(prompt)
            await visitor.note(LOOKED, page, picture=picture, prompt=prompt, policy=policy, address=address)
            await page.close()
        self._told(LOOK, address)

    def _is_new(self, prompt: Prompt) -> bool:
        """Whether none like it was seen: of what is alike on every page one picture will do."""
        new = prompt not in self._prompts
        self._prompts.add(prompt)
        return new

    async def _policy(self, visitor: Visitor, prompt: Prompt) -> Policy | None:
        if prompt.policy is None:
            return None
        try:
            page = await visitor.open(prompt.policy)
        except Error:
            return Policy(prompt.policy, 0, "", ())
        text, rows = await page.evaluate(scripts.text("policy"))
        status = visitor.status(page)
        await page.close()
        return Policy(prompt.policy, status or 0, text, tuple(tuple(row) for row in rows))

    # Who answers.

    async def _refuse(self, visitor: Visitor) -> None:
        await self._answer(visitor, REFUSED, (), lambda page: visitor.banner(page).refuse())
        await self._others(visitor)

    async def _accept(self, visitor: Visitor) -> None:
        await self._answer(visitor, ACCEPTED, self._declared.optional, lambda page: visitor.banner(page).accept())
        await self._others(visitor)

    async def _partial(self, visitor: Visitor) -> None:
        async def act(page: Page) -> None:
            name = await visitor.banner(page).partly()
            visitor.granted = tuple(each for each in self._declared.optional if each == name)

        await self._answer(visitor, PARTIAL, None, act)
        await self._others(visitor)

    async def _withdraw(self, visitor: Visitor) -> None:
        await self._answer(visitor, ACCEPTED, self._declared.optional, lambda page: visitor.banner(page).accept())
        await self._answer(visitor, WITHDRAWN, (), lambda page: visitor.banner(page).withdraw())
        await self._others(visitor)

    async def _return(self, visitor: Visitor) -> None:
        """Answers, closes the browser, and comes again: what lasts for a visit only is gone."""
        await self._answer(visitor, REFUSED, (), lambda page: visitor.banner(page).refuse())
        again = await Visitor.arrive(
            visitor.name, self._browser, self._declared, self._options, self._masks, await visitor.later()
        )
        try:
            again.answer, again.granted, again.moments = visitor.answer, visitor.granted, visitor.moments
            async with self._room:
                page = await again.open(self._pages[0])
                await again.note(RETURNED, page, picture=True, wait=True)
        finally:
            await again.leave()

    async def _tab(self, visitor: Visitor) -> None:
        """Answers in one of two tabs, and looks at the other one."""
        async with self._room:
            other = await visitor.open(self._pages[0])
            await visitor.banner(other).asked(wait=True)
            page = await visitor.open(self._pages[0])
            await visitor.answered(page, REFUSED, (), visitor.banner(page).refuse)
            await other.bring_to_front()
            await visitor.banner(other).gone()
            await visitor.rest(other)
            await visitor.note(ELSEWHERE, other, picture=True)

    async def _answer(
        self,
        visitor: Visitor,
        answer: str,
        granted: tuple[str, ...] | None,
        act: Callable[[Page], Awaitable[Any]],
    ) -> None:
        async with self._room:
            page = await visitor.open(self._pages[0])
            await visitor.answered(page, answer, granted, lambda: act(page))
            await visitor.note(ANSWERED, page, picture=True)
            await page.close()
        self._told(visitor.name, answer)

    async def _others(self, visitor: Visitor) -> None:
        await _all(self._other(visitor, each) for each in self._pages)

    async def _other(self, visitor: Visitor, address: str) -> None:
        async with self._room:
            page = await visitor.open(address)
            await visitor.note(OPENED, page, picture=address == self._pages[0])
            await page.close()
        self._told(visitor.name, address)


async def _all(work: Iterable[Awaitable[Result]]) -> list[Result]:
    """What comes of all of it, once all of it has ended; then raises what went wrong first."""
    done = await asyncio.gather(*work, return_exceptions=True)
    for each in done:
        if isinstance(each, BaseException):
            raise each
    return [each for each in done if not isinstance(each, BaseException)]
