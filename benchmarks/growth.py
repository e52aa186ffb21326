"""How costs grow: cookies in the jar, writes held, places for a logo; and what the gate adds to a call."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page

from consent.core.site import Site

from .folder import BLANK, Folder
from .peers import SMARTEE
from .statistics import Figure, figure

SCRIPT = (Path(__file__).parent / "growth.js").read_text(encoding="utf-8")
JAR = (10, 50, 100, 150, 180)
HELD = (10, 100, 1000)
SURFACES = (1, 10, 100)
CALLS = 100
SETTLE_MS = 120
PATIENCE_MS = 10_000


@dataclass(frozen=True)
class Gate:
    """Microseconds that the gate adds to one call, with `cookies` in the jar.

    To reading, to a write that passes, to a write and the reading of it, to a write that is held, and to
    reading while one is held. `set_off` is the script time of all that one write causes, its event included.
    """

    cookies: int
    read: Figure
    write: Figure
    write_read: Figure
    held_write: Figure
    held_read: Figure
    set_off: Figure


@dataclass(frozen=True)
class Held:
    """`writes` held in a row: microseconds for one, for a reading after them, and milliseconds to accept."""

    writes: int
    write: Figure
    read: Figure
    accept_ms: Figure


@dataclass(frozen=True)
class Surfaces:
    """`count` places put into a page at once: milliseconds until each has its logo, None where none came."""

    count: int
    filled_ms: Figure | None


class Growth:
    """Measures the pages of `folder`, served at `origin` for `site`; `tell` hears a line after each step."""

    def __init__(self, browser: Browser, origin: str, folder: Folder, site: Site, tell: Callable[[str], None]) -> None:
        self._browser = browser
        self._origin = origin
        self._address = folder.address(SMARTEE)
        self._site = site
        self._tell = tell
        self._optional = [cookie.name for cookie in site.optional]

    def gate(self, batches: int, sizes: tuple[int, ...] = JAR) -> list[Gate]:
        """Against the browser's own accessor, in turn, in two browsers' profiles with the same jar."""
        found = []
        for size in sizes:
            batch: dict[str, list[float]] = {name: [] for name in Gate.__annotations__ if name != "cookies"}
            with self._browser.new_context() as one, self._browser.new_context() as other:
                for context in (one, other):
                    # The measurement itself writes one more.
                    self._put(context, {f"other{number}": f"value-of-cookie-{number}" for number in range(size - 1)})
                gated, native = self._page(one, self._address, ready=True), self._page(other, BLANK)
                for _ in range(batches):
                    for name, (ours, theirs) in self._calls().items():
                        batch[name].append(self._run(gated, ours) - self._run(native, theirs))
                    gated.evaluate(f"document.cookie = '{self._optional[0]}=; Max-Age=0; path=/'")
                    batch["set_off"].append(self._set_off(gated))
            found.append(Gate(size, **{name: _figure(values) for name, values in batch.items()}))
            self._tell(
                f"{size} cookies in the jar: the gate adds {found[-1].read.median:.1f} µs to a read, "
                f"{found[-1].write.median:.1f} to a write"
            )
        return found

    def _calls(self) -> dict[str, tuple[str, str]]:
        """What is run on the gated page and on the other, in this order: the last two leave a write held."""
        read, write, both = f"read({20 * CALLS})", f"write({CALLS}, ['w'])", f"readAfterWrite({CALLS}, 'w')"
        held = f"write({CALLS}, ['{self._optional[0]}'])"
        return {
            "read": (read, read),
            "write": (write, write),
            "write_read": (both, both),
            "held_write": (held, write),
            "held_read": (read, read),
        }

    def _run(self, page: Page, call: str) -> float:
        taken = page.evaluate("__growth." + call)
        # Each write sends change events; what they set off is not this figure's.
        page.wait_for_timeout(SETTLE_MS)
        return float(taken)

    def held(self, repeats: int) -> list[Held]:
        """A page that writes before the visitor has answered."""
        found = []
        for writes in HELD:
            write, read, accept = [], [], []
            for _ in range(repeats):
                with self._browser.new_context() as context:
                    page = self._page(context, self._address, ready=True)
                    write.append(page.evaluate(f"__growth.write({writes}, {self._optional!r})"))
                    read.append(page.evaluate(f"__growth.read({20 * CALLS})"))
                    accept.append(page.evaluate("__growth.acceptMs()"))
            found.append(Held(writes, _figure(write), _figure(read), _figure(accept)))
            self._tell(
                f"{writes} held writes: {found[-1].write.median:.1f} µs each, "
                f"accepted in {found[-1].accept_ms.median:.0f} ms"
            )
        return found

    def surfaces(self, repeats: int) -> list[Surfaces]:
        """A page of a partner's doctor in a model with the logo, which adds places when Python is there."""
        found = []
        for count in SURFACES:
            times = []
            for _ in range(repeats):
                with self._browser.new_context() as context:
                    page = self._page(context, self._address, ready=True)
                    page.evaluate("__growth.acceptMs()")
                    model = next(model.key for model in self._site.models if model.logo)
                    page.evaluate("key => SmarteeConsent.businessModel.set(key)", model)
                    self._put(context, {self._site.cookie("partner").name: self._site.partners[0].key})
                    page.reload()
                    page.evaluate(SCRIPT)
                    # The first place starts Python, which is another measurement.
                    if page.evaluate(f"__growth.surfacesMs(1, {PATIENCE_MS})") is None:
                        self._tell("surfaces: this build puts no logo on them")
                        return [Surfaces(each, None) for each in SURFACES]
                    taken = page.evaluate(f"__growth.surfacesMs({count}, {PATIENCE_MS})")
                    times.append(PATIENCE_MS if taken is None else taken)
            filled = _figure(times)
            found.append(Surfaces(count, filled))
            self._tell(f"{count} surfaces: filled in {filled.median:.1f} ms")
        return found

    def _set_off(self, page: Page) -> float:
        """Microseconds of script for one write, with the change event that follows and what it does."""
        session = page.context.new_cdp_session(page)
        session.send("Performance.enable")

        def script() -> float:
            page.wait_for_timeout(300)
            metrics = session.send("Performance.getMetrics")["metrics"]
            return float(next(each["value"] for each in metrics if each["name"] == "ScriptDuration"))

        before = script()
        page.evaluate(f"__growth.write({CALLS}, ['w'])")
        taken = script() - before
        session.detach()
        return 1e6 * taken / CALLS

    def _page(self, context: BrowserContext, address: str, ready: bool = False) -> Page:
        page = context.new_page()
        page.goto(self._origin + address)
        page.evaluate(SCRIPT)
        if ready:
            page.evaluate("SmarteeConsent.ready")
        return page

    def _put(self, context: BrowserContext, cookies: dict[str, str]) -> None:
        context.add_cookies([{"name": name, "value": value, "url": self._origin} for name, value in cookies.items()])


def _figure(samples: list[float]) -> Figure:
    found = figure(samples)
    assert found is not None
    return found
