"""What pages keep in the browser's storage waits for its grant as cookies do, whichever way a page writes it."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from .conditions import conditions
from .conftest import Built, Visit, Visitor, control, hosted, prompt, told, until

BASE = "https://journal.example/"
# Each way to write a key, and what a page reads of it, by a way that is not the same.
WAYS = {
    "a key set by its method": "localStorage.setItem('draft', 'Dear')",
    "a key set to what is no text yet": (
        "const both = (text) => ({ toString: () => text, valueOf: () => 1 });"
        " localStorage.setItem(both('draft'), both('Dear'))"
    ),
    "a key set as a member": "localStorage.draft = 'Dear'",
    "a key set as an indexed member": "window['localStorage']['draft'] = 'Dear'",
    "a key assigned with others": "Object.assign(localStorage, { draft: 'Dear' })",
    "a key set by Reflect": "Reflect.set(localStorage, 'draft', 'Dear')",
    "a key set by the prototype's method": "Storage.prototype.setItem.call(localStorage, 'draft', 'Dear')",
    "a key set through the window's accessor": (
        "Object.getOwnPropertyDescriptor(window, 'localStorage').get.call(window).setItem('draft', 'Dear')"
    ),
    "a key set through the storage of a new frame": (
        "document.body.append(document.createElement('iframe')); frames[0].localStorage.setItem('draft', 'Dear')"
    ),
    "a key set by the methods of a new frame": (
        "document.body.append(document.createElement('iframe'));"
        " frames[0].Storage.prototype.setItem.call(localStorage, 'draft', 'Dear')"
    ),
    "a key set by the own methods of a new frame, for its storage": (
        "document.body.append(document.createElement('iframe'));"
        " Storage.prototype.setItem.call(frames[0].localStorage, 'draft', 'Dear')"
    ),
}
KEPT = "[Object.entries(localStorage), Object.entries(sessionStorage)]"


@pytest.fixture
def journal(built: Built) -> Any:
    """A site that keeps a draft and the places in texts with consent, and how far a tour has come without."""
    return built("journal")


def opened(visit: Visit, journal: Any, body: str = "") -> tuple[Visitor, Page]:
    visitor = hosted(visit, journal, BASE)
    visitor.serve("bare.html", head='<link rel="icon" href="data:,">', tag="")
    page = visitor.page(visitor.serve("page.html", body, '<link rel="icon" href="data:,">'), ready=False)
    return visitor, page


def device(visitor: Visitor) -> tuple[dict[str, str], dict[str, str]]:
    """What the browser has in its storages, as a page without the tag sees it; a tab has its own of the second."""
    page = visitor.page(BASE + "bare.html", ready=False)
    local, session = page.evaluate(KEPT)
    page.close()
    return dict(local), dict(session)


def answered(page: Page, action: str, state: str) -> None:
    control(page, action).click()
    until(page, f"SmarteeConsent.state === '{state}'")


@pytest.mark.parametrize("way", conditions("write", WAYS))
def test_what_is_kept_waits_and_reads_back(journal: Any, visit: Visit, way: str) -> None:
    visitor, page = opened(visit, journal)
    page.evaluate(f"() => {{ {way} }}")
    assert page.evaluate("[localStorage.getItem('draft'), localStorage.draft, 'draft' in localStorage]") == [
        "Dear",
        "Dear",
        True,
    ]
    assert device(visitor)[0] == {}
    answered(page, "accept", "accepted")
    assert device(visitor)[0] == {"draft": "Dear"}
    assert page.evaluate("localStorage.draft") == "Dear"


def test_a_storage_behaves_as_one_while_it_is_held(journal: Any, visit: Visit) -> None:
    _, page = opened(visit, journal)
    assert page.evaluate(
        """() => {
          localStorage.clear();
          localStorage.tour = 1;
          localStorage.setItem('draft', { toString: () => 'Dear' });
          const seen = [
            localStorage.length, Object.keys(localStorage).sort(), JSON.stringify(localStorage),
            [localStorage.key(0), localStorage.key(1), localStorage.key(2)], localStorage instanceof Storage,
            String(localStorage), localStorage.getItem('nothing'), localStorage.nothing,
            Object.entries(localStorage).length, localStorage.hasOwnProperty('draft'),
          ];
          delete localStorage.draft;
          seen.push('draft' in localStorage, localStorage.length);
          localStorage.draft = 'Dear';
          localStorage.removeItem('draft');
          seen.push(localStorage.getItem('draft'));
          localStorage.draft = 'Dear';
          localStorage.clear();
          return [...seen, localStorage.length, localStorage.draft ?? null];
        }"""
    ) == [
        2,
        ["draft", "tour"],
        '{"tour":"1","draft":"Dear"}',
        ["tour", "draft", None],
        True,
        "[object Storage]",
        None,
        None,
        2,
        True,
        False,
        1,
        None,
        0,
        None,
    ]
    # And throws as one.
    thrown = "(call) => { try { call(); return ''; } catch (error) { return error.name; } }"
    calls = (
        "localStorage.getItem()",
        "localStorage.setItem('draft')",
        "localStorage.key()",
        "localStorage.removeItem()",
    )
    assert [page.evaluate(f"({thrown})(() => {call})") for call in calls] == ["TypeError"] * 4


def test_what_needs_no_consent_is_kept_at_once(journal: Any, visit: Visit) -> None:
    visitor, page = opened(visit, journal)
    page.evaluate("localStorage.tour = '3'; localStorage.setItem('drafts', 'another key'); sessionStorage.free = 1")
    assert device(visitor)[0] == {"tour": "3", "drafts": "another key"}
    assert page.evaluate("SmarteeConsent.allows('tour') && !SmarteeConsent.allows('draft')")


def test_keys_that_begin_alike_wait_together(journal: Any, visit: Visit) -> None:
    _, page = opened(visit, journal)
    page.evaluate("sessionStorage['place:1'] = 10; sessionStorage.setItem('place:two', 20); sessionStorage.places = 1")
    page.reload()
    page.evaluate("SmarteeConsent.ready")
    assert page.evaluate("Object.keys(sessionStorage)") == ["places"]
    page.evaluate("sessionStorage['place:1'] = 10")
    answered(page, "accept", "accepted")
    page.reload()
    assert page.evaluate("sessionStorage['place:1']") == "10"


def test_what_was_kept_before_is_taken_out_and_comes_back_with_the_grant(journal: Any, visit: Visit) -> None:
    visitor = hosted(visit, journal, BASE)
    bare = visitor.page(visitor.serve("bare.html", head='<link rel="icon" href="data:,">', tag=""), ready=False)
    bare.evaluate("localStorage.draft = 'Old'; localStorage.other = 'stays'")
    page = visitor.page(visitor.serve("page.html", head='<link rel="icon" href="data:,">'), ready=False)
    assert page.evaluate("localStorage.draft") == "Old"
    assert device(visitor)[0] == {"other": "stays"}
    answered(page, "accept", "accepted")
    assert device(visitor)[0] == {"draft": "Old", "other": "stays"}


def test_a_refusal_and_a_withdrawal_leave_nothing(journal: Any, visit: Visit) -> None:
    visitor, page = opened(visit, journal)
    page.evaluate("localStorage.draft = 'Dear'")
    answered(page, "refuse", "refused")
    assert device(visitor)[0] == {}
    page.evaluate("SmarteeConsent.accept()")
    until(page, "SmarteeConsent.state === 'accepted'")
    assert device(visitor)[0] == {"draft": "Dear"}
    page.evaluate("SmarteeConsent.withdraw()")
    until(page, "SmarteeConsent.state === 'refused'")
    assert device(visitor)[0] == {}


def test_settings_ask_for_it_and_the_policy_tells_of_it(journal: Any, visit: Visit) -> None:
    visitor, page = opened(visit, journal, '<div data-consent-widget="policy"></div>')
    # The places and the theme are for one purpose, which is asked once.
    expect(prompt(page)).to_contain_text("Finds your place again in long texts and Keeps what you have begun to write.")
    table = page.get_by_role("table").filter(has_text="place:*")
    expect(table.get_by_role("row").filter(has_text="draft")).to_contain_text("until it is deleted")
    expect(table.get_by_role("row").filter(has_text="place:")).to_contain_text("until the tab is closed")
    page.evaluate("localStorage.draft = 'Dear'; localStorage.tour = '1'")
    control(page, "settings").click()
    page.get_by_role("switch", name="Keeps what you have begun to write.").check()
    answered(page, "save", "partial")
    assert ".draft." in visitor.cookies()["journal_consent"]
    assert device(visitor)[0] == {"draft": "Dear", "tour": "1"}
    expect(table.get_by_role("row").filter(has_text="draft").get_by_role("cell").last).to_have_text("yes")


@pytest.mark.parametrize(("scope", "left"), [("optional", {"tour": "1", "free": "1"}), ("all", {"free": "1"})])
def test_a_deletion_takes_it_too(journal: Any, visit: Visit, scope: str, left: dict[str, str]) -> None:
    visitor, page = opened(visit, journal)
    answered(page, "accept", "accepted")
    page.evaluate("localStorage.draft = 'Dear'; localStorage.tour = '1'; localStorage.free = '1'")
    page.evaluate("SmarteeConsent.settings()")
    page.locator("smartee-consent summary", has_text="Delete cookies").click()
    page.locator(f"smartee-consent [data-consent-action=delete][data-consent-scope={scope}]").click()
    expect(page.locator("smartee-consent [data-consent-view=confirmation]")).to_be_visible()
    assert device(visitor)[0] == left


def test_another_tab_takes_it_out_when_one_withdraws(journal: Any, visit: Visit) -> None:
    visitor, page = opened(visit, journal)
    answered(page, "accept", "accepted")
    page.evaluate("localStorage.draft = 'Dear'")
    other = visitor.page(BASE + "page.html")
    assert other.evaluate("localStorage.draft") == "Dear"
    other.evaluate("SmarteeConsent.withdraw()")
    until(page, "SmarteeConsent.state === 'refused'")
    page.evaluate("localStorage.draft = 'Dear again'")
    assert device(visitor)[0] == {}


def test_where_the_browser_forbids_storage_the_page_hears_it_and_nothing_else(journal: Any, visit: Visit) -> None:
    visitor = hosted(visit, journal, BASE)
    forbidden = (
        "for (const area of ['localStorage', 'sessionStorage']) Object.defineProperty(window, area,"
        " { configurable: true, get() { throw new DOMException('no', 'SecurityError'); } });"
    )
    visitor.context.add_init_script(forbidden)
    page = visitor.page(visitor.serve("page.html", head='<link rel="icon" href="data:,">'), ready=False)
    assert page.evaluate("(() => { try { localStorage; } catch (error) { return error.name; } })()") == "SecurityError"
    answered(page, "accept", "accepted")
    assert told(page, "error") == []
