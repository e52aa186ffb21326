"""How the banner looks, where that is a rule: equal buttons, larger text, small screens, hostile pages."""

import re
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from .conftest import ROOT, Site, Visit, Visitor, control, drawn, prompt, until
from .engines import only_chromium
from .states import BARE, EITHER, STATES, mirror, override, reach, view

SIZES = {"1280x900": (1280, 900), "390x844": (390, 844), "320x256": (320, 256)}
SHEETS = ("prompt.css", "panels.css")

# The contrast of two colours (WCAG 2.2, "contrast ratio"); what CSS computes is opaque here.
CONTRAST = """([one, other]) => {
  const light = (colour) => {
    const [r, g, b] = colour.match(/[\\d.]+/g).map(Number).map((v) => v / 255)
      .map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const [dark, bright] = [light(one), light(other)].sort((a, b) => a - b);
  return (bright + 0.05) / (dark + 0.05);
}"""
# Elements whose content does not fit them, in a direction in which they do not scroll.
CLIPPED = """shown => [shown, ...shown.querySelectorAll('*')].filter((each) => {
  if (!each.checkVisibility() || /^(BDI|CODE|SPAN|A|LEGEND)$/.test(each.tagName)) return false;
  const { overflowY } = getComputedStyle(each);
  return each.scrollWidth > each.clientWidth + 1
    || (each.scrollHeight > each.clientHeight + 4 && overflowY !== 'auto' && each.tagName !== 'INPUT');
}).map(({ localName, className, scrollWidth, clientWidth, scrollHeight, clientHeight }) =>
  `${localName} ${className}: ${scrollWidth} in ${clientWidth}, ${scrollHeight} in ${clientHeight}`)"""
# WCAG 2.2, 1.4.12.
SPACED = """
* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
p { margin-bottom: 2em !important }
"""


def style(locator: Locator, *names: str) -> dict[str, str]:
    """The computed values of these properties."""
    look = "(of, names) => Object.fromEntries(names.map((name) => [name, getComputedStyle(of)[name]]))"
    return locator.evaluate(look, names)


def edge(locator: Locator) -> str:
    """The colour in which it ends: its border's, unless that is there for forced colours alone."""
    look = style(locator, "borderTopColor", "backgroundColor")
    return look["backgroundColor" if look["borderTopColor"] == "rgba(0, 0, 0, 0)" else "borderTopColor"]


def still(shown: Locator) -> Locator:
    """What is shown, when it has come to rest."""
    shown.evaluate("(of) => Promise.all(of.getAnimations({ subtree: true }).map(({ finished }) => finished))")
    return shown


def contrast(page: Page, one: str, other: str) -> float:
    return page.evaluate(CONTRAST, [one, other])


def bare(visitor: Visitor, name: str = "bare.html", body: str = BARE, **more: Any) -> Page:
    """A page without colours of its own, showing the prompt."""
    page = visitor.page(visitor.serve(name, body, more.pop("head", "") + EITHER, **more))
    expect(prompt(page)).to_be_visible()
    return page


def scrolls_one_way(page: Page) -> None:
    """WCAG 2.2, 1.4.10: nothing scrolls sideways, and every control of the banner can be reached."""
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    shown = page.locator("smartee-consent [data-consent-view]").last
    assert shown.evaluate(CLIPPED) == []
    for stop in shown.locator("button, a, input, summary").all():
        if stop.is_visible():
            stop.scroll_into_view_if_needed()
            # A link of many lines is read line by line.
            fits = stop.evaluate("of => Math.min(1, (of.closest('.words')?.clientHeight ?? 1e9) / of.offsetHeight)")
            expect(stop).to_be_in_viewport(ratio=0.9 * fits)


def emulate(page: Page, media: Any) -> None:
    """Light, without forced colours, but for what `media` says in the names of `emulate_media`."""
    page.emulate_media(**{"color_scheme": "light", "forced_colors": "none", **media})


def alike(one: Locator, other: Locator) -> None:
    """Of one size; columns are laid on sixty-fourths of a pixel."""
    for length in ("width", "height"):
        assert drawn(one)[length] == pytest.approx(drawn(other)[length], abs=1 / 32)


ALIKE = (
    "fontFamily fontSize fontWeight fontStyle letterSpacing textTransform lineHeight height"
    " paddingTop paddingRight paddingBottom paddingLeft"
    " borderTopWidth borderTopStyle borderTopColor borderTopLeftRadius"
    " color backgroundColor backgroundImage boxShadow opacity cursor textDecorationLine"
).split()


@pytest.mark.parametrize("page_of", ["demonstration", "bare"])
def test_accept_and_refuse_are_alike_in_every_look(site: Site, visit: Visit, page_of: str) -> None:
    visitor = visit(site, reduced_motion="reduce")
    page = visitor.page(site.url) if page_of == "demonstration" else bare(visitor)
    accept, refuse = control(page, "accept"), control(page, "refuse")
    siblings = prompt(page).locator("button[data-consent-action=accept] + button[data-consent-action=refuse]")
    expect(siblings).to_have_count(1)
    for width, height in SIZES.values():
        page.set_viewport_size({"width": width, "height": height})
        for media in ({"color_scheme": "light"}, {"color_scheme": "dark"}, {"forced_colors": "active"}):
            emulate(page, media)
            look = style(refuse, *ALIKE)
            assert style(accept, *ALIKE) == look
            alike(accept, refuse)
            assert contrast(page, look["color"], look["backgroundColor"]) >= 4.5
            paper = style(prompt(page), "backgroundColor")["backgroundColor"]
            assert contrast(page, edge(refuse), paper) >= 3
            for button in (accept, refuse, control(page, "settings")):
                expect(button).to_be_in_viewport(ratio=1)
                assert drawn(button)["height"] >= 44


@pytest.mark.parametrize("action", ["accept", "refuse"])
@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
def test_one_click_answers(site: Site, visit: Visit, size: tuple[int, int], action: str) -> None:
    visitor = visit(site, viewport={"width": size[0], "height": size[1]})
    page = bare(visitor)
    box = drawn(control(page, action))
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(view(page, "confirmation")).to_be_focused()
    assert page.evaluate("SmarteeConsent.state") == {"accept": "accepted", "refuse": "refused"}[action]


@pytest.mark.parametrize("language", ["en", "zh-CN"])
@pytest.mark.parametrize("state", STATES)
def test_on_the_smallest_screen_everything_is_in_reach(site: Site, visit: Visit, state: str, language: str) -> None:
    visitor = visit(site, viewport={"width": 320, "height": 256}, reduced_motion="reduce")
    page = bare(visitor, body=BARE + "<p>Words.</p>" * 20)
    page.evaluate("tag => SmarteeConsent.language.set(tag)", language)
    # What is drawn anew begins at its top.
    expect(prompt(page).locator("h2")).to_have_text(re.compile("[一-鿿]" if language == "zh-CN" else "May we"))
    shown = reach(page, state)
    scrolls_one_way(page)
    if state != "settings":
        assert drawn(shown)["height"] < 0.7 * 256
        page.mouse.move(5, 5)
        page.mouse.wheel(0, 300)
        until(page, "scrollY > 0")
    override(page, SPACED)
    scrolls_one_way(page)
    mirror(page)
    scrolls_one_way(page)
    page.set_viewport_size({"width": 844, "height": 390})
    scrolls_one_way(page)


@pytest.mark.parametrize("state", STATES)
def test_text_at_twice_the_size_loses_nothing(site: Site, visit: Visit, large: Browser, state: str) -> None:
    page = bare(visit(site, of=large, viewport={"width": 1280, "height": 800}))
    assert float(style(control(page, "accept"), "fontSize")["fontSize"][:-2]) > 28
    reach(page, state)
    for size in ((1280, 800), (640, 800), (390, 844)):
        page.set_viewport_size({"width": size[0], "height": size[1]})
        scrolls_one_way(page)


# The words of an element that a line ends within.
BROKEN = r"""of => {
  const text = of.firstChild;
  const words = new Intl.Segmenter(of.getRootNode().host.lang, { granularity: 'word' }).segment(text.data);
  return [...words].filter(({ segment, index }) => {
    const range = new Range();
    range.setStart(text, index);
    range.setEnd(text, index + segment.length);
    return segment.trim() && range.getClientRects().length > 1;
  }).map(({ segment }) => segment);
}"""


@pytest.mark.parametrize("size", [(1280, 720), (844, 390), (390, 844), (320, 256)])
def test_both_answers_are_in_sight_and_whole_at_twice_the_text_size(
    site: Site, visit: Visit, large: Browser, size: tuple[int, int]
) -> None:
    page = bare(visit(site, of=large, viewport={"width": size[0], "height": size[1]}))
    for action in ("accept", "refuse"):
        expect(control(page, action)).to_be_in_viewport(ratio=1)
        assert control(page, action).evaluate(BROKEN) == []
    alike(control(page, "accept"), control(page, "refuse"))


@pytest.mark.parametrize("state", STATES)
def test_names_roles_and_targets(site: Site, visit: Visit, state: str) -> None:
    visitor = visit(site)
    page = bare(visitor)
    page.clock.install()
    shown = reach(page, state)
    named: dict[str, tuple[Any, str]] = {
        "prompt": ("region", "May we use optional cookies?"),
        "settings": ("dialog", "Cookie settings"),
        "confirmation": ("alert", "Your choice about cookies"),
        "blocked": ("alert", "Your browser blocks cookies"),
    }
    role, name = named[state]
    expect(page.get_by_role(role, name=name)).to_have_count(1)
    if state in ("confirmation", "blocked"):
        expect(shown).to_be_focused()
        page.clock.fast_forward("02:00:00")
        expect(shown).to_be_visible()
    if state == "settings":
        expect(page.get_by_role("group", name="Your choice")).to_have_count(1)
        expect(page.get_by_role("switch", name="language", checked=True)).to_have_count(1)
        expect(page.get_by_role("switch", name="business model", checked=False)).to_have_count(1)
        shown.locator("details").evaluate_all("all => all.forEach((each) => { each.open = true; })")
    for stop in shown.locator("button, summary, a, input").all():
        box = drawn(stop)
        # WCAG 2.5.8 excepts links in a sentence.
        alone = stop.evaluate("of => of.localName !== 'a' || of.parentNode.textContent === of.textContent")
        assert not alone or (box["width"] >= 24 and box["height"] >= 24)
        if stop.evaluate("of => of.localName === 'button'"):
            assert box["height"] >= 44
            # WCAG 2.5.3: nothing names it but what is seen on it.
            assert stop.evaluate("of => !of.ariaLabel && !of.title && of.textContent.trim().length > 1")
    assert page.locator("smartee-consent [tabindex]:not([tabindex='-1'])").count() == 0


def test_the_banner_says_which_language_it_speaks_and_which_way_that_runs(site: Site, visit: Visit) -> None:
    visitor = visit(site)
    page = bare(visitor)
    host = page.locator("smartee-consent")
    for language, words in (("zh-CN", "Cookie"), ("en", "May we use optional cookies?")):
        page.evaluate("tag => SmarteeConsent.language.set(tag)", language)
        expect(host).to_have_attribute("lang", language)
        expect(host).to_have_attribute("dir", "ltr")
        expect(prompt(page)).to_contain_text(words)
    accept, refuse = control(page, "accept"), control(page, "refuse")
    assert drawn(accept)["x"] < drawn(refuse)["x"] < 600
    mirror(page)
    assert style(prompt(page), "direction") == {"direction": "rtl"}
    # The card has gone to the other corner.
    assert 600 < drawn(refuse)["x"] < drawn(accept)["x"]


@only_chromium("Playwright cannot ask others for reduced motion page by page")
@pytest.mark.parametrize("wanted", ["no-preference", "reduce"])
def test_it_fades_in_only_where_motion_is_welcome(site: Site, visit: Visit, wanted: str) -> None:
    visitor = visit(site, reduced_motion=wanted)
    visitor.context.add_init_script(
        "globalThis.faded = []; const { attachShadow } = Element.prototype;"
        " Element.prototype.attachShadow = function (how) { const root = attachShadow.call(this, how);"
        " root.addEventListener('transitionrun', ({ propertyName }) => faded.push(propertyName)); return root; };"
    )
    page = bare(visitor)
    until(page, "document.querySelector('smartee-consent').shadowRoot.getAnimations().length === 0")
    assert page.evaluate("faded") == (["opacity"] if wanted == "no-preference" else [])


def test_states_show_without_colour_and_in_forced_colours(site: Site, visit: Visit) -> None:
    visitor = visit(site, reduced_motion="reduce")
    page = bare(visitor)
    settings = reach(page, "settings")
    on, off = settings.locator("input[name=language]"), settings.locator("input[name=business]")
    knob = """of => {
      const { marginInlineStart, borderTopColor, backgroundColor } = getComputedStyle(of, '::before');
      return [marginInlineStart, borderTopColor, backgroundColor];
    }"""
    for media in ({"color_scheme": "light"}, {"color_scheme": "dark"}, {"forced_colors": "active"}):
        emulate(page, media)
        paper = style(settings, "backgroundColor")["backgroundColor"]
        at_on, at_off = on.evaluate(knob), off.evaluate(knob)
        assert at_on[0] != at_off[0]
        assert contrast(page, at_off[1], paper) >= 3
        track = style(on, "backgroundColor", "borderTopColor", "borderTopWidth")
        assert contrast(page, track["backgroundColor"], paper) >= 3
        assert contrast(page, at_on[2], track["backgroundColor"]) >= 3
        assert contrast(page, style(off, "borderTopColor")["borderTopColor"], paper) >= 3
        for button in settings.locator("button:visible").all():
            if "quiet" in (button.get_attribute("class") or ""):
                # WCAG 2.2, 1.4.11: what is on it says that it is one.
                assert contrast(page, style(button, "color")["color"], paper) >= 4.5
                continue
            drawn_by = style(button, "borderTopWidth", "borderTopStyle")
            assert drawn_by == {"borderTopWidth": "2px", "borderTopStyle": "solid"}
            assert contrast(page, edge(button), paper) >= 3
        page.keyboard.press("Tab")
        focused = page.locator("smartee-consent :focus-visible")
        ring = style(focused, "outlineWidth", "outlineStyle", "outlineColor")
        assert ring["outlineWidth"] == "3px" and ring["outlineStyle"] == "solid"
        assert contrast(page, ring["outlineColor"], paper) >= 3


def test_nothing_moves_for_whoever_wants_that(site: Site, visit: Visit) -> None:
    visitor = visit(site, reduced_motion="reduce")
    page = bare(visitor)
    reach(page, "settings")
    moving = "document.querySelector('smartee-consent').shadowRoot.getAnimations().length"
    page.locator("smartee-consent input[name=language]").uncheck()
    assert page.evaluate(moving) == 0


@only_chromium("Playwright cannot ask Firefox for its printed look")
def test_nothing_is_printed(site: Site, visit: Visit) -> None:
    page = bare(visit(site))
    reach(page, "settings")
    page.emulate_media(media="print")
    expect(view(page, "settings")).to_be_hidden()
    expect(prompt(page)).to_be_hidden()


def test_the_styles_that_python_brings_move_nothing_of_the_prompt(site: Site, visit: Visit) -> None:
    visitor = visit(site, reduced_motion="reduce")
    page = bare(visitor)
    sheets = "document.querySelector('smartee-consent').shadowRoot.adoptedStyleSheets"
    reach(page, "settings")
    control(page, "close").click()
    assert page.evaluate(f"{sheets}.length") > 1
    for width, height in SIZES.values():
        page.set_viewport_size({"width": width, "height": height})
        after = prompt(page).evaluate(PLACES)
        page.evaluate(f"{sheets}.forEach((sheet, at) => {{ sheet.disabled = at > 0; }})")
        assert prompt(page).evaluate(PLACES) == after
        page.evaluate(f"{sheets}.forEach((sheet) => {{ sheet.disabled = false; }})")


HOSTILE = """
* { all: unset !important; font-size: 3px !important; color: red !important }
html { font-size: 2px !important }
body > *, smartee-consent {
  display: none !important; visibility: hidden !important; opacity: 0 !important; z-index: -1 !important;
  position: static !important; transform: scale(.1) !important; pointer-events: none !important;
  clip-path: inset(50%) !important; font: 90px fantasy !important; letter-spacing: 1em !important;
  text-transform: uppercase !important; line-height: 5 !important; animation: gone 1s infinite !important;
  transition: all 9s !important; inset: auto !important; width: 0 !important; margin: 90px !important;
}
section, dialog, h2, h3, p, a, ul, div, button { display: none !important }
.words, .actions, .quiet { display: none !important }
:focus-visible { outline: 0 !important }
@keyframes gone { from { opacity: 0 } to { opacity: 0 } }
"""
PLACES = """shown => [shown, ...shown.querySelectorAll('*')].map((each) => {
  const { x, y, width, height } = each.getBoundingClientRect();
  return [each.localName, x, y, width, height];
})"""
LOOK = """shown => shown.getRootNode().activeElement?.blur() ?? [shown, ...shown.querySelectorAll('*')].map((each) => {
  const all = getComputedStyle(each);
  const { x, y, width, height } = each.getBoundingClientRect();
  const names = [...all].filter((name) => !name.startsWith('--'));
  const values = names.map((name) => `${name}: ${all.getPropertyValue(name)}`);
  return [each.localName, x, y, width, height, ...values];
})"""


def test_a_hostile_page_does_not_change_it(site: Site, visit: Visit) -> None:
    visitor, victim = (visit(site, reduced_motion="reduce") for _ in range(2))
    tame = bare(visitor)
    css = site.url + "hostile.css"
    victim.context.route(css, lambda route: route.fulfill(body=HOSTILE, content_type="text/css"))
    grim = bare(victim, "hostile.html", head='<link rel="stylesheet" href="/hostile.css">')
    assert grim.evaluate("getComputedStyle(document.querySelector('p')).color") == "rgb(255, 0, 0)"
    for state in ("prompt", "settings", "confirmation"):
        looks = []
        for page in (tame, grim):
            looks.append(still(reach(page, state)).evaluate(LOOK))
            if state == "settings":
                control(page, "close").click()
                page.mouse.move(1, 1)
        for one, other in zip(*looks, strict=True):
            assert [pair for pair in zip(one, other, strict=True) if pair[0] != pair[1]] == []


def test_nothing_of_it_leaks_into_the_page(site: Site, visit: Visit) -> None:
    visitor = visit(site, reduced_motion="reduce")
    names = ("section", "dialog", "h2", "h3", "ul", "button", "dl", "code", "fieldset", "details")
    body = BARE + "".join(f"<{name} class='words actions quiet row always' open>x</{name}>" for name in names)
    without = visitor.page(visitor.serve("without.html", body, tag=""), ready=False)
    with_it = bare(visitor, "with.html", body)
    expect(with_it.locator("smartee-realm")).to_have_count(1)
    looks = """() => [...document.querySelectorAll('html, body, body :not(smartee-consent)')].map((each) => {
      const all = getComputedStyle(each);
      return [each.localName, ...[...all].map((name) => `${name}: ${all.getPropertyValue(name)}`)];
    })"""
    assert with_it.evaluate(looks) == without.evaluate(looks)
    assert with_it.evaluate("[document.styleSheets.length, document.adoptedStyleSheets.length]") == [0, 0]


def test_every_custom_property_is_documented_and_works(site: Site, visit: Visit) -> None:
    texts = [(ROOT / "static/styles" / name).read_text(encoding="utf-8") for name in SHEETS]
    documented = set(re.findall(r"--smartee-consent-[\w-]+", texts[0].split("*/")[0]))
    used = {name for text in texts for name in re.findall(r"var\((--smartee-consent-[\w-]+)", text)}
    assert documented == used
    visitor = visit(site, reduced_motion="reduce")
    page = bare(visitor)
    own = {
        "ink": "rgb(1, 2, 3)",
        "paper": "rgb(250, 251, 252)",
        "accent": "rgb(90, 0, 90)",
        "on-accent": "rgb(255, 250, 255)",
        "line": "rgb(90, 90, 90)",
        "radius": "10px",
        "font": "serif",
    }
    for name, value in own.items():
        item = [f"--smartee-consent-{name}", value]
        page.evaluate("item => document.documentElement.style.setProperty(...item)", item)
    card = ("color", "backgroundColor", "borderTopColor", "borderTopLeftRadius", "fontFamily")
    wanted = [own[name] for name in ("ink", "paper", "line", "radius", "font")]
    assert list(style(prompt(page), *card).values()) == wanted
    wanted = [own[name] for name in ("on-accent", "accent", "font")]
    found = style(control(page, "refuse"), "color", "backgroundColor", "fontFamily")
    assert list(found.values()) == wanted


def test_settings_look_the_same_where_no_prompt_was_shown(patient_site: Site, visit: Visit) -> None:
    visitor = visit(patient_site, reduced_motion="reduce")
    url = visitor.serve("settings.html", BARE + '<button data-consent-action="settings">Cookies</button>')
    looks = []
    for prompted in (True, False):
        page = visitor.page(url)
        expect(prompt(page)).to_have_count(int(prompted))
        page.locator("body > button").click()
        dialog = view(page, "settings")
        expect(dialog).to_be_visible()
        parts = [dialog, dialog.locator("> .actions"), control(page, "close"), dialog.locator("h2")]
        looks.append([style(part, "display", "font", "color", "background", "border", "padding") for part in parts])
        page.evaluate("SmarteeConsent.refuse()")
    assert looks[0] == looks[1]
