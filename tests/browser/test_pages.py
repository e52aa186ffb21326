"""Pages as they are made today: replaced bodies, pushed addresses, parts that come later."""

from typing import Any

import pytest
from playwright.sync_api import expect

from .conftest import TAG, Site, Visit, control, idle, prompt, told, until
from .test_gate import LANGUAGE, assert_gone, optional

WIDGET = '<div data-consent-widget="language"></div>'
CHANGES = {
    "children": "document.body.replaceChildren(document.createElement('main'))",
    "text": "document.body.textContent = 'another page'",
    "body": "document.body = document.createElement('body')",
    "turbo": "document.body.replaceWith(Object.assign(document.createElement('body'), { id: 'next' }))",
    "moved": "document.body.append(document.querySelector('smartee-consent'))",
    "all": "{ const next = document.createElement('html');"
    " next.append(document.createElement('head'), document.createElement('body'));"
    " document.replaceChild(next, document.documentElement); }",
}


@pytest.mark.parametrize("change", CHANGES)
def test_the_prompt_outlives_the_page_around_it(site: Site, visit: Visit, change: Any) -> None:
    visitor = visit(site)
    page = visitor.page(visitor.serve("page.html", body="<p>a page</p>"))
    page.evaluate(f"() => {{ {CHANGES[change]} }}")
    expect(prompt(page)).to_be_visible()
    assert page.locator("smartee-consent").count() == 1
    page.evaluate("document.cookie = 'Language=zh-CN; path=/'")
    control(page, "accept").click()
    expect(prompt(page)).to_have_count(0)
    assert optional(visitor) == {LANGUAGE: "zh-CN"}


@pytest.mark.parametrize("change", ["children", "turbo"])
def test_the_prompt_outlives_a_change_made_before_python_is_there(site: Site, visit: Visit, change: Any) -> None:
    visitor = visit(site)
    early = f"document.addEventListener('DOMContentLoaded', () => {{ {CHANGES[change]} }})"
    script = visitor.script("page.js", early)
    page = visitor.page(visitor.serve("page.html", head=script), ready=False)
    control(page, "refuse").click()
    expect(prompt(page)).to_have_count(0)
    until(page, "SmarteeConsent.state === 'refused'")


def test_open_settings_outlive_a_new_body(site: Site, visit: Visit) -> None:
    visitor = visit(site)
    page = visitor.page(visitor.serve("page.html"))
    control(page, "settings").click()
    page.locator("smartee-consent input[name=language]").check()
    page.evaluate(f"() => {{ {CHANGES['turbo']} }}")
    expect(page.locator("smartee-consent dialog")).to_be_visible()
    expect(page.locator("smartee-consent input[name=language]")).to_be_checked()
    control(page, "save").click()
    until(page, "SmarteeConsent.allows('language')")


def test_a_pushed_address_changes_nothing(site: Site, visit: Visit) -> None:
    visitor = visit(site)
    page = visitor.page(visitor.serve("en/p"))
    page.evaluate("SmarteeConsent.accept()")
    page.evaluate("() => { history.pushState(null, '', '/de/q'); document.body.replaceChildren(); }")
    for path in ("/", "/en", "/en/p"):
        page.evaluate("(path) => { document.cookie = `Language=zh-CN; path=${path}`; }", path)
    page.evaluate("SmarteeConsent.withdraw()")
    assert optional(visitor) == {}
    page.evaluate("document.cookie = 'Language=de; path=/de'")
    assert optional(visitor) == {}
    assert "Language=de" in page.evaluate("document.cookie")


ADD = {
    "element": "const part = document.createElement('p'); document.body.append(part);"
    "part.dataset.consentWidget = 'language'",
    "tree": "const part = document.createElement('section'); const inner = document.createElement('div');"
    "inner.dataset.consentWidget = 'language'; part.append(inner); document.body.append(part)",
    "attribute": "document.querySelector('#later').dataset.consentWidget = 'language'",
}


@pytest.mark.parametrize("how", ADD)
@pytest.mark.parametrize("answered", [False, True])
def test_a_widget_may_come_later(site: Site, visit: Visit, how: str, answered: bool) -> None:
    visitor = visit(site)
    url = visitor.serve("page.html", body='<div id="later"></div>')
    page = visitor.page(url)
    if answered:
        page.evaluate("SmarteeConsent.refuse()")
        page.reload()
        page.evaluate("SmarteeConsent.ready")
        # Python has had nothing to do on this page yet.
        idle(page)
        assert page.locator("smartee-realm").count() == 0
    page.evaluate(f"() => {{ {ADD[how]} }}")
    select = page.locator("[data-consent-widget=language] select")
    expect(select).to_be_visible()
    select.select_option("zh-CN")
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")


def test_a_control_may_come_later(site: Site, visit: Visit) -> None:
    visitor = visit(site)
    page = visitor.page(visitor.serve("page.html"), ready=False)
    page.evaluate(
        "() => { const link = document.createElement('a'); link.href = '#x'; link.textContent = 'cookies';"
        " link.dataset.consentAction = 'settings'; document.body.append(link); }"
    )
    page.locator("a", has_text="cookies").first.click()
    expect(page.locator("smartee-consent dialog")).to_be_visible()
    assert page.evaluate("location.hash") == ""


def test_the_tag_twice_is_the_tag_once(site: Site, visit: Visit) -> None:
    visitor = visit(site)
    again = TAG.replace("embed.js", "embed.js?again")
    page = visitor.page(visitor.serve("page.html", tag=TAG + TAG, body=again))
    assert page.locator("smartee-consent").count() == 1
    assert page.locator("smartee-realm").count() == 1
    page.evaluate("document.cookie = 'Language=zh-CN; path=/'")
    control(page, "accept").click()
    expect(prompt(page)).to_have_count(0)
    assert optional(visitor) == {LANGUAGE: "zh-CN"}
    assert len(told(page, "ready")) == len(told(page, "decision")) == 1


def test_an_async_tag_sweeps_what_was_written_before_it_ran(site: Site, visit: Visit) -> None:
    visitor = visit(site)
    first = visitor.script("first.js", "document.cookie = 'Language=zh-CN; path=/'")
    url = visitor.serve("page.html", tag=first + '<script async src="/embed.js"></script>')
    page = visitor.page(url, ready=False)
    until(page, "!!window.SmarteeConsent")
    assert_gone(page, visitor)
    assert page.evaluate("document.cookie") == "Language=zh-CN"
    page.evaluate("SmarteeConsent.ready")
    assert told(page, "undeclared") == [{"name": LANGUAGE, "id": "language", "action": "swept"}]


def test_a_tag_that_a_script_inserts_works(site: Site, visit: Visit) -> None:
    visitor = visit(site)
    # On a page without Trusted Types, as such pages are.
    headers = {"Content-Security-Policy": "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'"}
    insert = "document.head.append(Object.assign(document.createElement('script'), { src: '/embed.js' }))"
    url = visitor.serve("page.html", tag="", body=visitor.script("insert.js", insert), **headers)
    page = visitor.page(url, ready=False)
    until(page, "!!window.SmarteeConsent")
    control(page, "refuse").click()
    until(page, "SmarteeConsent.state === 'refused'")


@pytest.mark.parametrize(
    ("name", "tag"),
    [
        ("page.html", '<base href="/elsewhere/deep/"><script src="/embed.js"></script>'),
        ("page.html", '<script src="embed.js"></script><base href="/elsewhere/deep/">'),
        ("a/b/page.html", '<script src="../../embed.js"></script>'),
        ("a/b/", '<script src="../../embed.js"></script>'),
    ],
)
def test_the_tag_works_from_anywhere(site: Site, visit: Visit, name: str, tag: str) -> None:
    visitor = visit(site)
    page = visitor.page(visitor.serve(name, tag=tag, body=WIDGET))
    link = prompt(page).locator("a").first
    assert link.evaluate("link => link.href").startswith(site.url + "policy/")
    expect(page.locator("[data-consent-widget=language] select")).to_be_visible()
    page.evaluate("SmarteeConsent.accept()")
    page.evaluate("SmarteeConsent.language.set('zh-CN')")
    kept = {cookie["name"]: cookie for cookie in visitor.jar()}[LANGUAGE]
    assert (kept["value"], kept["path"]) == ("zh-CN", "/")
