"""Whatever the size of window and text: the answers are in sight, alike and whole, and so are Save and Close."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Playwright, expect

from .barriers import AXE
from .conftest import Site, Visit, control, drawn, idle, prompt, until
from .engines import launch_sized, only_chromium
from .states import BARE, EITHER, STATES, reach, view
from .test_looks import BROKEN, alike, contrast, style

WINDOWS = {"390x844": (390, 844), "320x256": (320, 256), "640x360": (640, 360), "1280x470": (1280, 470)}
# Words as long as German and Finnish have them.
LONG = {
    "accept": "Alle optionalen Cookies akzeptieren",
    "refuse": "Hylkää valinnaiset evästeet",
    "settings": "Evästeasetukset",
}
# The answers of a language, and more words than fit.
SPEAK = """([shown, words]) => {
  for (const [action, text] of Object.entries(words)) {
    shown.querySelector(`button[data-consent-action=${action}]`).textContent = text;
  }
  shown.querySelector('.words p').textContent = 'Datenschutzgrundverordnung und Einwilligung. '.repeat(20);
}"""


@pytest.fixture(scope="module")
def sized(playwright: Playwright) -> Iterator[dict[int, Browser]]:
    """Browsers by the size of text that their owners asked for, in pixels."""
    running = {size: launch_sized(playwright, size) for size in (16, 32)}
    yield running
    for each in running.values():
        each.close()


def opened(visit: Visit, site: Site, of: Browser, size: tuple[int, int]) -> Page:
    visitor = visit(site, of=of, viewport={"width": size[0], "height": size[1]}, reduced_motion="reduce")
    page = visitor.page(visitor.serve("fit.html", BARE, EITHER))
    expect(prompt(page)).to_be_visible()
    return page


def answers_fit(page: Page) -> None:
    """Both answers and the settings are in sight, of whole words, and the answers alike."""
    for action in ("accept", "refuse", "settings"):
        expect(control(page, action)).to_be_in_viewport(ratio=1)
        assert control(page, action).evaluate(BROKEN) == []
        assert control(page, action).evaluate("of => of.scrollWidth <= of.clientWidth")
        assert drawn(control(page, action))["height"] >= 44
    alike(control(page, "accept"), control(page, "refuse"))


@pytest.mark.parametrize("text", [16, 32])
@pytest.mark.parametrize("size", WINDOWS.values(), ids=WINDOWS)
def test_long_answers_are_whole_alike_and_in_sight(
    site: Site, visit: Visit, sized: dict[int, Browser], size: tuple[int, int], text: int
) -> None:
    page = opened(visit, site, sized[text], size)
    prompt(page).evaluate("(shown, words) => (" + SPEAK + ")([shown, words])", LONG)
    answers_fit(page)
    # The words scroll by the keyboard: what has the focus in them takes the arrows.
    words = prompt(page).locator(".words")
    assert drawn(words)["height"] > 24
    words.locator("a").focus()
    page.keyboard.press("Home")
    until(page, "document.querySelector('smartee-consent').shadowRoot.querySelector('.words').scrollTop < 4")


@pytest.mark.parametrize("text", [16, 32])
@pytest.mark.parametrize("size", WINDOWS.values(), ids=WINDOWS)
def test_save_and_close_stay_in_sight(
    site: Site, visit: Visit, sized: dict[int, Browser], size: tuple[int, int], text: int
) -> None:
    page = opened(visit, site, sized[text], size)
    settings = reach(page, "settings")
    for place in (0, 9999):
        settings.locator(".words").evaluate("(words, place) => { words.scrollTop = place; }", place)
        for action in ("save", "close"):
            expect(control(page, action)).to_be_in_viewport(ratio=1)
            assert control(page, action).evaluate("of => of.scrollWidth <= of.clientWidth + 1")
    assert drawn(settings.locator(".words"))["height"] > 40


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("size", WINDOWS.values(), ids=WINDOWS)
def test_what_scrolls_can_be_scrolled_by_the_keyboard(
    site: Site, visit: Visit, sized: dict[int, Browser], size: tuple[int, int], state: str
) -> None:
    page = opened(visit, site, sized[32], size)
    reach(page, state)
    page.evaluate(AXE)
    found = page.evaluate("axe.run(document, { runOnly: ['scrollable-region-focusable'] })")
    assert [each["nodes"] for each in found["violations"]] == []


def test_after_a_click_the_focus_goes_back_to_where_it_was(site: Site, visit: Visit) -> None:
    visitor = visit(site, reduced_motion="reduce")
    page = visitor.page(visitor.serve("typing.html", BARE + '<input id="here">', EITHER))
    here = page.locator("#here")
    here.focus()
    # As a person's pointer is there before the press.
    control(page, "refuse").hover()
    expect(page.locator("smartee-realm")).to_have_count(1)
    idle(page)
    control(page, "refuse").click()
    expect(view(page, "confirmation")).to_be_focused()
    control(page, "close").click()
    expect(view(page, "confirmation")).to_have_count(0)
    expect(here).to_be_focused()


@only_chromium("Playwright's pages in Firefox have the keyboard from the start")
def test_the_ring_is_for_the_keyboard_and_the_bar_for_all(site: Site, visit: Visit) -> None:
    visitor = visit(site, reduced_motion="reduce")
    page = visitor.page(visitor.serve("ring.html", BARE, EITHER))
    control(page, "refuse").hover()
    expect(page.locator("smartee-realm")).to_have_count(1)
    control(page, "refuse").click()
    outcome = view(page, "confirmation")
    expect(outcome).to_be_focused()
    assert style(outcome, "outlineStyle") == {"outlineStyle": "none"}
    bar = "of => getComputedStyle(of, '::after').borderInlineStartWidth"
    assert outcome.evaluate(bar) == "4px"
    page.keyboard.press("Tab")
    assert outcome.evaluate(bar) != "4px"
    page.keyboard.press("Shift+Tab")
    page.evaluate("SmarteeConsent.accept()")
    expect(outcome).to_be_focused()
    assert style(outcome, "outlineStyle") == {"outlineStyle": "solid"}


LIGHT, DARK = "rgb(255, 255, 255)", "rgb(18, 18, 18)"
PAGES = {
    "a page for light alone": ('<meta name="color-scheme" content="light">', LIGHT, LIGHT),
    "a page that says nothing": ("", LIGHT, LIGHT),
    "a page for dark alone": ("<style>:root { color-scheme: dark }</style>", DARK, DARK),
    "a page for both": (EITHER, LIGHT, DARK),
}


@only_chromium("what is dark has another colour in each browser")
@pytest.mark.parametrize(("head", "light", "dark"), PAGES.values(), ids=PAGES)
def test_the_banner_is_light_or_dark_as_the_page_is(site: Site, visit: Visit, head: str, light: str, dark: str) -> None:
    visitor = visit(site, reduced_motion="reduce")
    page = visitor.page(visitor.serve("scheme.html", BARE, head, **{"Content-Security-Policy": ""}))
    schemes: Any = {"light": light, "dark": dark}
    for scheme, paper in schemes.items():
        page.emulate_media(color_scheme=scheme)
        found = style(prompt(page), "backgroundColor", "color")
        assert found["backgroundColor"] == paper
        assert contrast(page, found["color"], paper) >= 7


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_tag_can_say_which(site: Site, visit: Visit, theme: str) -> None:
    visitor = visit(site, reduced_motion="reduce", color_scheme="light" if theme == "dark" else "dark")
    tag = f'<script src="/embed.js" data-consent-theme="{theme}"></script>'
    page = visitor.page(visitor.serve("theme.html", BARE, EITHER, tag))
    for state in ("prompt", "settings"):
        assert style(reach(page, state), "colorScheme") == {"colorScheme": theme}


@only_chromium("Playwright's Firefox is not to be told so")
def test_who_wants_more_contrast_gets_edges_as_dark_as_the_text(site: Site, visit: Visit) -> None:
    visitor = visit(site, reduced_motion="reduce", contrast="more")
    page = visitor.page(visitor.serve("more.html", BARE, EITHER))
    settings = reach(page, "settings")
    edges = style(settings, "borderTopColor", "color")
    assert edges["borderTopColor"] == edges["color"]


def test_its_parts_can_be_styled(site: Site, visit: Visit) -> None:
    visitor = visit(site, reduced_motion="reduce")
    names = ("prompt", "accept", "refuse", "settings", "words", "actions", "save", "close", "confirmation")
    css = ", ".join(f"smartee-consent::part({name})" for name in names) + " { border-left-style: dashed }"
    visitor.script("parts.css", css, "text/css")
    page = visitor.page(visitor.serve("parts.html", BARE, '<link rel="stylesheet" href="/parts.css">'))
    dashed = {"borderLeftStyle": "dashed"}
    for action in ("accept", "refuse", "settings"):
        assert style(control(page, action), "borderLeftStyle") == dashed
    assert style(prompt(page), "borderLeftStyle") == dashed
    assert style(prompt(page).locator(".words"), "borderLeftStyle") == dashed
    assert style(reach(page, "settings"), "borderLeftStyle") == dashed
    assert style(control(page, "save"), "borderLeftStyle") == dashed


def test_a_click_in_the_first_frame_counts(site: Site, visit: Visit) -> None:
    visitor = visit(site)
    click = (
        "document.querySelector('smartee-consent').shadowRoot.querySelector('[data-consent-action=refuse]').click();"
    )
    page = visitor.page(visitor.serve("first.html", BARE + visitor.script("first.js", click)))
    expect(view(page, "confirmation")).to_be_visible()
    assert page.evaluate("SmarteeConsent.state") == "refused"
