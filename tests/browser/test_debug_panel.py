"""With `data-consent-debug` on the tag a panel shows what the product knows of the page; without it nothing does."""

from playwright.sync_api import Page, expect

from .conftest import TAG, Site, Visit, Visitor
from .test_gate import LANGUAGE

DEBUG = TAG.replace("<script", "<script data-consent-debug")
ASK = "SmarteeConsent.session.start({ account: 'dr-wei', token: 'secret', uid: '1042' })"


def opened(visitor: Visitor, tag: str = DEBUG) -> Page:
    return visitor.page(visitor.serve("debug.html", tag=tag), ready=False)


def test_the_panel_shows_state_jar_what_is_held_and_what_is_undeclared(site: Site, visit: Visit) -> None:
    visitor = visit(site)
    page = opened(visitor)
    panel = page.locator("smartee-debug")
    expect(panel).to_contain_text("unasked")
    page.evaluate(f"document.cookie = '{LANGUAGE}=fr'; document.cookie = 'strange=1'")
    page.evaluate("SmarteeConsent.settings()")
    row = panel.get_by_role("row")
    expect(row.filter(has_text=LANGUAGE).filter(has_text="held")).to_contain_text("not allowed")
    expect(row.filter(has_text="strange").filter(has_text="jar")).to_contain_text("undeclared")
    expect(row.filter(has_text="undeclared").filter(has_text="reported")).to_contain_text('"strange"')


def test_the_panel_hides_the_values_of_the_sign_in(site: Site, visit: Visit) -> None:
    visitor = visit(site)
    page = opened(visitor)
    page.evaluate("SmarteeConsent.accept()")
    page.evaluate(ASK)
    panel = page.locator("smartee-debug")
    expect(panel.get_by_role("row").filter(has_text="_token")).to_contain_text("not shown")
    expect(panel).to_contain_text("accepted")
    assert not any(value in panel.inner_text() for value in ("secret", "dr-wei", "1042"))


def test_a_decided_page_has_the_panel_too_and_no_other_page_has(site: Site, visit: Visit) -> None:
    visitor = visit(site)
    visitor.page(site.url).evaluate("SmarteeConsent.accept()")
    expect(opened(visitor).locator("smartee-debug")).to_contain_text("accepted")
    visitor.requests.clear()
    page = visitor.page(visitor.serve("plain.html"))
    expect(page.locator("smartee-debug")).to_have_count(0)
    assert [url for url in visitor.requests if "panel" in url] == []
