"""PyScript keeps to itself: nothing of it reaches the page, and nothing of the page's reaches it."""

import json
import re

import pytest
from playwright.sync_api import Page, expect

from .conftest import ROOT, Site, Visit, control, prompt, storage, told, until
from .engines import FORBIDDEN
from .faults import CLOCK, OVER
from .test_choice import RECORD, VISIT
from .test_journeys import answered
from .test_start import let_come

# A page with a PyScript of its own allows what stock PyScript needs.
LAX = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' 'wasm-unsafe-eval';"
    " style-src 'self' 'unsafe-inline';"
    " connect-src 'self' data: blob:; worker-src 'self' blob:; img-src 'self' data:"
)
NAMES = "globalThis.namesBefore = Object.getOwnPropertyNames(globalThis);"


def gained(page: Page) -> list[str]:
    names = page.evaluate("Object.getOwnPropertyNames(globalThis).filter((name) => !namesBefore.includes(name)).sort()")
    # Playwright's own.
    return [name for name in names if not name.startswith("__pw_")]


def start_python(page: Page) -> None:
    page.locator("smartee-consent").dispatch_event("pointerover")
    page.evaluate("SmarteeConsent.ready")


def test_the_window_gains_one_name(site: Site, visit: Visit) -> None:
    visitor = visit(site)
    visitor.context.add_init_script("if (!globalThis.namesBefore) {" + NAMES + "}")
    page = visitor.page(visitor.serve("plain.html", "<h1>Plain</h1>"))
    start_python(page)
    control(page, "settings").click()
    control(page, "save").click()
    expect(page.locator("smartee-consent [data-consent-view=confirmation]")).to_be_visible()
    assert gained(page) == ["SmarteeConsent", "namesBefore"]
    assert page.evaluate("window.length") == 0


def test_nothing_is_stored_and_the_policy_is_strict(site: Site, visit: Visit) -> None:
    visitor = visit(site)
    answers = []
    visitor.context.on("response", lambda response: answers.append(response))
    page = visitor.page(site.url)
    start_python(page)
    policy = next(answer for answer in answers if answer.url == site.url).headers["content-security-policy"]
    assert "unsafe-inline" not in policy and "'unsafe-eval'" not in policy
    assert "require-trusted-types-for 'script'" in policy
    assert visitor.cookies() == {}
    assert storage(page) == []
    assert visitor.errors == []


def use_the_banner(page: Page) -> None:
    control(page, "accept").click()
    expect(prompt(page)).to_have_count(0)
    assert page.evaluate("SmarteeConsent.state") == "accepted"
    page.evaluate("SmarteeConsent.language.set('zh-CN')")
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")


def test_a_page_s_own_pyscript_goes_on_working(site: Site, visit: Visit) -> None:
    visitor = visit(site)
    visitor.folder("their/pyscript/", ROOT / "node_modules/pyscript-of-a-page/dist")
    visitor.folder("their/interpreter/", ROOT / "node_modules/@micropython/micropython-webassembly-pyscript")
    visitor.script(
        "their/own.py",
        "from pyscript import document, when\n"
        "document.title = 'their PyScript ' + str(6 * 7)\n"
        "@when('click', 'h1')\n"
        "def clicked(event):\n"
        "    document.title = 'clicked ' + str(sum(range(10)))\n",
    )
    config = json.dumps({"interpreter": "/their/interpreter/micropython.mjs"}).replace('"', "&quot;")
    page = visitor.page(
        visitor.serve(
            "host.html",
            f'<h1>Host</h1><script type="mpy" src="/their/own.py" config="{config}"></script>',
            '<script type="module" src="/their/pyscript/core.js"></script>',
            **{"Content-Security-Policy": LAX},
        )
    )
    start_python(page)
    until(page, "document.title === 'their PyScript 42'")
    use_the_banner(page)
    page.locator("h1").click()
    until(page, "document.title === 'clicked 45'")


def test_a_page_s_own_micropython_goes_on_working(site: Site, visit: Visit) -> None:
    visitor = visit(site)
    visitor.folder("their/micropython/", ROOT / "node_modules/micropython-of-a-page")
    own = visitor.script(
        "their/own.js",
        """
        import('/their/micropython/micropython.mjs').then(async ({ loadMicroPython }) => {
          globalThis.theirPython = await loadMicroPython();
        });
        """,
    )
    page = visitor.page(visitor.serve("host.html", "<h1>Host</h1>", own, **{"Content-Security-Policy": LAX}))
    start_python(page)
    until(page, "globalThis.theirPython")
    page.evaluate("theirPython.runPython('answer = sum(range(10))')")
    use_the_banner(page)
    page.evaluate("theirPython.runPython('answer += sum(range(100))')")
    assert page.evaluate("theirPython.globals.get('answer')") == 4995


def test_a_page_with_spoilt_prototypes(site: Site, visit: Visit) -> None:
    visitor = visit(site)
    spoil = visitor.script(
        "spoil.js",
        """
        Array.prototype.each = function () {};
        Object.prototype.spoilt = true;
        Function.prototype.bind = Function.prototype.bind;
        Array.from = () => { throw new Error('spoilt'); };
        JSON.parse = () => { throw new Error('spoilt'); };
        """,
    )
    page = visitor.page(visitor.serve("spoilt.html", "<h1>Spoilt</h1>", spoil))
    start_python(page)
    control(page, "refuse").click()
    expect(page.locator("smartee-consent [data-consent-view=confirmation]")).to_be_visible()
    assert told(page, "error") == []


@pytest.mark.parametrize(
    ("policy", "reason"),
    [
        ("default-src 'none'; script-src 'self'; connect-src 'self'", FORBIDDEN),
        ("default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'none'", "could not load"),
        (
            "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self';"
            " require-trusted-types-for 'script'; trusted-types 'none'",
            "Trusted Types",
        ),
    ],
    ids=["no WebAssembly", "no connections", "no Trusted Types policy"],
)
def test_where_python_is_forbidden_the_prompt_still_answers(site: Site, visit: Visit, policy: str, reason: str) -> None:
    visitor = visit(site)
    address = visitor.serve("strict.html", "<h1>Strict</h1>", **{"Content-Security-Policy": policy})
    page = visitor.page(address, ready=False)
    expect(prompt(page)).to_be_visible()
    control(page, "refuse").click()
    expect(prompt(page)).to_have_count(0)
    until(page, "told.some(([name]) => name === 'error')")
    assert reason in told(page, "error")[0]["message"]
    expect(page.locator("smartee-consent [data-consent-view=confirmation]")).to_contain_text("Your answer is saved.")
    page.evaluate("document.cookie = 'Language=en'")
    kept = visitor.cookies()
    assert sorted(kept) == [RECORD, VISIT]
    assert page.evaluate("SmarteeConsent.state") == "refused"
    assert reason in page.evaluate("SmarteeConsent.settings().catch(({ message }) => message)")
    # Asked once: the next page, where Python may run, finds the answer.
    page.goto(site.url)
    page.evaluate("SmarteeConsent.ready")
    expect(prompt(page)).to_have_count(0)
    assert page.evaluate("SmarteeConsent.state") == "refused"
    assert "Language" not in visitor.cookies()
    # The refusals of the page's own policy are written to the console by the browser, not by us.
    visitor.errors.clear()


def test_a_runtime_that_is_cut_off_is_told(site: Site, visit: Visit) -> None:
    visitor = visit(site)
    visitor.context.route("**/consent.rom", lambda route: route.abort())
    page = visitor.page(visitor.serve("cut.html", "<h1>Cut off</h1>"), ready=False)
    control(page, "accept").click()
    expect(prompt(page)).to_have_count(0)
    until(page, "told.some(([name]) => name === 'error')")
    until(page, "SmarteeConsent.state === 'accepted'")
    assert sorted(visitor.cookies()) == [RECORD, VISIT]
    # What only Python can do is tried again, and works once the file is there.
    let_come(visitor, page, "**/consent.rom")
    page.evaluate("SmarteeConsent.settings()")
    expect(page.locator("smartee-consent dialog")).to_be_visible()
    visitor.errors.clear()


def test_the_patience_with_a_start_that_failed_does_not_end_the_next(site: Site, visit: Visit) -> None:
    visitor = visit(site)
    # There is nothing to ask, so that only a call of the page starts Python.
    answered(visitor, site)
    visitor.context.route("**/pyscript.js", lambda route: route.abort())
    page = visitor.page(visitor.serve("again.html", "", visitor.script("clock.js", CLOCK)), ready=False)
    assert "pyscript.js" in page.evaluate("SmarteeConsent.settings().catch(({ message }) => message)")
    waiting = []
    visitor.context.route("**/pyscript.js", lambda route: waiting.append(route))
    page.evaluate("() => { SmarteeConsent.settings().then(() => { globalThis.settled = true; }); }")
    until(page, "patience.length === 2")
    page.evaluate("void patience[0]()")
    visitor.context.unroute("**/pyscript.js")
    for route in waiting:
        route.continue_()
    until(page, "globalThis.settled")
    expect(page.locator("smartee-consent dialog")).to_be_visible()
    # Nor does a time that is over when Python is there.
    page.evaluate(OVER)
    assert len(told(page, "error")) == 1
    visitor.errors.clear()


def test_a_page_that_tries_again_when_it_hears_of_the_failure_is_heard(site: Site, visit: Visit) -> None:
    visitor = visit(site)
    visitor.context.route("**/consent.rom", lambda route: route.abort(), times=1)
    again = visitor.script(
        "again.js",
        "document.addEventListener('smartee-consent:error', () => SmarteeConsent.settings()"
        ".then(() => { globalThis.settled = 'done'; }, ({ message }) => { globalThis.settled = message; }));",
    )
    page = visitor.page(visitor.serve("again.html", "", again), ready=False)
    page.evaluate("SmarteeConsent.settings().catch(() => {})")
    until(page, "globalThis.settled")
    assert page.evaluate("settled") == "done"
    visitor.errors.clear()


MODELS = re.compile("/business-models")


def test_a_call_that_python_was_at_when_it_was_lost_is_told(site: Site, visit: Visit) -> None:
    visitor = visit(site)
    visitor.context.route(MODELS, lambda route: None)
    page = visitor.page(visitor.serve("lost.html"))
    start_python(page)
    assert page.evaluate("document.querySelector('smartee-realm').shadowRoot") is None
    with page.expect_request(MODELS):
        page.evaluate(
            "() => { SmarteeConsent.businessModel.list().catch(({ message }) => { globalThis.reason = message; }); }"
        )
    page.evaluate("document.querySelector('smartee-realm').remove()")
    until(page, "globalThis.reason")
    assert "removed" in page.evaluate("reason")
    # And Python comes back for the next.
    page.evaluate("SmarteeConsent.settings()")
    expect(page.locator("smartee-consent dialog")).to_be_visible()


def test_the_console_has_nothing_of_pyscript_s_own(site: Site, visit: Visit) -> None:
    visitor = visit(site)
    said: list[str] = []
    visitor.context.on("console", lambda message: said.append(message.text))
    page = visitor.page(visitor.serve("quiet.html"))
    page.evaluate("SmarteeConsent.settings()")
    page.evaluate("console.log('the last')")
    until(page, "true", lambda: said)
    assert said == ["the last"]


def test_debugging_tells_what_the_product_does_and_no_value(site: Site, visit: Visit) -> None:
    visitor = visit(site)
    said: list[str] = []
    visitor.context.on("console", lambda message: said.append(message.text))
    tag = '<script src="/embed.js" data-consent-debug></script>'
    page = visitor.page(visitor.serve("debug.html", tag=tag))
    page.evaluate("SmarteeConsent.session.start({ account: 'dr-wei', token: 'secret', uid: '1042' })")
    page.evaluate("SmarteeConsent.accept()")
    page.evaluate("console.log('the last')")
    until(page, "true", lambda: said)
    text = "\n".join(said)
    for what in ("micropython.wasm", "consent.rom", "Python is there", "ready", "asked for sign-in", "decision"):
        assert what in text
    assert "secret" not in text and "dr-wei" not in text
    assert all(each.startswith("smartee-consent ") for each in said[:-1])
