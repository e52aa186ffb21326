"""How costs grow: cookies in the jar, writes that are held, places for a logo; and what the gate adds to a call."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page

from consent.site import Site

from .folder import Folder
from .peers import SMARTEE
from .statistics import Figure, figure

SCRIPT = (Path(__file__).parent / "growth.js").read_text(encoding="utf-8")
JAR = (10, 50, 100, 150, 180)
HELD = (10, 100, 1000)
SURFACES = (1, 10, 100)
CALLS = 100
PATIENCE_MS = 10_000


@dataclass(frozen=True)
class Gate:
    """Microseconds that the gate adds to one call, with `cookies` in the jar: to reading, to a write that passes, to a
    write and the reading of it, and to a write that is held; and the script time in all that one write sets off."""

    cookies: int
    read: Figure
    write: Figure
    write_read: Figure
    held: Figure
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
    """Measures in `browser`, on the pages of `folder` served at `origin`, for `site`; `tell` hears of each step."""

    def __init__(self, browser: Browser, origin: str, folder: Folder, site: Site, tell: Callable[[str], None]) -> None:
        self._browser = browser
        self._origin = origin
        self._address = folder.address(SMARTEE)
        self._site = site
        self._tell = tell
        self._optional = [cookie.name for cookie in site.optional]

    def gate(self, batches: int, sizes: tuple[int, ...] = JAR) -> list[Gate]:
        """Against the browser's own accessor on a page without the product, in turn with it, same jar."""
        found = []
        for size in sizes:
            with self._browser.new_context() as context:
                # The measurement itself writes one more.
                self._fill(context, size - 1)
                native = self._page(context, "/blank/")
                gated = self._page(context, self._address, ready=True)
                batch: dict[str, list[float]] = {"read": [], "write": [], "write_read": [], "held": [], "set_off": []}
                for _ in range(batches):
                    batch["read"].append(self._more(gated, native, "__growth.read(%d)" % (20 * CALLS)))
                    batch["write"].append(self._more(gated, native, "__growth.write(%d, ['w'])" % CALLS))
                    batch["write_read"].append(self._more(gated, native, "__growth.readAfterWrite(%d, 'w')" % CALLS))
                    held = "__growth.write(%d, ['%s'])" % (CALLS, self._optional[0])
                    batch["held"].append(gated.evaluate(held) - native.evaluate("__growth.write(%d, ['w'])" % CALLS))
                    batch["set_off"].append(self._set_off(gated))
            figures = {name: _figure(values) for name, values in batch.items()}
            found.append(Gate(size, **figures))
            self._tell(f"{size} cookies in the jar: the gate adds {figures['read'].median:.1f} µs to a read, "
                       f"{figures['write'].median:.1f} to a write")
        return found

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
            self._tell(f"{writes} held writes: {found[-1].write.median:.1f} µs each, accepted in {found[-1].accept_ms.median:.0f} ms")
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
            found.append(Surfaces(count, _figure(times)))
            self._tell(f"{count} surfaces: filled in {found[-1].filled_ms.median:.1f} ms")
        return found

    def _set_off(self, page: Page) -> float:
        """Microseconds of script for one write, with the change events that come after it and all that they do."""
        session = page.context.new_cdp_session(page)
        session.send("Performance.enable")

        def script() -> float:
            page.wait_for_timeout(300)
            metrics = session.send("Performance.getMetrics")["metrics"]
            return next(each["value"] for each in metrics if each["name"] == "ScriptDuration")

        before = script()
        page.evaluate("__growth.write(%d, ['w'])" % CALLS)
        taken = script() - before
        session.detach()
        return 1e6 * taken / CALLS

    def _more(self, gated: Page, native: Page, call: str) -> float:
        return gated.evaluate(call) - native.evaluate(call)

    def _page(self, context: BrowserContext, address: str, ready: bool = False) -> Page:
        page = context.new_page()
        page.goto(self._origin + address)
        page.evaluate(SCRIPT)
        if ready:
            page.evaluate("SmarteeConsent.ready")
        return page

    def _fill(self, context: BrowserContext, count: int) -> None:
        self._put(context, {f"other{number}": f"value-of-cookie-{number}" for number in range(count)})

    def _put(self, context: BrowserContext, cookies: dict[str, str]) -> None:
        context.add_cookies([{"name": name, "value": value, "url": self._origin} for name, value in cookies.items()])


def _figure(samples: list[float]) -> Figure:
    found = figure(samples)
    assert found is not None
    return found
