"""Each decision is told to the site's ledger, once, and nothing but the decision; what could not be told waits."""

import base64
import hashlib
import json
import re
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from mimetypes import guess_type
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from playwright.sync_api import Page, expect

from consent.build import declaration
from consent.build.headers import headers_for
from consent.core import identifiers

from .conftest import SITES, Built, Visit, Visitor, control, eventually, told, until
from .engines import ENGINE

FIELDS = ["event", "fingerprint", "granted", "how", "id", "language", "minute"]
FINGERPRINT = declaration.load(SITES / "ledger.toml").fingerprint
KEY = "notary_receipt:"
ALL = ["language", "theme"]
PAGE = """<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>Notary</title>
<link rel="icon" href="data:,"><script src="/embed.js"{options}></script></head><body>{body}</body></html>"""
# A browser says itself in the console that an answer was no success.
LOGGED = r"Failed to load resource|NetworkError|CORS"


class Ledger:
    """A site of a declaration with a ledger, as far as the contract tells of it, that does as a test says.

    `answers` are statuses for what comes next, with their headers; else a record is appended.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.heard: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.records: dict[str, dict[str, Any]] = {}
        self.answers: list[tuple[int, dict[str, str]]] = []
        self.pages: dict[str, str] = {}
        self.asked: list[str] = []
        self.signs = True
        self.held = threading.Event()
        self.held.set()
        # Python's runtime comes when this is set.
        self.python = threading.Event()
        self.python.set()
        self._key = Ed25519PrivateKey.generate()
        raw = self._key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        self.key = hashlib.sha256(raw).hexdigest()[:16]
        ledger = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                ledger.get(self)

            def do_POST(self) -> None:
                ledger.post(self)

            def log_message(self, *_: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self._server.server_port}/"

    def stop(self) -> None:
        self.held.set()
        self.python.set()
        self._server.shutdown()
        self._server.server_close()

    def page(self, name: str, body: str = "", language: str = "en", options: str = "") -> str:
        self.pages["/" + name] = PAGE.format(body=body, language=language, options=options)
        return self.url + name

    def get(self, request: BaseHTTPRequestHandler) -> None:
        path = request.path.split("?")[0]
        self.asked.append(path)
        if path.endswith("/pyscript.js"):
            self.python.wait(60)
        file = self.folder / path.lstrip("/")
        found = path in self.pages or file.is_file()
        octets = self.pages[path].encode() if path in self.pages else file.read_bytes() if found else b""
        kind = "text/html" if path in self.pages else guess_type(path)[0] or "application/octet-stream"
        if path.endswith(".wasm"):
            kind = "application/wasm"
        # The strictest policy for pages, as for the demonstration, but that they may have frames and be in them.
        sent = dict(headers_for("/page.html" if path in self.pages else path, False))
        policy = sent.get("Content-Security-Policy", "").replace("frame-ancestors 'none'", "frame-src 'self'")
        if policy:
            assert "connect-src 'self'" in policy
            sent |= {"Content-Security-Policy": policy, "X-Frame-Options": "SAMEORIGIN"}
        self.answer(request, 200 if found else 404, octets, {**sent, "Content-Type": kind})

    def post(self, request: BaseHTTPRequestHandler) -> None:
        self.asked.append(request.path)
        body = request.rfile.read(int(request.headers["Content-Length"]))
        assert len(body) <= 1024
        record = json.loads(body)
        self.headers.append({name.lower(): value for name, value in request.headers.items()})
        self.heard.append(record)
        self.held.wait(60)
        status, headers = self.answers.pop(0) if self.answers else (0, {})
        if status:
            self.answer(request, status, b'{"error": "No."}', headers)
            return
        there = self.records.get(record["id"])
        if there not in (None, record):
            self.answer(request, 409, b'{"error": "There is another."}', {})
            return
        self.records[record["id"]] = record
        self.answer(request, 200 if there else 201, json.dumps(self._receipt(record)).encode(), {})

    def _receipt(self, record: dict[str, Any]) -> dict[str, str]:
        if not self.signs:
            return {"id": record["id"]}
        signature = base64.urlsafe_b64encode(self._key.sign(signed(record))).decode().rstrip("=")
        return {"id": record["id"], "key": self.key, "signature": signature}

    def confirm(self, paper: dict[str, Any]) -> None:
        """Raises where the signature in `paper` is not ours of the record in it."""
        octets = base64.urlsafe_b64decode(paper["signature"] + "==")
        self._key.public_key().verify(octets, signed(paper["record"]))

    def answer(self, request: BaseHTTPRequestHandler, status: int, body: bytes, headers: dict[str, str]) -> None:
        request.send_response(status)
        for name, value in {"Cache-Control": "no-store", **headers}.items():
            request.send_header(name, value)
        request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        request.wfile.write(body)


def signed(record: dict[str, Any]) -> bytes:
    text = json.dumps(record, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return b"smartee-consent receipt 1\n" + text.encode()


@pytest.fixture
def ledger(built: Built) -> Iterator[Ledger]:
    running = Ledger(built("ledger").folder)
    yield running
    running.stop()


# Waits for so many records, and gives them as (event, how, granted).
Heard = Callable[..., list[tuple[str, str, list[str]]]]


@pytest.fixture
def heard(ledger: Ledger) -> Heard:
    def wait(page: Page, count: int) -> list[tuple[str, str, list[str]]]:
        eventually(page, lambda: len(ledger.records) >= count, lambda: ledger.heard)
        return [(each["event"], each["how"], each["granted"]) for each in ledger.records.values()]

    return wait


def kept(page: Page) -> dict[str, Any]:
    """What lies on the device for the ledger, by how its keys end."""
    found = page.evaluate("Object.entries(localStorage)")
    assert all(key.startswith(KEY) for key, _ in found), found
    return {key.removeprefix(KEY): json.loads(value) for key, value in sorted(found)}


def at_rest(page: Page, count: int = 1) -> list[dict[str, Any]]:
    """What lies there once `count` entries do and nothing of them waits."""
    eventually(
        page,
        lambda: len(kept(page)) == count and all("key" in each for each in kept(page).values()),
        lambda: kept(page),
    )
    return list(kept(page).values())


def open_settings(page: Page) -> None:
    page.evaluate("SmarteeConsent.settings()")
    expect(page.locator("smartee-consent dialog")).to_be_visible()


def paper(page: Page) -> dict[str, Any]:
    """The record that the settings offer to download."""
    open_settings(page)
    address = page.locator("smartee-consent a[download]").get_attribute("href")
    assert address
    control(page, "close").click()
    found: dict[str, Any] = json.loads(base64.b64decode(address.split(",")[1]))
    return found


def switch(page: Page, **on: bool) -> None:
    """Saves the settings with these switches."""
    open_settings(page)
    for name, checked in on.items():
        page.locator(f"smartee-consent input[name={name}]").set_checked(checked)
    control(page, "save").click()
    expect(page.locator("smartee-consent dialog")).to_have_count(0)


def test_each_decision_is_told_once_as_what_it_was(ledger: Ledger, visit: Visit, heard: Heard) -> None:
    visitor = visit(ledger)
    page = visitor.page(ledger.page("page.html"), ready=False)
    before = int(time.time() // 60)
    control(page, "refuse").click()
    assert heard(page, 1)[-1] == ("refused", "prompt", [])
    switch(page, language=True)
    assert heard(page, 2)[-1] == ("given", "settings", ["language"])
    switch(page, language=True, theme=True)
    assert heard(page, 3)[-1] == ("given", "settings", ALL)
    switch(page, language=True, theme=True)
    assert heard(page, 4)[-1] == ("renewed", "settings", ALL)
    switch(page, language=False, theme=True)
    assert heard(page, 5)[-1] == ("withdrawn", "settings", ["theme"])
    open_settings(page)
    control(page, "withdraw").click()
    assert heard(page, 6)[-1] == ("withdrawn", "settings", [])
    page.evaluate("SmarteeConsent.accept()")
    assert heard(page, 7)[-1] == ("given", "call", ALL)
    page.evaluate("SmarteeConsent.refuse()")
    assert heard(page, 8)[-1] == ("withdrawn", "call", [])
    at_rest(page)
    # Once each, by as many ids, with nothing but this.
    assert ledger.heard == list(ledger.records.values())
    for each in ledger.heard:
        assert sorted(each) == FIELDS
        assert identifiers.is_uuid4(each["id"])
        assert (each["fingerprint"], each["language"]) == (FINGERPRINT, "en")
        assert before <= each["minute"] <= int(time.time() // 60)


def test_no_cookie_and_no_address_of_a_page_goes_along(ledger: Ledger, visit: Visit, heard: Heard) -> None:
    visitor = visit(ledger)
    visitor.context.add_cookies([{"name": "session", "value": "secret", "url": ledger.url}])
    page = visitor.page(ledger.page("page.html") + "?patient=7", ready=False)
    page.evaluate("document.cookie = 'mine=7'")
    control(page, "accept").click()
    heard(page, 1)
    (headers,) = ledger.headers
    assert "cookie" not in headers and "authorization" not in headers
    assert headers["origin"] == ledger.url.rstrip("/")
    assert headers.get("referer", "") in ("", ledger.url)
    assert headers["content-type"] == "application/json"
    eventually(page, visitor.records, lambda: visitor.requests)
    assert visitor.records() == [ledger.url + "api/consent-records"]


WAYS = {
    "an element of the page": '<button data-consent-action="accept">Mine</button>',
    "one that allows": '<button data-consent-action="allow" data-consent-scope="language theme">Mine</button>',
    "what waits in its place": (
        '<iframe title="x" data-consent-needs="language theme" data-consent-src="/there"></iframe>'
    ),
}


@pytest.mark.parametrize("way", WAYS)
def test_a_control_of_the_page_is_told_as_one(ledger: Ledger, visit: Visit, heard: Heard, way: str) -> None:
    visitor = visit(ledger)
    ledger.page("there")
    page = visitor.page(ledger.page("page.html", WAYS[way]), ready=False)
    page.evaluate("SmarteeConsent.businessModel.list().catch(() => {})")
    page.get_by_role("button", name=re.compile("Mine|Allow and show")).click()
    assert heard(page, 1) == [("given", "control", ALL)]


def test_the_control_in_the_corner_is_one(ledger: Ledger, visit: Visit, heard: Heard) -> None:
    visitor = visit(ledger)
    page = visitor.page(ledger.page("page.html"), ready=False)
    control(page, "accept").click()
    heard(page, 1)
    control(page, "close").click()
    page.locator("smartee-consent-control [data-consent-action=withdraw]").click()
    assert heard(page, 2)[-1] == ("withdrawn", "control", [])


def test_it_is_told_in_the_language_of_the_banner(ledger: Ledger, visit: Visit, heard: Heard) -> None:
    visitor = visit(ledger)
    page = visitor.page(ledger.page("page.html", language="de"), ready=False)
    control(page, "accept").click()
    heard(page, 1)
    assert ledger.heard[0]["language"] == "de"


def test_the_receipt_has_the_same_id_and_what_the_ledger_signed(ledger: Ledger, visit: Visit, heard: Heard) -> None:
    visitor = visit(ledger)
    url = ledger.page("page.html")
    page = visitor.page(url, ready=False)
    control(page, "accept").click()
    heard(page, 1)
    (lying,) = at_rest(page)
    shown = paper(page)
    assert shown["dpv:hasIdentifier"] == ledger.heard[0]["id"]
    assert shown["smartee:ledger"] == lying
    assert lying["record"] == ledger.heard[0] and lying["key"] == ledger.key
    ledger.confirm(shown["smartee:ledger"])
    # On a later page too, and another answer is another record.
    other = visitor.page(url)
    again = paper(other)
    assert again == {**shown, "dct:created": again["dct:created"]}
    switch(other, language=True, theme=False)
    heard(other, 2)
    at_rest(other)
    assert paper(other)["dpv:hasIdentifier"] == ledger.heard[1]["id"] != ledger.heard[0]["id"]
    assert len(ledger.heard) == 2


def test_where_the_ledger_does_not_sign_the_receipt_has_the_id_alone(ledger: Ledger, visit: Visit) -> None:
    ledger.signs = False
    page = visit(ledger).page(ledger.page("page.html"), ready=False)
    control(page, "accept").click()
    at_rest(page)
    shown = paper(page)
    assert shown["dpv:hasIdentifier"] == ledger.heard[0]["id"]
    assert "smartee:ledger" not in shown and "smartee" not in shown["@context"]


def until_heard(page: Page, ledger: Ledger, count: int) -> None:
    """Waits until so many requests have come, whatever was answered."""
    eventually(page, lambda: len(ledger.heard) >= count, lambda: ledger.heard)


def failing(visitor: Visitor) -> None:
    """What the browser logs of answers that are no success is brought about on purpose."""
    visitor.errors = Expected()


class Expected(list[str]):
    def append(self, text: str) -> None:
        if not re.search(LOGGED, text):
            super().append(text)


def test_what_could_not_be_told_offline_is_told_when_the_browser_is_online(
    ledger: Ledger, visit: Visit, heard: Heard
) -> None:
    visitor = visit(ledger)
    failing(visitor)
    page = visitor.page(ledger.page("page.html"), ready=False)
    page.evaluate("SmarteeConsent.businessModel.list().catch(() => {})")
    open_settings(page)
    control(page, "close").click()
    visitor.context.set_offline(True)
    control(page, "refuse").click()
    switch(page, theme=True)
    eventually(page, lambda: len(kept(page)) == 2, lambda: kept(page))
    waiting = [each["record"] for each in kept(page).values()]
    assert ledger.heard == [] and all("key" not in each for each in kept(page).values())
    assert paper(page)["dpv:hasIdentifier"] == waiting[1]["id"]
    visitor.context.set_offline(False)
    assert heard(page, 2) == [("refused", "prompt", []), ("given", "settings", ["theme"])]
    # In their order, by the same ids; what was told last stays for the receipt.
    assert ledger.heard == waiting
    assert [each["record"] for each in at_rest(page)] == waiting[1:]


@pytest.mark.parametrize("status", [500, 502, 503, 429])
def test_what_a_server_has_no_time_for_is_told_by_the_next_start(
    ledger: Ledger, visit: Visit, heard: Heard, status: int
) -> None:
    visitor = visit(ledger)
    failing(visitor)
    ledger.answers = [(status, {})]
    url = ledger.page("page.html", '<div data-consent-widget="policy"></div>')
    page = visitor.page(url)
    control(page, "accept").click()
    until_heard(page, ledger, 1)
    page.reload()
    assert heard(page, 1) == [("given", "prompt", ALL)]
    assert ledger.heard[0] == ledger.heard[1]
    at_rest(page)
    page.reload()
    page.evaluate("SmarteeConsent.ready")
    open_settings(page)
    assert len(ledger.heard) == 2
    assert told(page, "error") == []


def test_a_server_that_asks_to_wait_is_asked_again_then(ledger: Ledger, visit: Visit, heard: Heard) -> None:
    visitor = visit(ledger)
    failing(visitor)
    ledger.answers = [(503, {"Retry-After": "1"})]
    page = visitor.page(ledger.page("page.html"), ready=False)
    control(page, "accept").click()
    heard(page, 1)
    at_rest(page)
    assert len(ledger.heard) == 2


@pytest.mark.parametrize("status", [400, 404, 405, 409])
def test_what_the_ledger_will_not_have_goes_with_one_sentence(ledger: Ledger, visit: Visit, status: int) -> None:
    visitor = visit(ledger)
    failing(visitor)
    ledger.answers = [(status, {})] * 3
    page = visitor.page(ledger.page("page.html"), ready=False)
    for count, action in enumerate(("accept", "refuse", "accept"), 1):
        page.evaluate(f"SmarteeConsent.{action}()")
        until_heard(page, ledger, count)
    # Nor is it taken for one that was never told.
    (last,) = at_rest(page)
    assert last == {"record": ledger.heard[-1], "key": "", "signature": ""}
    sentence = f"api/consent-records: answered {status}: a decision is not in the ledger"
    until(page, "told.some(([name]) => name === 'error')")
    assert told(page, "error") == [{"message": sentence}]
    assert page.evaluate("SmarteeConsent.state") == "accepted"
    page.reload()
    open_settings(page)
    control(page, "close").click()
    page.evaluate("SmarteeConsent.accept()")
    until_heard(page, ledger, 4)
    assert [each["event"] for each in ledger.heard] == ["given", "withdrawn", "given", "renewed"]


def test_a_server_that_sends_elsewhere_is_not_followed(ledger: Ledger, visit: Visit, heard: Heard) -> None:
    visitor = visit(ledger)
    failing(visitor)
    ledger.answers = [(307, {"Location": ledger.url + "elsewhere"})]
    page = visitor.page(ledger.page("page.html"), ready=False)
    control(page, "accept").click()
    until(page, "told.some(([name]) => name === 'error')")
    assert "sends elsewhere, which is not followed" in told(page, "error")[0]["message"]
    assert ledger.asked.count("/elsewhere") == 0
    page.reload()
    page.evaluate("SmarteeConsent.settings()")
    heard(page, 1)
    assert ledger.heard[0] == ledger.heard[1]


def test_the_same_record_may_arrive_twice_and_is_one(ledger: Ledger, visit: Visit) -> None:
    """The answer did not arrive: the page was left."""
    visitor = visit(ledger)
    url = ledger.page("page.html")
    ledger.held.clear()
    page = visitor.page(url, ready=False)
    control(page, "accept").click()
    until_heard(page, ledger, 1)
    page.goto("about:blank")
    ledger.held.set()
    other = visitor.page(url, ready=False)
    open_settings(other)
    at_rest(other)
    assert len(ledger.heard) == 2 and len(ledger.records) == 1


def test_a_click_as_the_page_is_left_arrives(ledger: Ledger, visit: Visit) -> None:
    visitor = visit(ledger)
    ledger.page("next.html")
    page = visitor.page(ledger.page("page.html"), ready=False)
    # Python is there.
    open_settings(page)
    control(page, "close").click()
    page.evaluate("() => { SmarteeConsent.accept(); setTimeout(() => location.assign('next.html')); }")
    page.wait_for_url("**/next.html")
    eventually(page, lambda: len(ledger.records) == 1, lambda: ledger.heard)


def test_two_tabs_keep_each_other_s(ledger: Ledger, visit: Visit, heard: Heard) -> None:
    visitor = visit(ledger)
    failing(visitor)
    url = ledger.page("page.html")
    here, there = visitor.page(url, ready=False), visitor.page(url, ready=False)
    for tab in (here, there):
        open_settings(tab)
        control(tab, "close").click()
    ledger.answers = [(503, {})] * 6
    for tab, action in ((here, "accept"), (there, "refuse"), (here, "accept")):
        tab.evaluate(f"SmarteeConsent.{action}()")
    eventually(here, lambda: len(kept(here)) == 3 == len(kept(there)), lambda: kept(here))
    ids = {each["record"]["id"] for each in kept(here).values()}
    ledger.answers = []
    third = visitor.page(url, ready=False)
    open_settings(third)
    heard(third, 3)
    assert set(ledger.records) == ids
    at_rest(third)


@pytest.mark.parametrize("action", ["accept", "refuse"])
def test_a_click_before_python_is_there_is_told_by_python(
    ledger: Ledger, visit: Visit, heard: Heard, action: str
) -> None:
    visitor = visit(ledger)
    ledger.python.clear()
    page = visitor.page(ledger.page("page.html"), ready=False)
    control(page, action).click()
    # It waits over a change of the page.
    page.goto(ledger.page("next.html"))
    ledger.python.set()
    if ENGINE == "firefox":
        # It tells a page that is left of a script that did not come: the tag has recorded the answer by then, and
        # Python tells it as soon as there is something else for it to do.
        open_settings(page)
    assert heard(page, 1) == [{"accept": ("given", "prompt", ALL), "refuse": ("refused", "prompt", [])}[action]]
    at_rest(page)
    assert len(ledger.heard) == 1


def test_what_the_tag_recorded_without_python_is_told_by_the_next_start(
    ledger: Ledger, visit: Visit, heard: Heard
) -> None:
    visitor = visit(ledger)
    failing(visitor)
    visitor.context.route("**/consent.rom", lambda route: route.fulfill(status=404))
    url = ledger.page("page.html")
    page = visitor.page(url, ready=False)
    control(page, "accept").click()
    until(page, "SmarteeConsent.state === 'accepted'")
    assert kept(page) == {} and ledger.heard == []
    visitor.context.unroute("**/consent.rom")
    page.goto(url)
    open_settings(page)
    assert heard(page, 1) == [("given", "prompt", ALL)]
    minute = ledger.heard[0]["minute"]
    assert f".{minute}" in visitor.cookies()["notary_consent"]
    at_rest(page)
    control(page, "close").click()
    page.reload()
    assert paper(page)["dpv:hasIdentifier"] == ledger.heard[0]["id"]
    assert len(ledger.heard) == 1


def test_a_decided_visitor_s_page_starts_no_python_for_it(ledger: Ledger, visit: Visit) -> None:
    visitor = visit(ledger)
    failing(visitor)
    ledger.answers = [(503, {})]
    url = ledger.page("page.html")
    page = visitor.page(url, ready=False)
    control(page, "refuse").click()
    eventually(page, lambda: len(kept(page)) == 1, lambda: kept(page))
    until_heard(page, ledger, 1)
    page.close()
    visitor.requests.clear()
    page = visitor.page(url)
    assert [address for address in visitor.requests if re.search(r"rom|wasm|pyscript", address)] == []
    # A browser may itself send once more what was not answered as its page was closed.
    assert len({each["id"] for each in ledger.heard}) == 1 and len(kept(page)) == 1


def test_deleting_all_is_a_withdrawal_and_leaves_nothing(ledger: Ledger, visit: Visit, heard: Heard) -> None:
    visitor = visit(ledger)
    page = visitor.page(ledger.page("page.html"), ready=False)
    control(page, "accept").click()
    heard(page, 1)
    at_rest(page)
    open_settings(page)
    page.locator("smartee-consent dialog summary").last.click()
    page.locator("smartee-consent [data-consent-action=delete][data-consent-scope=all]").click()
    assert heard(page, 2)[-1] == ("withdrawn", "settings", [])
    assert kept(page) == {}
    # A refusal is no withdrawal when it is deleted.
    page.evaluate("SmarteeConsent.refuse()")
    heard(page, 3)
    at_rest(page)
    open_settings(page)
    page.locator("smartee-consent dialog summary").last.click()
    page.locator("smartee-consent [data-consent-action=delete][data-consent-scope=all]").click()
    until(page, "SmarteeConsent.state === 'unasked'")
    page.evaluate("SmarteeConsent.accept()")
    assert [event for event, _, _ in heard(page, 4)] == ["given", "withdrawn", "refused", "given"]
    at_rest(page)


def test_what_waits_when_all_is_deleted_is_still_told_from_this_page(
    ledger: Ledger, visit: Visit, heard: Heard
) -> None:
    visitor = visit(ledger)
    failing(visitor)
    ledger.answers = [(503, {}), (503, {"Retry-After": "1"})]
    page = visitor.page(ledger.page("page.html"), ready=False)
    control(page, "accept").click()
    until_heard(page, ledger, 1)
    open_settings(page)
    page.locator("smartee-consent dialog summary").last.click()
    page.locator("smartee-consent [data-consent-action=delete][data-consent-scope=all]").click()
    # What is new goes first, and what waited follows: in which order both arrive is up to the answers.
    assert sorted(event for event, _, _ in heard(page, 2)) == ["given", "withdrawn"]
    assert kept(page) == {}


FORBIDDEN = (
    "for (const area of ['localStorage', 'sessionStorage']) Object.defineProperty(window, area,"
    " { configurable: true, get() { throw new DOMException('no', 'SecurityError'); } });"
)
FULL = "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };"


@pytest.mark.parametrize("script", [FORBIDDEN, FULL], ids=["forbidden", "full"])
def test_where_nothing_can_be_kept_it_is_told_once_all_the_same(
    ledger: Ledger, visit: Visit, heard: Heard, script: str
) -> None:
    visitor = visit(ledger)
    visitor.context.add_init_script(script)
    url = ledger.page("page.html")
    page = visitor.page(url, ready=False)
    control(page, "accept").click()
    assert heard(page, 1) == [("given", "prompt", ALL)]
    assert paper(page)["dpv:hasIdentifier"] == ledger.heard[0]["id"]
    # Of an earlier page's answer nobody knows whether it was told, so that it is not.
    page.goto(url)
    open_settings(page)
    page.evaluate("SmarteeConsent.withdraw()")
    assert [event for event, _, _ in heard(page, 2)] == ["given", "withdrawn"]
    assert len(ledger.heard) == 2
    assert told(page, "error") == []


def test_what_lies_there_and_is_nothing_of_ours_is_never_sent(ledger: Ledger, visit: Visit, heard: Heard) -> None:
    visitor = visit(ledger)
    page = visitor.page(ledger.page("page.html"), ready=False)
    record = {"id": "0f8fad5b-d9cb-469f-a165-70867728950e", "email": "dr.li@clinic.example"}
    page.evaluate(
        "([name, text]) => { localStorage[name] = text; localStorage[`${name}x`] = '{'; }",
        [f"{KEY}000001.{record['id']}", json.dumps({"record": record})],
    )
    open_settings(page)
    control(page, "close").click()
    control(page, "accept").click()
    assert heard(page, 1) == [("given", "prompt", ALL)]
    assert len(ledger.heard) == 1


def test_a_site_without_a_ledger_tells_nobody_and_keeps_nothing(built: Built, visit: Visit) -> None:
    plain = Ledger(built("studio").folder)
    try:
        visitor = visit(plain)
        page = visitor.page(plain.page("page.html"), ready=False)
        control(page, "accept").click()
        until(page, "SmarteeConsent.state === 'accepted'")
        shown = paper(page)
        assert identifiers.is_uuid4(shown["dpv:hasIdentifier"]) and "smartee:ledger" not in shown
        page.evaluate("SmarteeConsent.withdraw()")
        until(page, "SmarteeConsent.state === 'refused'")
        assert plain.heard == [] and page.evaluate("Object.keys(localStorage)") == []
        (pack,) = plain.folder.glob("c/*/consent.rom")
        assert all(name not in pack.read_bytes() for name in (b"outbox.mpy", b"ledger.mpy", b"consent-records"))
    finally:
        plain.stop()
