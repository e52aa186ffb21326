"""A server may send on to another of its addresses, not to another origin: from there nothing is taken."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import SimpleNamespace

import pytest

from .conditions import conditions
from .conftest import Site, Visit, told, until
from .faults import FILES

PAGE = b'<!doctype html><html lang="en"><link rel="icon" href="data:,"><script src="/embed.js"></script>'
TYPES = {".html": "text/html", ".js": "text/javascript", ".wasm": "application/wasm"}


class Moving(ThreadingHTTPServer):
    """Serves `folder` as localhost and as 127.0.0.1; the first sends on from the file `moved` to where `to` says."""

    # A page that is closed leaves requests behind.
    daemon_threads = True
    folder = Path()
    moved = to = ""

    def handle_error(self, *_: object) -> None:
        """Nobody waits for that answer any more."""


class Handler(BaseHTTPRequestHandler):
    server: Moving

    def do_GET(self) -> None:
        path = self.server.folder / self.path.lstrip("/")
        here = "localhost" in self.headers["Host"] and not self.path.startswith("/moved/")
        if here and self.path.endswith(self.server.moved):
            self.send_response(302)
            self.send_header("Location", self.server.to.format(port=self.server.server_port) + self.path)
            self.end_headers()
            return
        if self.path.startswith("/moved/"):
            path = self.server.folder / self.path.removeprefix("/moved/")
        body = PAGE if self.path == "/page.html" else path.read_bytes() if path.is_file() else b""
        self.send_response(200 if body else 404)
        self.send_header("Content-Type", TYPES.get(path.suffix, "application/octet-stream"))
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Access-Control-Allow-Origin", "*")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@pytest.fixture(scope="module")
def moving(site: Site) -> Iterator[Moving]:
    server = Moving(("127.0.0.1", 0), Handler)
    server.folder = site.folder
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()


CASES = {
    f"{name} is sent on to {what}": (name, to)
    for name in FILES
    for what, to in {
        "another origin": "http://127.0.0.1:{port}",
        "another address of the same": "/moved",
        "itself, for ever": "",
    }.items()
}


@pytest.mark.parametrize("case", conditions("delivery", CASES))
def test_nothing_is_taken_from_another_origin(moving: Moving, visit: Visit, case: tuple[str, str]) -> None:
    moving.moved, moving.to = case
    own = f"http://localhost:{moving.server_port}/"
    visitor = visit(SimpleNamespace(url=own))
    page = visitor.page(own + "page.html", ready=False)
    page.evaluate(
        "() => { globalThis.became = ''; void SmarteeConsent.settings().then(() => { became = 'whole'; },"
        " ({ message }) => { became = message; }); }"
    )
    until(page, "became")
    if moving.to == "/moved":
        assert page.evaluate("became") == "whole"
        assert told(page, "error") == visitor.foreign == []
        return
    [error] = told(page, "error")
    assert page.evaluate("became") == error["message"]
    assert moving.moved in error["message"]
    assert ("another origin" in error["message"]) == bool(moving.to)
    # The browser follows its server; what it finds there is not used.
    visitor.foreign.clear()
    visitor.errors.clear()
