"""The names under which the server may be asked.

Whoever owns another name can let it mean this machine for a moment (DNS rebinding): a browser would then let their page
read what this server answers.
"""

import re
from collections.abc import Collection

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from consent.demo.answers import failure

LOCAL = ("localhost", "127.0.0.1", "[::1]")
# A name or an address, and a port (RFC 9110, 7.2).
_HOST = re.compile(r"(\[[0-9a-f:.]+\]|[^][:@/]+)(?::[0-9]*)?")


class KnownHosts:
    """The application `app`, for requests to one of the hosts `names` alone; the port is not looked at."""

    def __init__(self, app: ASGIApp, names: Collection[str]) -> None:
        self._app = app
        self._names = frozenset(name.lower() for name in names)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._knows([value for name, value in scope["headers"] if name == b"host"]):
            await self._app(scope, receive, send)
        else:
            sentence = "This server is not known by that name."
            await failure(Request(scope), 421, sentence)(scope, receive, send)

    def _knows(self, given: list[bytes]) -> bool:
        found = _HOST.fullmatch(given[0].decode("latin-1").lower()) if len(given) == 1 else None
        return found is not None and found[1] in self._names


def written(address: str) -> str:
    """An address or a name as it stands in a Host header."""
    return f"[{address}]" if ":" in address else address
