"""What a page is given, from whichever side: no input becomes markup, a script, an address to go to, or an answer."""

from collections.abc import Callable
from typing import Any
from urllib.parse import quote, unquote

import pytest
from playwright.sync_api import Browser

from consent.build import declaration

from .attacks import (
    ADDRESS,
    ELSEWHERE,
    HARMLESS,
    MARK,
    MARKUP,
    PAYLOADS,
    PLACES,
    SEEN,
    TEN,
    attacked,
    harmless,
)
from .attacks import observe as learn
from .conditions import conditions
from .conftest import ROOT, Once, Site, Visitor, until

PLAIN = declaration.validate(declaration.read(ROOT / "pyscript.toml"))
KEYS = [model["key"] for model in PLAIN["models"]]
UNASKED = {"state": "unasked", "allows": [False, False], "asked": True}


def visited(
    browser: Browser,
    site: Site,
    body: str = PLACES,
    before: Callable[[Visitor], Any] | None = None,
    **page: str,
) -> dict[str, Any]:
    """What becomes of one page of a new visitor, who brings along what `before` gives them."""
    visitor = attacked(browser, site)
    url = visitor.serve("attacked.html", body, **page)
    if before:
        before(visitor)
    found = learn(visitor, visitor.page(url))
    visitor.context.close()
    harmless(found, url)
    return found


# Cookies.

WHAT: dict[str, Callable[[dict[str, Any], str], bool]] = {
    "language": lambda found, value: (found["language"], found["lang"]) == ("en", "en"),
    "business": lambda found, value: found["model"] in (None, *([value] if len(value) < 65 else [])),
    "account": lambda found, value: found["current"] is None or set(found["current"]) == {"account", "uid"},
    "uid": lambda found, value: found["current"] is None or isinstance(found["current"]["uid"], str),
    "token": lambda found, value: value not in str(found["told"]) and unquote(value) not in str(found["told"]),
    "models": lambda found, value: [each["key"] for each in found["models"]] == KEYS,
    "regions": lambda found, value: len(found["provinces"]) == 34,
    "partner": lambda found, value: found["logos"] == 0,
    "decision": lambda found, value: found["state"] == "unasked" and found["allows"] == [False, False],
    "visit": lambda found, value: found["asked"],
}
COOKIES = {f"{kind} in the cookie {each}": (each, kind) for kind in PAYLOADS for each in TEN}


@pytest.mark.parametrize("case", conditions("attack", COOKIES))
def test_a_cookie_is_input(once: Once, browser: Browser, site: Site, case: tuple[str, str]) -> None:
    each, kind = case
    value = PAYLOADS[kind]

    def bring(visitor: Visitor) -> None:
        visitor.context.add_cookies([{"name": name, "value": value, "url": site.url} for name in TEN.values()])

    found = once(kind, lambda: visited(browser, site, before=bring))
    assert {key: found[key] for key in UNASKED} == UNASKED
    assert WHAT[each](found, value)


# The address.

HASHES = {
    "markup behind the hash": "#" + quote(MARKUP),
    "an address with a script behind the hash": "#" + ADDRESS,
    "an action behind the hash": "#data-consent-action=accept",
    "an action as a query": "?accept&smartee-consent=accept&data-consent-action=accept&consent=1",
    "a language as a query": f"?lang={quote(MARKUP)}&data-consent-lang={quote(MARKUP)}",
    "a foreign address as a query": "?src={0}&data-consent-base={0}&next={0}".format(quote(ELSEWHERE)),
    "the prototype as a query": "?__proto__[granted]=language&constructor[prototype][state]=accepted",
    "a query of 60,000 letters": "?" + "a=1&" * 15000,
    "an escaped end of a path": "?x=%0d%0aSet-Cookie:%20Language=fr",
}


@pytest.mark.parametrize("address", conditions("attack", HASHES))
def test_an_address_is_input(browser: Browser, site: Site, address: str) -> None:
    """Of the demonstration, which has a place for everything."""
    visitor = attacked(browser, site)
    found = learn(visitor, visitor.page(site.url + address))
    visitor.context.close()
    harmless(found, site.url + address)
    assert {key: found[key] for key in UNASKED} == UNASKED
    assert (found["lang"], found["current"]) == ("en", None)


# Attributes, which a page may make of what its visitors write.

NASTY = quote(MARKUP, safe=" =><()/.")
ATTRIBUTES = {
    "markup as the name of a widget": f'<div data-consent-widget="{NASTY}"></div>',
    "a selector as the name of a widget": "<div data-consent-widget=\"policy'], *, [x='\"></div>",
    "the prototype as the name of a widget": '<div data-consent-widget="__proto__"></div>',
    "a constructor as the name of a widget": '<div data-consent-widget="constructor"></div>',
    "markup as the name of a surface": f'<div data-consent-surface="{NASTY}"></div>',
    "a script as a value that was chosen": f'<div data-consent-widget="region" data-consent-value="{ADDRESS}"></div>',
    "a widget in a link with a script": f'<a href="{ADDRESS}"><span data-consent-widget="language"></span></a>',
    "a widget of 20,000 letters": f'<div data-consent-widget="{"x" * 20000}"></div>',
    "widgets within widgets": '<div data-consent-widget="policy">' * 50 + "x",
}


@pytest.mark.parametrize("body", conditions("attack", ATTRIBUTES))
def test_an_attribute_is_input(browser: Browser, site: Site, body: str) -> None:
    visited(browser, site, body)


TAGS = {
    "markup as the language of the tag": f'data-consent-lang="{NASTY}"',
    "a script as the language of the tag": f'data-consent-lang="{ADDRESS}"',
    "a language of 30,000 letters": f'data-consent-lang="{"zh-" * 10000}"',
    "the prototype as the language": 'data-consent-lang="__proto__"',
    "markup as the theme": f'data-consent-theme="{NASTY}" data-consent-debug="{NASTY}"',
}


@pytest.mark.parametrize("attributes", conditions("attack", TAGS))
def test_an_attribute_of_the_tag_is_input(browser: Browser, site: Site, attributes: str) -> None:
    found = visited(browser, site, tag=f'<script src="/embed.js" {attributes}></script>')
    assert {key: found[key] for key in UNASKED} == UNASKED


ACTIONS = {
    "an unknown action": "steal",
    "the prototype as an action": "__proto__",
    "a constructor as an action": "constructor",
    "markup as an action": NASTY,
    "two actions in one": "accept refuse",
    "an action with a line's end": "accept&#10;",
    "a script as an action": ADDRESS,
    "an action of 20,000 letters": "accept" * 3000,
    "delete with a scope of the page's own": 'delete" data-consent-scope="__proto__',
}


@pytest.mark.parametrize("action", conditions("attack", ACTIONS))
def test_an_action_is_input(browser: Browser, site: Site, action: str) -> None:
    visitor = attacked(browser, site)
    url = visitor.serve("attacked.html", f'<button id="own" data-consent-action="{action}">Own</button>')
    page = visitor.page(url)
    page.locator("#own").click()
    until(page, "!document.querySelector('[aria-busy]')")
    found = page.evaluate(SEEN)
    assert {key: found[key] for key in HARMLESS} == HARMLESS
    assert page.evaluate("[SmarteeConsent.state, location.href]") == ["unasked", url]
    assert TEN["decision"] not in visitor.cookies()
    assert (visitor.foreign, visitor.errors) == ([], [])
    visitor.context.close()


# A click that waits, and messages.

CLICKS = {
    "markup as a kept click": MARKUP,
    "a kept click that says nothing of the record": "accept",
    "a kept click with a record of another policy": "accept 1.00000000.language+business.29398452 ",
    "a kept click from the future": f"accept 1.{MARK}.language+business.999999999 ",
    "a kept click with more than the answer": f"acceptall 1.{MARK}.language+business.29398452 ",
    "a kept click with a record of markup": f"accept 1.{MARK}.<img>.29398452 ",
    "a kept click of the prototype": f"__proto__ 1.{MARK}.language+business.29398452 ",
    "a kept click of a million letters": "accept 1." + "1" * 1000000,
    "a kept click with a minute of letters": f"accept 1.{MARK}.language+business.NaN ",
    "a kept click that is settings": f"settings 1.{MARK}.language+business.29398452 ",
}


@pytest.mark.parametrize("text", conditions("attack", CLICKS))
def test_a_kept_click_is_input(browser: Browser, site: Site, text: str) -> None:
    store = "(text) => { try { sessionStorage['smartee-consent'] ??= text; } catch {} }"
    found = visited(browser, site, before=lambda visitor: visitor.context.add_init_script(f"({store})({text!r})"))
    assert {key: found[key] for key in UNASKED} == UNASKED


MESSAGES = {
    "a message that accepts": "{ type: 'smartee-consent', action: 'accept' }",
    "a message with an event's name": "{ name: 'smartee-consent:decision', detail: { state: 'accepted' } }",
    "a message with a call": "['act', ['accept']]",
    "a message with markup": repr(MARKUP),
    "a message that holds itself": "(() => { const all = {}; all.all = all; return all; })()",
    "a forged event": "document.dispatchEvent(new CustomEvent('smartee-consent:decision', { detail: 'accepted' }))",
}


@pytest.mark.parametrize("message", conditions("attack", MESSAGES))
def test_a_message_is_no_answer(browser: Browser, site: Site, message: str) -> None:
    body = PLACES + '<iframe id="inner" srcdoc="<p>x"></iframe>'
    visitor = attacked(browser, site)
    url = visitor.serve("attacked.html", body)
    page = visitor.page(url)
    page.evaluate(f"window.postMessage({message}, '*')")
    page.frame_locator("#inner").locator("p").wait_for()
    page.frames[1].evaluate(f"parent.postMessage({message}, '*')")
    # Frames that are ours are spoken to as well.
    page.evaluate(f"for (const each of [0, 1, 2]) try {{ window[each].postMessage({message}, '*') }} catch {{}}")
    found = learn(visitor, page)
    visitor.context.close()
    harmless(found, url)
    assert {key: found[key] for key in UNASKED} == UNASKED
