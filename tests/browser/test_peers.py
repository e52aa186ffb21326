"""The suites of peers come out alike with the tag and without it: js-cookie's own tests, and the corpus of http-state.

Both come with packages of npm, since neither belongs to this project: js-cookie 2.1.4 brings its tests along,
tough-cookie 2.0.0 the corpus that RFC 6265 was written by. Of the 113 tests of the former two are left out: they
meet no cookie, but ask which module loader is there.
"""

import json
import re
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Cookie, Route

from .conditions import conditions
from .conftest import TAG, Once, Site, Visit, Visitor, hosted, until
from .test_doctor import NAMES
from .test_gate import LANGUAGE, MODEL, OWN
from .test_start import hold_runtime

ROOT = Path(__file__).parents[2]
JS_COOKIE = ROOT / "node_modules/js-cookie-tests"
HTTP_STATE = ROOT / "node_modules/http-state-cases/test/ietf_data/parser.json"
SHIM = (Path(__file__).parent / "qunit.js").read_text(encoding="utf-8")
BANNERS = sorted(OWN | {NAMES["models"]})
STATES = ("unasked", "accepted", "refused")


def answered(visitor: Visitor, url: str, state: str) -> None:
    """Brings the visitor into `state` on another page of the same site."""
    if state != "unasked":
        page = visitor.page(url)
        page.evaluate(f"SmarteeConsent.{state.removesuffix('ed').replace('refus', 'refuse')}()")
        page.close()


# js-cookie.

# The page's cookies go after each test; the banner's answer is none of them.
CLEAN = """
globalThis.lifecycle = { afterEach() {
  for (const name of document.cookie.split('; ').map((pair) => pair.split('=')[0])) {
    if (own.includes(name)) continue;
    for (const path of ['; path=/', '']) document.cookie = `${name}=; max-age=0${path}`;
  }
} };
"""


def js_cookie(visitor: Visitor, base: str, tag: str, name: str) -> list[Any]:
    """What each test of js-cookie saw, with its cookie `c` called `name`."""

    def answer(route: Route) -> None:
        path = "/" + route.request.url.removeprefix(base + "js-cookie/")
        path = path.replace("/build/js.cookie.min.js", "/src/js.cookie.js")
        if "/node_modules/" in path:
            # A frame asks for QUnit and its style sheet.
            text = SHIM if path.endswith(".js") else ""
        else:
            text = (JS_COOKIE / path[1:]).read_text(encoding="utf-8")
        if re.fullmatch(r"/test/(tests|encoding)\.js", path):
            text = re.sub(r"(['\"{] ?)c(?=['\"=:])", rf"\g<1>{name}", text)
        kind = {".html": "text/html", ".css": "text/css"}.get(Path(path).suffix, "text/javascript")
        route.fulfill(body=text, content_type=f"{kind}; charset=utf-8")

    visitor.context.route(base + "js-cookie/**", answer)
    scripts = ["src/js.cookie.js", "test/utils.js"]
    head = visitor.script("first.js", f"globalThis.Cookies = 'existent global'; globalThis.own = {BANNERS};")
    head += visitor.script("qunit.js", SHIM) + "".join(f'<script src="/js-cookie/{each}"></script>' for each in scripts)
    head += visitor.script("clean.js", CLEAN)
    # The frames that some tests add are named as seen from the page; they stand in the body.
    body = '<script src="/js-cookie/test/tests.js"></script><script src="/js-cookie/test/encoding.js"></script>'
    page = visitor.page(visitor.serve("js-cookie/test/index.page", body, head, tag), ready=False)
    return page.evaluate("QUnit.run(own)")


@pytest.mark.parametrize("name", ["c", LANGUAGE])
@pytest.mark.parametrize(
    "state", conditions("page", {f"a page that runs js-cookie's own tests, {state}": state for state in STATES})
)
def test_js_cookie_passes_its_own_tests(site: Site, visit: Visit, state: str, name: str) -> None:
    bare = js_cookie(visit(site), site.url, "", name)
    assert len(bare) == 111
    assert [each for each in bare if not all(passed for passed, _ in each[1:])] == []
    visitor = visit(site)
    answered(visitor, site.url, state)
    assert js_cookie(visitor, site.url, TAG, name) == bare
    assert not visitor.cookies().keys() - {*BANNERS}


# http-state.

BASE = "http://home.example.org:8888/"
RENAMED = {"foo": LANGUAGE, "foo2": MODEL, "a": LANGUAGE, "b": MODEL}


def family(name: str) -> str:
    """What a case is about, as its name says."""
    return name.removeprefix("DISABLED_").removeprefix("OPTIONAL_").rstrip("0123456789").lower()


def renamed(text: str) -> str:
    """What is written, with the name of an optional cookie for a short one."""
    return re.sub(r"^(\s*)(\w+)(?=\s*=)", lambda found: found[1] + RENAMED.get(found[2], found[2]), text)


def cases() -> dict[str, list[list[str]]]:
    """What is written in each case, in order, by the family of the case; "foo" and the like are optional cookies."""
    found = json.loads(HTTP_STATE.read_text(encoding="utf-8"))
    written = [(family(each["test"]), [renamed(text) for text in each["received"]]) for each in found]
    assert len(written) == 222
    return {name: [texts for _, texts in group] for name, group in groupby(sorted(written), lambda each: each[0])}


WRITE = """texts => texts.map((text) => {
  document.cookie = text;
  return document.cookie.split('; ').filter((pair) => !own.includes(pair.split('=')[0])).join('; ');
})"""


# Until static/later/held.js is there, what is held reads back by its name alone, whatever its path.
PRECISE = f"""(() => {{
  document.cookie = '{LANGUAGE}=elsewhere; Path=/elsewhere';
  const seen = document.cookie;
  document.cookie = '{LANGUAGE}=; Path=/elsewhere; Max-Age=0';
  return !seen.includes('elsewhere');
}})()"""


def http_state(
    visitor: Visitor, family: list[list[str]], tag: str, holds: bool = False
) -> list[tuple[list[str], list[Any]]]:
    """What a page read after each write of each case, and what was in the jar at last, beside what is the banner's.

    Where the page `holds` what is written, each case has a page of its own. Python, which has no part, stays away.
    """
    if holds:
        hold_runtime(visitor)
    head = visitor.script("own.js", f"globalThis.own = {BANNERS};")
    url = visitor.serve("cookie-parser", head=head, tag=tag)
    page = visitor.page(url, ready=False)
    told = []
    for texts in family:
        if holds:
            until(page, PRECISE)
        read = page.evaluate(WRITE, texts)
        jar = [cookie for cookie in visitor.context.cookies() if cookie["name"] not in BANNERS]
        told.append((read, sorted(map(kept, jar))))
        for cookie in jar:
            visitor.context.clear_cookies(name=cookie["name"])
        if holds:
            page.goto(url)
    return told


def kept(cookie: Cookie) -> tuple[Any, ...]:
    """What there is to a cookie; when it ends, to the day."""
    lasts = max(round(cookie["expires"] / 86400), -1)
    return (
        cookie["name"],
        cookie["value"],
        cookie["domain"],
        cookie["path"],
        lasts,
        cookie["secure"],
        cookie["sameSite"],
    )


FAMILIES = {f"http-state's cases, {name or 'numbered'}, {state}": (name, state) for state in STATES for name in cases()}


@pytest.mark.parametrize("case", conditions("write", FAMILIES))
def test_what_http_state_writes_reads_back_as_without_the_tag(
    once: Once, site: Site, visit: Visit, case: tuple[str, str]
) -> None:
    family, state = case
    texts = cases()[family]
    bare = once(family, lambda: http_state(hosted(visit, site, BASE), texts, ""))
    visitor = hosted(visit, site, BASE)
    answered(visitor, visitor.serve("answer"), state)
    holds = state != "accepted"
    kept_out = {LANGUAGE, MODEL} if holds else set()
    wrong = []
    for text, seen, (read, jar) in zip(texts, http_state(visitor, texts, TAG, holds), bare, strict=True):
        right = (read, [cookie for cookie in jar if cookie[0] not in kept_out])
        wrong += [(text, seen, right)] if seen != right else []
    assert wrong == []
