"""The visitor's consent for applications that speak ASGI: Starlette, FastAPI, Django, and what else there is."""

import time
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from typing import Any

from .answer import passing
from .policy import Consent, Policy

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]
Headers = Iterable[Iterable[bytes]]

# The messages whose headers a browser takes cookies from.
ANSWERS = ("http.response.start", "websocket.accept", "websocket.http.response.start")


class AsgiMiddleware:
    """The application `app`, whose requests know what is granted, and whose answers keep to it.

    A request has it as `scope["consent"]` and in the state, `request.state.consent` to Starlette. What a websocket or
    a lifespan is given is left as it is; of a websocket's answer optional cookies are stripped alike.
    """

    def __init__(self, app: App, policy: Policy, clock: Callable[[], float] = time.time) -> None:
        self._app = app
        self._policy = policy
        self._clock = clock

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        consent = self._policy.read(_cookies(scope.get("headers", ())), self._clock())

        async def keep_to_it(message: Message) -> None:
            if message["type"] in ANSWERS:
                message = {**message, "headers": self._kept(consent, message.get("headers", ()))}
            await send(message)

        if scope["type"] == "http":
            # Whoever is around may hold the state, and wants to see what comes into it.
            state = scope.get("state")
            state = {} if state is None else state
            state["consent"] = consent
            scope = {**scope, "consent": consent, "state": state}
        await self._app(scope, receive, keep_to_it)

    def _kept(self, consent: Consent, headers: Headers) -> list[Iterable[bytes]]:
        all_of_them = [(name, value) for name, value in headers]
        lines = [value.decode("latin-1") for name, value in all_of_them if _is(name, b"set-cookie")]
        pass_on = iter(passing(self._policy, consent, lines, self._clock()))
        return [pair for pair in all_of_them if not _is(pair[0], b"set-cookie") or next(pass_on)]


def _cookies(headers: Headers) -> bytes:
    """HTTP/2 may bring the header in pieces (RFC 9113, 8.2.3)."""
    return b"; ".join(value for name, value in headers if _is(name, b"cookie"))


def _is(name: bytes, wanted: bytes) -> bool:
    return bytes(name).strip().lower() == wanted
