"""What the law and the guidelines ask of a banner, where no other test asks for it: see tests/rules.toml."""

import pytest
from playwright.sync_api import expect

from .conftest import Site, Visit, control, drawn, prompt, storage, told, until
from .states import BARE, STATES, reach, view
from .test_choice import RECORD, VISIT

WINDOWS = {"wide": (1280, 900), "phone": (390, 844)}
# What visitors do on a page without meaning an answer by it.
LONG = BARE + '<p><a href="/second.html">The second page</a></p>' + "<p>Words.</p>" * 200


def test_what_is_no_answer_is_never_taken_for_one(site: Site, visit: Visit) -> None:
    visitor = visit(site, viewport={"width": 390, "height": 844})
    visitor.serve("second.html", LONG)
    first = visitor.serve("first.html", LONG)
    page = visitor.page(first, ready=False)
    expect(prompt(page)).to_be_visible()
    page.mouse.move(200, 100)
    page.mouse.wheel(0, 4000)
    until(page, "scrollY > 1000")
    page.keyboard.press("End")
    page.keyboard.press("Escape")
    page.locator("h1").click()
    page.mouse.move(200, 300)
    page.mouse.down()
    page.mouse.move(200, 50, steps=5)
    page.mouse.up()
    page.get_by_role("link", name="The second page").click()
    page.wait_for_url("**/second.html")
    expect(prompt(page)).to_be_visible()
    page.goto(first)
    expect(prompt(page)).to_be_visible()
    assert page.evaluate("SmarteeConsent.state") == "unasked"
    assert visitor.cookies() == {}
    assert storage(page) == []


def test_time_is_no_answer_and_takes_nothing_away(site: Site, visit: Visit) -> None:
    visitor = visit(site)
    page = visitor.context.new_page()
    page.clock.install()
    page.goto(visitor.serve("patient.html", BARE))
    expect(prompt(page)).to_be_visible()
    page.clock.fast_forward("01:00:00")
    assert page.evaluate("SmarteeConsent.state") == "unasked"
    expect(prompt(page)).to_be_visible()
    control(page, "accept").click()
    expect(view(page, "confirmation")).to_be_focused()
    page.clock.fast_forward("01:00:00")
    expect(view(page, "confirmation")).to_be_visible()


def test_a_browser_that_asks_for_privacy_has_agreed_to_nothing(site: Site, visit: Visit) -> None:
    visitor = visit(site)
    head = visitor.script(
        "signal.js",
        "for (const name of ['globalPrivacyControl', 'doNotTrack'])"
        " Object.defineProperty(Navigator.prototype, name, { get: () => name === 'doNotTrack' ? '1' : true });",
    )
    page = visitor.page(visitor.serve("signal.html", BARE, head=head), ready=False)
    assert page.evaluate("navigator.globalPrivacyControl") is True
    expect(prompt(page)).to_be_visible()
    assert page.evaluate("SmarteeConsent.state") == "unasked"
    assert visitor.cookies() == {}


@pytest.mark.parametrize("state", STATES)
def test_accepting_is_offered_no_more_often_than_refusing(site: Site, visit: Visit, state: str) -> None:
    page = visit(site).page(site.url)
    shown = reach(page, state)
    accepts, refuses = (shown.locator(f"[data-consent-action={action}]") for action in ("accept", "refuse"))
    assert accepts.count() == refuses.count() == (1 if state == "prompt" else 0)
    # Both are answers, and neither puts one off.
    if state == "prompt":
        assert (accepts.inner_text(), refuses.inner_text()) == ("Accept cookies", "Refuse cookies")
        assert all(each.evaluate("of => of.localName === 'button' && !of.disabled") for each in (accepts, refuses))


@pytest.mark.parametrize("size", WINDOWS.values(), ids=WINDOWS)
def test_the_question_says_all_that_an_answer_needs(site: Site, visit: Visit, size: tuple[int, int]) -> None:
    visitor = visit(site, viewport={"width": size[0], "height": size[1]})
    page = visitor.page(site.url)
    asked = prompt(page)
    # Who, what for, that it can be taken back, that the rest works without.
    for words in ("Shanghai Smartee", "your language", "your business model", "change your mind", "works without"):
        expect(asked).to_contain_text(words)
    for action in ("accept", "refuse"):
        expect(control(page, action)).to_be_in_viewport(ratio=1)
    # It leaves most of the page to whoever does not answer.
    assert drawn(asked)["height"] * drawn(asked)["width"] < size[0] * size[1] / 2
    link = asked.get_by_role("link")
    answer = page.request.get(link.evaluate("of => of.href"))
    assert answer.ok and "<h1>Cookie policy</h1>" in answer.text()


def test_each_purpose_has_a_choice_of_its_own_and_none_is_made_beforehand(site: Site, visit: Visit) -> None:
    page = visit(site).page(site.url)
    control(page, "settings").click()
    settings = view(page, "settings")
    expect(settings).to_be_visible()
    names = settings.locator("input[type=checkbox]").evaluate_all("all => all.map(({ name }) => name)")
    assert names == ["language", "business"]
    assert settings.locator("input:checked").count() == 0
    # What is always there is no switch.
    assert settings.locator("input:disabled").count() == 0
    expect(settings).to_contain_text("smartee_online4_global_token")
    control(page, "close").click()
    control(page, "accept").click()
    expect(view(page, "confirmation")).to_be_visible()
    assert page.evaluate("SmarteeConsent.state") == "accepted"


def test_both_answers_are_kept_equally_long(site: Site, visit: Visit) -> None:
    lives = []
    for action in ("accept", "refuse"):
        visitor = visit(site)
        page = visitor.page(site.url)
        control(page, action).click()
        expect(view(page, "confirmation")).to_be_visible()
        kept = {cookie["name"]: cookie["expires"] for cookie in visitor.jar()}
        assert kept[VISIT] == -1
        lives.append(kept[RECORD])
    assert abs(lives[0] - lives[1]) < 600


def test_the_outcome_is_announced_once_and_where_the_focus_is(site: Site, visit: Visit) -> None:
    page = visit(site).page(site.url)
    control(page, "refuse").click()
    outcome = view(page, "confirmation")
    expect(outcome).to_be_focused()
    live = page.locator("smartee-consent").locator("[role=alert], [role=status], [aria-live]")
    assert live.count() == 1
    assert outcome.get_attribute("role") == "alert" and outcome.get_attribute("tabindex") == "-1"
    assert [each["state"] for each in told(page, "decision")] == ["refused"]
    control(page, "close").click()
    expect(outcome).to_have_count(0)
