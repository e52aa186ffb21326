"""later.js, all of the tag that can wait, comes after the prompt or when somebody asks; answers count without it."""

import re

import pytest
from playwright.sync_api import Page, expect

from .conditions import conditions
from .conftest import Site, Visit, Visitor, control, idle, prompt, told, until
from .faults import ASK, FAULTS, LOST, Fault
from .test_delivery import assert_answered, assert_whole, opened, spoil
from .test_start import PUT_OFF, put_off

NAME = "later.js"
ASKED = re.compile(r"/later\.js$")
# What the page does a moment after its prompt.
MOMENT = put_off(50)
# Keeps what waits for an idle moment; counts the starts of Python.
STARTS = """
  globalThis.idle = []; globalThis.requestIdleCallback = (done) => idle.push(done); globalThis.began = 0;
  new MutationObserver((changes) => {
    const added = changes.flatMap(({ addedNodes }) => [...addedNodes]);
    began += added.filter(({ localName }) => localName === 'smartee-realm').length;
  }).observe(document, { childList: true, subtree: true });
"""


def times_asked(visitor: Visitor) -> int:
    return sum(bool(ASKED.search(url.split("#")[0])) for url in visitor.requests)


def waiting(visit: Visit, site: Site) -> tuple[Visitor, Page]:
    """A page with a prompt for which the moment after has not come."""
    visitor = visit(site)
    visitor.context.add_init_script(MOMENT)
    page = visitor.page(visitor.serve("page.html", "<h1>Page</h1>"), ready=False)
    expect(prompt(page)).to_be_visible()
    return visitor, page


def test_the_prompt_is_there_before_anything_but_the_tag_is_asked_for(site: Site, visit: Visit) -> None:
    visitor, page = waiting(visit, site)
    assert [url.rsplit("/", 1)[1] for url in visitor.requests] == ["page.html", "embed.js"]
    page.evaluate(PUT_OFF)
    page.evaluate("SmarteeConsent.ready")
    assert times_asked(visitor) == 1


def test_who_answers_at_once_does_not_wait_for_that_moment(site: Site, visit: Visit) -> None:
    visitor, page = waiting(visit, site)
    control(page, "accept").click()
    page.evaluate("SmarteeConsent.ready")
    until(page, "SmarteeConsent.state === 'accepted'")
    page.evaluate(PUT_OFF)
    idle(page)
    assert times_asked(visitor) == 1


def test_what_has_failed_for_who_asked_is_not_asked_for_again_after_that_moment(site: Site, visit: Visit) -> None:
    visitor = visit(site)
    visitor.context.add_init_script(MOMENT)
    visitor.context.route(ASKED, lambda route: route.abort())
    page = visitor.page(visitor.serve("page.html"), ready=False)
    page.evaluate(f"() => {{ {ASK} }}")
    until(page, "became")
    assert LOST in page.evaluate("became")
    idle(page)
    before = times_asked(visitor)
    page.evaluate(PUT_OFF)
    idle(page)
    assert times_asked(visitor) == before
    visitor.errors.clear()


def test_what_has_failed_for_who_asked_is_not_started_again_when_the_page_is_idle(site: Site, visit: Visit) -> None:
    visitor = visit(site)
    visitor.context.add_init_script(STARTS)
    visitor.context.route("**/pyscript.js", lambda route: route.abort())
    page = visitor.page(visitor.serve("page.html"), ready=False)
    until(page, "idle.length > 0")
    page.evaluate(f"() => {{ {ASK} }}")
    until(page, "became")
    assert LOST in page.evaluate("became")
    page.evaluate("idle.forEach((each) => each())")
    assert page.evaluate("began") == 1
    visitor.errors.clear()


@pytest.mark.parametrize("fault", conditions("delivery", {f"{NAME} {what}": fault for what, fault in FAULTS.items()}))
def test_without_it_an_answer_counts(site: Site, visit: Visit, fault: Fault) -> None:
    visitor = visit(site)
    spoil(visitor, site, NAME, fault)
    page, console = opened(visitor)
    page.evaluate(f"() => {{ void SmarteeConsent.refuse(); {ASK} }}")
    if fault.script:
        assert_answered(visitor, page, console, f"{NAME} {LOST}")
    else:
        assert_whole(page, console)


@pytest.mark.parametrize("what", ["is missing", "is empty"])
def test_that_it_is_not_there_is_told_where_nobody_has_asked_for_anything(site: Site, visit: Visit, what: str) -> None:
    visitor = visit(site)
    spoil(visitor, site, NAME, FAULTS[what])
    page, console = opened(visitor)
    page.evaluate("SmarteeConsent.ready")
    expect(prompt(page)).to_be_visible()
    [error] = told(page, "error")
    assert f"{NAME} {LOST}" in error["message"]
    assert len(console.ours) == 1
    visitor.errors.clear()


def test_once_it_can_be_had_the_next_click_has_it(site: Site, visit: Visit) -> None:
    visitor = visit(site)
    visitor.context.route(ASKED, lambda route: route.abort())
    page = visitor.page(visitor.serve("page.html", '<button data-consent-action="settings">Cookies</button>'))
    assert len(told(page, "error")) == 1
    visitor.context.unroute(ASKED)
    page.get_by_role("button", name="Cookies", exact=True).click()
    expect(page.locator("smartee-consent dialog")).to_be_visible()
    visitor.errors.clear()


@pytest.mark.parametrize("what", ["is missing", "is empty"])
def test_without_it_a_misspelt_id_is_refused_and_nothing_is_thrown(site: Site, visit: Visit, what: str) -> None:
    visitor = visit(site)
    spoil(visitor, site, NAME, FAULTS[what])
    page, console = opened(visitor)
    assert page.evaluate("SmarteeConsent.allows('langage')") is False
    page.evaluate("SmarteeConsent.ready")
    idle(page)
    assert console.thrown() == []
    visitor.errors.clear()
