"""One visit of one page in Chromium, and all that is measured in it, through the DevTools protocol."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, CDPSession, Error, Page

from .folder import BLANK
from .peers import Subject

PROBE = (Path(__file__).parent / "probe.js").read_text(encoding="utf-8")
PATIENCE_MS = 45_000
QUIET_MS = 300


class SubjectFailed(Exception):
    """A page did not do what it is measured for; the message says which and what."""


@dataclass(frozen=True)
class Profile:
    """A network and a processor: latency of a round trip, throughput in bits a second (0: no limit), slowdown."""

    key: str
    title: str
    latency_ms: int = 0
    bits: float = 0
    slowdown: int = 1


@dataclass(frozen=True)
class Visit:
    """What one visit showed; times in milliseconds from the navigation's start, sizes in bytes as sent, headers apart.

    The page itself is not counted.
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
    interpreter: bool


class Wire:
    """Everything that goes over the network for one page, heard from `session`."""

    def __init__(self, session: CDPSession) -> None:
        self._requests: dict[str, dict[str, Any]] = {}
        self._document: dict[str, Any] = {}
        session.on("Network.requestWillBeSent", self._sent)
        session.on("Network.requestServedFromCache", lambda event: self._mark(event["requestId"], cached=True))
        session.on("Network.responseReceived", self._answered)
        session.on("Network.loadingFinished", self._finished)
        session.on("Network.loadingFailed", lambda event: self._mark(event["requestId"], end=event["timestamp"]))

    def clear(self) -> None:
        self._requests = {}
        self._document = {}

    def open(self) -> int:
        """How many requests are under way."""
        return sum("end" not in each for each in self._requests.values())

    def count(self) -> int:
        return len(self._requests)

    def fetched(self, until: float | None = None) -> list[dict[str, Any]]:
        """Requests that went to the server and were answered by `until` (seconds since the epoch)."""
        return [
            each
            for each in self._requests.values()
            if not each.get("cached") and "end" in each and (until is None or self._wall(each["end"]) <= until)
        ]

    def cached(self) -> int:
        return sum(bool(each.get("cached")) for each in self._requests.values())

    def names(self) -> list[str]:
        return [each["url"] for each in self._requests.values()]

    def foreign(self, origin: str) -> list[str]:
        return [url for url in self.names() if not url.startswith(origin)]

    def failed(self) -> list[str]:
        return [each["url"] for each in self._requests.values() if each.get("status", 200) >= 400]

    def _wall(self, timestamp: float) -> float:
        return self._document["wall"] + timestamp - self._document["start"]

    def _sent(self, event: dict[str, Any]) -> None:
        url = event["request"]["url"]
        if not url.startswith("http"):
            return
        if event.get("type") == "Document" and event["requestId"] == event["loaderId"]:
            self._document = {"start": event["timestamp"], "wall": event["wallTime"]}
            return
        self._requests[event["requestId"]] = {"url": url, "size": 0}

    def _answered(self, event: dict[str, Any]) -> None:
        response = event["response"]
        self._mark(event["requestId"], status=response["status"], headers=int(response["encodedDataLength"]))
        if response.get("fromDiskCache") or response.get("fromPrefetchCache"):
            self._mark(event["requestId"], cached=True)

    def _finished(self, event: dict[str, Any]) -> None:
        # Headers are the server's, the same for everyone, and not what is compared.
        headers = self._requests.get(event["requestId"], {}).get("headers", 0)
        self._mark(event["requestId"], end=event["timestamp"], size=int(event["encodedDataLength"]) - headers)

    def _mark(self, request: str, **facts: Any) -> None:
        if request in self._requests:
            self._requests[request].update(facts)


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
        """Goes to `address` with the probe in place, until everything has come and is quiet; SubjectFailed."""
        wanted = {"path": [part.strip() for part in self._subject.accept.split(">>>") if part.strip()],
                  "ready": self._subject.ready, "patience": PATIENCE_MS}
        added = self._session.send(
            "Page.addScriptToEvaluateOnNewDocument", {"source": f"({PROBE})({json.dumps(wanted)})"}
        )
        try:
            script = self._load(address, "commit")
            self.page.evaluate("__probe.done")
            self._quiet()
        except Error as error:
            raise SubjectFailed(f"{self._subject.title}: {error.message.splitlines()[0]}") from error
        finally:
            self._session.send("Page.removeScriptToEvaluateOnNewDocument", {"identifier": added["identifier"]})
        script = self._script() - script
        found = self.page.evaluate("__probe.report()")
        if found["errors"]:
            raise SubjectFailed(f"{self._subject.title}: {found['errors'][0]}")
        return self._result(found, script, self._heap() if heap else None)

    def decided(self, address: str) -> Visit:
        """Goes to `address` after an answer, without the probe, whose own script would count."""
        script = self._load(address, "load")
        self._quiet()
        return self._result({}, self._script() - script, None)

    def accept(self) -> None:
        """Clicks the accept button and waits until the answer is stored, at full speed; SubjectFailed."""
        with self._at_full_speed():
            try:
                self.page.locator(self._subject.accept.replace(">>>", "")).first.click(timeout=PATIENCE_MS)
                self.page.wait_for_function(self._subject.accepted, timeout=PATIENCE_MS)
            except Error as error:
                reason = error.message.splitlines()[0]
                raise SubjectFailed(f"{self._subject.title}: the answer was not stored: {reason}") from error
            self._quiet()

    def _load(self, address: str, until: str) -> float:
        """Navigates from a blank page of the same site; returns the script time before."""
        self._blank()
        self._slow(self._profile)
        self._wire.clear()
        before = self._script()
        self.page.goto(self._origin + address, wait_until=until)
        return before

    def _blank(self) -> None:
        # From the same site, so that no visit pays for a new renderer process; at full speed, for the benchmark's sake.
        self._slow(Profile("", ""))
        self.page.goto(self._origin + BLANK)

    @contextmanager
    def _at_full_speed(self) -> Iterator[None]:
        self._slow(Profile("", ""))
        yield
        self._slow(self._profile)

    def _slow(self, profile: Profile) -> None:
        rate = profile.bits / 8 or -1
        conditions = {"offline": False, "latency": profile.latency_ms, "downloadThroughput": rate, "uploadThroughput": rate}
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
        """The script time of this tab so far, in milliseconds."""
        metrics = self._session.send("Performance.getMetrics")["metrics"]
        return 1000 * next(each["value"] for each in metrics if each["name"] == "ScriptDuration")

    def _heap(self) -> int:
        self._session.send("HeapProfiler.collectGarbage")
        usage = self._session.send("Runtime.getHeapUsage")
        # The backing storage holds what JavaScript keeps outside of its heap, WebAssembly's memory for one.
        return int(usage["usedSize"] + usage.get("backingStorageSize", 0))

    def _result(self, found: dict[str, Any], script: float, heap: int | None) -> Visit:
        foreign = self._wire.foreign(self._origin)
        missing = self._wire.failed()
        if foreign or missing:
            raise SubjectFailed(f"{self._subject.title} asked for {(foreign + missing)[0]}, which this benchmark does not serve")
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
            interpreter=any("wasm" in name for name in self._wire.names()),
        )


@contextmanager
def visitor(browser: Browser, origin: str, subject: Subject, profile: Profile) -> Iterator[Visitor]:
    """A new visitor, whose browser has nothing stored and nothing cached."""
    context = browser.new_context(locale="en-GB", viewport={"width": 1280, "height": 800})
    try:
        yield Visitor(context.new_page(), origin, subject, profile)
    finally:
        context.close()
