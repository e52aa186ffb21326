"""What a server answers: it becomes no markup and no request, what is too much is refused, and waiting has an end."""

import json
from typing import Any

import pytest
from playwright.sync_api import Browser, Route

from consent.core.models import MAX_MODELS
from consent.core.regions import MAX_REGIONS

from .attacks import ADDRESS, ELSEWHERE, MARKUP, PLACES, attacked, harmless, observe
from .conditions import conditions
from .conftest import Site, Visitor

LISTS = {"models": "api/business-models", "regions": "api/regions"}
NAMES = {"models": "label", "regions": "name"}


def entries(kind: str, count: int, text: str = "x") -> list[dict[str, Any]]:
    """A list of `count` entries as they should be, in which `text` is what people read."""
    if kind == "models":
        return [{"key": f"key-{at}", "label": {"en": text}, "logo": ELSEWHERE} for at in range(count)]
    return [{"code": f"{at % 1000000:06}", "name": text, "logo": ELSEWHERE} for at in range(count)]


# What is answered, by the kind of list: JSON where it is no text.
REFUSED: dict[str, Any] = {
    "no JSON": lambda kind: "<!doctype html>" + MARKUP,
    "nothing": lambda kind: "",
    "null": lambda kind: None,
    "a text": lambda kind: json.dumps(MARKUP),
    "an object": lambda kind: {"length": 3, "0": MARKUP, "__proto__": []},
    "a list of texts": lambda kind: [MARKUP, ADDRESS],
    "a list of lists": lambda kind: [[["key", "a"]]],
    "entries without a key": lambda kind: [{NAMES[kind]: MARKUP}],
    "a key of markup": lambda kind: [{**entries(kind, 1)[0], "key": MARKUP, "code": MARKUP}],
    "a key that is a list": lambda kind: [{**entries(kind, 1)[0], "key": [], "code": []}],
    "what people read as a number": lambda kind: [{**entries(kind, 1)[0], NAMES[kind]: 7}],
    "what people read of 10,000 letters": lambda kind: entries(kind, 1, "x" * 10000),
    "JSON of 30,000 brackets": lambda kind: "[" * 30000 + "]" * 30000,
    "one entry too many": lambda kind: entries(kind, 1 + (MAX_MODELS if kind == "models" else MAX_REGIONS)),
    "400 entries": lambda kind: entries(kind, 400),
    "20,000 entries": lambda kind: entries(kind, 20000),
    "a million octets": lambda kind: "[" + " " * 1_000_000 + "]",
}
ENDLESS = ("20,000 entries", "a million octets")
ANSWERS = {f"{what} for the {kind}": (kind, what) for kind in LISTS for what in REFUSED}


def visited(browser: Browser, site: Site, kind: str, answer: Any, **options: Any) -> dict[str, Any]:
    """What becomes of a page to whose question for a list the server gives `answer`: a text, or what does it."""
    visitor: Visitor = attacked(browser, site, **options)
    url = visitor.serve("attacked.html", PLACES)

    def fulfil(route: Route) -> None:
        body = answer if isinstance(answer, str) else json.dumps(answer)
        route.fulfill(body=body, content_type="application/json")

    visitor.context.route(f"{site.url}{LISTS[kind]}*", answer if callable(answer) else fulfil)
    page = visitor.page(url)
    found = observe(visitor, page)
    found["options"] = page.evaluate(
        "[...document.querySelectorAll('[data-consent-widget]')].flatMap((each) => ["
        "...(each.shadowRoot?.querySelectorAll('select') ?? [])].map((one) => [one.id, one.options.length]))"
    )
    visitor.context.close()
    harmless(found, url)
    return found


def refused(found: dict[str, Any], kind: str) -> list[str]:
    """The list is as it would be without the answer; the sentences that say why."""
    if kind == "models":
        assert [each["key"] for each in found["models"]]
        assert all(not each["key"].startswith("key-") for each in found["models"])
    else:
        assert set(found["provinces"]) == {"message"}
    messages = [detail["message"] for name, detail in found["told"] if name == "error"]
    assert messages and max(map(len, messages)) < 300
    return messages


@pytest.mark.parametrize("case", conditions("attack", ANSWERS))
def test_an_answer_that_cannot_be_used_is_refused_in_words(browser: Browser, site: Site, case: tuple[str, str]) -> None:
    kind, what = case
    messages = refused(visited(browser, site, kind, REFUSED[what](kind)), kind)
    if what in ENDLESS:
        # It was not read to its end.
        assert f"{LISTS[kind]}: answered more than 65536 octets" in messages


USED = {
    f"{what} in what the {kind} say": (kind, text)
    for kind in LISTS
    for what, text in {
        "markup": MARKUP[:38],
        "a script's address": ADDRESS,
        "a foreign address": ELSEWHERE,
        "a line's end": "a\r\nb\u2028c",
    }.items()
}


@pytest.mark.parametrize("case", conditions("attack", USED))
def test_what_people_read_is_text(browser: Browser, site: Site, case: tuple[str, str]) -> None:
    kind, text = case
    found = visited(browser, site, kind, entries(kind, 2, text))
    assert [each[NAMES[kind]] for each in found["models" if kind == "models" else "provinces"]] == [text, text]


def test_as_much_is_drawn_as_may_be(browser: Browser, site: Site) -> None:
    drawn = dict(visited(browser, site, "models", entries("models", MAX_MODELS))["options"])
    assert drawn["business"] == MAX_MODELS + 1
    drawn = dict(visited(browser, site, "regions", entries("regions", MAX_REGIONS))["options"])
    assert drawn["region-0"] == MAX_REGIONS + 1


WAYS = {
    "a server that sends the question for the {} elsewhere": {"status": 302, "headers": {"Location": ELSEWHERE}},
    "a server that fails at the question for the {}": {"status": 500, "body": MARKUP},
    "a server that answers the question for the {} with nothing": {"status": 204},
}


@pytest.mark.parametrize(
    "case",
    conditions("attack", {says.format(kind): (kind, how) for kind in LISTS for says, how in WAYS.items()}),
)
def test_a_server_that_does_not_answer_is_told(browser: Browser, site: Site, case: tuple[str, Any]) -> None:
    kind, how = case
    [message, *_] = refused(visited(browser, site, kind, lambda route: route.fulfill(**how)), kind)
    assert message.startswith(LISTS[kind])


@pytest.mark.parametrize(
    "kind", conditions("attack", {f"a server that never answers the question for the {kind}": kind for kind in LISTS})
)
def test_waiting_has_an_end(browser: Browser, site: Site, kind: str) -> None:
    visitor = attacked(browser, site)
    visitor.context.add_init_script(
        "const wait = setTimeout;"
        "globalThis.setTimeout = (then, ms, ...more) => wait(then, ms === 15000 ? 0 : ms, ...more);"
    )
    url = visitor.serve("attacked.html", PLACES)
    visitor.context.route(f"{site.url}{LISTS[kind]}*", lambda route: None)
    found = observe(visitor, visitor.page(url))
    visitor.context.close()
    harmless(found, url)
    # The other list may have been as slow by that clock.
    assert f"{LISTS[kind]}: no answer after 15 seconds" in refused(found, kind)
