"""An answer given between what a tab saw and what it does: nothing older is written over it, nor carried out again."""

import pytest
from playwright.sync_api import Page, expect

from .conftest import Site, Visit, Visitor, control, hosted, prompt, told, until
from .test_answer import GRANTS, Clicked, clicked, come_back, page_confirmation, settings
from .test_choice import VISIT
from .test_gate import LANGUAGE, MODEL, optional
from .test_start import hold_runtime
from .test_tabs import INSECURE, records

__all__ = ("clicked",)


def delete_all(page: Page) -> None:
    page.evaluate("SmarteeConsent.settings()")
    settings(page).locator("summary").last.click()
    settings(page).locator("[data-consent-scope=all]").click()
    until(page, "SmarteeConsent.state === 'unasked'")


def answer(page: Page, how: str) -> None:
    """Answers in the tab `page`: by a call, by the settings with one of two on, or by deleting everything."""
    if how == "delete":
        delete_all(page)
    elif how == "partial":
        page.evaluate("SmarteeConsent.settings()")
        settings(page).locator("input[name=language]").check()
        settings(page).locator("input[name=business]").uncheck()
        settings(page).locator("[data-consent-action=save]").click()
        until(page, "SmarteeConsent.state === 'partial'")
    else:
        page.evaluate(f"SmarteeConsent.{how}()")


def granted(visitor: Visitor) -> list[str]:
    return [text.split(".")[2] for text in records(visitor)]


# A browser tells this tab nothing of what another one wrote, and it has yet to look again: the first press finds out.
UNAWARE = "globalThis.setInterval = () => 0"


@pytest.mark.parametrize("other", ["refuse", "withdraw", "partial", "delete"])
@pytest.mark.parametrize("control", ["save", "close", "escape"])
def test_settings_that_another_tab_has_overtaken_write_nothing_but_what_is_seen(
    site: Site, visit: Visit, other: str, control: str
) -> None:
    visitor = hosted(visit, site, "http://www.example.test/")
    visitor.context.add_init_script(UNAWARE)
    url = visitor.serve("page.html", **INSECURE)
    here, there = visitor.page(url), visitor.page(url)
    here.evaluate("SmarteeConsent.accept()")
    here.evaluate("SmarteeConsent.settings()")
    settings(here).locator("input[name=business]").uncheck()
    there.evaluate("dispatchEvent(new Event('focus'))")
    answer(there, other)
    before = records(visitor)
    if control == "escape":
        here.keyboard.press("Escape")
    else:
        settings(here).locator(f"[data-consent-action={control}]").click()
    if control == "save":
        seen = [other == "partial", False]
        boxes = "[...document.querySelector('smartee-consent').shadowRoot.querySelectorAll('dialog input')]"
        until(here, f"'{seen}'.toLowerCase() === `[${{{boxes}.map((box) => ` ${{box.checked}}`)}}]`.replace('[ ', '[')")
    else:
        expect(settings(here)).to_have_count(0)
    assert records(visitor) == before
    assert granted(visitor) == ([] if other == "delete" else [GRANTS[other]])


def test_the_tab_that_decides_writes_its_own_over_what_another_tab_wrote(site: Site, visit: Visit) -> None:
    visitor = hosted(visit, site, "http://www.example.test/")
    visitor.context.add_init_script(UNAWARE)
    url = visitor.serve("page.html", **INSECURE)
    here, there = visitor.page(url), visitor.page(url)
    for tab, language in ((there, "en"), (here, "zh-CN")):
        tab.evaluate(f"document.cookie = 'Language={language}; path=/'")
    there.evaluate("SmarteeConsent.accept()")
    assert optional(visitor) == {LANGUAGE: "en"}
    # This tab has heard nothing of it.
    assert here.evaluate("SmarteeConsent.state") == "unasked"
    here.evaluate("SmarteeConsent.accept()")
    assert optional(visitor) == {LANGUAGE: "zh-CN"}


def test_a_tab_that_only_hears_of_the_answer_leaves_the_value_that_is_there(site: Site, visit: Visit) -> None:
    visitor = hosted(visit, site, "http://www.example.test/")
    url = visitor.serve("page.html", **INSECURE)
    here, there = visitor.page(url), visitor.page(url)
    for tab, language in ((there, "en"), (here, "zh-CN")):
        tab.evaluate(f"document.cookie = 'Language={language}; path=/'")
    here.evaluate(f"document.cookie = '{MODEL}=retainer; path=/'")
    there.evaluate("SmarteeConsent.accept()")
    here.evaluate("dispatchEvent(new Event('focus'))")
    assert here.evaluate("SmarteeConsent.state") == "accepted"
    # What the other tab knew nothing of is written.
    assert optional(visitor) == {LANGUAGE: "en", MODEL: "retainer"}


@pytest.mark.parametrize("action", ["accept", "refuse", "withdraw"])
@pytest.mark.parametrize("then", ["refuse", "partial", "delete"])
def test_a_click_that_a_tab_inherited_is_carried_out_once_whatever_came_then(
    clicked: Clicked, action: str, then: str
) -> None:
    visitor, page, let = clicked(action)
    with page.expect_popup() as opened:
        page.evaluate("open(location)")
    heir = opened.value
    until(heir, "sessionStorage.length === 1")
    come_back(visitor, page)
    until(page, "SmarteeConsent.state !== 'unasked'")
    answer(page, then)
    before = records(visitor)
    let()
    heir.evaluate("SmarteeConsent.ready")
    # What is called now comes behind the click.
    heir.evaluate("SmarteeConsent.businessModel.list()")
    assert records(visitor) == before
    assert heir.evaluate("sessionStorage.getItem('smartee-consent')") is None


@pytest.mark.parametrize("action", ["accept", "refuse", "withdraw"])
def test_nobody_is_asked_while_an_answer_is_on_its_way(site: Site, visit: Visit, action: str) -> None:
    visitor = visit(site)
    let = hold_runtime(visitor)
    body = f'<button data-consent-action="{action}">Own</button>'
    page = visitor.page(visitor.serve("first.html", body), ready=False)
    page.get_by_role("button", name="Own").click()
    page.goto(visitor.serve("second.html", body))
    until(page, "document.readyState === 'complete'")
    assert prompt(page).count() == 0
    let()
    expect(page_confirmation(page)).to_be_visible()
    assert granted(visitor) == [GRANTS[action]]
    assert visitor.cookies()[VISIT] == "1"


READS = """
globalThis.reads = 0;
const cookie = Object.getOwnPropertyDescriptor(Document.prototype, 'cookie');
Object.defineProperty(Document.prototype, 'cookie', { ...cookie, get() { reads += 1; return cookie.get.call(this); } });
"""


def test_turning_to_a_page_where_nothing_is_new_costs_one_look(site: Site, visit: Visit) -> None:
    visitor = visit(site)
    visitor.context.add_init_script(READS)
    page = visitor.page(visitor.serve("page.html"))
    page.evaluate("SmarteeConsent.settings()")
    settings(page).locator("input[name=language]").check()
    page.evaluate("reads = 0; for (const sign of ['focus', 'pageshow']) dispatchEvent(new Event(sign))")
    assert page.evaluate("reads") == 2
    page.evaluate("SmarteeConsent.businessModel.list()")
    expect(settings(page).locator("input[name=language]")).to_be_checked()
    assert told(page, "change") == []


def test_an_answer_in_the_prompt_is_a_whole_one_whatever_another_tab_said(site: Site, visit: Visit) -> None:
    visitor = hosted(visit, site, "http://www.example.test/")
    visitor.context.add_init_script(UNAWARE)
    url = visitor.serve("page.html", **INSECURE)
    here, there = visitor.page(url), visitor.page(url)
    there.evaluate("SmarteeConsent.accept()")
    control(here, "refuse").click()
    expect(page_confirmation(here)).to_be_visible()
    assert granted(visitor) == ["-"]
