"""Where a page goes by itself: to its own translation, and never off its origin, whatever that address is or does."""

import pytest
from playwright.sync_api import Browser

from .attacks import ADDRESS, ELSEWHERE, HARMLESS, SEEN, attacked
from .conditions import conditions
from .conftest import Site, Visitor, until


def accepted(browser: Browser, site: Site) -> Visitor:
    """A visitor who has accepted and chosen Chinese."""
    visitor = attacked(browser, site)
    page = visitor.page(visitor.serve("first.html"))
    page.evaluate("SmarteeConsent.accept()")
    page.evaluate("SmarteeConsent.language.set('zh-CN')")
    page.close()
    return visitor


LURES = {
    "a translation that is a script": ADDRESS,
    "a translation that is data": "data:text/html,<script>parent.owned.push(1)</script>",
    "a translation elsewhere": ELSEWHERE,
    "a translation elsewhere without a scheme": "//evil.example/steal",
    "a translation elsewhere behind backslashes": "\\\\\\\\evil.example\\\\steal",
    "a translation elsewhere behind our name as a user": "http://localhost@evil.example/steal",
    "a translation at a host that begins as ours": "{origin}.evil.example/steal",
    "a translation at another port": "http://localhost:1/steal",
    "a translation in a blob": "blob:{origin}/8f3e",
    "a translation over another scheme": "ftp://localhost/steal",
    "a translation that redirects elsewhere": "/away.html",
    "a translation that redirects to one that redirects elsewhere": "/twice.html",
    "a translation with an empty address": "",
    "a translation that is not there": "/nothing.html",
    "a translation of 100,000 letters elsewhere": "//evil.example/" + "x" * 100000,
}


@pytest.mark.parametrize("address", conditions("attack", LURES))
def test_no_page_leaves_its_origin_by_itself(browser: Browser, site: Site, address: str) -> None:
    visitor = accepted(browser, site)
    for name, there in (("away.html", ELSEWHERE), ("twice.html", "/away.html")):
        # A browser that is sent on asks again; what it asks is seen.
        visitor.context.route(
            site.url + name, lambda route, there=there: route.fulfill(status=302, headers={"Location": there})
        )
    href = address.replace("{origin}", site.url.rstrip("/")).replace("<", "&lt;")
    url = visitor.serve("lure.html", "", f'<link rel="alternate" hreflang="zh-CN" href="{href}">')
    page = visitor.page(url)
    # Where it does not go it is switched itself.
    until(page, "document.documentElement.lang === 'zh-CN'")
    found = page.evaluate(SEEN)
    assert {key: found[key] for key in HARMLESS} == HARMLESS
    assert found["here"] == url
    # The first hop may be asked; the one to elsewhere is not.
    assert [each for each in visitor.requests if "evil.example" in each] == []
    assert visitor.foreign == []
    visitor.context.close()


def test_a_base_of_the_page_leads_nowhere(browser: Browser, site: Site) -> None:
    visitor = accepted(browser, site)
    head = '<base href="https://evil.example/"><link rel="alternate" hreflang="zh-CN" href="zh.html">'
    policy = {"Content-Security-Policy": "default-src 'self' 'unsafe-inline' 'wasm-unsafe-eval'"}
    url = visitor.serve("lure.html", "", head, **policy)
    page = visitor.page(url)
    until(page, "document.documentElement.lang === 'zh-CN'")
    assert (page.url, visitor.foreign) == (url, [])
    visitor.context.close()


def test_a_translation_that_answers_is_gone_to(browser: Browser, site: Site) -> None:
    visitor = accepted(browser, site)
    there = visitor.serve("zh.html", "<h1>there</h1>")
    link = '<link rel="alternate" hreflang="zh-CN" href="/zh.html">'
    page = visitor.page(visitor.serve("lure.html", "", link), ready=False)
    page.wait_for_url(there)
    assert visitor.foreign == []
    visitor.context.close()
