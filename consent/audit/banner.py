"""A page's banner, whichever it is: found, looked at, and answered as a visitor would, by its controls."""

import asyncio
import time
from typing import Any

from playwright.async_api import ElementHandle, Error, Frame, JSHandle, Page

from . import scripts
from .labels import known, labels
from .observed import Control, Prompt

# Seconds between two looks for what is to appear.
STEP = 0.1
# Seconds for a click to reach its control.
CLICK = 5.0
# So many choices may be ticked before a visitor who refuses gives up.
MOST_BOXES = 50


class CannotAnswer(Exception):
    """The banner has no way for an answer that a journey gives; the message says what was missing."""


class NotOffered(CannotAnswer):
    """The banner, or the page, has nothing by which this could be done."""


class NoPrompt(CannotAnswer):
    """Nothing asked, in the time that it was given."""


class Banner:
    """What asks on `page`; `patience` is in seconds, for what takes its time to appear."""

    def __init__(self, page: Page, patience: float) -> None:
        self._page = page
        self._patience = patience

    async def asked(self, wait: bool = False) -> bool:
        """Whether a prompt is in view; where `wait` says so it is given time to come."""
        return (await self._find(wait=wait)).there

    async def gone(self) -> bool:
        """Whether no prompt is in view, once it has been given time to go."""
        end = time.monotonic() + self._patience
        while (await self._find()).there:
            if time.monotonic() > end:
                return False
            await asyncio.sleep(STEP)
        return True

    async def seen(self, wait: bool = False) -> tuple[bool, bool]:
        """Whether a prompt is in view, as `asked` tells, and whether the page has a way to change one's mind."""
        found = await self._find(wait=wait)
        return found.there, bool(found.facts.get("control"))

    async def prompt(self) -> Prompt:
        """The prompt as it stands, before anything is touched. CannotAnswer where there is none."""
        found = await self._wanted()
        facts, looks = found.facts, found.facts["looks"]
        accept, refuse = (Control(**looks[role]) if looks[role] else None for role in ("accept", "refuse"))
        clicks = 1 if refuse else None
        return Prompt(
            facts["kind"], facts["language"], tuple(facts["spoken"]), accept, refuse, clicks, tuple(facts["ticked"]),
            facts["policy"],
        )  # fmt: skip

    async def looked_into(self, prompt: Prompt) -> Prompt:
        """`prompt` with what its settings tell: what is ticked there, and whether one can refuse there at last."""
        found = await self._wanted()
        if "settings" not in found.facts["has"]:
            return prompt
        await found.click("settings")
        panel = await self._panel()
        ticked = tuple(dict.fromkeys((*prompt.ticked, *panel.facts["ticked"])))
        policy = prompt.policy or panel.facts["policy"]
        clicks = prompt.clicks
        # With nothing ticked whoever saves has refused.
        if clicks is None and ("refuse" in panel.facts["has"] or ("save" in panel.facts["has"] and not ticked)):
            clicks = 2
        elif clicks is None and "save" in panel.facts["has"]:
            clicks = 2 + len(ticked)
        return prompt._replace(ticked=ticked, policy=policy, clicks=clicks)

    async def accept(self) -> None:
        """Accepts. CannotAnswer where nothing does."""
        await (await self._wanted()).click("accept")

    async def refuse(self) -> None:
        """Refuses, in the settings where the prompt has no way. CannotAnswer where nothing does."""
        found = await self._wanted()
        if "refuse" in found.facts["has"]:
            await found.click("refuse")
            return
        await found.click("settings")
        await self._refused_in(await self._panel())

    async def partly(self) -> str:
        """Allows the first choice of the settings alone; its name. CannotAnswer where there is nothing to choose."""
        found = await self._wanted()
        await found.click("settings")
        panel = await self._panel()
        box, name = panel.elements.get("free"), str(panel.facts["free"])
        if box is None:
            raise NotOffered("its settings have nothing to tick")
        # Many boxes are drawn by something that lies over them.
        await box.evaluate("(box) => box.click()")
        await (await self._panel()).click("save")
        return name

    async def withdraw(self) -> None:
        """Takes back what was allowed, by what the page offers. CannotAnswer where it offers nothing."""
        found = await self._find()
        if found.elements.get("reopen") is None:
            raise NotOffered("the page has no control that opens the settings again")
        await found.click("reopen")
        panel = await self._find(panel=True, wait=True)
        if not panel.there:
            # The prompt may have come in their place; or one click was enough.
            panel = await self._find()
        if panel.there:
            await self._refused_in(panel)

    async def _refused_in(self, panel: "_Found") -> None:
        """Refuses in the open settings: by what says so, or else by taking every tick away. NotOffered."""
        role = next((each for each in ("withdraw", "refuse") if each in panel.facts["has"]), "")
        if role:
            await panel.click(role)
            # Some leave their settings open, and take them for an answer when they are closed.
            panel = await self._find(panel=True)
            if panel.there and panel.facts["kind"] != "words" and "save" in panel.facts["has"]:
                await panel.click("save")
            return
        if "save" not in panel.facts["has"]:
            raise NotOffered("its settings have no control that refuses")
        for _ in range(MOST_BOXES):
            box = panel.elements.get("ticked")
            if box is None:
                break
            await box.evaluate("(box) => box.click()")
            panel = await self._panel()
        await panel.click("save")

    async def _wanted(self) -> "_Found":
        found = await self._find(wait=True)
        if not found.there:
            raise NoPrompt("no prompt came into view")
        return found

    async def _panel(self) -> "_Found":
        found = await self._find(panel=True, wait=True)
        if not found.there:
            raise CannotAnswer("its settings did not open")
        return found

    async def _find(self, panel: bool = False, wait: bool = False) -> "_Found":
        end = time.monotonic() + (self._patience if wait else 0)
        while True:
            found = await self._look(panel)
            if found.there or time.monotonic() >= end:
                return found
            await asyncio.sleep(STEP)

    async def _look(self, panel: bool) -> "_Found":
        nothing = _Found({}, {"kind": "", "has": []})
        for frame in self._page.frames:
            try:
                found = await _found(frame, panel)
            except Error:
                # It went away, or never was a document.
                continue
            if found.there:
                return found
            if frame == self._page.main_frame:
                nothing = found
        return nothing


class _Found:
    """What one look found: the elements by what they do, and facts about them."""

    def __init__(self, elements: dict[str, ElementHandle], facts: dict[str, Any]) -> None:
        self.elements = elements
        self.facts = facts

    @property
    def there(self) -> bool:
        return bool(self.facts["kind"])

    async def click(self, role: str) -> None:
        """Clicks what does this; CannotAnswer where nothing does."""
        element = self.elements.get(role)
        if element is None:
            raise NotOffered(f"it has no control for: {role}")
        try:
            await element.click(timeout=CLICK * 1000)
        except Error as error:
            raise CannotAnswer(f"its control to {role} cannot be clicked: {error.message.splitlines()[0]}") from error


async def _found(frame: Frame, panel: bool) -> _Found:
    asked = {"known": known(), "labels": labels(), "panel": panel}
    handle = await frame.evaluate_handle(scripts.text("prompt"), asked)
    try:
        facts = await (await handle.get_property("facts")).json_value()
        elements = await _elements(await handle.get_property("elements"))
    finally:
        await handle.dispose()
    return _Found(elements, facts)


async def _elements(handle: JSHandle) -> dict[str, ElementHandle]:
    found = {name: each.as_element() for name, each in (await handle.get_properties()).items()}
    return {name: each for name, each in found.items() if each is not None}
