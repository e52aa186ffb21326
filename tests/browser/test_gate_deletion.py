"""After a refusal no copy of an optional cookie is left, or the visitor is told its name."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from .conftest import Site, Visit, control, hosted
from .engines import only_chromium
from .test_gate import LANGUAGE, MODEL, OWN, optional

HOST = "a.b.example.test"
DOMAINS = (None, HOST, "b.example.test", "example.test")
PATHS = ("/", "/en", "/en/", "/en/p")
PAGE = "en/p"


def everywhere(base: str, secure: bool, **attributes: Any) -> Iterator[Any]:
    """Both optional cookies host-only and on each parent domain, at each path."""
    for name in (LANGUAGE, MODEL):
        for domain in DOMAINS:
            for path in PATHS:
                place = {"domain": "." + domain, "path": path} if domain else {"url": base + path.lstrip("/")}
                if not domain and path != "/":
                    place = {"domain": HOST, "path": path}
                yield {"name": name, "value": "zh-CN", "secure": secure, **place, **attributes}


def confirmation(page: Page) -> Locator:
    return page.locator("smartee-consent [data-consent-view=confirmation]")


@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize("moment", ["before", "after"])
def test_after_a_refusal_no_copy_is_left(site: Site, visit: Visit, scheme: str, moment: str) -> None:
    base = f"{scheme}://{HOST}/"
    visitor = hosted(visit, site, base)
    cookies = list(everywhere(base, scheme == "https"))
    assert len(cookies) == 2 * 4 * 4
    if moment == "before":
        visitor.context.add_cookies(cookies)
        assert len(visitor.context.cookies()) == len(cookies)
    page = visitor.page(visitor.serve(PAGE))
    if moment == "after":
        page.evaluate("SmarteeConsent.accept()")
        visitor.context.add_cookies(cookies)
        page.evaluate("() => { document.cookie = 'Language=fr; Path=/en; Domain=example.test' }")
    page.evaluate("SmarteeConsent.refuse()")
    assert optional(visitor) == {}
    assert {cookie["name"] for cookie in visitor.context.cookies()} == OWN
    expect(confirmation(page)).to_be_visible()
    expect(confirmation(page)).not_to_contain_text(LANGUAGE)


def test_a_partitioned_copy_goes_too(site: Site, visit: Visit) -> None:
    base = f"https://{HOST}/"
    visitor = hosted(visit, site, base)
    page = visitor.page(visitor.serve(PAGE))
    page.evaluate("SmarteeConsent.accept()")
    page.evaluate("document.cookie = 'Language=zh-CN; Secure; Path=/en; Partitioned; SameSite=None'")
    page.evaluate("document.cookie = 'Language=en; Secure; Path=/en'")
    assert [cookie["name"] for cookie in visitor.context.cookies()].count(LANGUAGE) == 2
    page.evaluate("SmarteeConsent.withdraw()")
    assert optional(visitor) == {}


@only_chromium("Firefox tells no script that it could not delete a cookie")
def test_what_only_the_server_can_delete_is_named(site: Site, visit: Visit) -> None:
    base = f"https://{HOST}/"
    visitor = hosted(visit, site, base)
    cookie: Any = {"name": LANGUAGE, "value": "zh-CN", "url": base, "httpOnly": True}
    visitor.context.add_cookies([cookie, {"name": MODEL, "value": "retainer", "url": base}])
    page = visitor.page(visitor.serve(PAGE))
    control(page, "refuse").click()
    expect(confirmation(page)).to_contain_text(LANGUAGE)
    expect(confirmation(page)).not_to_contain_text(MODEL)
    assert optional(visitor) == {LANGUAGE: "zh-CN"}


def test_two_slashes_in_a_row_are_a_folder_too(site: Site, visit: Visit) -> None:
    visitor = hosted(visit, site, f"https://{HOST}/")
    visitor.context.add_cookies([{"name": LANGUAGE, "value": "zh-CN", "domain": HOST, "path": "/en//"}])
    page = visitor.page(visitor.serve("en//p"))
    page.evaluate("SmarteeConsent.refuse()")
    assert optional(visitor) == {}
    expect(confirmation(page)).not_to_contain_text(LANGUAGE)


def test_a_copy_that_the_page_cannot_reach_is_named(site: Site, visit: Visit) -> None:
    visitor = hosted(visit, site, f"https://{HOST}/")
    # A script cannot name a folder with a semicolon; the browser takes it by itself, for the pages right in it.
    page = visitor.page(visitor.serve("en;x/p", tag=""), ready=False)
    page.evaluate("document.cookie = 'Language=zh-CN; Max-Age=9999'")
    page = visitor.page(visitor.serve("en;x/deep/p"))
    page.evaluate("document.cookie = 'Language=fr; path=/'")
    assert page.evaluate("document.cookie") == "Language=fr"
    page.evaluate("SmarteeConsent.refuse()")
    assert "Language=fr" in page.evaluate("document.cookie").split("; ")
    assert optional(visitor) == {LANGUAGE: "zh-CN"}
    expect(confirmation(page)).to_contain_text(LANGUAGE)


def test_a_copy_at_a_path_out_of_sight_goes_when_it_comes_into_sight(site: Site, visit: Visit) -> None:
    base = f"https://{HOST}/"
    visitor = hosted(visit, site, base)
    visitor.context.add_cookies([{"name": LANGUAGE, "value": "de", "domain": HOST, "path": "/de"}])
    page = visitor.page(visitor.serve(PAGE))
    page.evaluate("SmarteeConsent.refuse()")
    assert optional(visitor) == {LANGUAGE: "de"}
    page = visitor.page(visitor.serve("de/p"), ready=False)
    assert optional(visitor) == {}
