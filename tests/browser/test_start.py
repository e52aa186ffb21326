"""The prompt is there before Python, Python takes it over as it is, no click is lost, who has decided pays nothing."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from .conditions import conditions
from .conftest import TAG, Site, Visit, Visitor, control, idle, prompt, storage, told, until
from .engines import ENGINE
from .test_choice import RECORD, VISIT

RUNTIME = ("pyscript.js", "micropython.wasm", "consent.rom")
SHIFTS = (
    "globalThis.shifts = 0; new PerformanceObserver((list) => { shifts += list.getEntries().length; })"
    ".observe({ type: 'layout-shift', buffered: true });"
)


def runtime_requests(visitor: Visitor) -> list[str]:
    return [url.rsplit("/", 1)[1] for url in visitor.requests if url.endswith(RUNTIME)]


# What Python is made of, wherever it lies.
PYTHON = re.compile(r"/c/\w+/(?!later\.js)")


def hold_runtime(visitor: Visitor) -> Callable[[], None]:
    """Keeps Python away; returns the function that lets it come."""
    waiting = []
    visitor.context.route(PYTHON, lambda route: waiting.append(route))

    def let() -> None:
        visitor.context.unroute(PYTHON)
        for route in waiting:
            route.continue_()

    return let


def let_come(visitor: Visitor, page: Page, pattern: str) -> None:
    """Lets the files that `pattern` kept away come, once no start is under way that has met them missing."""
    until(page, "!document.querySelector('smartee-realm')")
    visitor.context.unroute(pattern)


def test_the_prompt_does_not_wait_for_python(site: Site, visit: Visit) -> None:
    visitor = visit(site)
    let = hold_runtime(visitor)
    page = visitor.page(visitor.serve("early.html", "<h1>Early</h1>"), ready=False)
    expect(prompt(page)).to_be_visible()
    expect(control(page, "accept")).to_be_enabled()
    assert page.evaluate("SmarteeConsent.state") == "unasked"
    let()


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_python_adopts_the_prompt_as_it_is(site: Site, visit: Visit, language: str) -> None:
    visitor = visit(site)
    visitor.context.add_init_script(SHIFTS)
    tag = TAG.replace("src=", f'data-consent-lang="{language}" src=')
    page = visitor.page(visitor.serve("adopt.html", "<h1>Adopted</h1><p>Text</p>", tag=tag), ready=False)
    expect(prompt(page)).to_be_visible()
    page.evaluate(
        "() => { const root = document.querySelector('smartee-consent').shadowRoot;"
        " globalThis.first = root.firstElementChild;"
        " globalThis.before = first.outerHTML; root.querySelector('[data-consent-action=refuse]').focus(); }"
    )
    page.evaluate("SmarteeConsent.ready")
    assert runtime_requests(visitor)
    assert page.evaluate("first === document.querySelector('smartee-consent').shadowRoot.lastElementChild")
    expect(control(page, "refuse")).to_be_focused()
    if ENGINE == "chromium":
        # A shift is told when it has been drawn, in order: the first is our own.
        page.evaluate("document.querySelector('h1').style.marginTop = '200px'")
        until(page, "shifts > 0")
        assert page.evaluate("shifts") == 1
    # The same code renders it in the browser: opening and leaving the settings in another language and back does so.
    if language == "en":
        page.evaluate("SmarteeConsent.language.set('zh-CN')")
        page.evaluate("SmarteeConsent.language.set('en')")
    assert page.evaluate("document.querySelector('smartee-consent').shadowRoot.lastElementChild.outerHTML === before")


def test_every_part_of_the_runtime_is_asked_for_once(site: Site, visit: Visit) -> None:
    visitor = visit(site)
    page = visitor.page(visitor.serve("once.html"))
    assert page
    assert sorted(runtime_requests(visitor)) == sorted(RUNTIME)


# When the visitor leaves, in the page's own terms.
LEAVING = {
    "at once": "",
    "before Python comes": "",
    "as Python is ready": "SmarteeConsent.ready.then(leave)",
    "with the decision": "document.addEventListener('smartee-consent:decision', leave)",
    "with the confirmation": "new MutationObserver(() => {"
    " if (root.querySelector('[data-consent-view=confirmation]')) leave(); }).observe(root, { childList: true })",
}


@pytest.mark.parametrize("action", ["accept", "refuse"])
@pytest.mark.parametrize(
    "moment",
    conditions("page", {f"a page that is left {moment}, with a click just made": moment for moment in LEAVING}),
)
def test_no_click_is_lost_whenever_the_visitor_leaves(site: Site, visit: Visit, action: str, moment: str) -> None:
    visitor = visit(site)
    let = hold_runtime(visitor) if moment == "before Python comes" else lambda: None
    following = visitor.serve("following.html", "<h1>Following</h1>")
    page = visitor.page(visitor.serve("leaving.html", "<h1>Leaving</h1>"), ready=False)
    expect(prompt(page)).to_be_visible()
    page.evaluate(
        f"""([action, url, now]) => {{
             const root = document.querySelector('smartee-consent').shadowRoot;
             const leave = () => location.assign(url);
             {LEAVING[moment]};
             root.querySelector(`[data-consent-action=${{action}}]`).click();
             if (now) leave();
           }}""",
        [action, following, not LEAVING[moment]],
    )
    page.wait_for_url("**/following.html")
    let()
    page.evaluate("SmarteeConsent.ready")
    expect(prompt(page)).to_have_count(0)
    until(page, f"SmarteeConsent.state === '{'accepted' if action == 'accept' else 'refused'}'")
    kept = visitor.cookies()
    assert sorted(kept) == [RECORD, VISIT]
    assert kept[RECORD].split(".")[2] == ("language+business" if action == "accept" else "-")
    assert storage(page) == []
    # Carried out exactly once: the next page finds it done.
    page.reload()
    page.evaluate("SmarteeConsent.ready")
    assert told(page, "decision") == [] and told(page, "change") == []
    assert visitor.cookies() == kept


def test_a_click_before_python_is_answered_at_once_and_carried_out_when_it_comes(site: Site, visit: Visit) -> None:
    visitor = visit(site)
    let = hold_runtime(visitor)
    page = visitor.page(visitor.serve("slow.html", "<h1>Slow</h1>"), ready=False)
    control(page, "accept").click()
    expect(prompt(page)).to_have_count(0)
    assert visitor.cookies() == {}
    let()
    expect(page.locator("smartee-consent [data-consent-view=confirmation]")).to_be_focused()
    assert sorted(visitor.cookies()) == [RECORD, VISIT]
    assert storage(page) == []


def test_calls_before_python_are_carried_out_in_order(site: Site, visit: Visit) -> None:
    visitor = visit(site)
    let = hold_runtime(visitor)
    page = visitor.page(visitor.serve("calls.html"), ready=False)
    page.evaluate(
        "() => { globalThis.done = []; const consent = SmarteeConsent;"
        " consent.refuse().then(() => done.push('refuse')); consent.accept().then(() => done.push('accept'));"
        " consent.language.set('zh_CN').then(() => done.push('language'));"
        " consent.businessModel.set('nonsense').catch((error) => done.push(error.message)); }"
    )
    assert page.evaluate("SmarteeConsent.allows('language')") is False
    let()
    until(page, "done.length === 4")
    assert page.evaluate("done.slice(0, 3)") == ["refuse", "accept", "language"]
    assert "nonsense" in page.evaluate("done[3]")
    assert visitor.cookies()["Language"] == "zh-CN"


def test_a_decided_visitor_pays_nothing(site: Site, visit: Visit) -> None:
    visitor = visit(site)
    page = visitor.page(visitor.serve("decided.html", "<h1>Decided</h1>"))
    page.evaluate("SmarteeConsent.accept()")
    visitor.forget_requests(page)
    page.reload()
    page.evaluate("SmarteeConsent.ready")
    idle(page)
    assert [url.rsplit("/", 1)[1] for url in visitor.requests] == ["decided.html", "embed.js"]
    assert page.evaluate("SmarteeConsent.state") == "accepted"
    assert page.locator("iframe").count() == 0
    page.evaluate("SmarteeConsent.settings()")
    expect(page.locator("smartee-consent dialog")).to_be_visible()
    assert sorted(runtime_requests(visitor)) == sorted(RUNTIME)


def put_off(milliseconds: int) -> str:
    """A script that keeps what the page is to do after so long, until a test does `PUT_OFF`."""
    return (
        "globalThis.later = []; const wait = setTimeout; globalThis.setTimeout = (action, delay, ...rest) =>"
        f" (delay === {milliseconds} ? later.push(action) : wait(action, delay, ...rest));"
    )


PUT_OFF = "later.splice(0).forEach((each) => each())"


@pytest.mark.condition("delivery", "an image of the page never comes, so that the page is never loaded")
@pytest.mark.parametrize("sign", ["a sign of intent", "ten seconds"])
def test_python_waits_for_an_idle_moment_and_for_a_page_that_never_ends_not_for_ever(
    site: Site, visit: Visit, sign: str
) -> None:
    visitor = visit(site)
    visitor.context.route("**/never.png", lambda _: None)
    visitor.context.add_init_script(put_off(10000))
    page = visitor.context.new_page()
    page.goto(visitor.serve("loading.html", '<img src="/never.png" alt="">'), wait_until="commit")
    expect(prompt(page)).to_be_visible()
    idle(page)
    assert runtime_requests(visitor) == []
    if sign == "ten seconds":
        until(page, "later.length > 0")
        page.evaluate(PUT_OFF)
    else:
        control(page, "refuse").hover()
    page.evaluate("SmarteeConsent.ready")
    assert sorted(runtime_requests(visitor)) == sorted(RUNTIME)
