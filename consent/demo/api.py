"""The addresses below /api/.

A sign-in usually answers with the token, which the page keeps and sends as `Authorization: Bearer`. Asked
with `"httponly": true` in the body, or `?httponly=1`, the server sets the token as an HttpOnly cookie and
does not tell it to the page: then no script of the page can read it, and /api/cases takes it from the cookie.

A cookie goes along by itself, so another site could try to use it. Hence the cookie is SameSite=Lax; nothing
changes by GET; a POST from another origin is refused; and a POST that has only the cookie to show must be of
type application/json, which a form of another site cannot send and its script would have to ask for first
(Fetch, CORS-preflight fetch).
"""

import json
from typing import Any
from urllib.parse import urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from consent.core.site import Site
from consent.demo.accounts import Account, Accounts
from consent.demo.answers import Cached, answer, failure
from consent.demo.cases import cases_of
from consent.demo.regions import Regions
from consent.demo.sessions import Sessions
from consent.server.bodies import body, is_json
from consent.server.throttle import Throttle

LARGEST_BODY = 4096
LONGEST = {"account": 64, "password": 256}
REALM = 'Bearer realm="smartee-demo"'


class Refused(Exception):
    """The request cannot be carried out; `status` and `sentence` are the answer."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status
        self.sentence = sentence


class Api:
    """The addresses and what they work on.

    Both throttles count by network address, `tries` all of them, `failures` those with a wrong password: whoever
    guesses slows down nobody else, least of all the one whose password it is.
    """

    def __init__(
        self,
        accounts: Accounts,
        sessions: Sessions,
        tries: Throttle,
        failures: Throttle,
        regions: Regions,
        site: Site,
    ) -> None:
        self._accounts = accounts
        self._sessions = sessions
        self._tries = tries
        self._failures = failures
        self._regions = regions
        self._cookie = site.cookie("token").name if site.declares("token") else "token"
        self._models = Cached.of(
            [{"key": model.key, "label": model.label, "logo": model.logo} for model in site.models]
        )

    def routes(self) -> list[Route]:
        """The addresses, relative to /api."""
        return [
            Route("/sign-in", self.sign_in, methods=["POST"]),
            Route("/sign-out", self.sign_out, methods=["POST"]),
            Route("/cases", self.cases),
            Route("/regions", self.regions),
            Route("/business-models", self.business_models),
        ]

    async def sign_in(self, request: Request) -> Response:
        """{account, password} to {account, token, uid, partner}; 401 where the two do not belong together."""
        _same_origin(request)
        body = await _json_object(request)
        name, password = _text(body, "account").strip().lower(), _text(body, "password")
        address = request.client.host if request.client else ""
        wait = self._tries.take(address) or self._failures.take(address)
        if wait:
            seconds = int(wait) + 1
            sentence = f"Too many attempts. Please try again in {seconds} seconds."
            return failure(request, 429, sentence, {"Retry-After": str(seconds)})
        account = await run_in_threadpool(self._accounts.check, name, password)
        if account is None:
            sentence = "The account and the password do not belong together."
            return failure(request, 401, sentence, {"WWW-Authenticate": REALM})
        self._failures.give_back(address)
        return self._welcome(request, account, body.get("httponly") is True)

    def _welcome(self, request: Request, account: Account, httponly: bool) -> Response:
        token = self._sessions.start(account)
        who = {"account": account.name, "uid": account.uid, "partner": account.partner}
        if not httponly and request.query_params.get("httponly") != "1":
            return answer(request, who | {"token": token})
        response = answer(request, who)
        secure = request.url.scheme == "https"
        lifetime = self._sessions.lifetime
        response.set_cookie(self._cookie, token, lifetime, secure=secure, httponly=True, samesite="lax")
        return response

    async def sign_out(self, request: Request) -> Response:
        """The token shown is worth nothing from now on; 204 also where it already was."""
        _same_origin(request)
        token, from_cookie = self._shown(request)
        if from_cookie and not is_json(request):
            raise Refused(403, "A sign-out by cookie must be sent as application/json.")
        self._sessions.end(token)
        response = answer(request, None, 204)
        if self._cookie in request.cookies:
            secure = request.url.scheme == "https"
            response.delete_cookie(self._cookie, secure=secure, httponly=True, samesite="lax")
        return response

    async def cases(self, request: Request) -> Response:
        """The cases of the doctor whose token is shown; 401 without one (RFC 6750, 3)."""
        token, _ = self._shown(request)
        account = self._sessions.find(token)
        if account is not None:
            return answer(request, cases_of(account.name), headers={"Vary": "Authorization, Cookie"})
        if token:
            sentence = "The sign-in has ended. Please sign in again."
            challenge = REALM + ', error="invalid_token"'
        else:
            sentence = "Please sign in to see your cases."
            challenge = REALM
        return failure(request, 401, sentence, {"WWW-Authenticate": challenge})

    def _shown(self, request: Request) -> tuple[str, bool]:
        """The token that the request shows, or nothing, and whether only a cookie shows it."""
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer" and token.strip():
            return token.strip(), False
        token = request.cookies.get(self._cookie, "")
        return token, token != ""

    async def regions(self, request: Request) -> Response:
        """The provinces, or with `?parent=<code>` the regions right below that one, as [{code, name}]."""
        parent = request.query_params.get("parent", "")
        if parent and not (len(parent) == 6 and parent.isascii() and parent.isdigit()):
            raise Refused(400, "A region's code has six digits.")
        children = self._regions.children(parent)
        if children is None:
            raise Refused(404, f"There is no region with the code {parent}.")
        return children.answer(request)

    async def business_models(self, request: Request) -> Response:
        """The declared business models, as [{key, label: {language: text}, logo}]."""
        return self._models.answer(request)


def _same_origin(request: Request) -> None:
    origin = request.headers.get("origin")
    if origin is not None and urlsplit(origin).netloc != request.headers.get("host", ""):
        raise Refused(403, "Requests from another site are not taken.")


async def _json_object(request: Request) -> dict[str, Any]:
    if not is_json(request):
        raise Refused(415, "The request must be sent as application/json.")
    try:
        octets = await body(request, LARGEST_BODY)
    except ClientDisconnect:
        raise Refused(400, "The request did not come to its end.") from None
    if octets is None:
        raise Refused(413, f"The request is larger than {LARGEST_BODY} bytes.")
    try:
        value = json.loads(octets)
    except (ValueError, RecursionError):
        raise Refused(400, "The request is not JSON.") from None
    if not isinstance(value, dict):
        raise Refused(400, "The request is not a JSON object.")
    return value


def _text(body: dict[str, Any], key: str) -> str:
    value = body.get(key)
    if not isinstance(value, str) or not 0 < len(value) <= LONGEST[key]:
        raise Refused(400, f"{key} must be a text of 1 to {LONGEST[key]} characters.")
    # JSON can spell half of a surrogate pair, which is no text.
    if any("\ud800" <= character <= "\udfff" for character in value):
        raise Refused(400, f"{key} is not valid Unicode.")
    return value
