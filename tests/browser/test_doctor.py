"""Every cookie's scenario, in the order in which a doctor meets them."""

import json

import pytest
from playwright.sync_api import Locator, Page, expect

from consent.core import regions

from .conftest import Site, Visit, control, prompt, told, until

NAMES = {
    "account": "smartee_online4_global_account",
    "token": "smartee_online4_global_token",
    "uid": "smartee_online4_global_uid",
    "partner": "special_logo_doctor",
    "regions": "smartee_online4_global_city",
    "models": "smartee_online4_global_bussiness_type_list",
    "business": "smartee_online4_global_selected_key",
}
SURFACES = ("product-series", "animation-viewing", "animation-editing")


def sign_in(page: Page, account: str) -> None:
    page.locator("#sign-in [name=account]").fill(account)
    page.locator("#sign-in [name=password]").fill("aligner-demo")
    page.locator("#sign-in [type=submit]").click()
    expect(page.locator("#signed-in")).to_be_visible()


def model(page: Page) -> Locator:
    return page.locator("[data-consent-widget=business-model] select")


def logo(page: Page, surface: str) -> Locator:
    return page.locator(f"[data-consent-surface={surface}] img")


def test_a_doctor_s_day(site: Site, visit: Visit) -> None:
    visitor = visit(site)
    page = visitor.page(site.url)
    expect(prompt(page)).to_be_visible()

    # Sign-in works before any answer, and its cookies need none.
    sign_in(page, "dr.chen")
    expect(page.locator("#cases-table")).to_be_visible()
    kept = visitor.cookies()
    assert kept[NAMES["account"]] == "dr.chen"
    assert kept[NAMES["partner"]] == "dentacore"
    assert {NAMES["token"], NAMES["uid"]} <= set(kept)
    assert page.evaluate("SmarteeConsent.session.current") == {"account": "dr.chen", "uid": kept[NAMES["uid"]]}
    assert kept[NAMES["token"]] not in page.content()
    assert kept[NAMES["token"]] not in json.dumps(page.evaluate("told"))

    control(page, "accept").click()
    control(page, "close").click()

    # The model decides where the logo stands.
    for surface in SURFACES:
        expect(logo(page, surface)).to_have_count(0)
    model(page).select_option("design-aligner")
    for surface in SURFACES:
        expect(logo(page, surface)).to_be_visible()
        expect(logo(page, surface)).to_have_attribute("alt", "DentaCore Clinics")
        assert logo(page, surface).evaluate("image => image.naturalWidth") > 0
    model(page).select_option("retainer")
    for surface in SURFACES:
        expect(logo(page, surface)).to_have_count(0)
    model(page).select_option("design-only")
    expect(logo(page, "product-series")).to_be_visible()
    assert visitor.cookies()[NAMES["business"]] == "design-only"
    # The server's list comes in its own time.
    until(page, f"document.cookie.includes('{NAMES['models']}')")
    assert json.loads(page.evaluate(f"decodeURIComponent(document.cookie.match(/{NAMES['models']}=([^;]*)/)[1])"))

    # An address: three steps, a second pick of the same province without a request.
    picker = page.locator("[data-consent-widget=region]")
    picker.locator("select").nth(0).select_option(label="广东省")
    picker.locator("select").nth(1).select_option(label="广州市")
    picker.locator("select").nth(2).select_option(label="天河区")
    expect(picker.locator("select").nth(2)).to_have_value("2:440106")
    expect(picker).to_have_attribute("data-consent-value", "440106")
    asked = [url for url in visitor.requests if "api/regions" in url]
    picker.locator("select").nth(0).select_option(label="浙江省")
    expect(picker.locator("select").nth(1)).to_contain_text("杭州市")
    picker.locator("select").nth(0).select_option(label="广东省")
    expect(picker.locator("select").nth(1)).to_contain_text("广州市")
    assert [url for url in visitor.requests if "api/regions" in url][len(asked) :] == [
        site.url + "api/regions?parent=330000"
    ]
    assert regions.unpack(visitor.cookies()[NAMES["regions"]])[0][0] == "440000"

    # A later page: everything is there again.
    page.locator("[data-consent-widget=language] select").select_option("zh-CN")
    page.reload()
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")
    expect(logo(page, "animation-viewing")).to_be_visible()
    expect(model(page)).to_have_value("design-only")
    expect(page.locator("#signed-in")).to_be_visible()

    # Signing out takes the account's cookies and the logo.
    page.locator("#signed-in button").first.click()
    expect(page.locator("#sign-in")).to_be_visible()
    expect(logo(page, "animation-viewing")).to_have_count(0)
    assert not {NAMES[each] for each in ("account", "token", "uid", "partner")} & set(visitor.cookies())

    # Withdrawal takes the preferences, and nothing that is necessary.
    page.locator("footer [data-consent-action=settings]").click()
    control(page, "withdraw").click()
    expect(page.locator("smartee-consent [data-consent-view=confirmation]")).to_be_visible()
    left = set(visitor.cookies())
    assert "Language" not in left and NAMES["business"] not in left
    assert {NAMES["models"], NAMES["regions"]} <= left

    # Removal of all leaves nothing.
    control(page, "settings").click()
    dialog = page.locator("smartee-consent dialog")
    dialog.locator("summary", has_text="删除").click()
    dialog.locator("[data-consent-action=delete][data-consent-scope=all]").click()
    expect(dialog).to_have_count(0)
    expect(page.locator("smartee-consent [data-consent-view=confirmation]")).to_be_visible()
    assert visitor.cookies() == {}
    assert page.evaluate("SmarteeConsent.state") == "unasked"
    assert told(page, "error") == []


def test_sign_in_cookies_carry_their_flags(site: Site, visit: Visit) -> None:
    visitor = visit(site)
    page = visitor.page(site.url)
    sign_in(page, "dr.lind")
    kept = {cookie["name"]: cookie for cookie in visitor.jar()}
    # Firefox keeps whole seconds, rounded up.
    now = page.evaluate("Math.ceil(Date.now() / 1000)")
    for name in ("account", "token", "uid", "partner"):
        cookie = kept[NAMES[name]]
        assert (cookie["path"], cookie["sameSite"], cookie["secure"]) == ("/", "Lax", False)
        assert 29 < (cookie["expires"] - now) / 86400 <= 30


def test_a_token_that_only_the_server_can_read_works_too(site: Site, visit: Visit) -> None:
    visitor = visit(site)
    page = visitor.page(site.url)
    page.evaluate(
        """async () => {
             const body = JSON.stringify({ account: 'dr.chen', password: 'aligner-demo', httponly: true });
             const headers = { 'Content-Type': 'application/json' };
             const answer = await (await fetch('api/sign-in', { method: 'POST', headers, body })).json();
             await SmarteeConsent.session.start(answer);
           }"""
    )
    token = next(cookie for cookie in visitor.jar() if cookie["name"] == NAMES["token"])
    assert token["httpOnly"]
    assert token["value"] not in page.evaluate("document.cookie")
    assert page.evaluate("SmarteeConsent.session.current.account") == "dr.chen"
    assert page.evaluate("fetch('api/cases').then((answer) => answer.status)") == 200


@pytest.mark.parametrize(
    "wrong", ["{}", "{account: 'a'}", "{account: 'a', uid: 'u', token: 'x y'}", "'dr.chen'", "null"]
)
def test_a_wrong_sign_in_is_refused_in_words_and_stores_nothing(site: Site, visit: Visit, wrong: str) -> None:
    visitor = visit(site)
    page = visitor.page(visitor.serve("sign-in.html"))
    said = page.evaluate(f"SmarteeConsent.session.start({wrong}).catch((error) => error.message)")
    assert "expected" in said
    assert visitor.cookies() == {}
    assert page.evaluate("SmarteeConsent.session.current") is None
