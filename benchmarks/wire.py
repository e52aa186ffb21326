"""What goes over the network for one page, as the DevTools protocol tells it."""

from typing import Any

from playwright.sync_api import CDPSession


class Wire:
    """Everything that goes over the network for one page, heard from `session`."""

    def __init__(self, session: CDPSession) -> None:
        self._requests: dict[str, dict[str, Any]] = {}
        self._document: dict[str, Any] = {}
        session.on("Network.requestWillBeSent", self._sent)
        session.on(
            "Network.requestServedFromCache",
            lambda event: self._mark(event["requestId"], cached=True),
        )
        session.on("Network.responseReceived", self._answered)
        session.on("Network.loadingFinished", self._finished)
        session.on("Network.loadingFailed", lambda event: self._mark(event["requestId"], end=event["timestamp"]))

    def clear(self) -> None:
        """Forgets what was heard, for the next page."""
        self._requests = {}
        self._document = {}

    def open(self) -> int:
        """How many requests are under way."""
        return sum("end" not in each for each in self._requests.values())

    def count(self) -> int:
        """How many requests there were, cached ones included."""
        return len(self._requests)

    def fetched(self, until: float | None = None) -> list[dict[str, Any]]:
        """Requests that went to the server and were answered by `until` (seconds since the epoch)."""
        return [
            each
            for each in self._requests.values()
            if not each.get("cached") and "end" in each and (until is None or self._wall(each["end"]) <= until)
        ]

    def cached(self) -> int:
        """How many requests the browser answered by itself."""
        return sum(bool(each.get("cached")) for each in self._requests.values())

    def names(self) -> list[str]:
        """The addresses of all requests."""
        return [each["url"] for each in self._requests.values()]

    def foreign(self, origin: str) -> list[str]:
        """The addresses that do not begin with `origin`."""
        return [url for url in self.names() if not url.startswith(origin)]

    def failed(self) -> list[str]:
        """The addresses that the server answered with an error."""
        return [each["url"] for each in self._requests.values() if each.get("status", 200) >= 400]

    def _wall(self, timestamp: float) -> float:
        return float(self._document["wall"] + timestamp - self._document["start"])

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
