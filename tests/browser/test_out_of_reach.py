"""Cookies that no script can delete: what is said of them is true, and what is tried has an end."""

from playwright.sync_api import expect

from .conftest import Site, Visit, hosted, prompt, until
from .engines import only_chromium
from .test_doctor import NAMES
from .test_gate import LANGUAGE, optional
from .test_gate_deletion import HOST, confirmation
from .test_jar import COUNTING, HTTPS, PAGE, copies, delete, stuck
from .test_start import hold_runtime


@only_chromium("Firefox keeps no cookie at a folder of over 1,024 octets for any page")
def test_what_is_tried_on_a_copy_out_of_reach_has_an_end(site: Site, visit: Visit) -> None:
    visitor = hosted(visit, site, HTTPS)
    folder = "/".join("a" * 700)
    # At a folder that is too long to be named, and not the one of the page.
    setter = visitor.page(visitor.serve(f"{folder}/p", tag=""), ready=False)
    setter.evaluate("document.cookie = 'Language=fr; Max-Age=9999'")
    visitor.context.add_init_script(COUNTING)
    page = visitor.page(visitor.serve(f"{folder}/b/p"))
    assert optional(visitor) == {LANGUAGE: "fr"}
    assert 7000 < page.evaluate("writes.length") < 8500
    page.evaluate("SmarteeConsent.refuse()")
    expect(confirmation(page)).to_contain_text(f"would not delete: {LANGUAGE}.")


@only_chromium("Firefox tells no script that it could not delete a cookie")
def test_nobody_is_told_to_be_signed_out_who_is_not(site: Site, visit: Visit) -> None:
    """A server may keep the token where no script sees it, as the policy allows."""
    visitor = hosted(visit, site, HTTPS)
    visitor.context.add_cookies([{"name": NAMES["token"], "value": "t", "domain": HOST, "path": "/", "httpOnly": True}])
    page = visitor.page(visitor.serve(PAGE))
    page.evaluate("SmarteeConsent.settings()")
    delete(page, "all")
    expect(confirmation(page)).to_be_visible()
    assert copies(visitor, NAMES["token"]) == ["t"]
    assert "signed out" not in confirmation(page).inner_text()


def test_a_choice_that_a_copy_out_of_reach_hides_is_told(site: Site, visit: Visit) -> None:
    visitor = hosted(visit, site, HTTPS)
    url, put = stuck(visitor)
    page = visitor.page(url)
    page.evaluate("SmarteeConsent.accept()")
    put(LANGUAGE, "en")
    message = page.evaluate("SmarteeConsent.language.set('zh-CN').then(() => null, ({ message }) => message)")
    assert message or page.evaluate("SmarteeConsent.language.get()") == "zh-CN"


def test_a_quiet_page_asks_nobody_before_python_is_there_either(site: Site, visit: Visit) -> None:
    visitor = visit(site)
    hold_runtime(visitor)
    tag = '<script src="/embed.js" data-consent-hide></script>'
    page = visitor.page(visitor.serve("quiet.html", tag=tag), ready=False)
    until(page, "globalThis.SmarteeConsent && document.readyState === 'complete'")
    assert prompt(page).count() == 0
