"""What the middleware does to requests and answers: by the gate's own table, and for what only a server meets."""

import asyncio
import io
import json
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from wsgiref.util import FileWrapper

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import StreamingResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket

from consent.core.decision import decide, text
from consent.core.site import Site
from consent.server import AsgiMiddleware, Consent, Policy, WsgiMiddleware
from tests.unit.test_cases import SITE as PLAIN

CASES = Path(__file__).parents[1] / "cases"
GATE = json.loads((CASES / "script/gate.json").read_text(encoding="utf-8"))
NOW = 1_763_900_000.0
SITES = {rule: Site({**PLAIN, "undeclared": rule}) for rule in ("report", "block")}

Pairs = list[tuple[str, str]]
Through = Callable[..., Pairs]


def cookie_header(site: Site, granted: Iterable[str] | None) -> str:
    """What a browser sends whose visitor decided so, or (None) never."""
    return "" if granted is None else f"{site.cookie('decision').name}={text(decide(site, granted, int(NOW // 60)))}"


def through_asgi(site: Site, granted: Iterable[str] | None, headers: Pairs) -> Pairs:
    """What is left of an answer's headers."""

    async def app(_scope: Any, _receive: Any, send: Any) -> None:
        raw = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers]
        await send({"type": "http.response.start", "status": 200, "headers": raw})
        await send({"type": "http.response.body", "body": b"x"})

    scope = {"type": "http", "headers": [(b"cookie", cookie_header(site, granted).encode())]}
    start, body = run_asgi(app, scope, site)
    assert body == {"type": "http.response.body", "body": b"x"}
    return [(name.decode("latin-1"), value.decode("latin-1")) for name, value in start["headers"]]


def through_wsgi(site: Site, granted: Iterable[str] | None, headers: Pairs) -> Pairs:
    """What is left of an answer's headers."""

    def app(_environ: Any, start_response: Any) -> list[bytes]:
        start_response("200 OK", headers)
        return [b"x"]

    seen: list[Pairs] = []
    middleware = WsgiMiddleware(app, Policy(site), lambda: NOW)
    environ = {"HTTP_COOKIE": cookie_header(site, granted)}
    assert middleware(environ, lambda status, left: seen.append(left)) == [b"x"]  # type: ignore[arg-type]
    return seen[0]


def run_asgi(app: Any, scope: dict[str, Any], site: Site = SITES["report"]) -> list[Any]:
    """The messages that come out."""
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    async def receive() -> Any:
        return {"type": "http.request", "body": b""}

    asyncio.run(AsgiMiddleware(app, Policy(site), lambda: NOW)(scope, receive, send))
    return sent


@pytest.fixture(params=[through_asgi, through_wsgi], ids=["asgi", "wsgi"])
def through(request: pytest.FixtureRequest) -> Through:
    return request.param


@pytest.mark.parametrize("case", GATE, ids=lambda case: case["says"])
def test_it_does_with_an_answer_what_the_gate_does_with_a_write(through: Through, case: dict[str, Any]) -> None:
    given = case["given"]
    line = f"{given['name']}=1; Path=/" + ("; Max-Age=0" if given.get("deleting") else "; Max-Age=60")
    headers = [("Set-Cookie", line)]
    left = through(SITES[given.get("undeclared", "report")], given["granted"], headers)
    assert left == (headers if case["expected"] in ("pass", "tell") else [])


SPELLINGS = [
    "Language=fr",
    "Language=",
    "Language=fr; Path=/; Secure; HttpOnly; SameSite=Lax",
    "Language=fr; Domain=smartee.cn; Max-Age=31536000",
    " \tLanguage\t =fr",
    "%4Canguage=fr",
    "%4canguage=fr",
    "L%61n%67uage=fr",
    '"Language"=fr',
    '"%4Canguage"=fr',
    # Nameless: a page reads the bare value.
    "Language",
    "=Language=fr",
    " = =Language=fr",
    "=%4Canguage=fr",
    # No browser takes these; what lies between might mend them.
    "\x0bLanguage=fr",
    "Lang\x00uage=fr",
    "\x7fLanguage=fr",
    # What no browser surely takes for a deletion.
    "Language=fr; Max-Age=1",
    "Language=fr; Max-Age=0; Max-Age=60",
    "Language=fr; Max-Age=60; Max-Age=0",
    "Language=fr; Max-Age=60; Expires=Thu, 01 Jan 1970 00:00:00 GMT",
    "Language=fr; Max-Age=",
    "Language=fr; Max-Age",
    "Language=fr; Max-Age=0x",
    "Language=fr; Max-Age=0.5",
    "Language=fr; Max-Age=\u0660".encode().decode("latin-1"),
    "Language=fr; Max-Age=" + "0" * 1025,
    "Language=fr; Max-Age=-" + "9" * 5000,
    "Language=fr; Max-Age =60; Expires=Thu, 01 Jan 1970 00:00:00 GMT",
    "Language=fr; Expires=Thu, 01 Jan 2026 00:00:00 GMT",
    "Language=fr; Expires=Thu, 01 Jan 26 00:00:00 GMT",
    "Language=fr; Expires=Thu, 31 Feb 1970 00:00:00 GMT",
    "Language=fr; Expires=Thu, 01 Jan 0001 00:00:00 GMT",
    "Language=fr; Expires=Thu, 01 Jan 1970 24:00:00 GMT",
    "Language=fr; Expires=Thu, 01 Jun 1970 00:00:00 PST",
    "Language=fr; Expires=Thu, 01 Abc 1970 00:00:00 GMT",
    "Language=fr; Expires=yesterday",
    "Language=fr; Expires=0",
    "Language=fr; Expires=",
    "Language=fr; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Expires=Thu, 01 Jan 2026 00:00:00 GMT",
    "Language=fr; Expires=Thu, 01 Jan 1970 00:00:00 GMT" + " " * 2000 + "x",
    "Language=Max-Age=0",
]


@pytest.mark.parametrize("line", SPELLINGS)
def test_no_spelling_comes_round_it(through: Through, line: str) -> None:
    headers = [("Set-Cookie", line), ("X-A", "b")]
    assert through(SITES["report"], (), headers) == [("X-A", "b")]
    assert through(SITES["report"], ("business",), headers) == [("X-A", "b")]
    assert through(SITES["report"], ("language",), headers) == headers


PASSING = [
    "Language=; Max-Age=0",
    "Language=fr; max-age=00; Path=/",
    "Language=; MAX-AGE = -1",
    "Language=; Max-Age=0; Expires=Thu, 01 Jan 2026 00:00:00 GMT",
    "Language=; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Path=/",
    "Language=; expires=Thu, 01-Jan-1970 00:00:01 GMT; Max-Age=0",
    "Language=; Expires=Thu, 01-Jan-70 00:00:00 GMT",
    "Language=; Expires=1 jan 1970 00:00:00",
    "Language=; Expires=Sun, 23 Nov 2025 12:13:20 GMT",
    "%4Canguage=; Max-Age=0",
    "language=fr",
    "Language2=fr",
    "xLanguage=fr",
    "Language%00=fr",
    "%254Canguage=fr",
    "%FFLanguage=fr",
    "a=Language=fr",
    "a=b, Language=fr",
    "smartee_online4_global_token=1; HttpOnly",
    "smartee_online4_global_consent=1",
    "",
    "=",
    ";",
]


@pytest.mark.parametrize("line", PASSING)
def test_deletions_and_what_is_not_optional_pass(through: Through, line: str) -> None:
    headers = [("Set-Cookie", line)]
    assert through(SITES["report"], None, headers) == headers


@pytest.mark.parametrize("line", ["_ga=1", "language=fr", "a=Language=fr", "=x", "x", "", "%FF=1"])
def test_what_the_policy_does_not_know_goes_where_it_is_to_be_blocked(through: Through, line: str) -> None:
    headers = [("Set-Cookie", line), ("Set-Cookie", "smartee_online4_global_token=1"), ("Set-Cookie", "b=; Max-Age=0")]
    assert through(SITES["block"], ("language", "business"), headers) == headers[1:]
    assert through(SITES["report"], None, headers) == headers


@pytest.mark.parametrize("name", ["Set-Cookie", "set-cookie", "SET-COOKIE", "sEt-cOOkie"])
def test_all_lines_are_looked_at_and_the_others_keep_their_order(through: Through, name: str) -> None:
    headers = [
        ("Content-Type", "text/html"),
        (name, "Language=fr"),
        (name, "a=1"),
        ("Vary", "Cookie"),
        (name, "smartee_online4_global_selected_key=design-only"),
        (name, "b=2"),
        (name, "Language=en; Path=/de"),
        ("Set-Cookie2", "Language=fr"),
    ]
    kept = [pair for pair in headers if not pair[1].startswith(("Language=", "smartee")) or pair[0] == "Set-Cookie2"]
    assert through(SITES["report"], None, list(headers)) == kept
    assert through(SITES["report"], ("language", "business"), list(headers)) == headers


def test_one_line_of_a_log_tells_each_name_and_no_value(through: Through, caplog: pytest.LogCaptureFixture) -> None:
    lines = [
        "Language=secret1",
        "Language=secret2",
        "%4Canguage=secret3",
        "=Language=secret4",
        "smartee_online4_global_selected_key=secret5",
        "_ga=secret6",
        "secret7",
        "=secret8",
        "a\nb=secret9",
        "x" * 5000 + "=secret0",
    ]
    through(SITES["block"], None, [("Set-Cookie", line) for line in lines])
    told = [record.getMessage() for record in caplog.records]
    assert [record.name for record in caplog.records] == ["consent.server"] * 6
    assert "secret" not in caplog.text
    for name, message in zip(["Language", "smartee_online4_global_selected_key", "'_ga'"], told, strict=False):
        assert f"of {name} is stripped" in message
    assert all(len(message) < 200 and "\n" not in message for message in told)
    caplog.clear()
    through(SITES["block"], None, [("Set-Cookie", "Language=; Max-Age=0")])
    through(SITES["report"], ("language",), [("Set-Cookie", "Language=fr"), ("Set-Cookie", "_ga=1")])
    assert caplog.records == []


class TestAsgi:
    def test_a_request_knows_what_is_granted(self) -> None:
        seen: list[Any] = []

        async def app(scope: Any, receive: Any, _send: Any) -> None:
            seen.append((scope, await receive()))

        record = cookie_header(SITES["report"], ("business",))
        # HTTP/2 may bring them in pieces.
        headers = [(b"Cookie", b"a=b"), (b"accept", b"*/*"), (b"cookie", record.encode()), (b"cookie", b"c=d")]
        around = {"type": "http", "headers": headers, "state": {"kept": 1}, "path": "/"}
        assert run_asgi(app, around) == []
        [(scope, received)] = seen
        assert isinstance(scope["consent"], Consent) and scope["consent"].granted == ("business",)
        assert scope["state"] == {"kept": 1, "consent": scope["consent"]} and scope["state"] is around["state"]
        assert "consent" not in around and scope["path"] == "/" and received["type"] == "http.request"
        run_asgi(app, {"type": "http", "headers": []})
        run_asgi(app, {"type": "http"})
        assert [each["state"]["consent"].state for each, _ in seen[1:]] == ["unasked", "unasked"]

    @pytest.mark.parametrize("kind", ["websocket", "lifespan", "something-new"])
    def test_other_scopes_are_as_they_were(self, kind: str) -> None:
        seen: list[Any] = []
        message = {"type": f"{kind}.send", "bytes": b"x", "headers": [(b"set-cookie", b"Language=fr")]}

        async def app(scope: Any, _receive: Any, send: Any) -> None:
            seen.append(scope)
            await send(message)

        scope: dict[str, Any] = {"type": kind, "headers": [], "state": {}}
        assert run_asgi(app, scope) == [message]
        assert seen[0] is scope and scope == {"type": kind, "headers": [], "state": {}}

    @pytest.mark.parametrize("kind", ["websocket.accept", "websocket.http.response.start"])
    def test_a_handshake_sets_no_optional_cookie(self, kind: str) -> None:
        async def app(_scope: Any, _receive: Any, send: Any) -> None:
            await send({"type": kind, "headers": [[b"Set-Cookie", b"Language=fr"], [b"set-cookie", b"a=1"]]})
            await send({"type": kind})

        first, second = run_asgi(app, {"type": "websocket", "headers": []})
        assert [list(pair) for pair in first["headers"]] == [[b"set-cookie", b"a=1"]] and not second["headers"]

    def test_a_body_comes_piece_by_piece(self) -> None:
        gone: list[str] = []

        async def app(_scope: Any, _receive: Any, send: Any) -> None:
            headers = iter([(b"set-cookie", b"Language=fr"), (b"x-a", b"b")])
            await send({"type": "http.response.start", "status": 200, "headers": headers, "trailers": True})
            for each in (b"1", b"2"):
                await send({"type": "http.response.body", "body": each, "more_body": True})
                gone.append("sent")
            await send({"type": "http.response.pathsend", "path": "/x"})

        start, *rest = run_asgi(app, {"type": "http", "headers": []})
        assert start == {"type": "http.response.start", "status": 200, "headers": [(b"x-a", b"b")], "trailers": True}
        assert [message.get("body") for message in rest] == [b"1", b"2", None] and gone == ["sent", "sent"]

    def test_what_an_application_holds_is_not_changed(self) -> None:
        message = {"type": "http.response.start", "status": 200, "headers": [(b"set-cookie", b"Language=fr")]}

        async def app(_scope: Any, _receive: Any, send: Any) -> None:
            await send(message)

        run_asgi(app, {"type": "http", "headers": []})
        assert message["headers"] == [(b"set-cookie", b"Language=fr")]

    def test_starlette_streams_and_opens_websockets_under_it(self) -> None:
        async def stream(request: Request) -> StreamingResponse:
            async def pieces() -> AsyncIterator[str]:
                yield request.state.consent.state
                yield request.state.shared

            response = StreamingResponse(pieces())
            response.set_cookie("Language", "fr")
            response.set_cookie("sessionid", "1")
            return response

        async def socket(websocket: WebSocket) -> None:
            await websocket.accept(headers=[(b"set-cookie", b"Language=fr"), (b"set-cookie", b"a=1")])
            await websocket.send_text(await websocket.receive_text())
            await websocket.close()

        @asynccontextmanager
        async def lifespan(_: Starlette) -> AsyncIterator[dict[str, str]]:
            yield {"shared": "begun"}

        routes = [Route("/", stream), WebSocketRoute("/socket", socket)]
        app = Starlette(routes=routes, lifespan=lifespan)
        app.add_middleware(AsgiMiddleware, policy=Policy(SITES["report"]))
        with TestClient(app) as client:
            answer = client.get("/")
            assert answer.text == "unaskedbegun" and list(answer.cookies) == ["sessionid"]
            with client.websocket_connect("/socket") as opened:
                opened.send_text("x")
                assert opened.receive_text() == "x"
                assert opened.extra_headers == [(b"set-cookie", b"a=1")]


class TestWsgi:
    def call(self, app: Any, start_response: Any, **environ: Any) -> Any:
        return WsgiMiddleware(app, Policy(SITES["report"]), lambda: NOW)(environ, start_response)

    def test_a_request_knows_what_is_granted(self) -> None:
        seen: list[Any] = []

        def app(environ: Any, _start_response: Any) -> list[bytes]:
            seen.append(environ["consent"])
            return []

        self.call(app, None, HTTP_COOKIE="a=b; " + cookie_header(SITES["report"], ("language", "business")))
        self.call(app, None)
        assert [each.state for each in seen] == ["accepted", "unasked"]

    def test_a_body_comes_as_the_application_made_it(self) -> None:
        body = FileWrapper(io.BytesIO(b"x"))

        def app(_environ: Any, start_response: Any) -> Any:
            start_response("200 OK", [])
            return body

        assert self.call(app, lambda status, headers: None) is body

    def test_an_error_behind_the_start_and_what_is_written_pass(self) -> None:
        started: list[Any] = []
        written: list[bytes] = []
        error = (ValueError, ValueError("x"), None)

        def app(_environ: Any, start_response: Any) -> list[bytes]:
            write = start_response("200 OK", [("Set-Cookie", "Language=fr"), ("Set-Cookie", "a=1")])
            write(b"1")
            start_response("500 Oh", [("Set-Cookie", "Language=fr")], error)
            start_response("500 Oh", [], exc_info=error)
            return [b"2"]

        def start_response(*given: Any) -> Any:
            started.append(given)
            return written.append

        assert self.call(app, start_response) == [b"2"] and written == [b"1"]
        assert started == [("200 OK", [("Set-Cookie", "a=1")]), ("500 Oh", [], error), ("500 Oh", [], error)]

    def test_what_is_added_to_the_headers_later_does_not_go_out(self) -> None:
        def app(_environ: Any, start_response: Any) -> list[bytes]:
            headers: Pairs = []
            start_response("200 OK", headers)
            headers.append(("Set-Cookie", "Language=fr"))
            return []

        seen: list[Pairs] = []
        self.call(app, lambda status, headers: seen.append(headers))
        assert seen == [[]]
