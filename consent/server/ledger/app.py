"""The ledger's address as an ASGI application: takes a record, answers with a signature once it is on the disk.

Nothing of a request but its seven fields is kept or logged: no address, no agent, no cookie.
"""

import asyncio
import os
import time
from collections.abc import Callable
from math import ceil
from pathlib import Path
from urllib.parse import urlsplit

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.types import Receive, Scope, Send

from ...core.errors import DeclarationError
from ..bodies import body, is_json
from ..policy import Policy
from . import keys
from .bounds import Bounds
from .chain import receipt_text
from .errors import LedgerUnreachable, RecordEarly, RecordWrong
from .record import LARGEST, Record
from .rules import Rules
from .store import Outcome, Store
from .writer import Writer

# Three years: as long as claims that rest on an answer are commonly brought. What is older proves nothing any more.
KEEP_DAYS = 1095
# Seconds after which a record may be sent again where the database could not take it.
AGAIN = 10


class Refused(Exception):
    """The record is not taken: `status` and the sentence are the answer; `again` says in how many seconds it may be."""

    def __init__(self, status: int, sentence: str, again: float = 0) -> None:
        super().__init__(sentence)
        self.status = status
        self.headers = {"Retry-After": str(ceil(again))} if again else {}


class Ledger:
    """Answers `POST` at whichever address it is mounted. `clock` tells the seconds since 1970."""

    def __init__(self, rules: Rules, key: keys.Key, writer: Writer, bounds: Bounds, clock: Callable[[], float]) -> None:
        self._rules = rules
        self._key = key
        self._writer = writer
        self._bounds = bounds
        self._clock = clock

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["type"] == "http":
            response = await self._answer(Request(scope, receive))
            await response(scope, receive, send)
        else:
            await send({"type": "websocket.close"})

    async def _answer(self, request: Request) -> Response:
        try:
            if request.method != "POST":
                return _json(405, {"error": "This address takes records by POST alone."}, {"Allow": "POST"})
            record, outcome = await self._take(request)
        except Refused as error:
            return _json(error.status, {"error": str(error)}, error.headers)
        if outcome is Outcome.CONFLICT:
            return _json(409, {"error": f"The record {record.id} is there with other content."})
        signature = keys.encode(self._key.sign(receipt_text(record)))
        status = 201 if outcome is Outcome.APPENDED else 200
        return _json(status, {"id": record.id, "key": self._key.id, "signature": signature})

    async def _take(self, request: Request) -> tuple[Record, Outcome]:
        _same_origin(request)
        if not is_json(request):
            raise Refused(415, "A record must be sent as application/json.")
        wait = self._bounds.take(request.client.host if request.client else "")
        if wait:
            raise Refused(429, "Too many records at once.", wait)
        try:
            record = Record.parse(await _body(request))
            self._rules.check(record, int(self._clock() // 60))
            return record, await asyncio.wrap_future(self._writer.put(record))
        except RecordWrong as error:
            raise Refused(400, f"{error}.") from error
        except RecordEarly as error:
            # Once that minute has come it is right.
            raise Refused(503, f"{error}.", error.minutes * 60) from error
        except LedgerUnreachable as error:
            raise Refused(503, "The record cannot be kept just now.", AGAIN) from error

    async def _live(self, receive: Receive, send: Send) -> None:
        while True:
            message = await receive()
            if message["type"] == "lifespan.shutdown":
                await asyncio.to_thread(self.close)
            else:
                self._writer.begin()
            await send({"type": message["type"] + ".complete"})
            if message["type"] == "lifespan.shutdown":
                return

    def close(self) -> None:
        """Writes what waits, and ends."""
        self._writer.close()


def make_app(
    policy: Policy,
    database: str,
    key: Path,
    *,
    note: Path | None = None,
    keep_days: int = KEEP_DAYS,
    clock: Callable[[], float] = time.time,
    bounds: Bounds | None = None,
) -> Ledger:
    """The ledger of `policy` in `database`, a file's path or `postgresql://...`, which is made where there is none.

    `key` is the private key's file, made with a new ledger; `note` the file for the head, by itself beside the key.
    Lines are kept `keep_days`, 0 for ever. LedgerUnreachable, LedgerBroken, KeyUnusable, DeclarationError.
    """
    rules = Rules(policy.site)
    if keep_days and keep_days < rules.record_days:
        # A record that is told again after its line has gone would be taken for a new one.
        raise DeclarationError("keep_days", keep_days, f"0, or at least the {rules.record_days} days of a record")
    note = note or beside(key)
    # A key that is missing beside a note was lost, or its place is wrong: another one would not say so.
    signing = keys.private(key, create=not note.exists())
    store = Store(database, signing, note)
    return Ledger(rules, signing, Writer(store, keep_days, clock), bounds or Bounds(), clock)


def beside(key: Path) -> Path:
    """Where the head is noted unless another place is given."""
    return key.with_suffix(".head")


def configured() -> Ledger:
    """The ledger as the environment says: `uvicorn --factory consent.server.ledger:configured`."""
    database = os.environ.get("LEDGER_DATABASE", "ledger.sqlite")
    key = Path(os.environ.get("LEDGER_KEY", "ledger.key"))
    days = os.environ.get("LEDGER_KEEP_DAYS", str(KEEP_DAYS))
    if not days.isdecimal():
        raise DeclarationError("LEDGER_KEEP_DAYS", days, "a whole number of days, 0 for ever")
    policy = Policy.load(os.environ.get("LEDGER_POLICY", "dist/servers/consent.json"))
    return make_app(policy, database, key, keep_days=int(days))


def _same_origin(request: Request) -> None:
    """A browser says where a request comes from; what is no browser can say what it likes."""
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    if site is not None:
        same = site == "same-origin"
    else:
        same = origin is None or urlsplit(origin).netloc == request.headers.get("host", "")
    if not same:
        raise Refused(403, "Records are taken from pages of this site alone.")


async def _body(request: Request) -> bytes:
    try:
        found = await body(request, LARGEST)
    except ClientDisconnect:
        raise Refused(400, "The record did not come to its end.") from None
    if found is None:
        raise Refused(413, f"A record has at most {LARGEST} octets.")
    return found


def _json(status: int, value: dict[str, str], headers: dict[str, str] | None = None) -> Response:
    return JSONResponse(value, status, {"Cache-Control": "no-store", **(headers or {})})
