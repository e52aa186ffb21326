"""Whatever keeps Python away, and whenever: the answer is recorded, every call is answered, one message says why."""

from itertools import cycle
from typing import Any
from urllib.request import urlopen

import pytest
from playwright.sync_api import Page, Route, expect

from .conftest import Site, Visit, Visitor, control, hosted, prompt, storage, told, until
from .engines import block_cookies, only_chromium
from .faults import CLOCK, OVER
from .test_answer import GRANTS, STATES, kept, page_confirmation
from .test_start import hold_runtime, let_come

ACTIONS = ("accept", "refuse", "withdraw")
CALLS = (
    "settings()",
    "language.set('en')",
    "businessModel.set('retainer')",
    "businessModel.list()",
    "regions.children()",
    "session.start({ account: 'a', uid: 'u' })",
    "session.end()",
)
# Each call's message where it is rejected, null where it is carried out.
OUTCOMES = (
    "() => Promise.all(["
    + ", ".join(f"SmarteeConsent.{call}.then(() => null, ({{ message }}) => message)" for call in CALLS)
    + "])"
)


def without(expression: str) -> dict[str, Any]:
    return {"early": expression}


def cut(name: str, share: float) -> dict[str, Any]:
    """The file is delivered as far as this share of its octets."""

    def answer(route: Route) -> None:
        # Not by the page's own context, which may be gone before the answer is here.
        with urlopen(route.request.url) as response:
            whole = response.read()
            headers = {"Content-Type": response.headers["Content-Type"]}
        route.fulfill(body=whole[: int(len(whole) * share)], headers=headers)

    return {"file": name, "answer": answer}


def instead(name: str, **answer: Any) -> dict[str, Any]:
    return {"file": name, "answer": lambda route: route.fulfill(**answer)}


def policy(text: str) -> dict[str, Any]:
    return {"headers": {"Content-Security-Policy": text}}


HTML = {"body": "<!doctype html><title>Sign in</title>", "content_type": "text/html"}
BROKEN = {
    "WebAssembly is null": without("globalThis.WebAssembly = null"),
    "WebAssembly is taken away": without("delete globalThis.WebAssembly"),
    "no frames": without(
        "const { createElement } = Document.prototype; Document.prototype.createElement = function (name) {"
        " if (name === 'iframe') throw new Error('no frames'); return createElement.call(this, name); };"
    ),
    "the interpreter cut in the middle": cut("micropython.wasm", 0.5),
    "the interpreter empty": cut("micropython.wasm", 0),
    "the interpreter a page": instead("micropython.wasm", **HTML),
    "the interpreter a page that is called WebAssembly": instead(
        "micropython.wasm", body="<!doctype html>", content_type="application/wasm"
    ),
    "the interpreter in trouble": instead("micropython.wasm", status=500),
    "the network lost at the interpreter": {"file": "micropython.wasm", "answer": lambda route: route.abort()},
    "the pack cut in the middle": cut("consent.rom", 0.5),
    "the pack cut near its end": cut("consent.rom", 0.97),
    "the pack empty": cut("consent.rom", 0),
    "the pack a page": instead("consent.rom", **HTML),
    "the network lost at the pack": {"file": "consent.rom", "answer": lambda route: route.abort()},
    "the runtime a page": instead("pyscript.js", **HTML),
    "the network lost at the runtime": {"file": "pyscript.js", "answer": lambda route: route.abort()},
    "a policy without wasm": policy("default-src 'none'; script-src 'self'; connect-src 'self'"),
    "a policy without connections": policy("script-src 'self' 'wasm-unsafe-eval'; connect-src 'none'"),
    "a policy without our Trusted Types": policy("require-trusted-types-for 'script'; trusted-types 'none'"),
    "the runtime cut in the middle": cut("pyscript.js", 0.5),
    "the runtime empty": cut("pyscript.js", 0),
    "the runtime broken": instead("pyscript.js", body="}{", content_type="text/javascript"),
    "the runtime throwing": instead("pyscript.js", body="throw Error('own')", content_type="text/javascript"),
}


def broken(visitor: Visitor, how: dict[str, Any], action: str, early: str = "") -> Page:
    """A page on which Python never comes, after a click on its control for `action`."""
    if "file" in how:
        visitor.context.route("**/" + how["file"], how["answer"])
    head = visitor.script("early.js", early + how.get("early", ""))
    body = f'<button data-consent-action="{action}">Own</button>'
    page = visitor.page(visitor.serve("broken.html", body, head=head, **how.get("headers", {})), ready=False)
    page.get_by_role("button", name="Own").click()
    return page


def assert_recorded(visitor: Visitor, page: Page, action: str) -> None:
    expect(page_confirmation(page)).to_contain_text("Your answer is saved.")
    expect(prompt(page)).to_have_count(0)
    assert page.evaluate("SmarteeConsent.state") == STATES[action]
    assert [text.split(".")[2] for text in kept(visitor)] == [GRANTS[action]]
    page.evaluate("SmarteeConsent.ready")
    assert all(page.evaluate(OUTCOMES))
    assert storage(page) == []
    assert len(told(page, "error")) >= 1
    # What was brought about on purpose.
    visitor.errors.clear()


@pytest.mark.parametrize(("how", "action"), list(zip(BROKEN.values(), cycle(ACTIONS), strict=False)), ids=BROKEN)
def test_an_answer_is_recorded_whatever_is_broken(site: Site, visit: Visit, how: dict[str, Any], action: str) -> None:
    visitor = visit(site)
    assert_recorded(visitor, broken(visitor, how, action), action)


def test_an_answer_is_recorded_when_the_start_took_too_long(site: Site, visit: Visit) -> None:
    visitor = visit(site)
    page = broken(visitor, {"file": "pyscript.js", "answer": lambda route: None}, "accept", CLOCK)
    # What is called later makes the next start, which has its own time.
    calls = page.evaluate_handle(f"() => ({{ outcomes: ({OUTCOMES})() }})")
    until(page, "patience.length > 0")
    page.evaluate(OVER)
    expect(page_confirmation(page)).to_contain_text("Your answer is saved.")
    assert page.evaluate("SmarteeConsent.state") == "accepted"
    assert [text.split(".")[2] for text in kept(visitor)] == [GRANTS["accept"]]
    assert all("slow" in reason for reason in calls.evaluate("calls => calls.outcomes"))
    assert storage(page) == []
    visitor.errors.clear()


NEEDLESS = {
    "nothing of WebAssembly on the page but its name": "globalThis.WebAssembly = {};",
    "no way to compile on the page": "delete WebAssembly.compile; delete WebAssembly.compileStreaming;",
    "no fetch on the page": "delete globalThis.fetch;",
    "no idle moments": "delete globalThis.requestIdleCallback;",
}


@pytest.mark.parametrize("early", NEEDLESS.values(), ids=NEEDLESS)
def test_what_the_page_has_spoilt_of_its_own_keeps_python_from_nothing(site: Site, visit: Visit, early: str) -> None:
    visitor = visit(site)
    page = broken(visitor, without(early), "accept")
    expect(page_confirmation(page)).to_contain_text("You accepted the optional cookies")
    assert page.evaluate(OUTCOMES) == [None] * len(CALLS)
    assert told(page, "error") == []


REMOVE = "document.querySelector('smartee-realm').remove()"


@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize("moment", ["before the click", "after the click", "when Python is ready"])
def test_a_realm_that_is_removed_loses_no_answer(site: Site, visit: Visit, moment: str, action: str) -> None:
    visitor = visit(site)
    let = hold_runtime(visitor)
    body = f'<button data-consent-action="{action}">Own</button>'
    page = visitor.page(visitor.serve("page.html", body), ready=False)
    until(page, "document.querySelector('smartee-realm')")
    if moment == "when Python is ready":
        let()
        page.evaluate("SmarteeConsent.ready")
    if moment != "after the click":
        page.evaluate(REMOVE)
    page.get_by_role("button", name="Own").click()
    if moment == "after the click":
        page.evaluate(REMOVE)
    if moment != "when Python is ready":
        let()
    until(page, f"SmarteeConsent.state === '{STATES[action]}'")
    assert prompt(page).count() == 0
    assert [text.split(".")[2] for text in kept(visitor)] == [GRANTS[action]]
    assert page.evaluate("SmarteeConsent.businessModel.list().then(({ length }) => length > 0)")
    assert storage(page) == []
    visitor.errors.clear()


def test_what_the_tag_has_told_stays_when_python_comes_after_all(site: Site, visit: Visit) -> None:
    visitor = visit(site)
    visitor.context.route("**/consent.rom", lambda route: route.abort())
    page = visitor.page(visitor.serve("page.html"), ready=False)
    control(page, "accept").click()
    expect(page_confirmation(page)).to_be_focused()
    let_come(visitor, page, "**/consent.rom")
    page.evaluate("SmarteeConsent.businessModel.list()")
    visitor.errors.clear()
    assert page_confirmation(page).count() == 1


def test_http_after_https_is_told_in_true_words_also_where_python_never_comes(site: Site, visit: Visit) -> None:
    visitor = hosted(visit, site, "https://www.example.test/")
    page = visitor.page(visitor.serve("page.html"))
    page.evaluate("SmarteeConsent.accept()")
    plain = "http://www.example.test/"
    visitor._own = plain
    visitor.folder("", site.folder)
    visitor.script("early.js", "delete globalThis.WebAssembly;")
    html = (
        '<!doctype html><html lang="en"><head><script src="/early.js"></script><script src="/embed.js"></script></head>'
        "<body></body></html>"
    )
    visitor.context.route(plain + "page.html", lambda route: route.fulfill(body=html, content_type="text/html"))
    page = visitor.page(plain + "page.html", ready=False)
    control(page, "refuse").click()
    visitor.foreign.clear()
    expect(page_confirmation(page)).to_be_visible()
    assert "blocks cookies" not in page_confirmation(page).inner_text()


@only_chromium("only Chromium can be told to block the cookies of an open page")
@pytest.mark.parametrize("hidden", [False, True], ids=["while it is shown", "once it is hidden"])
def test_what_is_told_of_blocked_cookies_stays_when_the_page_writes(site: Site, visit: Visit, hidden: bool) -> None:
    visitor = visit(site)
    page = visitor.page(visitor.serve("page.html"))
    block_cookies(page)
    control(page, "accept").click()
    told_of = page.locator("smartee-consent [data-consent-view=blocked]")
    expect(told_of).to_be_visible()
    if hidden:
        control(page, "close").click()
    page.evaluate("document.cookie = 'Language=en; path=/'")
    # Python looks at the jar when a script of the page writes; a call after it comes behind it.
    page.evaluate("new Promise((done) => setTimeout(done)).then(() => SmarteeConsent.businessModel.list())")
    assert prompt(page).count() == 0
    assert told_of.count() == (0 if hidden else 1)
