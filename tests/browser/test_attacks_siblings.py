"""What another host of the domain can do: it writes cookies for all of it, which a page cannot tell from its own."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from .attacks import MARK, TEN
from .conditions import conditions
from .conftest import ROOT, Site, Visit, Visitor, control, eventually, hosted, prompt, until
from .test_answer import DAY, now
from .test_gate_deletion import HOST
from .test_jar import HTTPS, SIGN_IN, copies

PAGE = "en/p"
API = "api/cases"
ALL = "language+business"
WHO = {"account": "dr.chen", "uid": "1", "token": "own", "partner": "lumina"}
SURFACE = '<div data-consent-surface="product-series"></div>'


def toss(visitor: Visitor, name: str, value: str, path: str = "/", domain: str = ".example.test") -> None:
    """What a sibling's page or server writes."""
    cookie: Any = {"name": name, "value": value, "domain": domain, "path": path, "secure": True}
    visitor.context.add_cookies([cookie])


def record(grants: str, ago: int = 0) -> str:
    return f"1.{MARK}.{grants}.{now() - ago}"


# The record.

BESIDE = {
    "a sibling's consent beside a refusal": {},
    "a sibling's newer consent beside a refusal": {"ago": -1},
    "a sibling's consent at a deeper path than a refusal": {"path": "/en"},
    "a sibling's consent of a parent domain beside a refusal": {"domain": ".b.example.test"},
    "a sibling's consent in quotes beside a refusal": {"quoted": True},
}


@pytest.mark.parametrize("how", conditions("attack", BESIDE))
def test_no_sibling_takes_a_refusal_back(site: Site, visit: Visit, how: dict[str, Any]) -> None:
    visitor = hosted(visit, site, HTTPS)
    page = visitor.page(visitor.serve(PAGE))
    page.evaluate("SmarteeConsent.refuse()")
    ago, quoted = how.pop("ago", 0), how.pop("quoted", False)
    text = record(ALL, ago)
    toss(visitor, TEN["decision"], f'"{text}"' if quoted else text, **how)
    page = visitor.page(page.url)
    assert page.evaluate("[SmarteeConsent.state, SmarteeConsent.allows('language')]") == ["refused", False]
    # What was tossed goes with the next answer, and does not outlive it.
    page.evaluate("SmarteeConsent.refuse()")
    assert [text.split(".")[2] for text in copies(visitor, TEN["decision"])] == ["-"]


LONE = {
    "a sibling's consent of two minutes ahead": lambda: record(ALL, -2),
    "a sibling's consent of an hour ahead": lambda: record(ALL, -60),
    "a sibling's consent of a day ahead": lambda: record(ALL, -DAY),
    "a sibling's consent of the year 3900": lambda: f"1.{MARK}.{ALL}.999999999",
    "a sibling's consent of half a year ago": lambda: record(ALL, 180 * DAY),
    "a sibling's consent to another policy": lambda: f"1.0a1b2c3d.{ALL}.{now()}",
    "a sibling's consent to what is not declared": lambda: record(ALL + "+account"),
    "a sibling's consent in another order": lambda: record("business+language"),
    "a sibling's consent in another version": lambda: "2" + record(ALL)[1:],
    "a sibling's record that is too long": lambda: record(ALL) + "0" * 90,
}


@pytest.mark.parametrize("text", conditions("attack", LONE))
def test_what_does_not_bind_is_no_answer_of_a_sibling_either(site: Site, visit: Visit, text: Any) -> None:
    visitor = hosted(visit, site, HTTPS)
    toss(visitor, TEN["decision"], text())
    toss(visitor, TEN["visit"], "1")
    page = visitor.page(visitor.serve(PAGE))
    assert page.evaluate("[SmarteeConsent.state, SmarteeConsent.allows('language')]") == ["unasked", False]
    expect(prompt(page)).to_be_visible()


# The sign-in.

PLACES = {"for all of the domain": "/", "at the page's folder": "/en", "where the page asks": "/api"}
TOSSED = {f"a sibling's {each} {where}": (each, path) for each in WHO for where, path in PLACES.items()}
TOSSED["a sibling's token at one address of the server"] = ("token", "/" + API)


def other(each: str) -> str:
    return "dentacore" if each == "partner" else "tossed"


@pytest.fixture
def asking(site: Site, visit: Visit) -> tuple[Visitor, Page]:
    """A page that has asked its server, with a place for a logo."""
    visitor = hosted(visit, site, HTTPS)
    visitor.context.route(HTTPS + API, lambda route: route.fulfill(body="[]"))
    page = visitor.page(visitor.serve(PAGE, SURFACE))
    page.evaluate(f"fetch('/{API}').then((answer) => answer.text())")
    return visitor, page


@pytest.mark.parametrize("tossed", conditions("attack", TOSSED))
def test_nothing_that_was_tossed_before_outlives_a_sign_in(
    asking: tuple[Visitor, Page], tossed: tuple[str, str]
) -> None:
    visitor, page = asking
    each, path = tossed
    toss(visitor, TEN[each], other(each), path)
    assert page.evaluate(SIGN_IN, WHO) == "stored"
    assert copies(visitor, TEN[each]) == [WHO[each]]
    assert page.evaluate("SmarteeConsent.session.current") == {"account": "dr.chen", "uid": "1"}
    toss(visitor, TEN[each], other(each), path)
    page.evaluate("SmarteeConsent.session.end()")
    assert copies(visitor, TEN[each]) == []


@pytest.mark.parametrize("each", conditions("attack", {f"a sibling's {each} over a sign-in": each for each in WHO}))
def test_what_is_tossed_over_a_sign_in_goes(asking: tuple[Visitor, Page], each: str) -> None:
    visitor, page = asking
    assert page.evaluate(SIGN_IN, WHO) == "stored"
    toss(visitor, TEN[each], other(each), "/en")
    page.evaluate("dispatchEvent(new Event('focus'))")
    eventually(page, lambda: copies(visitor, TEN[each]) == [WHO[each]], lambda: copies(visitor, TEN[each]))
    assert page.evaluate("SmarteeConsent.session.current") == {"account": "dr.chen", "uid": "1"}


def test_a_value_that_the_server_has_renewed_stands(asking: tuple[Visitor, Page]) -> None:
    visitor, page = asking
    assert page.evaluate(SIGN_IN, WHO) == "stored"
    visitor.context.add_cookies(
        [{"name": TEN["token"], "value": "renewed", "domain": HOST, "path": "/", "secure": True}]
    )
    page.evaluate("dispatchEvent(new Event('focus'))")
    # Nothing of the page is heard before that.
    page.evaluate("SmarteeConsent.language.set('en')")
    assert copies(visitor, TEN["token"]) == ["renewed"]


def test_flags_that_disagree_show_no_logo(asking: tuple[Visitor, Page]) -> None:
    visitor, page = asking
    toss(visitor, TEN["partner"], "lumina")
    toss(visitor, TEN["partner"], "dentacore", domain=HOST)
    page.evaluate("SmarteeConsent.accept()")
    page.evaluate("SmarteeConsent.businessModel.set('design-only')")
    assert page.locator("[data-consent-logo]").count() == 0
    page.evaluate(SIGN_IN, WHO)
    expect(page.locator("[data-consent-logo=lumina]")).to_have_count(1)


# Names that no sibling can write.


@pytest.fixture(scope="module")
def host_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The demonstration with names that a browser takes from this host alone."""
    folder: Path = tmp_path_factory.mktemp("host")
    text = (ROOT / "pyscript.toml").read_text(encoding="utf-8")
    for name in TEN.values():
        assert text.count(f'name = "{name}"') == 1, name
        text = text.replace(f'name = "{name}"', f'name = "__Host-{name}"')
    config = folder / "pyscript.toml"
    config.write_text(text, encoding="utf-8")
    running = Site(folder / "dist", config)
    yield running
    running.stop()


def test_names_with_the_prefix_of_the_host_work_throughout(host_site: Site, visit: Visit) -> None:
    visitor = hosted(visit, host_site, HTTPS)
    page = visitor.page(visitor.serve(PAGE, SURFACE))
    page.evaluate("document.cookie = '__Host-Language=fr; Path=/; Secure'")
    assert "__Host-Language" not in visitor.cookies()
    page.evaluate("SmarteeConsent.accept()")
    page.evaluate("SmarteeConsent.language.set('zh-CN')")
    page.evaluate("SmarteeConsent.businessModel.set('design-only')")
    assert page.evaluate(SIGN_IN, WHO) == "stored"
    expect(page.locator("[data-consent-logo=lumina]")).to_have_count(1)
    found = {cookie["name"]: cookie for cookie in visitor.jar()}
    for each in ("decision", "visit", "language", "business", *WHO):
        cookie = found["__Host-" + TEN[each]]
        assert (cookie["path"], cookie["secure"], cookie["domain"]) == ("/", True, HOST)
    page = visitor.page(page.url)
    assert page.evaluate("[SmarteeConsent.state, SmarteeConsent.language.get()]") == ["accepted", "zh-CN"]
    page.evaluate("SmarteeConsent.withdraw()")
    page.evaluate("SmarteeConsent.session.end()")
    assert set(visitor.cookies()) == {"__Host-" + TEN["decision"], "__Host-" + TEN["visit"]}
    page.evaluate("SmarteeConsent.settings()")
    page.locator("smartee-consent details summary").last.click()
    control(page, "delete").click()
    until(page, "SmarteeConsent.state === 'unasked'")
    assert visitor.cookies() == {}


HOST_NAMES = {f"a sibling's {each} where names carry __Host-": each for each in TEN}


@pytest.mark.parametrize("each", conditions("attack", HOST_NAMES))
def test_no_sibling_writes_a_name_with_the_prefix_of_the_host(host_site: Site, visit: Visit, each: str) -> None:
    visitor = hosted(visit, host_site, HTTPS)
    sibling = visitor.page(visitor.serve("sibling", tag=""), ready=False)
    values = {
        "decision": record(ALL),
        "visit": "1",
        "language": "zh-CN",
        "business": "design-only",
        "partner": "lumina",
    }
    pair = f"__Host-{TEN[each]}={values.get(each, 'tossed')}"
    for more in ("; Domain=example.test; Path=/", "; Path=/en", "; Domain=example.test; Path=/en"):
        sibling.evaluate("text => { document.cookie = text }", f"{pair}; Secure{more}")
    # Neither under the name without the prefix.
    toss(visitor, TEN[each], values.get(each, "tossed"))
    page = visitor.page(visitor.serve(PAGE, SURFACE))
    assert page.evaluate("[SmarteeConsent.state, SmarteeConsent.session.current]") == ["unasked", None]
    assert page.evaluate("[SmarteeConsent.language.get(), SmarteeConsent.businessModel.get()]") == ["en", None]
    assert page.locator("[data-consent-logo]").count() == 0
    assert "__Host-" + TEN[each] not in visitor.cookies()
