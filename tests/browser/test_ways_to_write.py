"""Every way in which a script of a page can write: before an answer and after a refusal nothing optional is in the jar.

After acceptance it is. Each is tried on a page that has decided so, under the loosest policy that a site can have.
"""

import json
import re
import threading
import tomllib
import zlib
from collections.abc import Iterator
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from consent.core.cookies import decode

from .conditions import conditions
from .conftest import TAG, Site, Visit, Visitor, eventually, hosted, told, until
from .engines import only_chromium
from .test_gate import JS_COOKIE, LANGUAGE, MODEL
from .test_gate_deletion import confirmation
from .test_gate_frames import framing

pytestmark = only_chromium("the ways are measured by what Chromium's CookieStore tells")

RUN = Path(__file__).with_name("ways.js").read_text(encoding="utf-8")
WAYS = tomllib.loads(Path(__file__).with_name("ways.toml").read_text(encoding="utf-8"))
# What the browser itself tells of the jar, heard before the tag has run: what was put into it, and what was still there
# in the task that followed.
LISTEN = """if (top === self) {
  const { get } = Object.getOwnPropertyDescriptor(Document.prototype, 'cookie');
  globalThis.jar = { changed: [], lingering: [] };
  cookieStore.addEventListener('change', ({ isTrusted, changed }) => {
    for (const { name, value } of isTrusted ? changed : []) {
      // It may be told late of what the way before has written.
      if (!/anguage/.test(decodeURIComponent(name))) continue;
      if (/v[0-9a-f]{5,8}/.test(value) && !value.includes(jar.value)) continue;
      jar.changed.push(name);
      setTimeout(() => { if (`; ${get.call(document)}`.includes(`; ${name}=`)) jar.lingering.push(name); });
    }
  });
}"""
WRITER = "document.cookie = decodeURIComponent({})"
MARKUP = {
    "html": ("text/html", "<!doctype html><title>A page</title>{}<p>A page.</p>"),
    "svg": ("image/svg+xml", "<svg xmlns='http://www.w3.org/2000/svg'>{}</svg>"),
    "xhtml": (
        "application/xhtml+xml",
        "<html xmlns='http://www.w3.org/1999/xhtml'><head><title>A</title>{}</head><body/></html>",
    ),
}


class Handler(BaseHTTPRequestHandler):
    """The built site, pages that write their query as a cookie, and answers that set one."""

    folder: Path

    def do_GET(self) -> None:
        path, query = urlsplit(self.path).path, urlsplit(self.path).query
        name, _, suffix = path.rpartition("/")[2].partition(".")
        script = WRITER.format(json.dumps(query.split("&")[0]))
        more = []
        if path.endswith("/set"):
            more = [("Set-Cookie", parse_qs(query)["cookie"][0])]
            kind, body = "text/plain", ""
        elif path == "/redirect":
            more = [("Location", unquote(query))]
            kind, body = "text/plain", ""
        elif name in ("write", "tagged", "empty", "ways") and suffix in MARKUP:
            inner = TAG * (name in ("tagged", "ways")) + f"<script>{script}</script>" * (name in ("write", "tagged"))
            kind, body = (
                MARKUP[suffix][0],
                MARKUP[suffix][1].format(inner) + "<main id=stage></main>" * (name == "ways"),
            )
        elif path == "/write.js":
            kind, body = "text/javascript", script
        elif path == "/js-cookie.js":
            kind, body = "text/javascript", JS_COOKIE
        elif path == "/favicon.ico":
            kind, body = "image/x-icon", ""
        else:
            return self._file(self.folder / path.lstrip("/"))
        return self._send(302 if path == "/redirect" else 200, kind, body.encode(), more)

    def do_POST(self) -> None:
        if self.path == "/api/consent-records":
            # The ledger that the demonstration declares has nothing to say here.
            return self._send(201, "application/json", b"{}")
        return self.do_GET()

    def _file(self, path: Path) -> None:
        if not path.is_file():
            return self._send(404, "text/plain", b"")
        kinds = {".js": "text/javascript", ".wasm": "application/wasm"}
        return self._send(200, kinds.get(path.suffix, "text/plain"), path.read_bytes())

    def _send(self, status: int, kind: str, body: bytes, more: Any = ()) -> None:
        self.send_response(status)
        for key, value in [("Content-Type", kind), ("Content-Length", str(len(body))), *more]:
            self.send_header(key, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@pytest.fixture(scope="module")
def base(site: Site) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Bound", (Handler,), {"folder": site.folder}))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://localhost:{server.server_port}/"
    server.shutdown()


Decided = dict[str, tuple[Visitor, Page]]


@pytest.fixture(scope="module")
def decided(browser: Browser, base: str) -> Iterator[Decided]:
    """A page of somebody who was not asked, of one who has refused, and of one who has accepted."""
    made: Decided = {}
    for state in ("unasked", "refused", "accepted"):
        visitor = Visitor(browser.new_context(locale="en-GB"), base)
        visitor.context.add_init_script(LISTEN)
        page = visitor.page(base + "ways.html")
        if state != "unasked":
            page.evaluate(f"SmarteeConsent.{state[:6].removesuffix('d')}()")
        assert page.evaluate("SmarteeConsent.state") == state
        made[state] = visitor, page
    yield made
    for visitor, _ in made.values():
        visitor.context.close()


def optional(visitor: Visitor) -> list[str]:
    """The values of all copies in the browser's own list, in whatever spelling."""
    return [each["value"] for each in visitor.context.cookies() if decode(each["name"]) == LANGUAGE]


def value_of(way: str) -> str:
    """A value that no other way writes."""
    return f"v{zlib.crc32(way.encode()):x}"


def write(decided: Decided, state: str, way: str) -> tuple[Visitor, Page, dict[str, list[str]]]:
    visitor, page = decided[state]
    return visitor, page, page.evaluate(RUN, [way, LANGUAGE, value_of(way)])


def tidy(visitor: Visitor, page: Page) -> None:
    for opened in visitor.context.pages[1:]:
        opened.close()
    page.evaluate("document.getElementById('stage').replaceChildren()")
    visitor.context.clear_cookies(name=re.compile("anguage"))


def is_kept_once_accepted(decided: Decided, way: str) -> None:
    visitor, page, _ = write(decided, "accepted", way)
    eventually(page, lambda: optional(visitor), lambda: f"not written though it was accepted: {visitor.jar()}")
    tidy(visitor, page)


@pytest.mark.parametrize("way", conditions("write", WAYS["held"]))
def test_it_is_held(decided: Decided, way: str) -> None:
    for state in ("unasked", "refused"):
        visitor, page, seen = write(decided, state, way)
        assert seen == {"changed": [], "lingering": []}
        assert optional(visitor) == []
        tidy(visitor, page)
    is_kept_once_accepted(decided, way)


def gone(visitor: Visitor, page: Page, way: str) -> bool:
    """Whether it has been in the jar, and no longer is: what was swept is held, but for what the page could not see."""
    return ("/deep" in way or value_of(way) in page.evaluate("document.cookie")) and not optional(visitor)


@pytest.mark.parametrize("way", conditions("write", WAYS["swept"]))
def test_what_cannot_be_held_is_gone_when_the_browser_has_told_of_it(decided: Decided, way: str) -> None:
    for state in ("unasked", "refused"):
        visitor, page, seen = write(decided, state, way)
        assert seen["lingering"] == []
        eventually(page, partial(gone, visitor, page, way), visitor.jar)
        tidy(visitor, page)
    is_kept_once_accepted(decided, way)


def test_what_goes_with_a_delete_before_it_was_seen_is_held_too(visit: Visit, base: str) -> None:
    visitor = visit(SimpleNamespace(url=base))
    visitor.context.add_init_script("globalThis.native = Object.getOwnPropertyDescriptor(Document.prototype, 'cookie')")
    # Ready: what hears of answers comes with the second script.
    page = visitor.page(base + "ways.html")
    # Past the gate, as the answer of a server; what has only a part of a task's time is in no read of the tag's.
    page.evaluate(
        "(name) => { for (let end of ['', '; Max-Age=0']) native.set.call(document, `${name}=brief; Path=/${end}`); }",
        LANGUAGE,
    )
    until(page, "document.cookie.includes('=brief')", visitor.jar)
    assert optional(visitor) == []
    page.evaluate("SmarteeConsent.accept()")
    eventually(page, lambda: optional(visitor) == ["brief"], visitor.jar)


@pytest.mark.parametrize("way", conditions("write", WAYS["nothing"]))
def test_what_no_browser_stores_is_not_stored(decided: Decided, way: str) -> None:
    for state in ("unasked", "refused", "accepted"):
        visitor, page, seen = write(decided, state, way)
        assert seen == {"changed": [], "lingering": []}
        assert value_of(way) not in optional(visitor)
        assert value_of(way) not in page.evaluate("document.cookie")
        tidy(visitor, page)


WORKER = """new Promise((done) => {
  const source = `fetch('${location.origin}/set?cookie=Language=en; %s').then(() => postMessage(1))`;
  new Worker(URL.createObjectURL(new Blob([source]))).onmessage = done;
})"""
TOLD = {
    "an answer with HttpOnly: told, and named after a refusal": "fetch('/set?cookie=Language=en; Path=/; HttpOnly')",
    "a worker's request for an answer with HttpOnly: told by the next page": WORKER % "Path=/; HttpOnly",
}


@pytest.mark.parametrize("way", conditions("write", TOLD))
def test_what_only_the_server_can_delete_is_told(visit: Visit, base: str, way: str) -> None:
    visitor = visit(SimpleNamespace(url=base))
    page = visitor.page(base + "ways.html")
    page.evaluate(way)
    if "Worker" in way:
        page = visitor.page(base + "ways.html")
    report = {"name": LANGUAGE, "id": "language", "action": "reported"}
    eventually(page, lambda: report in told(page, "undeclared"), lambda: told(page, "undeclared"))
    page.evaluate("SmarteeConsent.refuse()")
    expect(confirmation(page)).to_contain_text(LANGUAGE)
    assert optional(visitor) == ["en"]


OUT_OF_SIGHT = {
    "an answer for a folder that is not its own: gone once a page in that folder is open": (
        "fetch('/set?cookie=Language=en; Path=/deep')"
    ),
    "a worker's request, for another folder: gone once a page in that folder is open": WORKER % "Path=/deep",
}


@pytest.mark.parametrize("way", conditions("write", OUT_OF_SIGHT))
def test_what_no_script_of_the_page_can_see_goes_when_it_comes_into_sight(visit: Visit, base: str, way: str) -> None:
    visitor = visit(SimpleNamespace(url=base))
    page = visitor.page(base + "ways.html", ready=False)
    page.evaluate(way)
    visitor.page(base + "deep/ways.html", ready=False)
    eventually(page, lambda: not optional(visitor), visitor.jar)


WITHOUT_CHANGES = {
    "on http, an opened page without the tag": "open('/bare.html', '_blank', 'noopener')",
    "on http, a frame with a page without the tag": (
        "document.body.append(Object.assign(document.createElement('iframe'), { src: '/bare.html' }))"
    ),
    "on http, an answer of the server's": "fetch('/set')",
}


@pytest.mark.parametrize("way", conditions("write", WITHOUT_CHANGES))
def test_where_the_browser_tells_of_no_change_it_goes_too(visit: Visit, site: Site, way: str) -> None:
    visitor = hosted(visit, site, "http://www.example.test/")
    visitor.context.route("**/set", lambda route: route.fulfill(headers={"Set-Cookie": f"{MODEL}=m; Path=/"}))
    writer = visitor.script("bare.js", f"document.cookie = '{MODEL}=m; path=/'; globalThis.wrote = document.cookie")
    framing(visitor, "bare.html", head=writer, tag="")
    page = visitor.page(framing(visitor, "page.html"), ready=False)
    assert page.evaluate("!('cookieStore' in window)")
    page.evaluate(way)
    eventually(page, lambda: MODEL in page.evaluate("document.cookie") and not visitor.context.cookies(), visitor.jar)
    # The site's own headers are not meant for http.
    visitor.errors[:] = [each for each in visitor.errors if not re.search("untrustworthy|origin-keyed|fallback", each)]
