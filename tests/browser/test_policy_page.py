"""The policy's own page: the present choice and ways to another, contents that lead there, whole without scripts."""

import pytest
from playwright.sync_api import Page, expect

from .conftest import Site, Visit, until
from .engines import only_chromium

# In Firefox they run all the same.
with_scripts_off = only_chromium("Playwright can turn scripts off in Chromium alone")


def opened(site: Site, visit: Visit, **options: object) -> Page:
    page = visit(site, reduced_motion="reduce", **options).page(site.url + "policy/en/", ready=False)
    expect(page.get_by_text("Optional cookies: not answered")).to_be_visible()
    return page


def test_the_present_choice_is_told_and_can_be_withdrawn_there(site: Site, visit: Visit) -> None:
    page = opened(site, visit)
    state = page.get_by_role("region", name="Your present choice")
    expect(state.get_by_role("button")).to_have_text(["Cookie settings"])
    page.evaluate("SmarteeConsent.accept()")
    expect(state).to_contain_text("Optional cookies: accepted")
    expect(state).to_contain_text("under policy version 2026-11")
    state.get_by_role("button", name="Withdraw consent").click()
    expect(state).to_contain_text("Optional cookies: refused")
    expect(state.get_by_role("button")).to_have_text(["Cookie settings"])
    assert page.evaluate("SmarteeConsent.state") == "refused"


@pytest.mark.parametrize("width", [1280, 390])
def test_the_contents_lead_to_what_they_name(site: Site, visit: Visit, width: int) -> None:
    page = opened(site, visit, viewport={"width": width, "height": 700})
    contents = page.get_by_role("navigation", name="Contents")
    for name in ("Every cookie we use", "Who is responsible, and how to reach us"):
        contents.get_by_role("link", name=name).click()
        heading = page.get_by_role("heading", name=name)
        expect(heading).to_be_in_viewport()
        expect(heading).to_be_focused()
    until(page, "document.documentElement.scrollWidth <= innerWidth")
    assert page.url == site.url + "policy/en/"


@with_scripts_off
def test_without_scripts_it_reads_whole_and_offers_nothing_that_does_nothing(site: Site, visit: Visit) -> None:
    page = visit(site, java_script_enabled=False).page(site.url + "policy/en/", ready=False)
    expect(page.get_by_role("heading", level=2)).to_have_count(13)
    expect(page.locator("noscript p")).to_be_visible()
    expect(page.get_by_role("button")).to_have_count(0)
    page.get_by_role("link", name="Every cookie we use").click()
    assert page.url.endswith("#policy-cookies")


@with_scripts_off
@pytest.mark.parametrize("width", [1280, 390])
def test_without_scripts_the_demonstration_has_no_dead_control(site: Site, visit: Visit, width: int) -> None:
    visitor = visit(site, java_script_enabled=False, viewport={"width": width, "height": 800})
    page = visitor.page(site.url, ready=False)
    expect(page.locator("noscript p")).to_be_visible()
    for dead in page.locator("button, input, select, textarea, canvas, [tabindex='0']").all():
        expect(dead).to_be_hidden()
    # Each link leads to something that is there.
    for link in page.locator("a[href^='#']:visible").all():
        expect(page.locator(link.get_attribute("href") or "")).to_be_visible()
    page.locator("noscript").get_by_role("link").click()
    expect(page.get_by_role("heading", level=1, name="Cookie policy")).to_be_visible()
