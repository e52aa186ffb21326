"""Frames of the page's own origin: the gate works in them, no prompt is shown, what is held is shared."""

import pytest
from playwright.sync_api import expect

from .conftest import TAG, Site, Visit, Visitor, hosted, prompt, told, until
from .engines import only_chromium
from .test_gate import LANGUAGE, MODEL, assert_gone, optional

FRAMING = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; style-src 'self';"
    " img-src 'self'; frame-src 'self'; object-src 'self'; frame-ancestors 'self';"
    " require-trusted-types-for 'script'; trusted-types smartee-consent"
)


def framing(visitor: Visitor, name: str, **parts: str) -> str:
    return visitor.serve(name, **parts, **{"Content-Security-Policy": FRAMING})


THROUGH = {
    "contentDocument": "frame.contentDocument.cookie = text",
    "contentWindow": "frame.contentWindow.document.cookie = text",
    "prototype": "const { prototype } = frame.contentWindow.Document;"
    "Object.getOwnPropertyDescriptor(prototype, 'cookie').set.call(document, text)",
    "cookieStore": "await frame.contentWindow.cookieStore.set('Language', 'zh-CN')",
    "nested": "const inner = frame.contentDocument.createElement('iframe');"
    "frame.contentDocument.body.append(inner); inner.contentDocument.cookie = text",
}


@pytest.mark.parametrize("through", THROUGH)
def test_a_blank_frame_is_no_way_round(site: Site, visit: Visit, through: str) -> None:
    visitor = visit(site)
    page = visitor.page(visitor.serve("page.html"), ready=False)
    page.evaluate(
        f"""async () => {{
          const text = 'Language=zh-CN; path=/';
          const frame = document.createElement('iframe');
          document.body.append(frame);
          {THROUGH[through]};
        }}"""
    )
    assert visitor.cookies() == {}
    assert page.evaluate("document.cookie") == "Language=zh-CN"


@only_chromium("Playwright does not answer for an object in Firefox")
def test_an_object_is_no_way_round(site: Site, visit: Visit) -> None:
    visitor = visit(site)
    framing(visitor, "inner.html", tag="")
    body = '<object data="/inner.html" type="text/html"></object>'
    page = visitor.page(framing(visitor, "page.html", body=body), ready=False)
    until(page, "!!document.querySelector('object').contentDocument?.body")
    page.evaluate("document.querySelector('object').contentDocument.cookie = 'Language=zh-CN; path=/'")
    assert visitor.cookies() == {}
    assert page.evaluate("document.cookie") == "Language=zh-CN"


def test_a_frame_without_the_tag_is_swept_then_gated(site: Site, visit: Visit) -> None:
    visitor = visit(site)
    script = visitor.script("inner.js", "document.cookie = 'Language=zh-CN; path=/'")
    framing(visitor, "inner.html", tag="", body=script)
    url = framing(visitor, "page.html", body='<iframe src="/inner.html"></iframe>')
    page = visitor.page(url, ready=False)
    until(page, "document.cookie === 'Language=zh-CN'")
    assert_gone(page, visitor)
    page.wait_for_load_state()
    page.evaluate("window[0].document.cookie = 'Language=en; path=/'")
    assert visitor.cookies() == {}
    assert page.evaluate("[document.cookie, window[0].document.cookie]") == ["Language=en"] * 2


def test_a_frame_written_into_the_page_is_gated(site: Site, visit: Visit) -> None:
    visitor = visit(site)
    visitor.script("inner.js", "document.cookie = 'Language=zh-CN; path=/'")
    # The frame's markup is data that a page of today would pass through a Trusted Types policy of its own.
    body = "<iframe srcdoc=\"<script src='/embed.js'></script><script src='/inner.js'></script>\"></iframe>"
    page = visitor.page(framing(visitor, "page.html", body=body), ready=False)
    page.wait_for_load_state()
    assert visitor.cookies() == {}
    assert page.evaluate("document.cookie") == "Language=zh-CN"
    expect(page.frame_locator("iframe").locator("smartee-consent")).to_have_count(0)
    expect(prompt(page)).to_be_visible()


@pytest.mark.parametrize("touched", [False, True])
def test_a_frame_with_the_tag_shares_the_page_s_gate(site: Site, visit: Visit, touched: str) -> None:
    visitor = visit(site)
    touch = (
        "const frame = document.createElement('iframe'); frame.src = '/inner.html';"
        "document.documentElement.append(frame);"
        "frame.contentDocument.cookie = 'Language=fr';"
    )
    page_script = visitor.script("page.js", touch if touched else "")
    inner_script = visitor.script("inner.js", f"document.cookie = '{MODEL}=retainer; path=/'")
    framing(visitor, "inner.html", tag=TAG + inner_script)
    body = "" if touched else '<iframe src="/inner.html"></iframe>'
    page = visitor.page(framing(visitor, "page.html", head=page_script, body=body))
    page.wait_for_load_state()
    inner = page.frames[1]
    until(inner, "!!window.SmarteeConsent && document.readyState === 'complete'")
    inner.evaluate("document.cookie = 'Language=zh-CN; path=/'")
    assert visitor.cookies() == {}
    for frame in (page, inner):
        assert set(frame.evaluate("document.cookie").split("; ")) == {"Language=zh-CN", f"{MODEL}=retainer"}
    expect(page.frame_locator("iframe").locator("smartee-consent")).to_have_count(0)
    inner.evaluate(
        "globalThis.decided = [];"
        "document.addEventListener('smartee-consent:decision', ({ detail }) => decided.push(detail))"
    )
    page.evaluate("SmarteeConsent.accept()")
    assert optional(visitor) == {LANGUAGE: "zh-CN", MODEL: "retainer"}
    until(inner, "SmarteeConsent.state === 'accepted'")
    assert inner.evaluate("decided") == [{"state": "accepted", "granted": ["language", "business"]}]
    inner.evaluate("document.cookie = 'Language=en; path=/'")
    assert optional(visitor)[LANGUAGE] == "en"
    inner.evaluate("SmarteeConsent.withdraw()")
    assert optional(visitor) == {}
    until(page, "SmarteeConsent.state === 'refused'")
    assert told(page, "change") == [{"state": "refused", "granted": []}]
    assert told(page, "undeclared") == []


def test_a_sandboxed_frame_throws_as_it_would(site: Site, visit: Visit) -> None:
    visitor = hosted(visit, site, "https://www.example.test/")
    script = visitor.script(
        "inner.js",
        "const seen = [];"
        "for (const use of [() => document.cookie, () => { document.cookie = 'Language=en'; }])"
        " try { seen.push(use()); } catch ({ name }) { seen.push(name); }"
        " parent.postMessage([seen, typeof SmarteeConsent, SmarteeConsent.state], '*');",
    )
    framing(visitor, "inner.html", head=script)
    hear = "addEventListener('message', ({ data }) => { globalThis.heard = data; })"
    listen = visitor.script("page.js", hear)
    body = '<iframe sandbox="allow-scripts" src="/inner.html"></iframe>'
    page = visitor.page(framing(visitor, "page.html", head=listen, body=body), ready=False)
    until(page, "globalThis.heard")
    assert page.evaluate("heard") == [["SecurityError", "SecurityError"], "object", "unasked"]
    assert visitor.cookies() == {}
