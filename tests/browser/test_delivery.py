"""Whatever becomes of a file on its way, every call is answered in time; one message says which file it was and why."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from .conditions import conditions
from .conftest import TAG, Site, Visit, Visitor, hosted, idle, storage, told, until
from .engines import only_chromium
from .faults import ASK, CASES, CLOCK, FAULTS, FILES, LOST, OVER, PAGE, Fault, content, kind, network, status
from .test_choice import RECORD, VISIT
from .test_start import let_come
from .test_tabs import INSECURE


def assets(site: Site) -> Path:
    [folder] = (site.folder / "c").iterdir()
    return folder


def spoil(visitor: Visitor, site: Site, name: str, fault: Fault) -> None:
    octets = (assets(site) / name).read_bytes()
    kinds = {".js": "text/javascript", ".wasm": "application/wasm"}
    kind = kinds.get(Path(name).suffix, "application/octet-stream")
    visitor.context.route(f"**/c/*/{name}", lambda route: fault.answer(route, octets, kind))


# Firefox tells as an error of the page what it refuses to load, and on plain http what it refuses to store.
REFUSED = re.compile("Loading module from|Cookie “.+” has been rejected because a non-HTTPS cookie")


class Console:
    """What the page's console says, and what nobody caught."""

    def __init__(self, visitor: Visitor) -> None:
        self.ours: list[str] = []
        self.uncaught: list[str] = []
        visitor.context.on("console", lambda said: self._hear(said.text))
        visitor.context.on("weberror", lambda error: self.uncaught.append(str(error.error)))

    def _hear(self, text: str) -> None:
        if text.startswith("smartee-consent: "):
            self.ours.append(text)

    def thrown(self) -> list[str]:
        """What nobody caught and the browser does not say for itself."""
        return [text for text in self.uncaught if not REFUSED.match(text)]


def opened(visitor: Visitor, **headers: str) -> tuple[Page, Console]:
    console = Console(visitor)
    head = visitor.script("clock.js", CLOCK)
    body = '<p id="own">0</p><script src="/own.js"></script>'
    visitor.script("own.js", "document.querySelector('#own').textContent = 6 * 7;")
    return visitor.page(visitor.serve("page.html", body, head=head, **headers), ready=False), console


def assert_answered(visitor: Visitor, page: Page, console: Console, message: str) -> None:
    """The answer counts, all that only Python can do is refused with the reason, which is told once."""
    until(page, "became", lambda: page.evaluate("told"))
    assert message in page.evaluate("became")
    page.evaluate("SmarteeConsent.ready")
    [error] = told(page, "error")
    assert message in error["message"]
    assert not re.search("Traceback|undefined|null|object", error["message"])
    assert [text for text in console.ours if error["message"] in text] == console.ours and len(console.ours) == 1
    assert console.thrown() == []
    assert page.evaluate("SmarteeConsent.state") == "refused"
    assert sorted(visitor.cookies()) == [RECORD, VISIT]
    assert storage(page) == []
    expect(page.locator("#own")).to_have_text("42")
    # What the browser itself says of it.
    visitor.errors.clear()


def assert_whole(page: Page, console: Console) -> None:
    until(page, "became", lambda: page.evaluate("told"))
    assert page.evaluate("became") == "whole"
    assert told(page, "error") == []
    assert console.ours == []


@pytest.mark.parametrize("case", conditions("delivery", CASES))
def test_a_file_that(site: Site, visit: Visit, case: tuple[str, Fault]) -> None:
    name, fault = case
    visitor = visit(site)
    spoil(visitor, site, name, fault)
    page, console = opened(visitor)
    page.evaluate(f"() => {{ void SmarteeConsent.refuse(); {ASK} }}")
    if fault.late:
        # The script alone is the tag's to wait for; of the others the frame knows when they began.
        until(page, f"patience.length === {1 if name == FILES[0] else 2}")
        page.evaluate(OVER)
    if fault.message(name):
        assert_answered(visitor, page, console, fault.message(name))
    else:
        assert_whole(page, console)


@pytest.mark.parametrize("name", FILES[1:])
def test_what_is_changed_where_the_browser_reckons_no_digest_is_told_too(site: Site, visit: Visit, name: str) -> None:
    visitor = hosted(visit, site, "http://www.example.test/")
    fault = FAULTS["is changed in one octet in the middle"]
    spoil(visitor, site, name, fault)
    page, console = opened(visitor, **INSECURE)
    assert page.evaluate("crypto.subtle === undefined")
    page.evaluate(f"() => {{ void SmarteeConsent.refuse(); {ASK} }}")
    assert_answered(visitor, page, console, fault.message(name))


# What becomes of the whole folder.
TOGETHER = {
    "every file is gone, as when an old tag meets a new folder, or a new tag an old one": status(404),
    "every file is a web page, as where one answers for all addresses": content(
        lambda octets: PAGE.encode(), "web page"
    ),
    "every file is empty, as on a full disk": content(lambda octets: b"", ""),
    "no file can be asked for (offline)": network("internetdisconnected"),
    "no file ever comes": Fault(lambda route, octets, kind: None, late=True),
}


@pytest.mark.parametrize("fault", conditions("delivery", TOGETHER))
def test_a_folder_of_which(site: Site, visit: Visit, fault: Fault) -> None:
    visitor = visit(site)
    for name in FILES:
        spoil(visitor, site, name, fault)
    page, console = opened(visitor)
    page.evaluate(f"() => {{ void SmarteeConsent.refuse(); {ASK} }}")
    if fault.late:
        until(page, "patience.length === 1")
        page.evaluate(OVER)
    assert_answered(visitor, page, console, LOST)


# The tag itself: nothing of ours is there, and the page goes on.
TAGS = {
    "embed.js is missing": status(404),
    "embed.js is in trouble (500)": status(500),
    "embed.js is empty": content(lambda octets: b"", ""),
    "embed.js is sent as an image and not run": kind("image/png"),
    "embed.js cannot be asked for (offline)": network("internetdisconnected"),
    "embed.js breaks off (reset)": network("connectionreset"),
    "embed.js is cut in the middle (the browser tells that it does not parse)": content(
        lambda octets: octets[: len(octets) // 2], ""
    ),
    "embed.js is a web page (the browser tells that it does not parse)": content(lambda octets: PAGE.encode(), ""),
}


@pytest.mark.parametrize("fault", conditions("delivery", TAGS))
def test_a_page_without_its_tag_goes_on(site: Site, visit: Visit, fault: Fault) -> None:
    visitor = visit(site)
    octets = (site.folder / "embed.js").read_bytes()
    visitor.context.route("**/embed.js", lambda route: fault.answer(route, octets, "text/javascript"))
    page, _ = opened(visitor)
    expect(page.locator("#own")).to_have_text("42")
    assert page.evaluate("typeof SmarteeConsent") == "undefined"
    assert page.locator("smartee-consent, smartee-realm").count() == 0
    assert visitor.cookies() == {}
    visitor.errors.clear()


@pytest.mark.parametrize("name", FILES)
def test_the_next_click_tries_again(site: Site, visit: Visit, name: str) -> None:
    visitor = visit(site)
    visitor.context.route(f"**/{name}", lambda route: route.abort())
    body = '<button data-consent-action="settings">Cookies</button>'
    page = visitor.page(visitor.serve("again.html", body), ready=False)
    page.evaluate(f"() => {{ {ASK} }}")
    until(page, "became")
    let_come(visitor, page, f"**/{name}")
    page.get_by_role("button", name="Cookies", exact=True).click()
    expect(page.locator("smartee-consent dialog")).to_be_visible()
    assert len(told(page, "error")) == 1
    visitor.errors.clear()


@pytest.mark.parametrize("name", FILES)
def test_every_later_call_is_answered_too(site: Site, visit: Visit, name: str) -> None:
    visitor = visit(site)
    spoil(visitor, site, name, FAULTS["is changed in one octet in the middle"])
    page, console = opened(visitor)
    for _ in range(3):
        page.evaluate(f"() => {{ {ASK} }}")
        until(page, "became")
        assert name in page.evaluate("became")
    assert len(told(page, "error")) == len(console.ours) == 1
    visitor.errors.clear()


@pytest.mark.parametrize("name", FILES)
def test_what_comes_when_the_time_is_over_changes_nothing(site: Site, visit: Visit, name: str) -> None:
    visitor = visit(site)
    waiting: list[Route] = []
    visitor.context.route(f"**/{name}", lambda route: waiting.append(route))
    page, console = opened(visitor)
    page.evaluate(f"() => {{ void SmarteeConsent.refuse(); {ASK} }}")
    until(page, f"patience.length === {1 if name == FILES[0] else 2}")
    page.evaluate(OVER)
    assert_answered(visitor, page, console, name)
    visitor.context.unroute(f"**/{name}")
    for route in waiting:
        route.continue_()
    page.evaluate(f"() => {{ {ASK} }}")
    assert_still_whole(page)


def assert_still_whole(page: Page) -> None:
    until(page, "became")
    assert page.evaluate("became") == "whole"
    assert len(told(page, "error")) == 1


# Hands the pack out in the parts that a test lets go.
TRICKLE = """
  globalThis.parts = [];
  const load = fetch;
  globalThis.fetch = async (url) => {
    const response = await load(url);
    if (!url.endsWith('consent.rom')) return response;
    const octets = new Uint8Array(await response.arrayBuffer());
    const body = new ReadableStream({ start: (stream) => parts.push(
      () => stream.enqueue(octets.slice(0, 9)),
      () => { stream.enqueue(octets.slice(9)); stream.close(); },
    ) });
    return Object.defineProperty(new Response(body), 'url', { value: url });
  };
"""


def test_a_slow_phone_that_still_loads_is_waited_for(site: Site, visit: Visit) -> None:
    """The seconds count from the last part that came."""
    visitor = visit(site)
    # The tag asks by what it has found.
    tag = visitor.script("trickle.js", "{" + TRICKLE + "}") + TAG
    page = visitor.page(visitor.serve("slow.html", head=visitor.script("clock.js", CLOCK), tag=tag), ready=False)
    page.evaluate(f"() => {{ {ASK} }}")
    until(page, "parts.length === 2 && patience.length === 2")
    idle(page)
    page.evaluate("void (globalThis.armed = patience[1])")
    page.evaluate("parts[0]()")
    until(page, "patience.length === 2 && patience[1] !== armed")
    page.evaluate("parts[1]()")
    until(page, "became")
    assert page.evaluate("became") == "whole"
    assert told(page, "error") == []


@only_chromium("Playwright's Firefox is never offline for the pages of this machine")
@pytest.mark.condition("delivery", "offline after a first visit, all of the runtime in the browser's cache")
def test_offline_after_the_first_visit(site: Site, visit: Visit) -> None:
    visitor = visit(site)
    # Without a route of a test's own: those keep the browser from its cache.
    page = visitor.page(site.url)
    page.evaluate("SmarteeConsent.refuse()")
    again = visitor.page(site.url + "policy/en/")
    visitor.context.set_offline(True)
    again.evaluate("SmarteeConsent.settings()")
    expect(again.locator("smartee-consent dialog")).to_be_visible()
    assert told(again, "error") == []
