"""How fast a ledger is and how large: `python -m benchmarks.ledger`. Writes `results/ledger.md`.

In each database a million records are appended, verified and reported; then some are told by requests, so that the
answer waits for the disk. Takes some minutes.
"""

import argparse
import asyncio
import os
import platform
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import text

from consent.build import declaration
from consent.server import Policy
from consent.server.ledger import make_app, reading
from consent.server.ledger.bounds import Bounds
from consent.server.ledger.database import Database
from consent.server.ledger.report import report
from consent.server.ledger.verify import opened
from consent.server.ledger.writer import AT_ONCE
from tests.ledger.places import FINGERPRINT, NOW, Place, records
from tests.postgresql import cluster

ROOT = Path(__file__).parents[1]
RESULTS = Path(__file__).parent / "results/ledger.md"
DATABASES = ("SQLite", "PostgreSQL")
# Requests that are under way at the same time, and how many there are.
AT_THE_SAME_TIME = 64
REQUESTS = 5000
HEAD = """# A ledger of {count:,} records

Appended {at_once} in a commit, verified line by line, reported by day and language; each commit is on the disk before
the next one. Requests: {requests:,} to the application, {clients} at the same time, each answered once its record is on
the disk.
{machine}, SQLite {sqlite}, PostgreSQL {postgresql}, {today}. `python -m benchmarks.ledger` measures them anew.

| database | appended a second | verified a second | the report, seconds | requests a second | MB | octets a record |
|---|---|---|---|---|---|---|
"""


class Figures(NamedTuple):
    """Of one database: records a second, seconds, requests a second, octets."""

    appended: float
    verified: float
    report: float
    requests: float
    octets: int


def main() -> int:
    parser = argparse.ArgumentParser(prog="benchmarks.ledger", description="Measure a ledger in both databases.")
    parser.add_argument("--records", type=int, default=1_000_000)
    parser.add_argument("--out", type=Path, default=RESULTS, help="the file for the results")
    options = parser.parse_args()
    rows = []
    server = ""
    for name in DATABASES:
        with tempfile.TemporaryDirectory() as folder, _place(name, Path(folder)) as place:
            found = measured(place, options.records)
            if name == "PostgreSQL":
                with opened(place.address).reading() as connection:
                    server = connection.execute(text("SHOW server_version")).scalar_one().split()[0]
        rows.append(_row(name, found, options.records))
        print(rows[-1], file=sys.stderr, flush=True)
    head = HEAD.format(
        count=options.records,
        at_once=AT_ONCE,
        requests=REQUESTS,
        clients=AT_THE_SAME_TIME,
        machine=f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores",
        sqlite=sqlite3.sqlite_version,
        postgresql=server,
        today=date.today().isoformat(),
    )
    options.out.write_text(head + "".join(rows), encoding="utf-8")
    return 0


def measured(place: Place, count: int) -> Figures:
    """All figures of a new ledger at `place`; asserts that all of it is there."""
    # Made before, so that no time is theirs.
    told = records(count, days=365)
    store = place.store()
    batches = [told[at : at + AT_ONCE] for at in range(0, count, AT_ONCE)]

    def append() -> None:
        for batch in batches:
            store.append(batch)

    appending = _seconds(append)
    store.close()
    octets = _octets(place)
    verifying = _seconds(lambda: _all_there(place, count))
    reporting = _seconds(lambda: _report(place))
    requests = _seconds(lambda: asyncio.run(_requests(place)))
    _all_there(place, count + REQUESTS)
    return Figures(count / appending, count / verifying, reporting, REQUESTS / requests, octets)


def _all_there(place: Place, count: int) -> None:
    found = place.verify()
    assert found.lines == count, found


def _report(place: Place) -> None:
    with opened(place.address).reading() as connection:
        assert report(reading.tally(connection, 0, 1 << 20))


async def _requests(place: Place) -> None:
    site = declaration.load(ROOT / "pyscript.toml")
    assert site.fingerprint == FINGERPRINT
    # Each comes from another address, and time goes on: nobody is bounded.
    ticks = iter(range(1 << 62))
    app = make_app(
        Policy(site), place.address, place.key, clock=lambda: NOW * 60.0, bounds=Bounds(lambda: float(next(ticks)))
    )
    bodies = iter([each.canonical.encode() for each in records(REQUESTS, seed=2, days=100)])

    async def client() -> None:
        for body in bodies:
            assert await _post(app, body) == 201

    async with asyncio.TaskGroup() as group:
        for _ in range(AT_THE_SAME_TIME):
            group.create_task(client())
    app.close()


async def _post(app: Any, body: bytes) -> int:
    status = 0

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        nonlocal status
        status = message.get("status", status)

    headers = [(b"content-type", b"application/json"), (b"sec-fetch-site", b"same-origin")]
    scope = {"type": "http", "method": "POST", "path": "/", "headers": headers, "query_string": b"", "client": None}
    await app(scope, receive, send)
    return status


def _octets(place: Place) -> int:
    if "://" not in place.address:
        return place.path.stat().st_size
    with Database(place.address, writable=False).reading() as connection:
        size = "SELECT sum(pg_total_relation_size(name)) FROM unnest(ARRAY['ledger_line', 'ledger_anchor']) AS name"
        return int(connection.execute(text(size)).scalar_one())


def _seconds(what: Callable[[], None]) -> float:
    began = time.perf_counter()
    what()
    return time.perf_counter() - began


def _row(name: str, found: Figures, count: int) -> str:
    rates = f"{found.appended:,.0f} | {found.verified:,.0f} | {found.report:.1f} | {found.requests:,.0f}"
    return f"| {name} | {rates} | {found.octets / 1e6:,.0f} | {found.octets / count:.0f} |\n"


@contextmanager
def _place(name: str, folder: Path) -> Iterator[Place]:
    if name == "SQLite":
        yield Place(str(folder / "ledger.sqlite"), folder)
    else:
        # As it comes: what is committed is on the disk.
        with cluster() as server:
            yield Place(server.database(), folder)


if __name__ == "__main__":
    sys.exit(main())
