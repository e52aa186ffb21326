"""A site in forty-two languages: each is spoken where it is asked for, whatever it is called, and fits."""

import re
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from consent.build import declaration
from consent.build.product import BUDGET, said

from .conftest import SITES, Built, Visit, Visitor, control, drawn, eventually, hosted, prompt, told, until
from .engines import only_chromium
from .test_fit import answers_fit
from .test_looks import CLIPPED
from .test_waiting import warnings

MANY = declaration.load(SITES / "many.toml")
WORDS = said(MANY)
BASE = "https://many.example/"
# What pages say of themselves, and which of the languages that is.
SPELLINGS = {
    "de": "de",
    "de-AT": "de",
    "DE_ch": "de",
    "iw": "he",
    "in": "id",
    "no": "nb",
    "nn-NO": "nb",
    "pt": "pt-BR",
    "pt-AO": "pt-PT",
    "es-MX": "es-419",
    "es-ES": "es",
    "cmn-Hans": "zh-CN",
    "cn": "zh-CN",
    "zh_CN": "zh-CN",
    "zh-HK": "zh-TW",
    "zh-Hant": "zh-TW",
    "zh_TW": "zh-TW",
    "ar-EG": "ar",
    "mo": "ro",
}
# And what nobody here speaks: then the fallback is spoken.
UNSPOKEN = ["", "tlh", "zh-Latn", "x", "d", "deutsch", "en-GB"]
HIDDEN = '<link rel="icon" href="data:,">'


def speaking(visitor: Visitor, language: str, tag: str = "embed.js", attributes: str = "") -> Page:
    """A page in `language`, which is shown when its tag has run."""
    html = f'<!doctype html><html lang="{language}"><meta charset="utf-8"><title>x</title>{HIDDEN}'
    html += f'<script src="/{tag}"{attributes}></script><button data-consent-action="settings">Cookies</button>'
    visitor.context.route(
        f"{BASE}page.html", lambda route: route.fulfill(body=html, content_type="text/html; charset=utf-8")
    )
    # To Firefox a page has not loaded before the words that it asks for have come.
    return visitor.page(f"{BASE}page.html", ready=False, loaded=False)


@pytest.fixture
def visitor(built: Built, visit: Visit) -> Visitor:
    return hosted(visit, built("many"), BASE, reduced_motion="reduce")


def asked(visitor: Visitor, kind: str) -> list[str]:
    """The names of the files of words that were asked for."""
    return [
        url.rsplit("/", 1)[1] for url in visitor.requests if re.search(rf"/words/[\w-]+\.{kind}$", url.split("#")[0])
    ]


def spoken(page: Page, language: str) -> None:
    """The prompt is in `language`, and says so."""
    expect(prompt(page).locator("h2")).to_have_text(WORDS[language]["prompt.title"])
    expect(page.locator("smartee-consent")).to_have_attribute("lang", language)
    expect(page.locator("smartee-consent")).to_have_attribute("dir", MANY.languages.direction(language))


@pytest.mark.parametrize("tag", SPELLINGS)
def test_a_page_is_asked_in_its_own_language_after_one_request(visitor: Visitor, tag: str) -> None:
    page = speaking(visitor, tag)
    spoken(page, SPELLINGS[tag])
    assert len(asked(visitor, "js")) == 1


@pytest.mark.parametrize("tag", UNSPOKEN)
def test_a_page_in_no_language_of_these_is_asked_in_the_fallback(visitor: Visitor, tag: str) -> None:
    page = speaking(visitor, tag)
    spoken(page, "en")
    assert asked(visitor, "js") == (["zh.js"] if tag == "zh-Latn" else [])


@pytest.mark.parametrize("language", ["de", "zh-TW", "ar"])
def test_a_tag_with_the_language_in_its_name_asks_at_once(visitor: Visitor, language: str) -> None:
    page = speaking(visitor, language, f"embed.{language}.js")
    spoken(page, language)
    assert asked(visitor, "js") == []


def test_a_tag_with_another_language_in_its_name_asks_in_that_until_python_is_there(visitor: Visitor) -> None:
    page = speaking(visitor, "fr", "embed.de.js")
    spoken(page, "de")
    assert page.evaluate("SmarteeConsent.language.get()") == "fr"
    page.evaluate("tag => SmarteeConsent.language.set(tag)", "fr")
    spoken(page, "fr")
    assert asked(visitor, "js") == [] and asked(visitor, "json") == ["de.json", "fr.json"]


def test_what_the_tag_says_goes_before_what_the_page_is_in(visitor: Visitor) -> None:
    spoken(speaking(visitor, "fr", attributes=' data-consent-lang="uk"'), "uk")


# Where the pieces of a text begin, between which it may break.
PIECES = """of => [...of.childNodes].filter(({ nodeType }) => nodeType === Node.TEXT_NODE).map((piece) => {
  const range = document.createRange();
  range.selectNode(piece);
  return range.getBoundingClientRect().x;
})"""
MISSING = {
    "missing": lambda route: route.fulfill(status=404),
    "no script": lambda route: route.fulfill(body="<p>", content_type="text/javascript"),
    "of another kind": lambda route: route.fulfill(body="export default 7", content_type="text/javascript"),
    "never there": lambda route: None,
}


@pytest.mark.parametrize("fault", MISSING)
def test_without_its_words_a_page_is_asked_in_the_fallback(visitor: Visitor, fault: str) -> None:
    visitor.context.route("**/words/de.js*", MISSING[fault])
    said = warnings(visitor)
    page = speaking(visitor, "de")
    expect(prompt(page).locator("h2")).to_have_text(WORDS["en"]["prompt.title"])
    expect(page.locator("smartee-consent")).to_have_attribute("lang", "en")
    control(page, "refuse").click()
    until(page, "SmarteeConsent.state === 'refused'")
    assert [words for words in said if "words/de.js missing, broken, slow or forbidden" in words]
    # Python asks for them anew, by another name.
    if fault != "never there":
        until(page, "told.some(([name]) => name === 'error')")
    # What the browser itself has to say of it.
    visitor.errors.clear()


def test_an_answer_before_the_words_are_there_counts_and_nobody_is_asked(visitor: Visitor) -> None:
    waiting: list[Route] = []
    visitor.context.route("**/words/de.js*", lambda route: waiting.append(route))
    page = speaking(visitor, "de")
    eventually(page, lambda: waiting, lambda: "the words are asked for")
    page.evaluate("void SmarteeConsent.accept()")
    expect(prompt(page)).to_have_count(0)
    for route in waiting:
        route.fallback()
    until(page, "SmarteeConsent.state === 'accepted'")
    page.evaluate("SmarteeConsent.ready")
    expect(prompt(page)).to_have_count(0)


def test_another_language_is_spoken_as_soon_as_its_words_are_there(visitor: Visitor) -> None:
    page = speaking(visitor, "de")
    control(page, "accept").click()
    page.evaluate("SmarteeConsent.language.set('fr-CA')")
    page.get_by_role("button", name="Cookies").click()
    settings = page.locator("smartee-consent dialog")
    expect(settings.locator("h2")).to_have_text(WORDS["fr"]["settings.title"])
    assert asked(visitor, "json") == ["de.json", "fr.json"]
    assert page.evaluate("[document.documentElement.lang, SmarteeConsent.language.get()]") == ["fr", "fr"]
    # And on the next page at once, where nobody has to be woken for it but the switch.
    expect(page.locator("smartee-consent")).to_have_attribute("lang", "fr")


@pytest.mark.parametrize("language", ["ar", "de"])
def test_the_name_of_a_cookie_reads_as_it_is_whichever_way_the_language_runs(visitor: Visitor, language: str) -> None:
    page = speaking(visitor, language)
    control(page, "settings").click()
    name = page.locator("smartee-consent dialog code").filter(has_text="aurora_model").first
    expect(name).to_have_text("aurora_model")
    first, last = name.evaluate(PIECES)
    assert first < last
    capital = "of => getComputedStyle(of, '::first-letter').textTransform"
    assert name.evaluate(capital) == "none"
    label = page.locator("smartee-consent dialog label span").first
    assert label.evaluate(capital) == "uppercase"


def test_words_that_do_not_come_leave_the_language_as_it_was(visitor: Visitor) -> None:
    visitor.context.route("**/words/fr.json", lambda route: route.fulfill(status=404))
    page = speaking(visitor, "de")
    control(page, "settings").click()
    settings = page.locator("smartee-consent dialog")
    expect(settings.locator("h2")).to_have_text(WORDS["de"]["settings.title"])
    page.evaluate("SmarteeConsent.language.set('fr')")
    until(page, "told.some(([name]) => name === 'error')")
    assert "the words in fr" in told(page, "error")[0]["message"]
    expect(settings.locator("h2")).to_have_text(WORDS["de"]["settings.title"])
    # The page itself is in the language that was chosen.
    assert page.evaluate("document.documentElement.lang") == "fr"
    visitor.errors.clear()


def test_a_decided_page_in_its_kept_language_asks_for_nothing(visitor: Visitor) -> None:
    page = speaking(visitor, "de-DE")
    control(page, "accept").click()
    page.evaluate("SmarteeConsent.language.set('de')")
    until(page, "document.cookie.includes('Language=de')")
    visitor.requests.clear()
    page.close()
    page = speaking(visitor, "de-DE")
    page.evaluate("SmarteeConsent.ready")
    assert [url for url in visitor.requests if "/c/" in url] == []
    assert page.evaluate("SmarteeConsent.language.get()") == "de"


def test_the_tag_stays_within_its_bytes_however_many_languages_there_are(built: Built) -> None:
    folder = built("many").folder
    assert [path.name for path in folder.glob("embed*.js.br") if path.stat().st_size > BUDGET] == []
    assert sorted(path.name for path in folder.glob("embed.*.js")) == sorted(f"embed.{each}.js" for each in WORDS)


@only_chromium("the size of text is set when it starts")
@pytest.mark.parametrize("language", WORDS)
def test_every_language_fits(built: Built, visit: Visit, browser: Browser, large: Browser, language: str) -> None:
    for of, size in ((browser, (320, 640)), (large, (390, 844))):
        width, height = size
        options: Any = {"of": of, "viewport": {"width": width, "height": height}, "reduced_motion": "reduce"}
        visitor = hosted(visit, built("many"), BASE, **options)
        page = speaking(visitor, language, f"embed.{language}.js")
        spoken(page, language)
        answers_fit(page)
        assert prompt(page).evaluate(CLIPPED) == []
        assert drawn(prompt(page).locator(".words"))["height"] > 48
        control(page, "settings").click()
        settings = page.locator("smartee-consent dialog")
        expect(settings.locator("h2")).to_have_text(WORDS[language]["settings.title"])
        assert settings.evaluate(CLIPPED) == []
        assert settings.evaluate(
            "of => of.querySelector('.words').scrollWidth <= of.querySelector('.words').clientWidth"
        )
        for action in ("save", "close"):
            expect(control(page, action)).to_be_in_viewport(ratio=1)
        page.close()
