"""Real journeys in a real browser, against the site as `make serve` serves it.

Every page opened here fails its test when it asks another origin, throws, or writes an error to the console.
"""

import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Cookie,
    FloatRect,
    Frame,
    Locator,
    Page,
    Playwright,
    Route,
    expect,
    sync_playwright,
)

from consent.build.headers import headers_for
from consent.build.product import build
from tests import PATIENCE

from . import engines

ROOT = Path(__file__).parents[2]
SITES = ROOT / "tests/sites"
TAG = '<script src="/embed.js"></script>'
Once = Callable[[str, Callable[[], Any]], Any]
expect.set_options(timeout=PATIENCE * 1000)


class Site:
    """A running copy of the demonstration, built from `config`."""

    def __init__(self, folder: Path, config: Path | None = None, *more: str) -> None:
        self.folder = folder
        command = [sys.executable, "-m", "consent", "serve", "--port", "0", "--out", str(folder), *more]
        if config:
            command += ["--config", str(config)]
        self._process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        assert self._process.stdout
        told = self._process.stdout.readline()
        found = re.search(r"https?://\S+", told)
        assert found, f"the site did not start: {told!r}"
        self.url = found.group()

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait()


def _site(tmp_path_factory: pytest.TempPathFactory, appended: str = "", **changes: str) -> Site:
    folder = tmp_path_factory.mktemp("site")
    text = (ROOT / "pyscript.toml").read_text(encoding="utf-8")
    for key, value in changes.items():
        text, count = re.subn(rf"(?m)^{key} = .*$", f"{key} = {value}", text, count=1)
        assert count == 1, key
    config = folder / "pyscript.toml"
    config.write_text(text + appended, encoding="utf-8")
    return Site(folder / "dist", config)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The demonstration as declared: asks at every visit."""
    running = _site(tmp_path_factory)
    yield running
    running.stop()


@pytest.fixture(scope="session")
def patient_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The demonstration with `ask = "when-needed"`."""
    running = _site(tmp_path_factory, ask='"when-needed"')
    yield running
    running.stop()


@pytest.fixture(scope="session")
def strict_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The demonstration with `undeclared = "block"`."""
    running = _site(tmp_path_factory, undeclared='"block"')
    yield running
    running.stop()


@pytest.fixture(scope="session")
def changed_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The demonstration after its policy changed; the one before had the fingerprint 0a1b2c3d."""
    change = """
[[consent.changes]]
version = "2027-01"
fingerprint = "0a1b2c3d"
text = { en = "We now say how long each cookie lasts.", zh-CN = "我们现在说明每个 Cookie 的有效期。" }
"""
    running = _site(tmp_path_factory, change, policy_version='"2027-01"')
    yield running
    running.stop()


# A site of its own declaration, by the name of its file in tests/sites: for `hosted`.
Built = Callable[[str], Any]


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The site of this name, built once."""
    made: dict[str, Any] = {}

    def make(name: str) -> Any:
        if name not in made:
            folder = tmp_path_factory.mktemp(name) / "dist"
            build(ROOT, folder, SITES / f"{name}.toml")
            made[name] = SimpleNamespace(folder=folder)
        return made[name]

    return make


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def large(playwright: Playwright) -> Iterator[Browser]:
    """A Chromium whose owner asked for text of twice the size."""
    running = engines.launch_sized(playwright, 32)
    yield running
    running.close()


# Firefox keeps something of every page that it is driven through: gigabytes after a thousand.
@pytest.fixture(scope="module" if engines.ENGINE == "firefox" else "session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    running = engines.launch(playwright)
    yield running
    running.close()


class Visitor:
    """A browser profile of one person: `page()` opens pages, `cookies()` is the browser's own list."""

    def __init__(self, context: BrowserContext, own: str) -> None:
        self.context = context
        self._own = own
        self.foreign: list[str] = []
        self.errors: list[str] = []
        self.requests: list[str] = []
        context.set_default_timeout(PATIENCE * 1000)
        context.on("request", lambda request: self._heard(request.url))
        context.add_init_script(
            "globalThis.told = [];"
            "for (const name of ['ready','decision','change','language','business-model','undeclared','error'])"
            " document.addEventListener('smartee-consent:' + name, (event) => told.push([name, event.detail]));"
        )

    def _heard(self, url: str) -> None:
        self.requests.append(url)
        if not url.startswith((self._own, "data:", "blob:", "about:")):
            self.foreign.append(url)

    def _logged(self, kind: str, text: str) -> None:
        if kind == "error" and not re.search(engines.EXPECTED, text):
            self.errors.append(text)

    def serve(self, name: str, body: str = "", head: str = "", tag: str = TAG, **headers: str) -> str:
        """Adds a page of the test's own to the site, under the site's headers but for `headers`; its address."""
        html = (
            f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{name}</title>{tag}{head}</head>'
            f"<body>{body}</body></html>"
        )
        sent = {**dict(headers_for("/" + name, False)), "Content-Type": "text/html; charset=utf-8", **headers}
        url = self._own + name
        self.context.route(url, lambda route: route.fulfill(body=html, headers=sent))
        return url

    def script(self, name: str, text: str, kind: str = "text/javascript") -> str:
        """Adds a script of the test's own to the site; the tag that loads it, for `serve`."""
        self.context.route(self._own + name, lambda route: route.fulfill(body=text, content_type=kind))
        return f'<script src="/{name}"></script>'

    def folder(self, name: str, path: Path) -> None:
        """Adds the files of `path` to the site, below `name`."""

        def answer(route: Route) -> None:
            file = path / route.request.url.removeprefix(self._own + name)
            route.fulfill(path=file) if file.is_file() else route.fulfill(status=404)

        self.context.route(self._own + name + "**", answer)

    def page(self, url: str, ready: bool = True, loaded: bool = True) -> Page:
        page = self.context.new_page()
        page.on("pageerror", lambda error: self._logged("error", str(error)))
        page.on("console", lambda message: self._logged(message.type, message.text))
        page.goto(url, wait_until="load" if loaded else "domcontentloaded")
        if ready:
            page.evaluate("SmarteeConsent.ready")
        return page

    def records(self) -> list[str]:
        """Where decisions were told to. A browser speaks late of a request that may outlive its page."""
        return [url for url in self.requests if url.endswith("consent-records")]

    def forget_requests(self, page: Page) -> None:
        """Forgets what was asked for up to a decision, once that was told."""
        eventually(page, self.records, lambda: self.requests)
        self.requests.clear()

    def jar(self) -> list[Cookie]:
        """Every cookie that the browser has, with its attributes, once what the pages wrote has arrived."""
        # A page's write is on its way to the jar when the page goes on; its read waits for it.
        for page in self.context.pages:
            page.evaluate("() => { try { document.cookie } catch { /* a page that may not have cookies */ } }")
        return self.context.cookies()

    def cookies(self) -> dict[str, str]:
        return {cookie["name"]: cookie["value"] for cookie in self.jar()}


# A visitor of a site; by name: the browser, and what Playwright's contexts take.
Visit = Callable[..., Visitor]


@pytest.fixture(scope="module")
def once() -> Once:
    """Does each thing once for a module, by its name, and gives what came of it to every case that asks."""
    known: dict[str, Any] = {}

    def ask(name: str, make: Callable[[], Any]) -> Any:
        if name not in known:
            known[name] = make()
        return known[name]

    return ask


@pytest.fixture
def visit(browser: Browser) -> Iterator[Visit]:
    """Makes visitors: `visit(site, **context options)`, in the browser `of`.

    Checks at the end that nothing foreign or wrong was seen.
    """
    made = []

    def make(site: Site, of: Browser = browser, **options: Any) -> Visitor:
        options.setdefault("locale", "en-GB")
        visitor = Visitor(of.new_context(**options), site.url)
        made.append(visitor)
        return visitor

    yield make
    for visitor in made:
        visitor.context.close()
    assert made, "a browser test without a visitor"
    for visitor in made:
        assert visitor.requests, "a visitor who asked for nothing"
        assert visitor.foreign == []
        assert visitor.errors == []


def eventually(page: Page | Frame, condition: Callable[[], object], explain: Callable[[], object]) -> None:
    """Waits until `condition()` holds, while the pages go on; fails with what `explain()` gives where it never does."""
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, f"never came true: {explain()}"
        page.wait_for_timeout(20)


def until(page: Page | Frame, expression: str, explain: Callable[[], object] | None = None) -> None:
    """Waits until `expression` holds in the page; its own way of waiting needs frames to be drawn, and eval."""
    eventually(page, lambda: page.evaluate(expression), explain or (lambda: expression))


def idle(page: Page) -> None:
    """Comes back when everything of a loaded page that waited for an idle moment or for another task has had it."""
    page.evaluate("new Promise((done) => (window.requestIdleCallback ?? setTimeout)(() => setTimeout(done)))")


def prompt(page: Page) -> Locator:
    return page.locator("smartee-consent [data-consent-view=prompt]")


def control(page: Page, action: str) -> Locator:
    return page.locator(f"smartee-consent [data-consent-action={action}]").last


def drawn(locator: Locator) -> FloatRect:
    """Where in the window it is drawn, in CSS pixels."""
    box = locator.bounding_box()
    assert box, f"not drawn: {locator}"
    return box


def storage(page: Page) -> list[str]:
    """Everything the page's origin keeps on the device beside cookies, and the receipt of an answer that was given."""
    return page.evaluate(
        "async () => [...Object.keys(localStorage).filter((key) =>"
        " SmarteeConsent.state === 'unasked' || !key.startsWith('smartee_online4_global_receipt:')),"
        " ...Object.keys(sessionStorage),"
        " ...(await indexedDB.databases()).map(({ name }) => name), ...(await globalThis.caches?.keys() ?? [])]"
    )


def told(page: Page, name: str) -> list[Any]:
    """The details of the events `smartee-consent:<name>` so far."""
    return [detail for each, detail in page.evaluate("told") if each == name]


def hosted(visit: Visit, site: Site, base: str, **options: Any) -> Visitor:
    """A visitor of `site` as if it were at `base`, an address that need not exist: for other hosts and schemes."""
    visitor = visit(SimpleNamespace(url=base), **options)
    visitor.folder("", site.folder)

    def append(route: Route) -> None:
        # Not every browser says what such a request holds.
        record: Any = route.request.post_data_json or {}
        route.fulfill(status=201, json={"id": record.get("id", "")})

    # The ledger that the demonstration declares.
    visitor.context.route(base + "api/consent-records", append)
    return visitor
