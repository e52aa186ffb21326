"""The answer has one owner: nothing old, foreign or drawn from something older takes the place of a newer answer."""

import base64
import json
import time
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from .conditions import conditions
from .conftest import Site, Visit, Visitor, control, eventually, hosted, prompt, storage, told, until
from .engines import block_cookies
from .test_choice import RECORD, VISIT
from .test_gate import LANGUAGE, MODEL, optional
from .test_start import PYTHON, hold_runtime

CLICK = "smartee-consent"
GRANTS = {"accept": "language+business", "partial": "language", "refuse": "-", "withdraw": "-"}
STATES = {"accept": "accepted", "partial": "partial", "refuse": "refused", "withdraw": "refused"}
DAY = 1440


def now() -> int:
    return int(time.time() // 60)


def fingerprint(page: Page) -> str:
    """The fingerprint of the policy, as a click is kept under it."""
    return page.evaluate("sessionStorage.getItem('smartee-consent')").split()[1].split(".")[1]


def record(mark: str, action: str, minutes: int) -> str:
    return f"1.{mark}.{GRANTS[action]}.{minutes}"


Clicked = Callable[..., tuple[Visitor, Page, Callable[[], None]]]


@pytest.fixture
def clicked(site: Site, visit: Visit) -> Clicked:
    """Clicks before Python is there: `clicked(action)` gives the visitor, the page and what lets Python come."""

    def make(action: str, **options: Any) -> tuple[Visitor, Page, Callable[[], None]]:
        visitor = visit(site, **options)
        let = hold_runtime(visitor)
        body = f'<button id="own" data-consent-action="{action}">Own</button>'
        page = visitor.page(visitor.serve("early.html", body), ready=False)
        page.locator("#own").click()
        return visitor, page, let

    return make


def kept(visitor: Visitor) -> list[str]:
    return [cookie["value"] for cookie in visitor.context.cookies() if cookie["name"] == RECORD]


def put(visitor: Visitor, site: Site, text: str, path: str = "/", **more: Any) -> None:
    cookie: Any = {"name": RECORD, "value": text, "url": site.url.rstrip("/") + path, **more}
    visitor.context.add_cookies([cookie])


@pytest.mark.parametrize("standing", ["accept", "partial", "refuse"])
@pytest.mark.parametrize("action", ["accept", "refuse", "withdraw"])
def test_a_click_never_takes_the_place_of_an_answer_given_since(
    site: Site, clicked: Clicked, action: str, standing: str
) -> None:
    visitor, page, let = clicked(action)
    newer = record(fingerprint(page), standing, now())
    put(visitor, site, newer)
    let()
    page.evaluate("SmarteeConsent.ready")
    until(page, f"SmarteeConsent.state === '{STATES[standing]}'")
    assert kept(visitor) == [newer]
    until(page, "sessionStorage.length === 0")
    # The visit has not been answered: the visitor is asked, as every visit is.
    expect(prompt(page)).to_be_visible()


@pytest.mark.parametrize("standing", ["accept", "partial", "refuse"])
@pytest.mark.parametrize("action", ["accept", "refuse", "withdraw"])
def test_a_click_over_an_earlier_answer_counts(site: Site, visit: Visit, action: str, standing: str) -> None:
    visitor = visit(site)
    page = visitor.page(visitor.serve("first.html"), ready=False)
    page.evaluate("SmarteeConsent.refuse()")
    mark = kept(visitor)[0].split(".")[1]
    # Of the same minute, so that the minute alone cannot tell.
    put(visitor, site, record(mark, standing, now()))
    let = hold_runtime(visitor)
    page = visitor.page(
        visitor.serve("second.html", f'<button data-consent-action="{action}">Own</button>'), ready=False
    )
    page.get_by_role("button", name="Own").click()
    let()
    until(page, f"SmarteeConsent.state === '{STATES[action]}'")
    expect(page.locator("smartee-consent [data-consent-view=confirmation]")).to_be_visible()
    assert [text.split(".")[2] for text in kept(visitor)] == [GRANTS[action]]


def edited(page: Page, change: Callable[..., str]) -> None:
    """Changes the kept click: `change(action, version, fingerprint, granted, minutes)` gives its new text."""
    action, text = page.evaluate("sessionStorage.getItem('smartee-consent')").split()[:2]
    page.evaluate("text => sessionStorage.setItem('smartee-consent', text)", change(action, *text.split(".")))


def come_back(visitor: Visitor, page: Page) -> None:
    """Leaves the page and comes back to it, and Python may come now."""
    visitor.context.unroute(PYTHON)
    page.reload()


@pytest.mark.parametrize("action", ["accept", "refuse"])
def test_a_click_of_three_days_ago_is_carried_out_as_of_then_and_not_over_a_later_answer(
    site: Site, clicked: Clicked, action: str
) -> None:
    old = now() - 3 * DAY
    for answer in (None, "accept", "refuse"):
        answered = now() - 1
        visitor, page, _ = clicked(action)
        edited(page, lambda action, one, mark, granted, minutes: f"{action} {one}.{mark}.{granted}.{old}")
        mark = fingerprint(page)
        if answer:
            put(visitor, site, record(mark, answer, answered))
        come_back(visitor, page)
        until(page, f"SmarteeConsent.state === '{STATES[answer or action]}'")
        assert kept(visitor) == [record(mark, answer, answered) if answer else record(mark, action, old)]


@pytest.mark.parametrize(
    "change",
    conditions(
        "attack",
        {
            "a stored click under another policy": lambda a, v, f, g, m: f"{a} {v}.00000000.{g}.{m}",
            "a stored click of minute 1": lambda a, v, f, g, m: f"{a} {v}.{f}.{g}.1",
            "a stored click of minute 0": lambda a, v, f, g, m: f"{a} {v}.{f}.{g}.0",
            "a stored click from before 1970": lambda a, v, f, g, m: f"{a} {v}.{f}.{g}.-5",
            "a stored click that is 200 days old": lambda a, v, f, g, m: f"{a} {v}.{f}.{g}.{int(m) - 200 * DAY}",
            "a stored click from the future": lambda a, v, f, g, m: f"{a} {v}.{f}.{g}.{int(m) + 10}",
            "a stored click whose minute has 13 digits": lambda a, v, f, g, m: f"{a} {v}.{f}.{g}.{'2' * 13}",
            "a stored click whose minute has 20,000 digits": lambda a, v, f, g, m: f"{a} {v}.{f}.{g}.{'2' * 20_000}",
            "a stored click whose minute is no number": lambda a, v, f, g, m: f"{a} {v}.{f}.{g}.NaN",
            "a stored click with unknown grants": lambda a, v, f, g, m: f"{a} {v}.{f}.nonsense.{m}",
            "a stored click with another action": lambda a, v, f, g, m: f"delete {v}.{f}.{g}.{m}",
            "a stored click as an older tag kept it": lambda a, v, f, g, m: f"{a}.{m}",
            "a stored click without a record": lambda a, v, f, g, m: a,
            "a stored click that is empty": lambda a, v, f, g, m: "",
            "a stored click that is markup": lambda a, v, f, g, m: "<b>" * 1000,
        },
    ),
)
def test_a_click_that_cannot_be_believed_is_dropped_and_the_visitor_asked(
    clicked: Clicked, change: Callable[..., str]
) -> None:
    visitor, page, _ = clicked("accept")
    edited(page, change)
    come_back(visitor, page)
    page.evaluate("SmarteeConsent.ready")
    expect(prompt(page)).to_be_visible()
    assert page.evaluate("SmarteeConsent.state") == "unasked"
    assert visitor.cookies() == {}
    assert storage(page) == []
    assert told(page, "error") == []


def test_a_click_that_a_tab_inherited_is_carried_out_once(clicked: Clicked) -> None:
    visitor, page, let = clicked("accept")
    with page.expect_popup() as opened:
        page.evaluate("open(location)")
    heir = opened.value
    until(heir, "sessionStorage.length === 1")
    visitor.context.unroute(PYTHON)
    page.reload()
    until(page, "SmarteeConsent.state === 'accepted'")
    page.evaluate("SmarteeConsent.withdraw()")
    (withdrawn,) = kept(visitor)
    let()
    heir.reload()
    heir.evaluate("SmarteeConsent.ready")
    until(heir, "!('smartee-consent' in sessionStorage)")
    until(heir, "SmarteeConsent.state === 'refused'")
    assert kept(visitor) == [withdrawn]
    assert told(heir, "change") == [] and told(heir, "decision") == []


def settings(page: Page) -> Locator:
    return page.locator("smartee-consent dialog[data-consent-view=settings]")


def test_open_settings_speak_another_language_in_place(site: Site, visit: Visit) -> None:
    visitor = visit(site)
    page = visitor.page(visitor.serve("page.html", "<main><h1>Page</h1></main>"))
    page.evaluate("SmarteeConsent.settings()")
    expect(settings(page).get_by_role("heading", name="Cookie settings")).to_be_focused()
    settings(page).locator("input[name=business]").check()
    page.evaluate("SmarteeConsent.language.set('zh-CN')")
    expect(settings(page)).to_have_count(1)
    expect(settings(page).locator("h2")).to_have_text("Cookie 设置")
    # What is switched and not yet saved stays switched, and the focus where it was.
    expect(settings(page).locator("input[name=business]")).to_be_checked()
    expect(settings(page).locator("input[name=business]")).to_be_focused()
    assert page.evaluate("SmarteeConsent.state") == "unasked"
    # The prompt beneath them speaks it too.
    settings(page).locator("[data-consent-action=close]").click()
    expect(prompt(page)).to_contain_text("接受")
    assert told(page, "error") == []


@pytest.mark.parametrize(
    "focused",
    [
        "[data-consent-view=prompt] a",
        "[data-consent-action=refuse]",
        "[data-consent-action=settings]",
    ],
)
def test_the_prompt_speaks_another_language_whatever_has_the_focus(site: Site, visit: Visit, focused: str) -> None:
    visitor = visit(site)
    page = visitor.page(visitor.serve("page.html", "<main><h1>Page</h1></main>"))
    page.locator(f"smartee-consent {focused}").focus()
    page.evaluate("SmarteeConsent.language.set('zh-CN')")
    expect(prompt(page)).to_contain_text("接受")
    expect(page.locator(f"smartee-consent {focused}")).to_be_focused()
    assert told(page, "error") == []


@pytest.mark.parametrize("element", ["heading", "summary", "link", "switch", "button"])
def test_the_settings_are_renewed_whatever_has_the_focus(site: Site, visit: Visit, element: str) -> None:
    visitor = visit(site)
    page = visitor.page(visitor.serve("page.html"))
    page.evaluate("SmarteeConsent.accept()")
    page.evaluate("SmarteeConsent.settings()")
    one = {
        "heading": settings(page).locator("h2"),
        "summary": settings(page).locator("summary").first,
        "link": settings(page).locator("a[download]"),
        "switch": settings(page).locator("input[name=business]"),
        "button": settings(page).locator("[data-consent-action=withdraw]"),
    }[element]
    one.focus()
    page.evaluate("SmarteeConsent.language.set('zh-CN')")
    expect(settings(page).locator("h2")).to_have_text("Cookie 设置")
    expect(one).to_be_focused()
    assert told(page, "error") == []


@pytest.mark.parametrize("store", [True, False], ids=["told by the browser", "told by nobody"])
def test_what_is_saved_is_what_is_seen(site: Site, visit: Visit, store: bool) -> None:
    visitor = visit(site) if store else hosted(visit, site, "http://www.example.test/")
    # A browser may let timers of a page wait that is in the background.
    visitor.context.add_init_script("globalThis.setInterval = () => 0")
    url = visitor.serve("page.html", **{"Cross-Origin-Opener-Policy": "unsafe-none"})
    here, there = visitor.page(url), visitor.page(url)
    here.evaluate("SmarteeConsent.accept()")
    here.evaluate("SmarteeConsent.settings()")
    expect(settings(here).locator("input[name=language]")).to_be_checked()
    there.evaluate("SmarteeConsent.withdraw()")
    (withdrawn,) = kept(visitor)
    if store:
        expect(settings(here).locator("input[name=language]")).not_to_be_checked()
    settings(here).locator("[data-consent-action=save]").click()
    if not store:
        # Drawn anew in place of being saved; now they are what is seen.
        expect(settings(here).locator("input[name=language]")).not_to_be_checked()
        assert kept(visitor) == [withdrawn]
        settings(here).locator("[data-consent-action=save]").click()
    expect(page_confirmation(here)).to_be_visible()
    assert here.evaluate("SmarteeConsent.state") == "refused"
    assert [text.split(".")[2] for text in kept(visitor)] == ["-"]


def page_confirmation(page: Page) -> Locator:
    return page.locator("smartee-consent [data-consent-view=confirmation]")


@pytest.mark.parametrize(
    ("copies", "stands"),
    [
        ((("accept", 0, "/"), ("refuse", 5, "/deep")), "refuse"),
        ((("refuse", 5, "/"), ("accept", 0, "/deep")), "refuse"),
        ((("accept", 0, "/"), ("refuse", 0, "/deep")), "refuse"),
        ((("accept", 0, "/"), ("partial", 9, "/deep")), "partial"),
        ((("partial", 9, "/deep/"), ("accept", 0, "/deep")), "partial"),
        ((("accept", 9, "/"), ("accept", 0, "/deep")), "accept"),
    ],
)
def test_of_several_records_the_one_that_grants_least_binds_and_the_others_go(
    site: Site, visit: Visit, copies: tuple[tuple[str, int, str], ...], stands: str
) -> None:
    visitor = visit(site)
    page = visitor.page(visitor.serve("first.html"), ready=False)
    page.evaluate("SmarteeConsent.refuse()")
    mark = kept(visitor)[0].split(".")[1]
    visitor.context.clear_cookies(name=RECORD)
    for action, age, path in copies:
        value = record(mark, action, now() - age)
        visitor.context.add_cookies([{"name": RECORD, "value": value, "domain": "localhost", "path": path}])
    page.close()
    page = visitor.page(visitor.serve("deep/page.html"))
    assert page.evaluate("SmarteeConsent.state") == STATES[stands]
    eventually(page, lambda: len(kept(visitor)) == 1, lambda: kept(visitor))
    (one,) = kept(visitor)
    assert one.split(".")[2] == GRANTS[stands]
    assert next(cookie["path"] for cookie in visitor.context.cookies() if cookie["name"] == RECORD) == "/"


def receipt(page: Page) -> dict[str, Any]:
    """The visitor's record as the settings hand it out: state to time, by cookie, in order."""
    address = settings(page).locator("a[download]").get_attribute("href")
    found = json.loads(base64.b64decode(str(address).partition("base64,")[2]))
    return {
        each["dct:identifier"]: [
            (status["@type"][0].removeprefix("dpv:"), status["dpv:isIndicatedAtTime"])
            for status in each["dpv:hasConsentStatus"]
        ]
        for each in found["dpv:hasProcess"][0]["dpv:hasProcess"]
    }


@pytest.mark.parametrize("reload", [False, True], ids=["on the page", "on the next page"])
def test_the_receipt_tells_what_happened_and_when(site: Site, visit: Visit, reload: bool) -> None:
    visitor = visit(site)
    page = visitor.page(visitor.serve("page.html"))
    steps = []
    for call in ("refuse", "accept", "accept", "withdraw"):
        page.evaluate(f"SmarteeConsent.{call}()")
        steps.append(int(kept(visitor)[0].split(".")[3]))
    if reload:
        page.reload()
    page.evaluate("SmarteeConsent.settings()")
    times = [time.strftime("%Y-%m-%dT%H:%M:00Z", time.gmtime(minute * 60)) for minute in steps]
    states = ("ConsentRefused", "ConsentGiven", "RenewedConsentGiven", "ConsentWithdrawn")
    assert receipt(page)["language"] == list(zip(states, times, strict=True))
    # With the cookies goes what the visit remembers of them.
    settings(page).locator("summary").last.click()
    settings(page).locator("[data-consent-scope=all]").click()
    expect(page_confirmation(page)).to_be_visible()
    assert storage(page) == []


def test_the_receipt_of_one_that_only_looked_on_tells_of_the_withdrawal_too(site: Site, visit: Visit) -> None:
    visitor = visit(site)
    url = visitor.serve("page.html")
    here, there = visitor.page(url), visitor.page(url)
    here.evaluate("SmarteeConsent.accept()")
    until(there, "SmarteeConsent.state === 'accepted'")
    here.evaluate("SmarteeConsent.withdraw()")
    until(there, "SmarteeConsent.state === 'refused'")
    there.evaluate("SmarteeConsent.settings()")
    assert [state for state, _ in receipt(there)["business"]] == ["ConsentGiven", "ConsentWithdrawn"]


# How Python is kept away: from the browser, by the page's policy, by what is delivered, by the page.
NO_WASM = "delete globalThis.WebAssembly;"
REMOVER = (
    "new MutationObserver(() => document.querySelector('smartee-realm')?.remove())"
    ".observe(document, { childList: true, subtree: true });"
)
POLICY = "default-src 'none'; script-src 'self'; connect-src 'self'"


def without_python(visitor: Visitor, how: str, name: str = "alone.html") -> str:
    """A page where Python never comes."""
    head, headers = "", {}
    if how == "no WebAssembly":
        head = visitor.script("early.js", NO_WASM)
    elif how == "a policy without it":
        headers = {"Content-Security-Policy": POLICY}
    elif how == "the realm removed":
        head = visitor.script("early.js", REMOVER)
    elif how == "wasm cut":
        visitor.context.route(
            "**/micropython.wasm", lambda route: route.fulfill(body=b"\0asm\1\0\0\0\1", content_type="application/wasm")
        )
    else:
        visitor.context.route(f"**/{how}", lambda route: route.fulfill(status=404))
    body = (
        '<button data-consent-action="withdraw">Take back</button><button data-consent-action="settings">More</button>'
    )
    return visitor.serve(name, body, head=head, **headers)


AWAY = conditions(
    "delivery",
    {
        "a browser without WebAssembly": "no WebAssembly",
        "a policy without WebAssembly": "a policy without it",
        "the page removes the frame that Python runs in": "the realm removed",
        "micropython.wasm is cut": "wasm cut",
        "micropython.wasm is missing": "micropython.wasm",
        "consent.rom is missing": "consent.rom",
        "pyscript.js is missing": "pyscript.js",
    },
)


@pytest.mark.parametrize("action", ["accept", "refuse"])
@pytest.mark.parametrize("how", AWAY)
def test_an_answer_is_recorded_also_where_python_never_comes(site: Site, visit: Visit, how: str, action: str) -> None:
    visitor = visit(site)
    page = visitor.page(without_python(visitor, how), ready=False)
    page.evaluate("document.cookie = 'Language=zh-CN; path=/'")
    control(page, action).click()
    expect(page_confirmation(page)).to_have_text("Your answer is saved.Hide")
    expect(page_confirmation(page)).to_be_focused()
    (text,) = kept(visitor)
    assert text.split(".")[2] == GRANTS[action]
    cookies = {cookie["name"]: cookie for cookie in visitor.context.cookies()}
    assert cookies[VISIT]["value"] == "1" and cookies[VISIT]["expires"] == -1
    assert cookies[RECORD]["path"] == "/" and cookies[RECORD]["sameSite"] == "Lax"
    assert abs(cookies[RECORD]["expires"] - time.time() - 180 * 86400) < 600
    # It works by the answer.
    assert page.evaluate("SmarteeConsent.state") == STATES[action]
    assert told(page, "decision")[0]["state"] == STATES[action]
    assert optional(visitor) == ({LANGUAGE: "zh-CN"} if action == "accept" else {})
    assert storage(page) == []
    # One message says why; everything settles.
    page.evaluate("SmarteeConsent.ready")
    reasons = {detail["message"] for detail in told(page, "error")}
    assert len(reasons) >= 1
    for call in ("settings()", "language.set('en')", "regions.children()", "session.start({ account: 'a', uid: '1' })"):
        assert page.evaluate(f"SmarteeConsent.{call}.then(() => '', ({{ message }}) => message)")
    control(page, "close").click()
    expect(page_confirmation(page)).to_have_count(0)
    page.get_by_role("button", name="Take back").click()
    expect(page_confirmation(page)).to_be_visible()
    until(page, "SmarteeConsent.state === 'refused'")
    assert [text.split(".")[2] for text in kept(visitor)] == ["-"]
    assert optional(visitor) == {}
    # The next page, where Python may come, asks nobody again.
    visitor.context.unroute_all()
    page.goto(site.url)
    page.evaluate("SmarteeConsent.ready")
    expect(prompt(page)).to_have_count(0)
    visitor.errors.clear()


def test_a_click_kept_on_one_page_is_recorded_on_the_next_where_python_never_comes(site: Site, visit: Visit) -> None:
    visitor = visit(site)
    hold_runtime(visitor)
    page = visitor.page(visitor.serve("first.html"), ready=False)
    control(page, "refuse").click()
    assert visitor.cookies() == {}
    visitor.context.unroute(PYTHON)
    page.goto(without_python(visitor, "consent.rom"))
    expect(page_confirmation(page)).to_contain_text("Your answer is saved.")
    assert page.evaluate("SmarteeConsent.state") == "refused"
    assert [text.split(".")[2] for text in kept(visitor)] == ["-"]
    assert storage(page) == []
    visitor.errors.clear()


def test_an_answer_is_recorded_also_where_the_words_for_that_do_not_come(site: Site, visit: Visit) -> None:
    visitor = visit(site)
    visitor.context.route("**/notices.js", lambda route: route.fulfill(status=404))
    page = visitor.page(without_python(visitor, "no WebAssembly"), ready=False)
    control(page, "refuse").click()
    expect(page.locator("smartee-consent")).to_have_count(0)
    until(page, "SmarteeConsent.state === 'refused'")
    assert [text.split(".")[2] for text in kept(visitor)] == ["-"]
    page.evaluate("SmarteeConsent.ready")
    assert len(told(page, "error")) == 1
    visitor.errors.clear()


def test_where_cookies_are_blocked_too_the_visitor_is_told(site: Site, visit: Visit) -> None:
    visitor = visit(site)
    page = visitor.page(without_python(visitor, "no WebAssembly"), ready=False)
    block_cookies(page)
    control(page, "accept").click()
    expect(page_confirmation(page)).to_contain_text("Your answer cannot be saved.")
    assert page.evaluate("SmarteeConsent.state") == "unasked"
    assert visitor.context.cookies() == []


def test_http_after_https_is_told_in_true_words(site: Site, visit: Visit) -> None:
    secure = hosted(visit, site, "https://www.example.test/")
    page = secure.page(secure.serve("page.html"))
    page.evaluate("SmarteeConsent.accept()")
    (before,) = kept(secure)
    html = '<!doctype html><html lang="en"><head><script src="/embed.js"></script></head><body></body></html>'
    plain = "http://www.example.test/"
    secure._own = plain
    secure.folder("", site.folder)
    secure.context.route(plain + "page.html", lambda route: route.fulfill(body=html, content_type="text/html"))
    page = secure.page(plain + "page.html")
    control(page, "refuse").click()
    blocked = page.locator("smartee-consent [data-consent-view=blocked]")
    expect(blocked).to_contain_text("This page is not secure")
    expect(blocked).to_contain_text("https://")
    expect(blocked).not_to_contain_text("blocks cookies")
    # What could not be stored does not stand, and nothing of the probe stays.
    assert page.evaluate("SmarteeConsent.state") == "unasked"
    assert page.evaluate("document.cookie") == ""
    assert kept(secure) == [before]
    secure.foreign.clear()


SWITCHER = "document.documentElement.lang = 'en'; document.cookie = 'Language=en; path=/';"


@pytest.mark.parametrize("writes", [True, False], ids=["lang and cookie", "lang alone"])
def test_a_page_that_switched_before_python_came_is_not_switched_back(site: Site, visit: Visit, writes: bool) -> None:
    visitor = visit(site)
    page = visitor.page(visitor.serve("first.html"))
    page.evaluate("SmarteeConsent.accept()")
    page.evaluate("SmarteeConsent.language.set('zh-CN')")
    page.close()
    let = hold_runtime(visitor)
    script = SWITCHER if writes else SWITCHER.split(";")[0].replace("'en'", "'fr'")
    late = visitor.script("late.js", f"addEventListener('DOMContentLoaded', () => {{ {script} }});")
    page = visitor.page(
        visitor.serve("second.html", '<div data-consent-widget="language"></div>', head=late), ready=False
    )
    until(page, "document.readyState === 'complete'")
    let()
    page.evaluate("SmarteeConsent.ready")
    expect(page.locator("[data-consent-widget=language] select")).to_have_value("en")
    assert page.evaluate("document.documentElement.lang") == ("en" if writes else "fr")
    assert told(page, "language") == []
    page.evaluate("SmarteeConsent.settings()")
    expect(page.locator("smartee-consent")).to_have_attribute("lang", "en")


@pytest.mark.parametrize("id", ["toString", "constructor", "__proto__", "hasOwnProperty", "", "Language", "nonsense"])
def test_nothing_is_allowed_that_is_not_declared(site: Site, visit: Visit, id: str) -> None:
    visitor = visit(site)
    page = visitor.page(visitor.serve("page.html"))
    page.evaluate("SmarteeConsent.accept()")
    assert page.evaluate("id => SmarteeConsent.allows(id)", id) is False


@pytest.mark.parametrize(
    "action", ["unaccept", "accepted", "refuse-all", "withdraw!", "", "constructor", "start", "observe"]
)
def test_what_is_no_action_is_no_answer(site: Site, visit: Visit, action: str) -> None:
    visitor = visit(site)
    let = hold_runtime(visitor)
    page = visitor.page(visitor.serve("page.html", f'<button data-consent-action="{action}">Own</button>'), ready=False)
    page.get_by_role("button", name="Own").click()
    expect(prompt(page)).to_be_visible()
    assert storage(page) == []
    let()
    page.evaluate("SmarteeConsent.ready")
    expect(prompt(page)).to_be_visible()
    assert visitor.cookies() == {}


def test_a_withdrawal_before_python_is_kept_and_carried_out(clicked: Clicked) -> None:
    visitor, page, let = clicked("withdraw")
    expect(prompt(page)).to_have_count(0)
    let()
    expect(page_confirmation(page)).to_contain_text("You withdrew your consent")
    assert [text.split(".")[2] for text in kept(visitor)] == ["-"]


def test_a_tag_that_is_there_twice_is_there_once(site: Site, visit: Visit) -> None:
    visitor = visit(site)
    page = visitor.page(visitor.serve("twice.html", head='<script src="/embed.js"></script>'))
    expect(page.locator("smartee-consent")).to_have_count(1)
    control(page, "accept").click()
    expect(page_confirmation(page)).to_have_count(1)
    assert len(told(page, "decision")) == 1


def test_python_stays_away_for_a_kept_language_that_is_in_force(site: Site, visit: Visit) -> None:
    visitor = visit(site)
    page = visitor.page(visitor.serve("first.html"))
    page.evaluate("SmarteeConsent.accept()")
    page.evaluate("SmarteeConsent.language.set('en')")
    page.reload()
    page.evaluate("SmarteeConsent.ready")
    assert page.locator("smartee-realm").count() == 0


def test_a_prompt_left_in_a_tab_without_python_goes_when_another_tab_answers(site: Site, visit: Visit) -> None:
    visitor = visit(site)
    hold_runtime(visitor)
    url = visitor.serve("page.html")
    there = visitor.page(url, ready=False)
    expect(prompt(there)).to_be_visible()
    visitor.context.unroute(PYTHON)
    here = visitor.page(url)
    here.evaluate("SmarteeConsent.refuse()")
    expect(prompt(there)).to_have_count(0)
    until(there, "SmarteeConsent.state === 'refused'")


def test_open_settings_stay_as_they_are_where_nothing_new_is_observed(site: Site, visit: Visit) -> None:
    visitor = visit(site)
    page = visitor.page(visitor.serve("page.html"))
    page.evaluate("SmarteeConsent.settings()")
    page.evaluate("globalThis.first = document.querySelector('smartee-consent').shadowRoot.querySelector('dialog')")
    settings(page).locator("input[name=language]").check()
    # Python looks at the jar when a script of the page writes; a call after it comes behind it.
    page.evaluate(f"document.cookie = '{MODEL}=retainer; path=/'")
    page.evaluate("new Promise((done) => setTimeout(done)).then(() => SmarteeConsent.businessModel.list())")
    expect(settings(page).locator("input[name=language]")).to_be_checked()
    assert page.evaluate("first.isConnected")
