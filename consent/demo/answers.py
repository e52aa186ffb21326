"""What the back end sends: JSON with the common headers, errors as one sentence, answers that may be kept."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from consent.build.headers import common

KEPT = "public, max-age=86400"


def answer(request: Request, value: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """`value` as JSON, never kept by a cache; no body for None."""
    body = b"" if value is None else encode(value)
    return _response(request, body, status, {"Cache-Control": "no-store"} | dict(headers or {}))


def failure(request: Request, status: int, sentence: str, headers: Mapping[str, str] | None = None) -> Response:
    """An error, told in a sentence for the person at the screen."""
    return answer(request, {"error": sentence}, status, headers)


@dataclass(frozen=True)
class Cached:
    """JSON that is the same for everybody, made once."""

    body: bytes
    etag: str

    @classmethod
    def of(cls, value: Any) -> "Cached":
        """`value` as JSON, with an entity tag of its bytes."""
        body = encode(value)
        return cls(body, entity_tag(body))

    def answer(self, request: Request) -> Response:
        """The JSON, or 304 where the asker has it already."""
        headers = {"Cache-Control": KEPT, "ETag": self.etag}
        if matches(request.headers.get("if-none-match", ""), self.etag):
            return _response(request, b"", 304, headers)
        return _response(request, self.body, 200, headers)


def encode(value: Any) -> bytes:
    """`value` as compact UTF-8 JSON."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def entity_tag(body: bytes) -> str:
    """A strong entity tag for exactly these bytes (RFC 9110, 8.8.3)."""
    return f'"{hashlib.sha256(body).hexdigest()[:20]}"'


def matches(if_none_match: str, etag: str) -> bool:
    """Whether the header names `etag`, compared weakly, as for a GET (RFC 9110, 13.1.2)."""
    given = [each.strip().removeprefix("W/") for each in if_none_match.split(",")]
    return "*" in given or etag in given


def _response(request: Request, body: bytes, status: int, headers: dict[str, str]) -> Response:
    media = "application/json; charset=utf-8" if body else None
    everywhere = dict(common(request.url.scheme == "https"))
    return Response(body, status, everywhere | headers, media_type=media)
