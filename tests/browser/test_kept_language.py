"""The language that is kept, that of the page and that of the banner, wherever they disagree."""

import pytest
from playwright.sync_api import Page, expect

from .conftest import TAG, Site, Visit, Visitor, control, told, until
from .test_answer import page_confirmation
from .test_gate import LANGUAGE
from .test_start import hold_runtime

WIDGET = '<div data-consent-widget="language"></div>'
# What is kept, and the language that it means, if any.
KEPT = (
    [(each, "zh-CN") for each in ("cn", "chs", "zh", "zh_CN", "ZH-hans-SG", "cmn-Hans", "zh-CN.UTF-8")]
    + [(each, "en") for each in ("EN", "en_GB", "en-US@euro")]
    + [(each, None) for each in ("fr", "1033", "zh-Hant", "zh-TW", "cht", "english", "%E4", "x" * 3000, "constructor")]
)


def spoken(page: Page) -> list[str]:
    """What the API, the banner where it shows anything, and the chooser of the page say."""
    chooser = page.locator("[data-consent-widget=language] select")
    return [
        page.evaluate("SmarteeConsent.language.get()"),
        *(each.get_attribute("lang") for each in page.locator("smartee-consent").all()),
        chooser.input_value(),
    ]


def accepted(site: Site, visit: Visit, kept: str) -> Visitor:
    visitor = visit(site)
    page = visitor.page(visitor.serve("first.html"))
    page.evaluate("SmarteeConsent.accept()")
    visitor.forget_requests(page)
    visitor.context.add_cookies([{"name": LANGUAGE, "value": kept, "url": site.url}])
    page.close()
    return visitor


@pytest.mark.parametrize(("kept", "meant"), KEPT)
def test_tag_and_python_take_a_kept_language_alike(site: Site, visit: Visit, kept: str, meant: str | None) -> None:
    visitor = accepted(site, visit, kept)
    for page_language in ("en", "zh-CN"):
        before = visitor.script(f"{page_language}.js", f"document.documentElement.lang = '{page_language}'")
        url = visitor.serve(f"{page_language}.html", WIDGET, tag=before + TAG)
        page = visitor.page(url)
        wanted = meant or page_language
        expect(page.locator("[data-consent-widget=language] select")).to_have_value(wanted)
        assert set(spoken(page)) == {wanted}
        assert page.evaluate("document.documentElement.lang") == wanted
        assert told(page, "error") == []
        page.close()


# What a page's own switcher does before Python comes, and the language that stands then.
SWITCHES = {
    "lang to what is kept": ("document.documentElement.lang = 'zh-CN'", "zh-CN"),
    "lang to what is kept, otherwise spelt": ("document.documentElement.lang = 'zh-Hans'", "zh-CN"),
    "the cookie alone": ("document.cookie = 'Language=en; path=/'", "en"),
    "the cookie through its store": ("cookieStore.set('Language', 'en')", "en"),
    "the cookie away": ("document.cookie = 'Language=; path=/; max-age=0'", "en"),
    "the cookie to what means nothing": ("document.cookie = 'Language=fr; path=/'", "en"),
    "by our own call": ("SmarteeConsent.language.set('en')", "en"),
}


@pytest.mark.parametrize(("switch", "stands"), SWITCHES.values(), ids=SWITCHES)
def test_what_the_page_switched_before_python_came_stands(site: Site, visit: Visit, switch: str, stands: str) -> None:
    visitor = accepted(site, visit, "zh-CN")
    let = hold_runtime(visitor)
    late = visitor.script("late.js", f"addEventListener('DOMContentLoaded', () => {{ globalThis.done = {switch}; }});")
    page = visitor.context.new_page()
    # A call brings Python at once; in Firefox the page has not loaded before what Python's frame asks for is there.
    page.goto(visitor.serve("second.html", WIDGET, head=late), wait_until="commit")
    until(page, "'done' in globalThis")
    let()
    page.evaluate("SmarteeConsent.ready")
    expect(page.locator("[data-consent-widget=language] select")).to_have_value(stands)
    assert set(spoken(page)) == {stands}


def test_a_page_that_spells_the_kept_language_its_own_way_is_switched_all_the_same(site: Site, visit: Visit) -> None:
    visitor = accepted(site, visit, "zh-CN")
    late = visitor.script("late.js", "document.cookie = 'Language=zh_CN; path=/'")
    page = visitor.page(visitor.serve("second.html", WIDGET, head=late))
    page.evaluate("SmarteeConsent.businessModel.list()")
    assert set(spoken(page)) == {"zh-CN"}


def test_a_confirmation_is_in_the_language_that_the_banner_says(site: Site, visit: Visit) -> None:
    visitor = visit(site)
    page = visitor.page(visitor.serve("page.html"))
    control(page, "accept").click()
    expect(page_confirmation(page)).to_contain_text("You accepted")
    page.evaluate("SmarteeConsent.language.set('zh-CN')")
    english = page_confirmation(page).inner_text().startswith("You")
    languages = page.locator("smartee-consent [data-consent-view=confirmation]").evaluate(
        "view => view.closest('[lang]')?.lang ?? view.getRootNode().host.lang"
    )
    assert (languages == "en") == english


@pytest.mark.parametrize("kept", ["en", "EN", "en_GB", "fr", "1033"])
def test_python_stays_away_for_what_switches_nothing(site: Site, visit: Visit, kept: str) -> None:
    visitor = accepted(site, visit, kept)
    page = visitor.page(visitor.serve("second.html"))
    assert page.locator("smartee-realm").count() == 0
    assert [url.rsplit("/", 1)[1] for url in visitor.requests] == ["second.html", "embed.js"]
