"""One visit of one page in Chromium, and all that is measured in it, through the DevTools protocol."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from playwright.sync_api import Browser, Error, Page

from .folder import BLANK
from .peers import Subject
from .wire import Wire

PROBE = (Path(__file__).parent / "probe.js").read_text(encoding="utf-8")
PATIENCE_MS = 45_000
QUIET_MS = 300
SETTLE_MS = 600
CLICKS, CLICK_MS = 5, 3000


class SubjectFailed(Exception):
    """A page did not do what it is measured for; the message says which and what."""


@dataclass(frozen=True)
class Profile:
    """A network and a processor: the round trip, bits a second (0: no limit), how many times slower."""

    key: str
    title: str
    latency_ms: int = 0
    bits: float = 0
    slowdown: int = 1


FULL_SPEED = Profile("", "")


@dataclass(frozen=True)
class Visit:
    """What one visit showed; times in milliseconds from the navigation's start.

    Sizes are bytes as sent, without headers; the page itself is not counted. `heap` is JavaScript's, in bytes, `memory`
    WebAssembly's.
    """

    clickable: float | None
    opaque: float | None
    ready: float | None
    bytes_before: int
    requests_before: int
    bytes_all: int
    requests_all: int
    cached: int
    script: float
    long_tasks: int
    longest_task: float
    shift: float
    heap: int | None
    memory: int | None
    interpreter: bool


class Visitor:
    """A browser profile of one person with one tab. `visit` loads the page of `subject` under `profile`."""

    def __init__(self, page: Page, origin: str, subject: Subject, profile: Profile) -> None:
        self.page = page
        self._origin = origin
        self._subject = subject
        self._profile = profile
        self._session = page.context.new_cdp_session(page)
        self._wire = Wire(self._session)
        for domain in ("Page", "Network", "Performance"):
            self._session.send(f"{domain}.enable")
        self._blank()

    def visit(self, address: str, heap: bool = False) -> Visit:
        """Goes to `address` with the probe in place, until everything is there and quiet; SubjectFailed."""
        wanted = {
            "path": [part.strip() for part in self._subject.accept.split(">>>") if part.strip()],
            "ready": self._subject.ready,
            "patience": PATIENCE_MS,
        }
        added = self._session.send(
            "Page.addScriptToEvaluateOnNewDocument", {"source": f"({PROBE})({json.dumps(wanted)})"}
        )
        try:
            self._load(address, "commit")
            self.page.evaluate("__probe.done")
            self._quiet()
        except Error as error:
            raise SubjectFailed(f"{self._subject.title}: {error.message.splitlines()[0]}") from error
        finally:
            self._session.send("Page.removeScriptToEvaluateOnNewDocument", {"identifier": added["identifier"]})
        script = self._script()
        found = self.page.evaluate("__probe.report()")
        if found["errors"]:
            raise SubjectFailed(f"{self._subject.title}: {found['errors'][0]}")
        return self._result(found, script, self._heap() if heap else None)

    def decided(self, address: str) -> Visit:
        """Goes to `address` after an answer, without the probe, whose own script would count."""
        self._load(address, "load")
        self._quiet()
        return self._result({}, self._script(), None)

    def accept(self) -> None:
        """Clicks the accept button and waits until the answer is stored, at full speed; SubjectFailed."""
        self._slow(FULL_SPEED)
        button = self.page.locator(self._subject.accept.replace(">>>", "")).first
        for _ in range(CLICKS):
            try:
                if button.is_visible():
                    button.click(timeout=CLICK_MS)
                self.page.wait_for_function(self._subject.accepted, timeout=CLICK_MS)
                return self._quiet()
            except Error:
                # One of the peers listens to its button only some time after showing it.
                continue
        raise SubjectFailed(f"{self._subject.title}: the answer was not stored after {CLICKS} clicks")

    def _load(self, address: str, until: Literal["commit", "load"]) -> None:
        self._blank()
        self._slow(self._profile)
        self._wire.clear()
        self.page.goto(self._origin + address, wait_until=until)

    def _blank(self) -> None:
        # From the same site, so that no visit pays for a new renderer process; at full speed, to save time.
        self._slow(FULL_SPEED)
        self.page.goto(self._origin + BLANK)

    def _slow(self, profile: Profile) -> None:
        rate = profile.bits / 8 or -1
        conditions = {
            "offline": False,
            "latency": profile.latency_ms,
            "downloadThroughput": rate,
            "uploadThroughput": rate,
        }
        self._session.send("Network.emulateNetworkConditions", conditions)
        self._session.send("Emulation.setCPUThrottlingRate", {"rate": profile.slowdown})

    def _quiet(self) -> None:
        """Returns when nothing has gone over the network for a while."""
        count, still = -1, 0
        while still < QUIET_MS:
            self.page.wait_for_timeout(50)
            now = self._wire.count()
            still = still + 50 if now == count and not self._wire.open() else 0
            count = now

    def _script(self) -> float:
        """The script time of the document so far, in milliseconds: every navigation begins a new count."""
        metrics = self._session.send("Performance.getMetrics")["metrics"]
        return 1000 * float(next(each["value"] for each in metrics if each["name"] == "ScriptDuration"))

    def _heap(self) -> int:
        self._session.send("HeapProfiler.collectGarbage")
        usage = self._session.send("Runtime.getHeapUsage")
        return int(usage["usedSize"])

    def _result(self, found: dict[str, Any], script: float, heap: int | None) -> Visit:
        foreign = self._wire.foreign(self._origin)
        missing = self._wire.failed()
        if foreign or missing:
            raise SubjectFailed(f"{self._subject.title} asked for {(foreign + missing)[0]}, which is not served here")
        prompt = found.get("clickable")
        before = self._wire.fetched((found["origin"] + prompt) / 1000) if prompt is not None else []
        fetched = self._wire.fetched()
        tasks = [duration for _, duration in found.get("longTasks", [])]
        return Visit(
            clickable=prompt,
            opaque=found.get("opaque"),
            ready=found.get("ready"),
            bytes_before=sum(each["size"] for each in before),
            requests_before=len(before),
            bytes_all=sum(each["size"] for each in fetched),
            requests_all=len(fetched),
            cached=self._wire.cached(),
            script=script,
            long_tasks=len(tasks),
            longest_task=max(tasks, default=0.0),
            shift=found.get("shift", 0.0),
            heap=heap,
            memory=None if heap is None else found["memory"],
            interpreter=any("wasm" in name for name in self._wire.names()),
        )


@contextmanager
def visitor(browser: Browser, origin: str, subject: Subject, profile: Profile) -> Iterator[Visitor]:
    """A new visitor, whose browser has nothing stored and nothing cached."""
    context = browser.new_context(locale="en-GB", viewport={"width": 1280, "height": 800})
    try:
        page = context.new_page()
        # A new window loads pages of the browser's own, which would compete with what is measured.
        page.wait_for_timeout(SETTLE_MS)
        yield Visitor(page, origin, subject, profile)
    finally:
        context.close()
