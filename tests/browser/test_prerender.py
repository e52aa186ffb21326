"""A page that was prerendered while the visitor answered elsewhere works by the answer once it is shown.

A browser that is driven over its debugging protocol prerenders nothing, so this one is left alone, and the pages
tell it what to do.
"""

import functools
import http.server
import json
import queue
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Playwright

from consent.build import chromium
from tests import PATIENCE

from .conftest import TAG, Site

HEAD = '<!doctype html><html lang="en"><meta charset="utf-8"><title>prerendering</title>' + TAG
PAGES = {
    "/start.html": HEAD
    + '<script type="speculationrules">{"prerender": [{"source": "list", "urls": ["/shown.html"]}]}</script>'
    '<script src="/start.js" defer></script>',
    # The answer comes when the other page has said that it is being prerendered.
    "/start.js": "fetch('/prerendering').then(() => SmarteeConsent.accept())"
    ".then(() => { location.href = '/shown.html'; });",
    "/shown.html": HEAD + '<script src="/shown.js" defer></script>',
    "/shown.js": """
      const tell = (what) => fetch('/told', { method: 'POST', body: JSON.stringify(what) });
      const prompted = () => document.querySelector('smartee-consent')?.shadowRoot.childElementCount ?? 0;
      const report = () => tell({ prerendering: document.prerendering, state: SmarteeConsent.state,
        prompted: prompted(), cookie: document.cookie,
        activated: performance.getEntriesByType('navigation')[0].activationStart > 0 });
      document.cookie = 'Language=zh-CN; path=/';
      document.addEventListener('prerenderingchange', () => {
        if (SmarteeConsent.state === 'accepted') setTimeout(report);
        else document.addEventListener('smartee-consent:decision', () => setTimeout(report), { once: true });
      });
      report();
    """,
}


class Handler(http.server.SimpleHTTPRequestHandler):
    """Serves the built folder, the pages above, and carries what the shown page tells."""

    told: queue.Queue[Any]
    prerendering: threading.Event

    def do_GET(self) -> None:
        if self.path == "/prerendering":
            self.prerendering.wait(PATIENCE)
            self._answer("", "text/plain")
        elif self.path in PAGES:
            self._answer(PAGES[self.path], "text/javascript" if self.path.endswith(".js") else "text/html")
        else:
            super().do_GET()

    def do_POST(self) -> None:
        sent = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self._answer("", "text/plain")
        # Decisions are told to the ledger, not to this test.
        if self.path != "/api/consent-records":
            self.told.put(sent)
            self.prerendering.set()

    def _answer(self, text: str, kind: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *arguments: object) -> None:
        pass


@pytest.fixture
def told(site: Site, playwright: Playwright, tmp_path: Path) -> Iterator[queue.Queue[Any]]:
    """What the prerendered page tells, as a queue."""

    class Here(Handler):
        told = queue.Queue()
        prerendering = threading.Event()

    handler = functools.partial(Here, directory=str(site.folder))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    running = subprocess.Popen(
        [
            chromium.executable() or playwright.chromium.executable_path,
            *chromium.arguments(),
            "--headless=new",
            f"--user-data-dir={tmp_path}",
            f"http://localhost:{server.server_port}/start.html",
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    yield Here.told
    running.terminate()
    running.wait()
    server.shutdown()


def test_a_prerendered_page_works_by_the_answer_given_meanwhile(told: queue.Queue[Any]) -> None:
    first = told.get(timeout=PATIENCE)
    assert (first["prerendering"], first["state"], first["prompted"]) == (True, "unasked", 1)
    assert first["cookie"] == "Language=zh-CN"
    shown = told.get(timeout=PATIENCE)
    assert (shown["prerendering"], shown["activated"]) == (False, True)
    assert (shown["state"], shown["prompted"]) == ("accepted", 0)
    assert "Language=zh-CN" in shown["cookie"]
