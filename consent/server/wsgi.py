"""The visitor's consent for applications that speak WSGI: Django, Flask, and what else there is."""

import time
from collections.abc import Callable, Iterable
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from .answer import passing
from .policy import Policy


class WsgiMiddleware:
    """The application `app`: its requests have what is granted as `environ["consent"]`, its answers keep to it."""

    def __init__(self, app: WSGIApplication, policy: Policy, clock: Callable[[], float] = time.time) -> None:
        self._app = app
        self._policy = policy
        self._clock = clock

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        consent = self._policy.read(environ.get("HTTP_COOKIE"), self._clock())
        environ["consent"] = consent

        def start(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Callable[[bytes], object]:
            lines = [value for name, value in headers if _sets(name)]
            pass_on = iter(passing(self._policy, consent, lines, self._clock()))
            # A list of its own: the application may still hold the other.
            kept = [pair for pair in headers if not _sets(pair[0]) or next(pass_on)]
            return start_response(status, kept, *([] if exc_info is None else [exc_info]))

        # The body passes as it is, so that a file can still be sent as one, and is closed.
        return self._app(environ, start)


def _sets(name: str) -> bool:
    return name.strip().lower() == "set-cookie"
