"""What of a page waits for a grant starts with it, in order, and not before; a frame has the choice in its place."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.docs import blocks

from .conftest import TAG, Site, Visit, Visitor, control, eventually, idle, prompt, until
from .test_gate import LANGUAGE

# The site's own policy, and frames of the site.
POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'{}; style-src 'self'; img-src 'self'; connect-src 'self';"
    " frame-src 'self'"
)
RESOURCES = """
<script type="text/plain" data-consent-needs="language" src="/one.js" id="first"></script>
<script type="text/plain" data-consent-needs="language" data-consent-src="/two.js"></script>
<script type="text/plain" data-consent-needs="language" data-consent-type="module" src="/three.js"></script>
<script type="text/plain" data-consent-needs="language business" src="/both.js"></script>
<link rel="stylesheet" data-consent-needs="language" data-consent-src="/looks.css">
<img alt="" data-consent-needs="language" data-consent-src="/picture.svg">
<iframe title="Map" data-consent-needs="language" data-consent-src="/frame.html" width="400" height="300"></iframe>
"""
NAMES = ("one.js", "two.js", "three.js", "both.js", "looks.css", "picture.svg", "frame.html")


def waiting(visitor: Visitor, body: str = RESOURCES, **headers: str) -> str:
    """A page with what waits, each of which says that it has run; its address."""
    for name in ("one", "two", "three", "both"):
        visitor.script(f"{name}.js", f"(globalThis.ran ??= []).push('{name}')")
    visitor.script("looks.css", "body { color: rgb(1, 2, 3) }", "text/css")
    visitor.script("picture.svg", "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>", "image/svg+xml")
    visitor.script("frame.html", "<!doctype html><title>A</title><p>The map.", "text/html")
    return visitor.serve("waiting.html", body, **{"Content-Security-Policy": POLICY.format(""), **headers})


def asked(visitor: Visitor) -> list[str]:
    """Which of the resources were asked for."""
    paths = [url.rpartition("/")[2] for url in visitor.requests]
    return sorted(path for path in paths if path in NAMES)


def ran(page: Page) -> Any:
    return page.evaluate("globalThis.ran ?? []")


def test_nothing_starts_before_an_answer_nor_after_a_refusal(site: Site, visit: Visit) -> None:
    visitor = visit(site)
    page = visitor.page(waiting(visitor))
    idle(page)
    page.evaluate("SmarteeConsent.refuse()")
    expect(page.locator("smartee-consent [data-consent-view=confirmation]")).to_be_visible()
    page = visitor.page(waiting(visitor))
    idle(page)
    assert (ran(page), asked(visitor)) == ([], [])


def test_all_start_with_the_grant_scripts_in_the_order_of_the_page(site: Site, visit: Visit) -> None:
    visitor = visit(site)
    page = visitor.page(waiting(visitor))
    page.evaluate("SmarteeConsent.accept()")
    eventually(page, lambda: len(ran(page)) == 4, lambda: ran(page))
    assert ran(page) == ["one", "two", "three", "both"]
    expect(page.frame_locator("iframe").get_by_text("The map.")).to_be_visible()
    until(
        page, "getComputedStyle(document.body).color === 'rgb(1, 2, 3)' && document.querySelector('img').naturalWidth"
    )
    # What it said of itself it still says.
    assert page.evaluate("first.src") == site.url + "one.js"
    assert asked(visitor) == sorted(NAMES)


def test_a_cookie_alone_starts_what_needs_no_other(site: Site, visit: Visit) -> None:
    visitor = visit(site)
    page = visitor.page(waiting(visitor))
    page.evaluate("SmarteeConsent.settings()")
    page.locator("smartee-consent input[name=language]").check()
    control(page, "save").click()
    eventually(page, lambda: len(ran(page)) == 3, lambda: ran(page))
    idle(page)
    assert ran(page) == ["one", "two", "three"]
    page.evaluate("SmarteeConsent.accept()")
    eventually(page, lambda: ran(page)[3:] == ["both"], lambda: ran(page))


def test_on_the_next_page_they_start_at_once_and_without_an_interpreter(site: Site, visit: Visit) -> None:
    visitor = visit(site)
    page = visitor.page(site.url)
    page.evaluate("SmarteeConsent.accept()")
    expect(prompt(page)).to_have_count(0)
    visitor.requests.clear()
    page = visitor.page(waiting(visitor))
    eventually(page, lambda: len(ran(page)) == 4, lambda: ran(page))
    expect(page.frame_locator("iframe").get_by_text("The map.")).to_be_visible()
    assert [url for url in visitor.requests if url.endswith((".wasm", "pyscript.js"))] == []


def test_what_is_added_later_starts_too(site: Site, visit: Visit) -> None:
    visitor = visit(site)
    page = visitor.page(waiting(visitor, ""))
    page.evaluate("SmarteeConsent.accept()")
    page.evaluate(
        "(html) => document.body.append(document.createRange().createContextualFragment(html))",
        RESOURCES,
    )
    eventually(page, lambda: len(ran(page)) == 4, lambda: ran(page))


def test_a_withdrawal_takes_back_what_can_be_taken_back(site: Site, visit: Visit) -> None:
    visitor = visit(site)
    page = visitor.page(waiting(visitor))
    page.evaluate("SmarteeConsent.accept()")
    expect(page.frame_locator("iframe").get_by_text("The map.")).to_be_visible()
    page.evaluate("SmarteeConsent.withdraw()")
    expect(page.locator("iframe")).to_be_hidden()
    until(page, "getComputedStyle(document.body).color !== 'rgb(1, 2, 3)' && frames[0].location.href === 'about:blank'")
    expect(page.get_by_role("group", name="Waits for your consent")).to_be_visible()
    page.evaluate("SmarteeConsent.accept()")
    expect(page.frame_locator("iframe").get_by_text("The map.")).to_be_visible()
    # A script runs once.
    assert ran(page) == ["one", "two", "three", "both"]


def test_a_frame_has_the_choice_in_its_place(site: Site, visit: Visit) -> None:
    visitor = visit(site)
    page = visitor.page(waiting(visitor))
    place = page.get_by_role("group", name="Waits for your consent")
    expect(place).to_contain_text("remembering your language")
    expect(place).not_to_contain_text("business model")
    place.get_by_role("button", name="Allow and show").click()
    expect(page.frame_locator("iframe").get_by_text("The map.")).to_be_visible()
    expect(place).to_have_count(0)
    assert page.evaluate(
        "[SmarteeConsent.state, SmarteeConsent.allows('language'), SmarteeConsent.allows('business')]"
    ) == [
        "partial",
        True,
        False,
    ]
    expect(prompt(page)).to_have_count(0)


def test_the_choice_speaks_the_language_of_the_page_and_opens_the_settings(site: Site, visit: Visit) -> None:
    visitor = visit(site, locale="zh-CN")
    page = visitor.page(waiting(visitor))
    page.evaluate("SmarteeConsent.language.set('zh-CN')")
    place = page.get_by_role("group", name="等待您的同意")
    expect(place).to_contain_text("记住您的语言")
    place.get_by_role("button", name="设置").click()
    expect(page.locator("smartee-consent dialog")).to_be_visible()


def test_nothing_moves_when_the_frame_takes_its_place(site: Site, visit: Visit) -> None:
    visitor = visit(site)
    body = RESOURCES + "<p id=after>After it.</p>"
    page = visitor.page(waiting(visitor, body))
    place = page.get_by_role("group", name="Waits for your consent")
    expect(place).to_be_visible()
    high = page.locator("[data-consent-widget=waiting]").bounding_box()
    assert high
    assert high["height"] >= 300


ELSEWHERE = {
    "a script": '<script type="text/plain" data-consent-needs="language" src="//elsewhere.test/x.js"></script>',
    "a frame": '<iframe data-consent-needs="language" data-consent-src="https://elsewhere.test/"></iframe>',
    "a picture": '<img data-consent-needs="language" data-consent-src="http://elsewhere.test/x.png">',
    "a frame with a script as its address": (
        '<iframe data-consent-needs="language" data-consent-src="javascript:parent.owned = 1"></iframe>'
    ),
    "a frame with data": '<iframe data-consent-needs="language" data-consent-src="data:text/html,<p>x"></iframe>',
    "no address at all": '<img data-consent-needs="language" data-consent-src="http://[">',
}


@pytest.mark.parametrize("markup", ELSEWHERE.values(), ids=ELSEWHERE)
def test_nothing_starts_from_another_origin(site: Site, visit: Visit, markup: str) -> None:
    visitor = visit(site)
    said = warnings(visitor)
    page = visitor.page(waiting(visitor, markup, **{"Content-Security-Policy": "frame-src * data:"}))
    page.evaluate("SmarteeConsent.accept()")
    eventually(page, lambda: any("is never started" in words for words in said), lambda: said)
    assert page.evaluate("globalThis.owned") is None


def warnings(visitor: Visitor) -> list[str]:
    """What the product says in the console of the visitor's pages, from here on."""
    said: list[str] = []
    visitor.context.on(
        "console", lambda message: said.append(message.text) if "smartee-consent" in message.text else None
    )
    return said


NONCE = "'nonce-r4nd0m'"
TRUSTED = "require-trusted-types-for 'script'; trusted-types smartee-consent"


def test_a_nonce_is_handed_on_to_what_has_it_and_to_nothing_else(site: Site, visit: Visit) -> None:
    visitor = visit(site)
    said = warnings(visitor)
    body = (
        '<script type="text/plain" data-consent-needs="language" nonce="r4nd0m">globalThis.ran = ["inline"]</script>'
        '<script type="text/plain" data-consent-needs="language">globalThis.owned = 1</script>'
        '<script type="text/plain" data-consent-needs="language" nonce="other">globalThis.owned = 2</script>'
    )
    policy = f"script-src 'strict-dynamic' {NONCE} 'wasm-unsafe-eval'; {TRUSTED}"
    tag = TAG.replace("<script", '<script nonce="r4nd0m"')
    page = visitor.page(visitor.serve("nonce.html", body, tag=tag, **{"Content-Security-Policy": policy}))
    page.evaluate("SmarteeConsent.accept()")
    eventually(page, lambda: ran(page) == ["inline"], lambda: ran(page))
    eventually(page, lambda: any("without the nonce" in words for words in said), lambda: said)
    assert page.evaluate("globalThis.owned") is None


def told_once(page: Page, said: list[str], words: str) -> None:
    """Waits for the one warning, which has these words in it."""
    eventually(page, lambda: said, lambda: said)
    idle(page)
    assert len(said) == 1, said
    assert words in said[0]


def mistaken(visitor: Visitor, body: str = "") -> tuple[Page, list[str]]:
    """A page with this body, and what the console says of it."""
    said = warnings(visitor)
    return visitor.page(visitor.serve("mistake.html", body)), said


MISTAKES = {
    '<p data-consent-widgt="language">': "did you mean data-consent-widget?",
    '<p data-consent-sufrace="product-series">': "did you mean data-consent-surface?",
    '<p data-consent-widget="langauge">': 'did you mean "language"?',
    '<p data-consent-widget="buisness-model">': 'did you mean "business-model"?',
    '<p data-consent-surface="product-serie">': 'did you mean "product-series"?',
    '<p data-consent-surface="elsewhere">': "known are product-series, animation-viewing, animation-editing",
    '<a data-consent-action="setting">x</a>': 'did you mean "settings"?',
    '<img data-consent-needs="langage" data-consent-src="/x.png">': 'did you mean "language"?',
    '<img data-consent-needs="language other" data-consent-src="/x.png">': "known are language, business,",
}


@pytest.mark.parametrize("markup", MISTAKES)
def test_a_mistake_in_the_page_is_told_once(site: Site, visit: Visit, markup: str) -> None:
    page, said = mistaken(visit(site), markup * 2)
    told_once(page, said, MISTAKES[markup])


# An id, and what may have been meant.
IDS = {
    "langage": 'did you mean "language"?',
    "nothing-like-it": "known are language, business,",
    "": "known are language,",
}


@pytest.mark.parametrize("identifier", IDS)
def test_an_id_that_is_asked_for_and_unknown_is_told_once(site: Site, visit: Visit, identifier: str) -> None:
    page, said = mistaken(visit(site))
    assert page.evaluate(f"[1, 2].map(() => SmarteeConsent.allows('{identifier}'))") == [False, False]
    told_once(page, said, IDS[identifier])
    # Nor do others than texts harm the page.
    assert page.evaluate("[{}, null, Symbol('a'), undefined].map((id) => SmarteeConsent.allows(id))") == [False] * 4


FINE = {
    "every attribute as documented": (
        '<p data-consent-widget="language"></p><p data-consent-surface="product-series"></p>'
        '<button data-consent-action="settings">x</button>'
    ),
    "an attribute of another product": '<p data-consent-category="marketing"></p>',
}


@pytest.mark.parametrize("markup", FINE.values(), ids=FINE)
def test_nothing_is_printed_where_nothing_is_wrong(site: Site, visit: Visit, markup: str) -> None:
    visitor = visit(site)
    said = warnings(visitor)
    page = visitor.page(visitor.serve("fine.html", markup))
    page.evaluate("SmarteeConsent.accept()")
    expect(page.locator("smartee-consent [data-consent-view=confirmation]")).to_be_visible()
    idle(page)
    assert said == []


def test_a_late_tag_and_a_language_that_is_not_spoken_are_told(site: Site, visit: Visit) -> None:
    visitor = visit(site)
    said = warnings(visitor)
    early = visitor.script("early.js", f"document.cookie = '{LANGUAGE}=en; path=/'")
    tag = TAG.replace("<script", '<script data-consent-lang="fr"')
    page = visitor.page(visitor.serve("late.html", tag=early + tag))
    eventually(page, lambda: len(said) > 1, lambda: said)
    assert any(re.search(r"the tag is late: .*/early\.js runs before it", words) for words in said)
    assert any('data-consent-lang "fr" is not spoken here; "en" is' in words for words in said)


def test_the_examples_of_the_documentation_work(site: Site, visit: Visit) -> None:
    # High enough for all of them above the prompt.
    visitor = visit(site, viewport={"width": 1280, "height": 1200})
    said = warnings(visitor)
    examples = blocks("resources", "html")
    for name in ("greeting", "planner"):
        visitor.script(f"{name}.js", f"(globalThis.ran ??= []).push('{name}')")
    visitor.script("greeting.css", "body { color: rgb(1, 2, 3) }", "text/css")
    visitor.script("clinics.svg", "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>", "image/svg+xml")
    visitor.script("map.html", "<!doctype html><title>A</title><p>The map.", "text/html")
    page = visitor.page(waiting(visitor, "".join(examples)))
    page.get_by_role("button", name="Remember my language").click()
    expect(page.frame_locator("iframe").get_by_text("The map.")).to_be_visible()
    assert page.evaluate("SmarteeConsent.state") == "partial"
    assert ran(page) == ["greeting"]
    page.evaluate("SmarteeConsent.accept()")
    eventually(page, lambda: ran(page) == ["greeting", "planner"], lambda: ran(page))
    assert said == []
