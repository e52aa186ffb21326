"""One answer for all tabs: each works by the latest one, at once, and also after the back/forward cache."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Playwright, expect

from .conftest import Site, Visit, Visitor, control, hosted, prompt, told, until
from .engines import launch_chromium, only_chromium
from .test_gate import LANGUAGE, MODEL, assert_gone, optional

# On plain http a browser complains of a header that it cannot heed there.
INSECURE = {"Cross-Origin-Opener-Policy": "unsafe-none"}
RECORD = "smartee_online4_global_consent"
STATE = "SmarteeConsent.state === '%s'"


def records(visitor: Visitor) -> list[str]:
    return [cookie["value"] for cookie in visitor.jar() if cookie["name"] == RECORD]


def test_what_is_decided_in_one_tab_holds_in_all(site: Site, visit: Visit) -> None:
    visitor = visit(site)
    url = visitor.serve("page.html")
    here, there = visitor.page(url), visitor.page(url)
    there.evaluate("document.cookie = 'Language=zh-CN; path=/'")
    here.evaluate(f"document.cookie = '{MODEL}=retainer; path=/'")
    expect(prompt(there)).to_be_visible()
    control(here, "accept").click()
    until(there, STATE % "accepted")
    expect(prompt(there)).to_have_count(0)
    assert told(there, "decision") == [{"state": "accepted", "granted": ["language", "business"]}]
    # What the other tab had held is written too, and what it writes now passes.
    assert optional(visitor) == {LANGUAGE: "zh-CN", MODEL: "retainer"}
    there.evaluate("document.cookie = 'Language=fr; path=/'")
    assert optional(visitor)[LANGUAGE] == "fr"

    there.evaluate("SmarteeConsent.withdraw()")
    until(here, STATE % "refused")
    assert optional(visitor) == {}
    for tab in (here, there):
        assert told(tab, "change") == [{"state": "refused", "granted": []}]
        assert told(tab, "undeclared") == []
    here.evaluate("document.cookie = 'Language=en; path=/'")
    assert optional(visitor) == {}


@only_chromium("Firefox tells another tab of one cookie after the other")
def test_a_newer_value_of_the_deciding_tab_is_not_overwritten(site: Site, visit: Visit) -> None:
    visitor = visit(site)
    url = visitor.serve("page.html")
    here, there = visitor.page(url), visitor.page(url)
    there.evaluate("document.cookie = 'Language=zh-CN; path=/'")
    here.evaluate("document.cookie = 'Language=en; path=/'")
    here.evaluate("SmarteeConsent.accept()")
    until(there, STATE % "accepted")
    assert optional(visitor) == {LANGUAGE: "en"}
    until(there, "document.cookie.includes('Language=en')")


def test_a_tab_whose_python_never_started_follows(site: Site, visit: Visit) -> None:
    visitor = visit(site)
    url = visitor.serve("page.html")
    first = visitor.page(url)
    first.evaluate("SmarteeConsent.refuse()")
    # Nothing to do for Python on this page: it has been answered and has no widget.
    there = visitor.page(url)
    assert there.locator("smartee-realm").count() == 0
    there.evaluate("document.cookie = 'Language=zh-CN; path=/'")
    first.evaluate("SmarteeConsent.accept()")
    until(there, STATE % "accepted")
    assert optional(visitor) == {LANGUAGE: "zh-CN"}
    first.evaluate("SmarteeConsent.withdraw()")
    until(there, STATE % "refused")
    assert optional(visitor) == {}
    assert there.locator("smartee-realm").count() == 0
    assert [each["state"] for each in told(there, "change")] == ["accepted", "refused"]


@pytest.mark.parametrize(
    ("earlier", "later", "state"), [("accept", "refuse", "refused"), ("refuse", "accept", "accepted")]
)
def test_of_two_tabs_the_one_that_decides_last_counts(
    site: Site, visit: Visit, earlier: str, later: str, state: str
) -> None:
    visitor = visit(site)
    url = visitor.serve("page.html")
    tabs = [visitor.page(url), visitor.page(url)]
    for tab in tabs:
        tab.evaluate("document.cookie = 'Language=zh-CN; path=/'")
    # Whether or not the other has heard of it yet.
    tabs[0].evaluate(f"SmarteeConsent.{earlier}()")
    tabs[1].evaluate(f"SmarteeConsent.{later}()")
    for tab in tabs:
        until(tab, STATE % state)
        expect(prompt(tab)).to_have_count(0)
    assert len(records(visitor)) == 1
    if later == "refuse":
        assert_gone(tabs[0], visitor)
        assert records(visitor)[0].split(".")[2] == "-"
    else:
        assert optional(visitor) == {LANGUAGE: "zh-CN"}


@pytest.mark.parametrize("answers", [("accept", "refuse"), ("refuse", "accept")])
def test_two_tabs_that_decide_at_once_agree(site: Site, visit: Visit, answers: tuple[str, str]) -> None:
    visitor = visit(site)
    url = visitor.serve("page.html")
    tabs = [visitor.page(url), visitor.page(url)]
    for tab, answer in zip(tabs, answers, strict=True):
        tab.evaluate(f"() => {{ globalThis.answered = SmarteeConsent.{answer}(); }}")
    for tab in tabs:
        tab.evaluate("answered")
    # Within a minute neither is older; the first that is carried out may stay, but there is one.
    (record,) = records(visitor)
    state = "refused" if record.split(".")[2] == "-" else "accepted"
    for tab in tabs:
        until(tab, STATE % state)
        expect(prompt(tab)).to_have_count(0)
    assert records(visitor) == [record]


def test_many_answers_in_a_row_end_in_one_state(site: Site, visit: Visit) -> None:
    visitor = visit(site)
    url = visitor.serve("page.html")
    tabs = [visitor.page(url), visitor.page(url)]
    for tab in tabs:
        tab.evaluate(
            "() => { const answers = ['accept', 'refuse', 'accept', 'withdraw', 'accept', 'refuse'];"
            " globalThis.all = Promise.all(answers.map((answer) => SmarteeConsent[answer]())); }"
        )
    for tab in tabs:
        tab.evaluate("all")
    for tab in tabs:
        until(tab, STATE % "refused")
    assert len(records(visitor)) == 1
    assert optional(visitor) == {}


def test_without_a_cookie_store_a_tab_follows_when_it_is_turned_to(site: Site, visit: Visit) -> None:
    visitor = hosted(visit, site, "http://www.example.test/")
    url = visitor.serve("page.html", **INSECURE)
    here, there = visitor.page(url), visitor.page(url)
    assert there.evaluate("'cookieStore' in window") is False
    there.evaluate("document.cookie = 'Language=zh-CN; path=/'")
    here.evaluate("SmarteeConsent.accept()")
    assert there.evaluate("SmarteeConsent.state") == "unasked"
    # A browser without a screen turns to no tab by itself.
    there.evaluate("dispatchEvent(new Event('focus'))")
    assert there.evaluate("SmarteeConsent.state") == "accepted"
    expect(prompt(there)).to_have_count(0)
    assert optional(visitor) == {LANGUAGE: "zh-CN"}
    here.evaluate("SmarteeConsent.withdraw()")
    there.evaluate("document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))")
    assert there.evaluate("SmarteeConsent.state") == "refused"


@pytest.fixture(scope="module")
def caching_browser(playwright: Playwright) -> Iterator[Browser]:
    """A browser that keeps pages for the way back; Playwright turns that off unless told not to."""
    running = launch_chromium(
        playwright, "--enable-features=BackForwardCache", ignore_default_args=["--disable-back-forward-cache"]
    )
    yield running
    running.close()


LISTEN = """
  globalThis.shown = [];
  addEventListener('pageshow', ({ persisted }) => shown.push(persisted));
"""


@pytest.mark.parametrize("store", [True, False])
def test_a_page_comes_back_from_the_cache_and_works_by_the_latest_answer(
    site: Site, visit: Visit, caching_browser: Browser, store: str
) -> None:
    base = site.url if store else "http://www.example.test/"
    visitor = visit(site, of=caching_browser) if store else hosted(visit, site, base, of=caching_browser)
    url = visitor.serve("page.html", head=visitor.script("listen.js", LISTEN), **INSECURE)
    elsewhere = visitor.serve("elsewhere.html", tag="", **INSECURE)
    page = visitor.page(url)
    # A browser caches no page that is left while it is still loading what it asked for.
    page.evaluate("SmarteeConsent.ready")
    page.evaluate("document.cookie = 'Language=zh-CN; path=/'")
    page.goto(elsewhere)
    other = visitor.page(visitor.serve("other.html", **INSECURE))
    other.evaluate("SmarteeConsent.accept()")
    page.go_back(wait_until="commit")
    until(page, "globalThis.shown?.length > 1")
    reasons = page.evaluate("performance.getEntriesByType('navigation')[0].notRestoredReasons?.toJSON()")
    assert (page.evaluate("shown"), reasons) == ([False, True], None)
    until(page, STATE % "accepted")
    expect(prompt(page)).to_have_count(0)
    assert told(page, "decision") == [{"state": "accepted", "granted": ["language", "business"]}]
    assert optional(visitor) == {LANGUAGE: "zh-CN"}
    # Python, too, has come back alive.
    page.evaluate("SmarteeConsent.withdraw()")
    assert optional(visitor) == {}
