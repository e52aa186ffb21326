"""One deleter, one reader, one writer of the jar: what is written is the only copy, and what is said of it is true."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from consent.core import regions
from consent.core.header import LIMITS, MAX_HEADER

from .conditions import conditions
from .conftest import Site, Visit, Visitor, hosted, told
from .engines import ENGINE, only_chromium
from .test_doctor import NAMES
from .test_gate import LANGUAGE, MODEL, OWN, both, optional
from .test_gate_deletion import HOST, confirmation

HTTPS = f"https://{HOST}/"
PAGE = "en/p"
SIGN_IN = "details => SmarteeConsent.session.start(details).then(() => 'stored', ({ message }) => message)"
# Counts the writes to the jar, from before the tag took the accessor; what is no cookie is none.
COUNTING = r"""
globalThis.writes = [];
const cookie = Object.getOwnPropertyDescriptor(Document.prototype, 'cookie');
Object.defineProperty(Document.prototype, 'cookie', {
  ...cookie, set(text) { if (text !== ';Max-Age=0') writes.push(text); cookie.set.call(this, text); },
});
"""


def jar(visitor: Visitor) -> list[tuple[str, str]]:
    """Name and value of everything in the browser's own list, copies too."""
    visitor.cookies()
    return sorted((cookie["name"], cookie["value"]) for cookie in visitor.context.cookies())


def copies(visitor: Visitor, name: str) -> list[str]:
    return [value for each, value in jar(visitor) if each == name]


def scatter(visitor: Visitor, page: Page, name: str, value: Any, encoded: str) -> None:
    """Puts copies of a cookie where a page at en/p sees them: parent domain, folder, partition, another spelling."""
    visitor.context.add_cookies(
        [
            {"name": name, "value": value, "domain": ".example.test", "path": "/"},
            {"name": name, "value": value, "domain": HOST, "path": "/en"},
            {"name": encoded, "value": value, "domain": HOST, "path": "/"},
        ]
    )
    page.evaluate("text => { document.cookie = text }", f"{name}={value}; Secure; Path=/en; Partitioned; SameSite=None")


def stuck(visitor: Visitor, page_name: str = "a;b/c/p") -> tuple[str, Callable[[str, str], None]]:
    """A page that reads a copy at the folder `/a;b`, which no script there can name; its function sets one."""
    setter = visitor.page(visitor.serve("a;b/p", tag=""), ready=False)

    def put(name: str, value: Any) -> None:
        setter.evaluate("text => { document.cookie = text }", f"{name}={value}; Max-Age=9999")

    return visitor.serve(page_name), put


# What is written.


@pytest.mark.parametrize(
    ("name", "encoded", "call", "old", "new"),
    [
        (LANGUAGE, "%4Canguage", "language", "en", "zh-CN"),
        (MODEL, MODEL.replace("s", "%73", 1), "businessModel", "design-only", "retainer"),
    ],
)
def test_a_kept_choice_is_the_only_copy_and_the_one_that_is_read(
    site: Site, visit: Visit, name: str, encoded: str, call: str, old: str, new: str
) -> None:
    visitor = hosted(visit, site, HTTPS)
    page = visitor.page(visitor.serve(PAGE))
    page.evaluate("SmarteeConsent.accept()")
    scatter(visitor, page, name, old, encoded)
    page.evaluate(f"SmarteeConsent.{call}.set('{new}')")
    assert copies(visitor, name) == [new]
    assert copies(visitor, encoded) == []
    assert page.evaluate(f"SmarteeConsent.{call}.get()") == new


@pytest.mark.parametrize("identifier", ["account", "uid", "token"])
def test_a_sign_in_leaves_no_copy_of_another(site: Site, visit: Visit, identifier: str) -> None:
    visitor = hosted(visit, site, HTTPS)
    page = visitor.page(visitor.serve(PAGE))
    name = NAMES[identifier]
    scatter(visitor, page, name, "old", "%" + f"{ord(name[0]):x}" + name[1:])
    assert page.evaluate(SIGN_IN, {"account": "new", "uid": "new", "token": "new"}) == "stored"
    assert copies(visitor, name) == ["new"]


def test_the_record_and_the_mark_of_the_visit_have_one_copy(site: Site, visit: Visit) -> None:
    visitor = hosted(visit, site, HTTPS)
    page = visitor.page(visitor.serve(PAGE))
    for name in OWN:
        scatter(visitor, page, name, "old", "%" + f"{ord(name[0]):x}" + name[1:])
    page.evaluate("SmarteeConsent.refuse()")
    for name in OWN:
        assert len(copies(visitor, name)) == 1
    assert page.evaluate("SmarteeConsent.state") == "refused"


def test_what_is_written_without_a_grant_stays_out_of_the_jar_for_all_that(site: Site, visit: Visit) -> None:
    visitor = hosted(visit, site, HTTPS)
    page = visitor.page(visitor.serve(PAGE))
    page.evaluate("SmarteeConsent.language.set('zh-CN')")
    page.evaluate("SmarteeConsent.businessModel.set('retainer')")
    assert jar(visitor) == []
    assert page.evaluate("SmarteeConsent.language.get()") == "zh-CN"
    page.evaluate("SmarteeConsent.accept()")
    assert optional(visitor) == {LANGUAGE: "zh-CN", MODEL: "retainer"}


# What is deleted.


def everything_scattered(page: Page) -> None:
    for name in (*NAMES.values(), LANGUAGE, *OWN):
        page.evaluate("text => { document.cookie = text }", f"{name}=1; Secure; Path=/en; Partitioned; SameSite=None")
        for place in ("Path=/", "Path=/en/; Domain=example.test", f"Path=/en/p; Domain={HOST}; Secure", "Path=/en/p/"):
            page.evaluate("text => { document.cookie = text }", f"{name}=1; {place}")


def test_delete_all_leaves_no_copy(site: Site, visit: Visit) -> None:
    visitor = hosted(visit, site, HTTPS)
    page = visitor.page(visitor.serve(PAGE))
    page.evaluate("SmarteeConsent.accept()")
    everything_scattered(page)
    assert len(jar(visitor)) >= 40
    page.evaluate("SmarteeConsent.settings()")
    delete(page, "all")
    expect(confirmation(page)).to_contain_text("signed out")
    expect(confirmation(page)).not_to_contain_text("would not delete")
    assert jar(visitor) == []


def test_sign_out_leaves_no_copy(site: Site, visit: Visit) -> None:
    visitor = hosted(visit, site, HTTPS)
    page = visitor.page(visitor.serve(PAGE))
    everything_scattered(page)
    page.evaluate("SmarteeConsent.session.end()")
    gone = {NAMES[each] for each in ("account", "token", "uid", "partner")}
    assert gone & {name for name, _ in jar(visitor)} == set()
    assert page.evaluate("SmarteeConsent.session.current") is None


def delete(page: Page, scope: str) -> None:
    page.locator("smartee-consent summary").last.click()
    page.locator(f"smartee-consent [data-consent-scope={scope}]").click()


@pytest.mark.parametrize("moment", ["withdrawal", "deletion", "sign-out"])
def test_deletion_knows_the_path_at_load_and_the_pushed_one(site: Site, visit: Visit, moment: str) -> None:
    visitor = hosted(visit, site, HTTPS)
    page = visitor.page(visitor.serve(PAGE))
    page.evaluate("SmarteeConsent.accept()")
    page.evaluate("history.pushState({}, '', '/de/q')")
    for path in ("/", "/en", "/en/p", "/de", "/de/q"):
        for name in (LANGUAGE, NAMES["account"]):
            visitor.context.add_cookies([{"name": name, "value": "1", "domain": HOST, "path": path}])
    if moment == "withdrawal":
        page.evaluate("SmarteeConsent.withdraw()")
        assert copies(visitor, LANGUAGE) == []
    elif moment == "deletion":
        page.evaluate("SmarteeConsent.settings()")
        delete(page, "all")
        expect(confirmation(page)).to_be_visible()
        assert jar(visitor) == []
    else:
        page.evaluate("SmarteeConsent.session.end()")
        assert copies(visitor, NAMES["account"]) == []


@pytest.mark.parametrize(
    "folder",
    conditions(
        "attack",
        {
            "a folder in the address with ;Max-Age": "en;Max-Age=99999",
            "a folder in the address with ;domain": "en;domain=example.test",
            "a folder in the address with ;Expires": "en;Expires=Fri, 01 Jan 2100 00:00:00 GMT",
        },
    ),
)
def test_a_semicolon_in_the_address_stores_nothing(site: Site, visit: Visit, folder: str) -> None:
    visitor = hosted(visit, site, HTTPS)
    visitor.context.add_cookies([{"name": LANGUAGE, "value": "fr", "url": HTTPS}])
    visitor.context.add_cookies([{"name": NAMES["account"], "value": "a", "url": HTTPS}])
    page = visitor.page(visitor.serve(f"{folder.replace(' ', '%20')}/d/p"))
    page.evaluate("document.cookie = 'Language=de; Max-Age=9999'")
    page.evaluate("SmarteeConsent.refuse()")
    page.evaluate("SmarteeConsent.session.end()")
    assert {name for name, _ in jar(visitor)} == OWN


def test_the_folder_that_the_browser_takes_by_itself_is_reached_too(site: Site, visit: Visit) -> None:
    """A script that names no path stores at the page's own folder, be it ever so long or with a semicolon in it.

    Where the folder has over 1,024 octets Firefox keeps such a cookie for no page and no server.
    """
    for folder in ("a" * 1500, "/".join("a" * 1500), "a;b/c") if ENGINE == "chromium" else ("a" * 1000, "a;b/c"):
        visitor = hosted(visit, site, HTTPS)
        page = visitor.page(visitor.serve(folder + "/p"))
        page.evaluate("SmarteeConsent.accept()")
        page.evaluate("document.cookie = 'Language=fr'")
        assert copies(visitor, LANGUAGE) == ["fr"]
        page.evaluate("SmarteeConsent.withdraw()")
        assert jar(visitor) == [each for each in jar(visitor) if each[0] in OWN]


def test_a_path_of_many_folders_takes_no_more_writes_than_one_of_a_thousand_letters(site: Site, visit: Visit) -> None:
    counts = {}
    for folders in (500, 1500, 3000):
        visitor = hosted(visit, site, HTTPS)
        visitor.context.add_init_script(COUNTING)
        places = [
            {"path": "/"},
            {"path": "/" + "/".join("a" * 450)},
            {"path": "/a", "domain": ".example.test"},
        ]
        scattered: list[Any] = [{"name": LANGUAGE, "value": "fr", "domain": HOST, **place} for place in places]
        visitor.context.add_cookies(scattered)
        page = visitor.page(visitor.serve("/".join("a" * folders)))
        assert optional(visitor) == {}
        texts = page.evaluate("writes")
        # Where the browser tells in between that something is gone, it is looked at once more, by the same writes.
        counts[folders] = len({*texts})
        assert len(texts) < 9000
        assert max(map(len, texts)) < 1200
    assert counts[1500] == counts[3000] <= counts[500] + 100 < 9000


def test_a_short_way_is_taken_where_no_copy_is_deep(site: Site, visit: Visit) -> None:
    visitor = hosted(visit, site, HTTPS)
    visitor.context.add_init_script(COUNTING)
    visitor.context.add_cookies([{"name": LANGUAGE, "value": "fr", "url": HTTPS}])
    page = visitor.page(visitor.serve("/".join("a" * 1500)))
    assert optional(visitor) == {}
    assert page.evaluate("writes.length") < 1000


# What is said.


def test_the_copy_that_stays_at_delete_all_is_named_and_nothing_else_is_said(site: Site, visit: Visit) -> None:
    visitor = hosted(visit, site, HTTPS)
    url, put = stuck(visitor)
    put(NAMES["account"], "a")
    page = visitor.page(url)
    page.evaluate("SmarteeConsent.settings()")
    delete(page, "all")
    expect(confirmation(page)).to_contain_text(f"would not delete: {NAMES['account']}.")
    expect(confirmation(page)).not_to_contain_text("signed out")
    expect(confirmation(page)).not_to_contain_text("found are deleted")


def test_a_sign_out_that_leaves_a_copy_says_so(site: Site, visit: Visit) -> None:
    visitor = hosted(visit, site, HTTPS)
    url, put = stuck(visitor)
    put(NAMES["account"], "a")
    page = visitor.page(url)
    page.evaluate("document.cookie = 'smartee_online4_global_uid=u; Path=/'")
    message = page.evaluate("SmarteeConsent.session.end().then(() => null, ({ message }) => message)")
    assert NAMES["account"] in message and "would not delete" in message
    assert NAMES["uid"] not in message
    assert copies(visitor, NAMES["uid"]) == []


@pytest.mark.parametrize("action", ["refuse", "withdraw"])
def test_no_answer_says_that_all_is_gone_while_a_copy_stays(site: Site, visit: Visit, action: str) -> None:
    visitor = hosted(visit, site, HTTPS)
    url, put = stuck(visitor)
    page = visitor.page(url)
    page.evaluate("SmarteeConsent.accept()")
    put(LANGUAGE, "fr")
    page.evaluate(f"SmarteeConsent.{action}()")
    expect(confirmation(page)).to_contain_text(f"would not delete: {LANGUAGE}.")
    expect(confirmation(page)).not_to_contain_text("deleted")


# How large it grows.


def header(visitor: Visitor) -> int:
    """The octets of the Cookie header of all that the product writes."""
    return len("; ".join(f"{name}={value}" for name, value in jar(visitor)).encode())


def walk(page: Page) -> Any:
    """Looks at the lists of many regions; the codes of the last two."""
    return page.evaluate(
        """async () => {
             const provinces = await SmarteeConsent.regions.children();
             for (const { code } of provinces) await SmarteeConsent.regions.children(code);
             return provinces.slice(-2).map(({ code }) => code);
           }"""
    )


LARGEST = {"account": "a" * LIMITS["account"], "uid": "u" * LIMITS["uid"], "token": "t" * LIMITS["token"]}


@pytest.mark.parametrize("order", ["signed in first", "signed in later"])
def test_the_header_stays_short_and_the_regions_used_last_are_kept(site: Site, visit: Visit, order: str) -> None:
    visitor = visit(site)
    page = visitor.page(visitor.serve("page.html"))
    page.evaluate("SmarteeConsent.accept()")
    page.evaluate("SmarteeConsent.language.set('zh-CN')")
    if order == "signed in first":
        assert page.evaluate(SIGN_IN, {**LARGEST, "partner": "dentacore"}) == "stored"
    page.evaluate("SmarteeConsent.businessModel.list()")
    page.evaluate("SmarteeConsent.businessModel.set('design-aligner')")
    last = walk(page)
    full = regions.unpack(visitor.cookies()[NAMES["regions"]])
    assert header(visitor) <= MAX_HEADER < 6000
    if order == "signed in later":
        assert header(visitor) > 4000
        assert page.evaluate(SIGN_IN, {**LARGEST, "partner": "dentacore"}) == "stored"
    kept = regions.unpack(visitor.cookies()[NAMES["regions"]])
    assert MAX_HEADER - 300 < header(visitor) <= MAX_HEADER
    assert [parent for parent, _ in kept][:2] == last[::-1]
    assert kept == full[: len(kept)]
    assert {NAMES[each] for each in NAMES} <= set(visitor.cookies())
    assert told(page, "error") == []


def test_a_list_of_models_that_does_not_fit_is_not_kept(site: Site, visit: Visit) -> None:
    visitor = visit(site)
    visitor.context.route(
        "**/api/business-models",
        lambda route: route.fulfill(json=[{"key": f"m{at}", "label": {"en": "业务模式" * 3}} for at in range(30)]),
    )
    visitor.context.add_cookies([{"name": NAMES["models"], "value": "%5B%7B%22key%22%3A1%7D%5D", "url": site.url}])
    page = visitor.page(visitor.serve("page.html"))
    page.evaluate("SmarteeConsent.accept()")
    assert len(page.evaluate("SmarteeConsent.businessModel.list()")) == 30
    page.evaluate("SmarteeConsent.businessModel.set('m29')")
    assert NAMES["models"] not in visitor.cookies()
    assert page.evaluate("SmarteeConsent.businessModel.get()") == "m29"
    assert told(page, "error") == []


# What is refused.

REFUSED = {
    "an account that is too long": "{ account: 'a'.repeat(1025), uid: 'u' }",
    "an account in Chinese that is too long once encoded": "{ account: '中'.repeat(114), uid: 'u' }",
    "an account as an object that is too long": "{ account: { name: 'a'.repeat(1024) }, uid: 'u' }",
    "half a character": "{ account: 'a\\ud800b', uid: 'u' }",
    "half a character in an object": "{ account: { name: '\\udc00' }, uid: 'u' }",
    "half a character in the uid": "{ account: 'a', uid: 'u\\ud800' }",
    "no uid": "{ account: 'a' }",
    "a uid that is null": "{ account: 'a', uid: null }",
    "a uid that is true": "{ account: 'a', uid: true }",
    "a uid that is no number": "{ account: 'a', uid: NaN }",
    "a uid that is too large a number to be whole": "{ account: 'a', uid: 1e21 }",
    "a uid that is a function": "{ account: 'a', uid() {} }",
    "an account that is a symbol": "{ account: Symbol('a'), uid: 'u' }",
    "an account that is a map": "{ account: new Map([['a', 1]]), uid: 'u' }",
    "a token that is too long": "{ account: 'a', uid: 'u', token: 't'.repeat(2049) }",
    "nothing": "undefined",
    "a list": "['a', 'u']",
}
UNTOLD = {
    "a uid that is a BigInt": "{ account: 'a', uid: 1n }",
    "an account that holds itself": (
        "(() => { const account = {}; account.account = account; return { account, uid: 'u' }; })()"
    ),
    "an account that throws": "{ account: { toJSON() { throw new RangeError('own'); } }, uid: 'u' }",
}


@pytest.mark.parametrize("details", conditions("attack", {f"a sign-in with {each}": REFUSED[each] for each in REFUSED}))
def test_what_no_session_is_is_refused_in_words_and_the_one_before_stands(
    site: Site, visit: Visit, details: str
) -> None:
    visitor = visit(site)
    page = visitor.page(visitor.serve("page.html"))
    assert page.evaluate(SIGN_IN, {"account": "before", "uid": "1", "token": "t", "partner": "lumina"}) == "stored"
    before = jar(visitor)
    message = page.evaluate(f"SmarteeConsent.session.start({details}).then(() => null, ({{ message }}) => message)")
    assert "is not a possible" in message and "expected" in message
    assert jar(visitor) == before
    assert page.evaluate("SmarteeConsent.session.current") == {"account": "before", "uid": "1"}


@pytest.mark.parametrize("details", conditions("attack", {f"a sign-in with {each}": UNTOLD[each] for each in UNTOLD}))
def test_what_cannot_be_told_to_python_is_refused_and_the_calls_behind_it_go_on(
    site: Site, visit: Visit, details: str
) -> None:
    """Also before Python is there, when the calls wait in a row."""
    visitor = visit(site)
    page = visitor.page(visitor.serve("page.html"), ready=False)
    outcome = page.evaluate(
        f"""() => {{
          const wrong = SmarteeConsent.session.start({details}).then(() => null, ({{ message }}) => message);
          const right = SmarteeConsent.session.start({{ account: 'a', uid: 'u' }}).then(() => 'stored');
          // What is called later is answered later: by then these two are settled, or lost.
          const later = SmarteeConsent.ready.then(() => SmarteeConsent.language.set('en')).catch(() => {{}});
          const lost = later.then(() => new Promise((resolve) => setTimeout(resolve, 0, ['lost', 'lost'])));
          return Promise.race([Promise.all([wrong, right]), lost]);
        }}"""
    )
    assert outcome[0] not in (None, "lost")
    assert outcome[1] == "stored"
    assert {NAMES["account"]: "a", NAMES["uid"]: "u"}.items() <= visitor.cookies().items()


@only_chromium("Firefox lets a script read what it then does not keep")
def test_a_session_that_the_browser_does_not_keep_whole_is_not_kept_at_all(site: Site, visit: Visit) -> None:
    """A token that the server set out of reach of scripts cannot be replaced by one."""
    visitor = visit(site)
    visitor.context.add_cookies([{"name": NAMES["token"], "value": "old", "url": site.url, "httpOnly": True}])
    page = visitor.page(visitor.serve("page.html"))
    message = page.evaluate(SIGN_IN, {"account": "a", "uid": "u", "token": "t", "partner": "lumina"})
    assert NAMES["token"] in message and "would not keep" in message
    assert {name for name, _ in jar(visitor)} & set(NAMES.values()) == {NAMES["token"]}


# What is swept.


def test_of_two_copies_that_are_swept_the_page_goes_on_reading_the_first(site: Site, visit: Visit) -> None:
    visitor = hosted(visit, site, HTTPS)
    visitor.context.add_cookies(
        [
            {"name": LANGUAGE, "value": "deep", "domain": HOST, "path": "/en"},
            {"name": LANGUAGE, "value": "root", "domain": HOST, "path": "/"},
        ]
    )
    bare = visitor.page(visitor.serve("en/bare", tag=""), ready=False)
    assert bare.evaluate("document.cookie") == "Language=deep; Language=root"
    page = visitor.page(visitor.serve(PAGE))
    assert page.evaluate("document.cookie") == "Language=deep"
    assert optional(visitor) == {}
    page.evaluate("SmarteeConsent.accept()")
    assert copies(visitor, LANGUAGE) == ["deep"]


@pytest.mark.parametrize(
    "half",
    conditions(
        "write",
        {
            "the first half of a character, then a letter": "\\ud800b",
            "the second half of a character": "\\udc00",
            "the first half of a character, at the end": "a\\ud83d",
        },
    ),
)
def test_half_a_character_is_not_held(visit: Visit, site: Site, half: str) -> None:
    """It is no text that can be stored: Chromium reads no cookie at all any more once it was given one."""
    visitor = visit(site)
    page = visitor.page(visitor.serve("page.html"), ready=False)
    page.evaluate("document.cookie = 'Language=before'")
    page.evaluate(f"() => {{ document.cookie = 'Language={half}' }}")
    assert page.evaluate("document.cookie") == "Language=before"


def test_a_whole_character_is_held(visit: Visit, site: Site) -> None:
    bare, gated = both(visit, site, "() => { document.cookie = 'Language=\\ud83d\\ude00'; return document.cookie; }")
    assert gated == bare == "Language=\N{GRINNING FACE}"
