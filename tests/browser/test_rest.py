"""The part of MicroPython's code that no journey runs: it is fetched only when something rare is asked of Python."""

import pytest

from .conftest import Site, Visit, Visitor

REST = "rest.wasm"
# A number that does not fit into a word: no journey has one, and Python reckons with it all the same.
RARE = "SmarteeConsent.businessModel.set(12345678901234567890123).then(String, ({ message }) => message)"
REFUSED = "is not a possible business model"


def asked(visitor: Visitor) -> list[str]:
    return [url for url in visitor.requests if url.endswith(REST)]


def test_what_is_rare_comes_when_it_is_needed_and_once(site: Site, visit: Visit) -> None:
    visitor = visit(site)
    page = visitor.page(visitor.serve("rare.html"))
    page.evaluate("SmarteeConsent.businessModel.list()")
    assert asked(visitor) == []
    for _ in range(2):
        assert REFUSED in page.evaluate(RARE)
        assert len(asked(visitor)) == 1
    page.evaluate("SmarteeConsent.settings()")
    assert page.evaluate("SmarteeConsent.accept().then(() => SmarteeConsent.state)") == "accepted"


# What the server answers instead: a status and a text.
INSTEAD: dict[str, tuple[int, str, str]] = {
    "missing": (404, "", "the server answers 404"),
    "a web page": (200, "<!doctype html>", "sends a web page in its place"),
    "cut": (200, "\0asm", "octets came"),
}


@pytest.mark.parametrize("instead", INSTEAD)
def test_where_the_rest_does_not_come_that_is_told_in_words(site: Site, visit: Visit, instead: str) -> None:
    status, body, told = INSTEAD[instead]
    visitor = visit(site)
    visitor.context.route(f"**/{REST}", lambda route: route.fulfill(status=status, body=body))
    page = visitor.page(visitor.serve("rare.html"))
    page.evaluate("SmarteeConsent.businessModel.list()")
    message = page.evaluate(RARE)
    assert REST in message and told in message
    # The page, its gate and the tag's own answer go on.
    assert page.evaluate("document.cookie = 'Language=en; path=/', SmarteeConsent.allows('language')") is False
    visitor.errors.clear()
