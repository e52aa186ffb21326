"""What a page may do to the gate: reach for what frames share, put a clock in place, write at length."""

import pytest
from playwright.sync_api import expect

from tests import PATIENCE

from .conditions import conditions
from .conftest import Site, Visit, prompt
from .test_gate import optional

# What the tag in a frame is given by the page around it.
SHARED = "SmarteeConsent[Symbol.for('smartee-consent')]"
REACHED = {
    "what frames share, called with nothing": f"{SHARED}()",
    "what frames share, called with anything": f"for (const each of [null, 1, {{}}, document, [], 'x']) {SHARED}(each)",
    "what frames share, called with a window of the page's making": (
        f"{SHARED}({{ document: {{}}, Document: {{ prototype: {{}} }}, get defaultView() {{ throw 1 }} }})"
    ),
    "what frames share, called with a proxy that throws": f"{SHARED}(new Proxy({{}}, {{ get() {{ throw 1 }} }}))",
    "what frames share, called for the page": f"{SHARED}(window)(true)",
    "what frames share, called a hundred times": f"for (let i = 0; i < 100; i++) {SHARED}(window)(i % 2 > 0)",
    "what frames share, asked for grants": f"{SHARED}(window)(['language', 'business'])",
    "what frames share, replaced": f"try {{ {SHARED} = () => () => ['x'] }} catch {{}}",
    "SmarteeConsent, replaced": "try { window.SmarteeConsent = { state: 'accepted' } } catch {}",
    "a member of SmarteeConsent, replaced": "SmarteeConsent.allows = () => true",
    "parent, top and self, replaced": "parent = top = null; Object.defineProperty(window, 'self', { value: null })",
    "parent with a tag of the page's making": "parent = { SmarteeConsent: { state: 'accepted' } }",
    "a clock that the page puts in place": "Date.now = () => 0",
    "a clock of the far future": "Date.now = () => 9e14",
}


@pytest.mark.parametrize("abuse", conditions("attack", REACHED))
def test_no_reach_of_the_page_forges_consent_or_breaks_its_cookies(site: Site, visit: Visit, abuse: str) -> None:
    visitor = visit(site)
    page = visitor.page(visitor.serve("page.html"), ready=False)
    page.evaluate("document.cookie = 'Language=zh-CN; path=/; max-age=1000'")
    page.evaluate(f"() => {{ {abuse} }}")
    assert page.evaluate("document.cookie") == "Language=zh-CN"
    page.evaluate("document.cookie = 'Language=fr; path=/; max-age=1000'")
    assert page.evaluate("document.cookie") == "Language=fr"
    assert page.evaluate("[SmarteeConsent.state, SmarteeConsent.allows('language')]") == ["unasked", False]
    assert optional(visitor) == {}
    expect(prompt(page)).to_be_visible()


LETTERS = 1_000_000
LONG = {
    "a date of letters": "`Language=a; expires=${'x'.repeat(n)}`",
    "a date of months": "`Language=a; expires=${'jan '.repeat(n / 4)}`",
    "a date of digits": "`Language=a; expires=${'1'.repeat(n)}`",
    "a date of times": "`Language=a; expires=${'1:1:1 '.repeat(n / 6)}`",
    "a Max-Age of digits": "`Language=a; max-age=${'1'.repeat(n)}x`",
    "spaces in the value": "`Language=a${' '.repeat(n)}b`",
    "spaces in the name": "`Lang${' '.repeat(n)}uage=b`",
    "spaces and letters": "`Language=${'a '.repeat(n / 2)}`",
    "tabs round an attribute": "`Language=a; ${'\\t'.repeat(n)}x${'\\t'.repeat(n)}`",
    "semicolons": "`Language=a${';'.repeat(n)}`",
    "equals signs": "`Language=${'='.repeat(n)}`",
    "attributes": "`Language=a${'; x=y'.repeat(n / 5)}`",
    "a name in percents": "`${'%4C'.repeat(n / 3)}=a`",
    "a name in quotes": "`${'\"'.repeat(n)}=a`",
    "a path of folders": "`Language=a; path=${'/a'.repeat(n / 2)}`",
    "a path of slashes": "`Language=a; path=${'/'.repeat(n)}`",
    "a domain of dots": "`Language=a; domain=${'.'.repeat(n)}`",
    "half characters": "`Language=${'\\ud800'.repeat(n)}`",
}


@pytest.mark.parametrize("text", conditions("attack", {f"a million characters: {each}": LONG[each] for each in LONG}))
def test_no_text_costs_more_than_its_length(site: Site, visit: Visit, text: str) -> None:
    """What grew by the square of its length would take minutes."""
    visitor = visit(site)
    page = visitor.page(visitor.serve("page.html"), ready=False)
    spent = page.evaluate(
        f"(n) => {{ const text = {text}, start = performance.now(); document.cookie = text; void document.cookie;"
        " return performance.now() - start; }",
        LETTERS,
    )
    assert spent < PATIENCE * 1000
    assert optional(visitor) == {}
