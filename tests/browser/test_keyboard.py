"""Everything can be done with the keyboard alone, and what has the focus can be seen."""

import itertools
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from .conftest import Site, Visit, Visitor, control, drawn, prompt, told, until
from .states import BARE, override, reach, view

# What has the focus, through shadow roots: its name and place, and whether the banner holds it or hides it.
FOCUS = """() => {
  let active = document.activeElement;
  while (active.shadowRoot && active.shadowRoot.activeElement) active = active.shadowRoot.activeElement;
  const host = document.querySelector('smartee-consent');
  const inside = !!host?.shadowRoot.contains(active);
  const { left, right, top, bottom, width, height } = active.getBoundingClientRect();
  const onScreen = (x, y) => x >= 0 && y >= 0 && x < innerWidth && y < innerHeight;
  const seen = (x, y) => onScreen(x, y) && document.elementFromPoint(x, y) !== host;
  const across = [0.02, 0.25, 0.5, 0.75, 0.98];
  return {
    name: active.dataset.consentAction || active.name || active.id || active.textContent.trim(),
    element: active.localName,
    inside,
    hidden: !inside && active !== document.body &&
      !across.some((x) => across.some((y) => seen(left + x * width, top + y * height))),
    at: `${active.localName}#${active.id} at ${left},${top} to ${right},${bottom}`,
  };
}"""
WORDS = "<p>Words.</p>"
# Whatever the fonts: more words than any window has room for, and answers of two lines.
MUCH_TO_READ = ".words::after { content: ''; display: block; height: 3000px } .actions button { min-height: 61px }"
STOPS = """part => [...part.querySelectorAll('a, button, input, summary')]
  .filter((stop) => stop.checkVisibility())
  .map((stop) => {
    const { left, top, bottom } = stop.getBoundingClientRect();
    return { left, top, bottom, index: stop.tabIndex };
  })"""


def focus(page: Page) -> dict[str, Any]:
    return page.evaluate(FOCUS)


def in_sight(page: Page) -> dict[str, Any]:
    """What has the focus, as soon as the prompt does not hide it: what scrolling brings about comes a little later."""
    until(page, f"!({FOCUS})().hidden", lambda: focus(page))
    return focus(page)


def tab_to(page: Page, name: str, key: str = "Tab") -> None:
    """Presses Tab until `name` has the focus."""
    for _ in range(120):
        page.keyboard.press(key)
        if focus(page)["name"] == name:
            return
    raise AssertionError(f"{key} never comes to {name}")


def test_the_whole_journey_without_a_pointer(site: Site, visit: Visit) -> None:
    visitor = visit(site, reduced_motion="reduce")
    page = visitor.page(site.url)
    tab_to(page, "settings")
    page.keyboard.press("Enter")
    settings = view(page, "settings")
    expect(settings.get_by_role("heading", name="Cookie settings")).to_be_focused()
    tab_to(page, "business")
    page.keyboard.press("Space")
    expect(settings.locator("input[name=business]")).to_be_checked()
    tab_to(page, "save")
    page.keyboard.press("Enter")
    expect(view(page, "confirmation")).to_be_focused()
    assert page.evaluate("SmarteeConsent.state") == "partial"
    tab_to(page, "close")
    page.keyboard.press("Space")
    expect(view(page, "confirmation")).to_have_count(0)

    tab_to(page, "business")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    tab_to(page, "language", "Shift+Tab")
    page.keyboard.press("ArrowDown")
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")
    # Everything is in the other language when the words of that are there.
    expect(page.locator("[data-consent-widget=language] label")).to_have_text("语言")
    assert focus(page)["name"] == "language"
    assert "zh-CN" not in visitor.cookies().values()

    opener = page.locator("footer [data-consent-action=settings]")
    opener.focus()
    height = drawn(opener)["y"]
    page.keyboard.press("Enter")
    tab_to(page, "withdraw")
    page.keyboard.press("Enter")
    expect(view(page, "confirmation")).to_be_focused()
    assert page.evaluate("SmarteeConsent.state") == "refused"
    assert told(page, "change") == [{"state": "refused", "granted": []}]
    tab_to(page, "close")
    page.keyboard.press("Enter")
    expect(opener).to_be_focused()
    # Notes of the widgets above have gone: the page is shorter, but nothing jumped.
    assert drawn(opener)["y"] == pytest.approx(height, abs=1)


def test_the_prompt_comes_first_and_lets_tab_through(site: Site, visit: Visit) -> None:
    visitor = visit(site)
    body = '<a id="skip" href="#end">Skip</a><p>Words.</p><a id="end" href="#">End</a>'
    page = visitor.page(visitor.serve("skip.html", body))
    assert page.evaluate("document.head.nextSibling.localName") == "smartee-consent"
    order = []
    for key in ["Tab"] * 6 + ["Shift+Tab"] * 5:
        page.keyboard.press(key)
        order.append(focus(page)["name"])
    there = [order[0], "accept", "refuse", "settings", "skip", "end"]
    assert "policy" in there[0]
    assert order == there + there[-2::-1]
    page.keyboard.press("Escape")
    expect(prompt(page)).to_be_visible()
    assert focus(page)["name"] == there[0]
    assert visitor.cookies() == {}


TALL = BARE + WORDS * 60 + '<p id="far"><button data-consent-action="settings">Cookies</button></p>'


def test_settings_hold_the_focus(site: Site, visit: Visit) -> None:
    visitor = visit(site)
    page = visitor.page(visitor.serve("tall.html", TALL))
    control(page, "settings").press("Enter")
    expect(view(page, "settings").locator("h2")).to_be_focused()
    for key in ("Tab", "Shift+Tab"):
        for _ in range(14):
            page.keyboard.press(key)
            now = focus(page)
            assert now["inside"] or now["element"] == "body", now
    # The rest is inert: it can be neither focused nor clicked.
    page.locator("a[href='#there']").evaluate("link => link.focus()")
    assert focus(page)["element"] != "a" or focus(page)["inside"]


def test_settings_give_the_focus_back(site: Site, visit: Visit) -> None:
    visitor = visit(site)
    page = visitor.page(visitor.serve("tall.html", TALL))
    for opener in (control(page, "settings"), page.locator("#far button")):
        opener.focus()
        in_sight(page)
        height = page.evaluate("scrollY")
        page.keyboard.press("Enter")
        expect(view(page, "settings").locator("h2")).to_be_focused()
        page.keyboard.press("Escape")
        expect(view(page, "settings")).to_have_count(0)
        expect(opener).to_be_focused()
        assert page.evaluate("scrollY") == height
        page.keyboard.press("Enter")
        view(page, "settings").locator("[data-consent-action=close]").press("Enter")
        expect(opener).to_be_focused()
    assert visitor.cookies() == {}


@pytest.mark.parametrize(
    ("size", "keys"),
    [((1280, 720), ["Tab"]), ((390, 844), ["Tab", "Shift+Tab"]), ((320, 256), ["Tab"])],
    ids=["1280x720", "390x844", "320x256"],
)
def test_no_focused_element_is_hidden_by_the_prompt(site: Site, visit: Visit, size: tuple[int, int], keys: str) -> None:
    visitor = visit(site, viewport={"width": size[0], "height": size[1]}, reduced_motion="reduce")
    for key in keys:
        # One of its own, since Tab at last leaves the page.
        page = visitor.page(site.url)
        expect(page.locator("[data-consent-widget=business-model] select")).to_be_visible()
        been: list[Any] = []
        while len(been) < 150:
            page.keyboard.press(key)
            now = in_sight(page)
            if now["element"] == "body":
                break
            been.append(now["at"])
        assert 30 < len(been) < 150
        expect(prompt(page)).to_be_visible()


def test_a_page_that_scrolls_smoothly_hides_nothing_either(site: Site, visit: Visit) -> None:
    visitor = visit(site, viewport={"width": 390, "height": 600})
    page = visitor.page(visitor.serve("smooth.html", WORDS * 60 + '<a href="#">Low</a>' + WORDS * 4))
    page.evaluate("document.documentElement.style.scrollBehavior = 'smooth'")
    control(page, "settings").focus()
    page.keyboard.press("Tab")
    until(page, f"(({{ name, hidden }}) => name === 'Low' && !hidden)(({FOCUS})())", lambda: focus(page))
    expect(page.locator("smartee-consent")).to_have_attribute("data-top", "")


def test_nothing_happens_before_the_pointer_is_up(site: Site, visit: Visit) -> None:
    visitor = visit(site)
    page = visitor.page(visitor.serve("down.html", BARE))
    for action in ("accept", "refuse", "settings"):
        control(page, action).hover()
        page.mouse.down()
        page.mouse.move(5, 5)
        page.mouse.up()
    expect(prompt(page)).to_be_visible()
    expect(view(page, "settings")).to_have_count(0)
    assert visitor.cookies() == {}


@pytest.mark.parametrize("state", ["prompt", "settings", "confirmation", "blocked"])
def test_the_order_is_the_order_seen(site: Site, visit: Visit, state: str) -> None:
    visitor = visit(site, reduced_motion="reduce")
    page = visitor.page(visitor.serve("order.html", BARE))
    reach(page, state)
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 900})
        # What scrolls is seen by itself.
        for part in (".words", ".actions"):
            stops = view(page, state).locator(f"> {part}").evaluate(STOPS)
            for one, after in itertools.pairwise(stops):
                assert after["top"] >= one["bottom"] or after["left"] > one["left"]
            assert {stop["index"] for stop in stops} <= {0}
        words = drawn(view(page, state).locator("> .words"))
        actions = drawn(view(page, state).locator("> .actions"))
        below, beside = actions["y"] - words["y"] - words["height"], actions["x"] - words["x"] - words["width"]
        # Lengths are added in another precision than they were measured in.
        assert max(below, beside) > -0.001


def fixed(visitor: Visitor, name: str, body: str, css: str, **more: Any) -> Page:
    """A page of one window's height, which nothing can scroll, under a prompt with much to read."""
    visitor.script(f"{name}.css", "body { height: 100vh; margin: 0; overflow: hidden } " + css, "text/css")
    page = visitor.page(visitor.serve(f"{name}.html", body, f'<link rel="stylesheet" href="/{name}.css">'), **more)
    override(page, MUCH_TO_READ)
    return page


SIZES = {"1280x720": (1280, 720), "844x390": (844, 390), "390x844": (390, 844), "320x256": (320, 256)}
STEPS = 24


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
def test_on_a_page_that_cannot_scroll_the_prompt_alone_makes_way(
    site: Site, visit: Visit, size: tuple[int, int]
) -> None:
    visitor = visit(site, viewport={"width": size[0], "height": size[1]}, reduced_motion="reduce")
    links = "".join(f'<a href="#" id="at-{step}">Here</a>' for step in range(STEPS))
    places = "".join(f"#at-{step} {{ top: calc({step} * (100vh - 1em) / {STEPS - 1}) }}" for step in range(STEPS))
    page = fixed(visitor, "fixed", links, "a { position: absolute; left: 45vw; width: 3em; height: 1em } " + places)
    for key, wanted in (("Tab", range(STEPS)), ("Shift+Tab", reversed(range(STEPS - 1)))):
        for step in wanted:
            tab_to(page, f"at-{step}", key)
            in_sight(page)
            for answer in ("accept", "refuse"):
                expect(control(page, answer)).to_be_in_viewport(ratio=1)
    tab_to(page, "settings", "Shift+Tab")
    assert drawn(prompt(page).locator(".words"))["height"] > 20


def test_a_focus_that_moves_within_a_widget_is_not_hidden_either(site: Site, visit: Visit) -> None:
    visitor = visit(site, viewport={"width": 390, "height": 844})
    body = '<a href="#">Top</a><div data-consent-widget="region"></div>'
    page = fixed(visitor, "region", body, "div { position: absolute; top: 40vh; left: 8vw; width: 84vw }")
    selects = page.locator("[data-consent-widget=region] select")
    for index in range(2):
        selects.nth(index).select_option(index=1)
        expect(selects).to_have_count(index + 2)
    page.locator("a", has_text="Top").focus()
    for index in range(3):
        page.keyboard.press("Tab")
        expect(selects.nth(index)).to_be_focused()
        in_sight(page)
    for index in (1, 0):
        page.keyboard.press("Shift+Tab")
        expect(selects.nth(index)).to_be_focused()
        in_sight(page)


# Scrolls a part of the page; `meanwhile` is how often the page itself has scrolled by the end.
SCROLL = """() => {
  const inner = document.querySelector('#inner');
  Object.assign(globalThis, { scrolls: 0, meanwhile: null });
  inner.addEventListener('scrollend', () => { meanwhile = scrolls; }, { once: true });
  inner.scrollTop = inner.scrollTop ? 0 : 9;
}"""


def scrolls_meanwhile(page: Page) -> int:
    page.evaluate(SCROLL)
    until(page, "meanwhile !== null")
    return page.evaluate("meanwhile")


def test_what_cannot_be_helped_is_left_alone(site: Site, visit: Visit) -> None:
    visitor = visit(site, viewport={"width": 320, "height": 256}, reduced_motion="reduce")
    body = '<a href="#" id="low">Here</a><div id="inner"><p></p></div>'
    css = "html { height: 110vh } body { overflow: visible } a { position: absolute; top: 45vh; left: 45vw }"
    inner = "#inner { position: fixed; height: 9px; width: 9px; overflow: auto } p { height: 99px }"
    page = fixed(visitor, "low", body, css + inner)
    # The answers alone cover the link wherever they are, and the page has too little to scroll.
    override(page, ".actions button { flex: 100%; min-height: 80px }")
    tab_to(page, "low")
    page.evaluate("globalThis.scrolls = 0; document.addEventListener('scroll', () => { scrolls += 1; })")
    scrolls_meanwhile(page)
    place = "[scrollY, document.querySelector('smartee-consent').outerHTML]"
    before = page.evaluate(place)
    page.keyboard.press("Shift")
    scrolls_meanwhile(page)
    # Nothing scrolls from now on, nor does the prompt go to and fro.
    assert [scrolls_meanwhile(page) for _ in range(3)] == [0, 0, 0]
    assert page.evaluate(place) == before
    assert focus(page)["hidden"]


def test_a_press_upon_a_prompt_that_made_way_is_a_click(site: Site, visit: Visit) -> None:
    visitor = visit(site, viewport={"width": 320, "height": 256}, reduced_motion="reduce")
    page = fixed(visitor, "press", '<input id="middle">', "input { position: absolute; top: 45vh; height: 10vh }")
    page.locator("input").focus()
    in_sight(page)
    expect(page.locator("smartee-consent")).to_have_attribute("data-short", "")
    page.evaluate("document.querySelector('smartee-consent').toggleAttribute('data-top', true)")
    control(page, "refuse").hover()
    page.mouse.down()
    page.mouse.up()
    expect(view(page, "confirmation")).to_be_visible()
    assert page.evaluate("SmarteeConsent.state") == "refused"
