"""What a visitor meets off the straight road: translations, a changed policy, blocked cookies, the choice on paper."""

import base64
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import expect

from .conditions import conditions
from .conftest import TAG, Site, Visit, Visitor, control, prompt, storage, told, until
from .engines import block_cookies, only_chromium
from .test_choice import RECORD, VISIT

ACCEPTED = "1.{fingerprint}.language+business.{minutes}"


@pytest.fixture
def visit(visit: Visit) -> Iterator[Visit]:
    """Makes visitors who never need the code that is fetched only when something rare is asked of Python."""
    made = []

    def make(site: Site, *more: Any, **options: Any) -> Visitor:
        made.append(visit(site, *more, **options))
        return made[-1]

    yield make
    assert [url for visitor in made for url in visitor.requests if url.endswith("rest.wasm")] == []


def answered(visitor: Visitor, site: Site, *more: tuple[str, str]) -> None:
    """Gives the visitor an accepted record of this minute, a visit mark, and the cookies in `more`."""
    page = visitor.page(visitor.serve("answer.html"))
    page.evaluate("SmarteeConsent.accept()")
    assert RECORD in visitor.cookies()
    page.close()
    visitor.context.add_cookies([{"name": name, "value": value, "url": site.url} for name, value in more])


def alternates(*pairs: tuple[str, str]) -> str:
    return "".join(f'<link rel="alternate" hreflang="{tag}" href="{address}">' for tag, address in pairs)


def test_an_accepted_language_goes_to_the_page_s_own_translation(site: Site, visit: Visit) -> None:
    visitor = visit(site)
    answered(visitor, site, ("Language", "zh_CN"))
    pair = alternates(("en", "/en.html"), ("zh-Hans", "/zh.html"))
    visitor.serve("zh.html", "<h1>中文</h1>", pair)
    english = visitor.serve("en.html", '<h1>English</h1><a href="/zh.html">中文</a>', pair)
    page = visitor.context.new_page()
    page.goto(english)
    page.wait_for_url("**/zh.html")
    # That page calls itself English (it has no lang of its own here): it must not send the visitor round again.
    page.evaluate("SmarteeConsent.ready")
    until(page, "document.documentElement.lang === 'zh-CN'")
    assert page.url.endswith("/zh.html")
    assert storage(page) == []


def test_translations_that_point_at_each_other_never_loop(site: Site, visit: Visit) -> None:
    visitor = visit(site)
    answered(visitor, site, ("Language", "zh-CN"))
    visitor.serve("b.html", "<h1>B</h1>", alternates(("zh-CN", "/a.html")))
    first = visitor.serve("a.html", "<h1>A</h1>", alternates(("zh-CN", "/b.html")))
    page = visitor.context.new_page()
    loads = []
    page.on("framenavigated", lambda frame: loads.append(frame.url) if frame == page.main_frame else None)
    page.goto(first)
    page.wait_for_url("**/b.html")
    until(page, "document.documentElement.lang === 'zh-CN'")
    assert [url.rsplit("/", 1)[1] for url in loads] == ["a.html", "b.html"]


def test_a_translation_elsewhere_is_never_visited(site: Site, visit: Visit) -> None:
    visitor = visit(site)
    answered(visitor, site, ("Language", "zh-CN"))
    address = visitor.serve("lure.html", "<h1>Lure</h1>", alternates(("zh-CN", "https://elsewhere.example/")))
    page = visitor.page(address, ready=False)
    until(page, "document.documentElement.lang === 'zh-CN'")
    assert page.url == address


@pytest.mark.parametrize("spelling", ["zh-CN", "zh_CN", "zh-Hans", "ZH-cn", "zh"])
def test_a_language_is_understood_in_common_spellings(site: Site, visit: Visit, spelling: str) -> None:
    visitor = visit(site)
    answered(visitor, site, ("Language", spelling))
    page = visitor.page(visitor.serve("page.html", "<h1>Page</h1>"), ready=False)
    until(page, "document.documentElement.lang === 'zh-CN'")
    assert told(page, "language") == [{"language": "zh-CN", "kept": True}]


@pytest.mark.parametrize(
    "nonsense",
    conditions(
        "attack",
        {
            "a kept language that is empty": "",
            "a kept language that is not offered": "fr",
            "a kept language that is markup": "<script>",
            "a kept language that is half of a character": "%E4%B8",
            "a kept language of 150 letters": "en-" * 50,
        },
    ),
)
def test_a_language_that_is_none_is_left_alone(site: Site, visit: Visit, nonsense: str) -> None:
    visitor = visit(site)
    answered(visitor, site, ("Language", nonsense))
    page = visitor.page(visitor.serve("page.html", "<h1>Page</h1>"))
    # Python takes over the page before it answers.
    page.evaluate("SmarteeConsent.businessModel.list()")
    assert page.evaluate("document.documentElement.lang") == "en"
    assert page.evaluate("SmarteeConsent.language.get()") == "en"


@pytest.mark.parametrize(
    ("kept", "expected"), [("fr", "zh-CN"), ("1033", "zh-CN"), ("zh-Hant", "zh-CN"), ("en_GB", "en")]
)
def test_where_no_language_of_the_site_is_kept_the_language_is_the_page_s(
    site: Site, visit: Visit, kept: str, expected: str
) -> None:
    visitor = visit(site)
    answered(visitor, site, ("Language", kept))
    page = visitor.page(visitor.serve("page.html", "<h1>Page</h1>"))
    found = page.evaluate("document.documentElement.lang = 'zh-CN', SmarteeConsent.language.get()")
    assert found == expected
    assert told(page, "error") == []


def test_a_quiet_page_shows_no_prompt_but_has_the_settings(site: Site, visit: Visit) -> None:
    visitor = visit(site)
    quiet = TAG.replace("src=", "data-consent-hide src=")
    body = '<button data-consent-action="settings">Cookies</button>'
    page = visitor.page(visitor.serve("quiet.html", body, tag=quiet))
    expect(prompt(page)).to_have_count(0)
    page.locator("button").click()
    expect(page.locator("smartee-consent dialog")).to_be_visible()


def test_the_tag_can_say_which_language_to_speak(site: Site, visit: Visit) -> None:
    visitor = visit(site)
    tag = TAG.replace("src=", 'data-consent-lang="zh-CN" src=')
    page = visitor.page(visitor.serve("spoken.html", tag=tag))
    expect(prompt(page)).to_contain_text("接受")
    assert page.evaluate("document.documentElement.lang") == "en"
    expect(page.locator("smartee-consent")).to_have_attribute("lang", "zh-CN")


@only_chromium("only Chromium can be told to block the cookies of a page")
def test_blocked_cookies_are_told_in_words_and_nothing_loops(site: Site, visit: Visit) -> None:
    visitor = visit(site)
    page = visitor.context.new_page()
    block_cookies(page)
    page.goto(site.url)
    control(page, "accept").click()
    blocked = page.locator("smartee-consent [data-consent-view=blocked]")
    expect(blocked).to_contain_text("Signing in")
    expect(blocked).to_be_focused()
    assert page.evaluate("SmarteeConsent.state") == "unasked"
    control(page, "close").click()
    expect(blocked).to_have_count(0)
    expect(prompt(page)).to_have_count(0)
    assert storage(page) == []


def test_a_refusal_in_the_old_policy_is_asked_again_with_what_changed(changed_site: Site, visit: Visit) -> None:
    visitor = visit(changed_site)
    visitor.context.add_cookies(
        [{"name": RECORD, "value": "1.0a1b2c3d.language+business.29900000", "url": changed_site.url}]
    )
    page = visitor.page(visitor.serve("old.html"))
    expect(prompt(page)).to_contain_text("We now say how long each cookie lasts.")
    assert page.evaluate("SmarteeConsent.state") == "unasked"
    control(page, "refuse").click()
    expect(prompt(page)).to_have_count(0)
    page.reload()
    assert page.evaluate("SmarteeConsent.state") == "refused"


def test_a_first_visitor_hears_nothing_of_old_policies(changed_site: Site, visit: Visit) -> None:
    visitor = visit(changed_site)
    page = visitor.page(visitor.serve("new.html"))
    expect(prompt(page)).not_to_contain_text("changed")


def test_the_choice_on_paper(site: Site, visit: Visit) -> None:
    visitor = visit(site)
    page = visitor.page(visitor.serve("paper.html"))
    control(page, "accept").click()
    control(page, "settings").click()
    dialog = page.locator("smartee-consent dialog")
    expect(dialog).to_contain_text("2026-11")
    expect(dialog).to_contain_text(re.compile(r"You chose this on .*20\d\d"))
    with page.expect_download() as download:
        dialog.locator("a[download]").click()
    assert re.fullmatch(r"cookie-consent-\d{8}T\d{4}Z\.jsonld", download.value.suggested_filename)
    address = dialog.locator("a[download]").get_attribute("href")
    record = json.loads(base64.b64decode(str(address).split(",", 1)[1]))
    assert record["@type"] == ["dpv:ConsentRecord"]
    assert re.fullmatch(
        r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", record["dpv:hasIdentifier"]
    )
    assert record["dpv:hasNotice"][0]["dct:hasVersion"] == "2026-11"
    assert len(record["dpv:hasProcess"][0]["dpv:hasProcess"]) == 2


def test_the_settings_delete_the_optional_cookies_and_no_other(site: Site, visit: Visit) -> None:
    visitor = visit(site)
    answered(visitor, site, ("Language", "en"), ("smartee_online4_global_token", "t"), ("their_own", "1"))
    page = visitor.page(visitor.serve("delete.html", '<button data-consent-action="settings">Cookies</button>'))
    page.locator("button").click()
    dialog = page.locator("smartee-consent dialog")
    dialog.locator("summary").last.click()
    dialog.locator("[data-consent-scope=optional]").click()
    expect(page.locator("smartee-consent [data-consent-view=confirmation]")).to_contain_text("deleted")
    assert sorted(visitor.cookies()) == sorted([RECORD, VISIT, "smartee_online4_global_token", "their_own"])
    assert page.evaluate("SmarteeConsent.state") == "accepted"


def test_the_policy_in_the_page_says_what_is_on_this_device(site: Site, visit: Visit) -> None:
    visitor = visit(site)
    answered(visitor, site, ("Language", "en"))
    page = visitor.page(visitor.serve("policy.html", '<div data-consent-widget="policy"></div>'))
    policy = page.locator("[data-consent-widget=policy] article")
    expect(policy).to_contain_text("smartee_online4_global_bussiness_type_list")
    expect(policy).to_contain_text("privacy_dpo@smartee.cn")


def test_the_policy_page_of_the_build(site: Site, visit: Visit) -> None:
    visitor = visit(site)
    for language in ("en", "zh-CN"):
        page = visitor.page(f"{site.url}policy/{language}/")
        expect(prompt(page)).to_have_count(0)
        assert page.evaluate("document.documentElement.lang") == language
        expect(page.locator("article").first).to_contain_text("special_logo_doctor")
        page.close()


def test_a_stored_model_that_is_offered_no_more_is_told_and_dropped(site: Site, visit: Visit) -> None:
    visitor = visit(site)
    answered(visitor, site, ("smartee_online4_global_selected_key", "discontinued"))
    page = visitor.page(visitor.serve("models.html", '<div data-consent-widget="business-model"></div>'))
    widget = page.locator("[data-consent-widget=business-model]")
    expect(widget).to_contain_text("no longer offered")
    assert "smartee_online4_global_selected_key" not in visitor.cookies()
    assert told(page, "business-model") == [{"key": None, "kept": True, "dropped": "discontinued"}]


def test_deleting_all_leaves_nothing_even_of_a_list_just_used(site: Site, visit: Visit) -> None:
    visitor = visit(site)
    body = '<div data-consent-widget="business-model"></div><button data-consent-action="settings">Cookies</button>'
    page = visitor.page(visitor.serve("all.html", body))
    control(page, "accept").click()
    page.locator("select").select_option("retainer")
    until(page, "document.cookie.includes('bussiness_type_list')")
    page.locator("body > button").click()
    dialog = page.locator("smartee-consent dialog")
    dialog.locator("summary").last.click()
    dialog.locator("[data-consent-scope=all]").click()
    expect(page.locator("smartee-consent [data-consent-view=confirmation]")).to_contain_text("are deleted")
    assert visitor.cookies() == {}
    assert page.evaluate("SmarteeConsent.state") == "unasked"


def test_an_open_page_is_not_switched_under_its_reader(site: Site, visit: Visit) -> None:
    visitor = visit(site)
    answered(visitor, site)
    first = visitor.page(visitor.serve("first.html", "<h1>First</h1>"))
    second = visitor.page(visitor.serve("second.html", "<h1>Second</h1>"))
    second.evaluate("SmarteeConsent.language.set('zh-CN')")
    assert second.evaluate("document.documentElement.lang") == "zh-CN"
    until(first, "document.cookie.includes('Language=zh-CN')")
    first.evaluate("SmarteeConsent.settings()")
    assert first.evaluate("document.documentElement.lang") == "en"
