"""A folder of files, read into memory once; everything about an answer is made beforehand.

No address ever becomes a file name while serving, so there is no way out of the folder.
"""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from urllib.parse import quote

from starlette.types import Receive, Scope, Send

from consent.build.folder import SERVERS
from consent.build.headers import DOCUMENT, common, headers_for
from consent.core.errors import ConsentError
from consent.demo.answers import entity_tag, matches

# What the build writes beside a file, best first.
CODINGS = {"br": ".br", "gzip": ".gz"}
BODILY = (b"content-type", b"content-encoding", b"content-length")
NOTHING = b"There is nothing at this address.\n"
RawHeaders = list[tuple[bytes, bytes]]


class FolderUnreadable(ConsentError):
    """The folder to serve is missing, or has something in it that must not be served."""

    def __init__(self, folder: Path, reason: str) -> None:
        super().__init__(f"{folder} cannot be served: {reason}")
        self.folder = folder


@dataclass(frozen=True)
class Representation:
    """One coding of a file: its bytes, and its headers without and with TLS."""

    body: bytes
    etag: str
    headers: tuple[RawHeaders, RawHeaders]
    unchanged: tuple[RawHeaders, RawHeaders]


class Files:
    """The ASGI application that serves the built `folder` at `base`; FolderUnreadable where that is none."""

    def __init__(self, folder: Path, base: str = "/") -> None:
        if not folder.is_dir():
            raise FolderUnreadable(folder, "there is no such folder; the build makes it")
        self._files = dict(_addresses(folder, base))
        page = self._files.get(base + "404.html")
        self._missing = page["identity"].body if page else NOTHING

    def __contains__(self, path: str) -> bool:
        """Whether there is an answer for the address `path`: a file, or where its folder is."""
        return path in self._files or path + "/" in self._files

    async def __call__(self, scope: Scope, _: Receive, send: Send) -> None:
        path, https = scope["path"], scope["scheme"] == "https"
        if scope["method"] not in ("GET", "HEAD"):
            await _send(scope, send, 405, self._plain(https, (("Allow", "GET, HEAD"),)), b"")
            return
        codings = self._files.get(path)
        if codings is None:
            await self._elsewhere(scope, send, path, https)
            return
        asked = _asked(scope)
        found = codings[choose(asked.get(b"accept-encoding", ""), tuple(codings))]
        if b"if-none-match" in asked and matches(asked[b"if-none-match"], found.etag):
            await _send(scope, send, 304, found.unchanged[https], b"")
        else:
            await _send(scope, send, 200, found.headers[https], found.body)

    async def _elsewhere(self, scope: Scope, send: Send, path: str, https: bool) -> None:
        if path + "/" in self._files:
            query = scope["query_string"].decode("latin-1")
            location = quote(path + "/") + ("?" + query if query else "")
            await _send(scope, send, 308, self._plain(https, (("Location", location),)), b"")
            return
        kind = "text/html" if self._missing is not NOTHING else "text/plain"
        more = (("Content-Type", kind + "; charset=utf-8"), *DOCUMENT)
        await _send(scope, send, 404, self._plain(https, more, self._missing), self._missing)

    @staticmethod
    def _plain(https: bool, more: tuple[tuple[str, str], ...], body: bytes = b"") -> RawHeaders:
        rest = (("Cache-Control", "no-cache"), ("Content-Length", str(len(body))))
        return _raw(common(https) + more + rest)


@lru_cache(maxsize=256)
def choose(accept: str, available: tuple[str, ...]) -> str:
    """Which of the `available` codings to send for an Accept-Encoding header (RFC 9110, 12.5.3).

    The one with the greatest weight; among equals, br, then gzip. What nothing is said of is not sent, except
    `identity`, which is the answer when nothing else is.
    """
    weights = dict(_weights(accept))
    best, most = "identity", weights.get("identity", 0.0)
    for coding in CODINGS:
        weight = weights.get(coding, weights.get("*", 0.0))
        if coding in available and weight > 0 and (weight > most or (best == "identity" and weight == most)):
            best, most = coding, weight
    return best


def _weights(accept: str) -> Iterator[tuple[str, float]]:
    for part in accept.lower().split(","):
        coding, _, parameter = part.partition(";")
        name, _, value = parameter.strip().partition("=")
        try:
            weight = float(value) if name.strip() == "q" else 1.0
        except ValueError:
            weight = 0.0
        yield coding.strip().replace("x-gzip", "gzip"), weight


def _addresses(folder: Path, base: str) -> Iterator[tuple[str, Mapping[str, Representation]]]:
    files = dict(_contents(folder))
    for name, body in files.items():
        original = name.removesuffix(".br") if name.endswith(".br") else name.removesuffix(".gz")
        if original != name and original in files:
            continue
        bodies = {"identity": body}
        bodies |= {coding: files[name + end] for coding, end in CODINGS.items() if name + end in files}
        codings = {coding: _representation("/" + name, coding, each) for coding, each in bodies.items()}
        yield base + name, codings
        if name == "index.html" or name.endswith("/index.html"):
            yield base + name.removesuffix("index.html"), codings


def _contents(folder: Path) -> Iterator[tuple[str, bytes]]:
    root = folder.resolve()
    for place, folders, names in os.walk(root):
        hidden = {SERVERS} if Path(place) == root else set()
        folders[:] = sorted(each for each in folders if _shown(each) and each not in hidden)
        for name in sorted(names):
            file = Path(place, name)
            if name.startswith("."):
                continue
            if not file.resolve().is_relative_to(root):
                raise FolderUnreadable(folder, f"{file.relative_to(root)} leads out of it")
            try:
                yield file.relative_to(root).as_posix(), file.read_bytes()
            except OSError as error:
                raise FolderUnreadable(folder, f"{file.relative_to(root)}: {error.strerror}") from error


def _shown(name: str) -> bool:
    return not name.startswith(".") or name == ".well-known"


def _representation(path: str, coding: str, body: bytes) -> Representation:
    etag = entity_tag(body)
    more = [("ETag", etag), ("Content-Length", str(len(body)))]
    if coding != "identity":
        more.append(("Content-Encoding", coding))
    plain, secure = (_raw((*headers_for(path, https), *more)) for https in (False, True))
    return Representation(body, etag, (plain, secure), (_of_304(plain), _of_304(secure)))


def _of_304(headers: RawHeaders) -> RawHeaders:
    """What a 304 must repeat and no more: nothing about a body that it does not have (RFC 9110, 15.4.5)."""
    return [(name, value) for name, value in headers if name not in BODILY]


def _raw(headers: tuple[tuple[str, str], ...]) -> RawHeaders:
    return [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers]


def _asked(scope: Scope) -> dict[bytes, str]:
    wanted = (b"accept-encoding", b"if-none-match")
    asked: dict[bytes, str] = {}
    for name, value in scope["headers"]:
        if name in wanted:
            text = value.decode("latin-1")
            asked[name] = asked[name] + "," + text if name in asked else text
    return asked


async def _send(scope: Scope, send: Send, status: int, headers: RawHeaders, body: bytes) -> None:
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body})
