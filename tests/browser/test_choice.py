"""The promise itself: asked at every visit, nothing kept before the answer, the answer kept to."""

import re

import pytest
from playwright.sync_api import Page, expect

from .conftest import Site, Visit, Visitor, control, prompt, storage, told, until

RECORD = "smartee_online4_global_consent"
VISIT = "smartee_online4_global_visit"
MODEL = "smartee_online4_global_selected_key"
# These need no consent; a page with the widgets keeps them once the visitor has answered.
CACHES = {"smartee_online4_global_bussiness_type_list", "smartee_online4_global_city"}


def choose_language(page: Page, tag: str) -> None:
    page.locator("[data-consent-widget=language] select").select_option(tag)


def choose_model(page: Page, key: str) -> None:
    page.locator("[data-consent-widget=business-model] select").select_option(key)


def test_before_the_choice_nothing_is_kept(site: Site, visit: Visit) -> None:
    visitor = visit(site)
    page = visitor.page(site.url)
    expect(prompt(page)).to_be_visible()
    page.mouse.wheel(0, 20000)
    until(page, "scrollY > 0")
    page.keyboard.press("Escape")
    page.locator("h1").click()
    assert visitor.cookies() == {}
    assert storage(page) == []
    assert page.evaluate("SmarteeConsent.state") == "unasked"
    assert page.evaluate("SmarteeConsent.allows('language')") is False


def test_an_accepted_language_comes_back(site: Site, visit: Visit) -> None:
    visitor = visit(site)
    page = visitor.page(site.url)
    control(page, "accept").click()
    expect(prompt(page)).to_have_count(0)
    choose_language(page, "zh-CN")
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")
    choose_model(page, "design-only")
    expect(page.locator("h1")).to_contain_text(re.compile("[一-鿿]"))
    assert visitor.cookies()["Language"] == "zh-CN"
    assert visitor.cookies()[MODEL] == "design-only"
    page.reload()
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")
    expect(page.locator("h1")).to_contain_text(re.compile("[一-鿿]"))
    expect(page.locator("[data-consent-widget=business-model] select")).to_have_value("design-only")
    expect(prompt(page)).to_have_count(0)


def test_the_record_is_in_the_agreed_form(site: Site, visit: Visit) -> None:
    visitor = visit(site)
    page = visitor.page(site.url)
    control(page, "accept").click()
    expect(prompt(page)).to_have_count(0)
    kept = {cookie["name"]: cookie for cookie in visitor.jar()}
    assert sorted(set(kept) - CACHES) == [RECORD, VISIT]
    assert re.fullmatch(r"1\.[0-9a-f]{8}\.language\+business\.[1-9]\d{7}", kept[RECORD]["value"])
    assert len(kept[RECORD]["value"]) <= 100
    assert kept[VISIT]["value"] == "1" and kept[VISIT]["expires"] == -1
    assert kept[RECORD]["path"] == kept[VISIT]["path"] == "/"
    assert kept[RECORD]["sameSite"] == kept[VISIT]["sameSite"] == "Lax"
    assert storage(page) == []


def test_after_a_refusal_the_page_works_and_nothing_optional_is_kept(site: Site, visit: Visit) -> None:
    visitor = visit(site)
    page = visitor.page(site.url)
    control(page, "refuse").click()
    choose_language(page, "zh-CN")
    choose_model(page, "retainer")
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")
    expect(page.locator("h1")).to_contain_text(re.compile("[一-鿿]"))
    assert "zh-CN" in page.evaluate("document.cookie")
    assert sorted(set(visitor.cookies()) - CACHES) == [RECORD, VISIT]
    page.reload()
    page.evaluate("SmarteeConsent.ready")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert sorted(set(visitor.cookies()) - CACHES) == [RECORD, VISIT]
    assert page.evaluate("SmarteeConsent.state") == "refused"


def test_refusing_takes_back_what_was_accepted(site: Site, visit: Visit) -> None:
    visitor = visit(site)
    page = visitor.page(site.url)
    control(page, "accept").click()
    choose_language(page, "zh-CN")
    choose_model(page, "retainer")
    page.evaluate("SmarteeConsent.refuse()")
    assert sorted(set(visitor.cookies()) - CACHES) == [RECORD, VISIT]


def next_session(visitor: Visitor) -> None:
    """Closes the browser, which forgets its session cookies then and nothing else."""
    assert VISIT in visitor.cookies()
    for page in visitor.context.pages:
        page.close()
    visitor.context.clear_cookies(name=VISIT)


def test_a_new_visit_asks_again_with_the_accepted_language_in_force(site: Site, visit: Visit) -> None:
    visitor = visit(site)
    page = visitor.page(site.url)
    control(page, "accept").click()
    choose_language(page, "zh-CN")
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")
    next_session(visitor)
    page = visitor.page(site.url)
    expect(prompt(page)).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")
    expect(prompt(page)).to_contain_text("接受")
    assert page.evaluate("SmarteeConsent.state") == "accepted"
    assert visitor.cookies()["Language"] == "zh-CN"
    control(page, "refuse").click()
    expect(prompt(page)).to_have_count(0)
    assert "Language" not in visitor.cookies()


def test_when_needed_a_new_visit_is_left_in_peace(patient_site: Site, visit: Visit) -> None:
    visitor = visit(patient_site)
    page = visitor.page(patient_site.url)
    control(page, "accept").click()
    choose_language(page, "zh-CN")
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")
    next_session(visitor)
    page = visitor.page(patient_site.url)
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")
    expect(prompt(page)).to_have_count(0)


def test_settings_save_one_and_say_so(site: Site, visit: Visit) -> None:
    visitor = visit(site)
    page = visitor.page(site.url)
    control(page, "settings").click()
    dialog = page.locator("smartee-consent dialog[data-consent-view=settings]")
    expect(dialog).to_be_visible()
    boxes = dialog.locator("input[type=checkbox]")
    assert boxes.evaluate_all("boxes => boxes.map((box) => [box.name, box.checked])") == [
        ["language", False],
        ["business", False],
    ]
    dialog.locator("input[name=business]").check()
    control(page, "close").click()
    expect(dialog).to_have_count(0)
    assert visitor.cookies() == {}
    control(page, "settings").click()
    expect(dialog.locator("input[name=business]")).not_to_be_checked()
    dialog.locator("input[name=business]").check()
    control(page, "save").click()
    confirmation = page.locator("smartee-consent [data-consent-view=confirmation]")
    expect(confirmation).to_be_focused()
    expect(prompt(page)).to_have_count(0)
    assert ".business." in visitor.cookies()[RECORD]
    assert page.evaluate("SmarteeConsent.state") == "partial"
    assert page.evaluate("[SmarteeConsent.allows('business'), SmarteeConsent.allows('language')]") == [True, False]
    assert told(page, "decision") == [{"state": "partial", "granted": ["business"]}]
    control(page, "close").click()
    expect(confirmation).to_have_count(0)


def test_the_settings_open_from_anywhere_on_the_page(site: Site, visit: Visit) -> None:
    visitor = visit(site)
    page = visitor.page(site.url)
    control(page, "accept").click()
    control(page, "close").click()
    opener = page.locator("footer [data-consent-action=settings]")
    opener.click()
    dialog = page.locator("smartee-consent dialog")
    expect(dialog).to_be_visible()
    expect(dialog.locator("input[name=language]")).to_be_checked()
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(opener).to_be_focused()
    opener.click()
    dialog.locator("[data-consent-action=withdraw]").click()
    expect(dialog).to_have_count(0)
    assert page.evaluate("SmarteeConsent.state") == "refused"
    assert told(page, "change") == [{"state": "refused", "granted": []}]


@pytest.mark.parametrize("corrupt", ["", "accepted", "1.00000000.language.29398452", "%E4%B8", "1.." + "x" * 200])
def test_a_corrupt_record_is_asked_again_and_then_one_record_stands(site: Site, visit: Visit, corrupt: str) -> None:
    visitor = visit(site)
    visitor.context.add_cookies(
        [
            {"name": RECORD, "value": corrupt, "url": site.url},
            {"name": RECORD, "value": corrupt, "domain": "localhost", "path": "/deep"},
        ]
    )
    page = visitor.page(visitor.serve("deep/page.html"))
    expect(prompt(page)).to_be_visible()
    control(page, "refuse").click()
    expect(page.locator("smartee-consent [data-consent-view=confirmation]")).to_be_visible()
    records = [cookie for cookie in visitor.jar() if cookie["name"] == RECORD]
    assert len(records) == 1
    assert re.fullmatch(r"1\.[0-9a-f]{8}\.-\.\d{8}", records[0]["value"])
