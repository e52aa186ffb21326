"""The middleware as servers and applications meet it: what a request knows, and that all else passes as it was."""

import io
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
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
from tests import coroutines
from tests.unit.test_cases import SITE as PLAIN

NOW = 1_763_900_000.0
SITES = {rule: Site({**PLAIN, "undeclared": rule}) for rule in ("report", "block")}

Pairs = list[tuple[str, str]]


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

    async def pass_through() -> None:
        await AsgiMiddleware(app, Policy(site), lambda: NOW)(scope, receive, send)

    coroutines.run(pass_through())
    return sent


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
