"""What is in a ledger: its lines in their order, its anchors, one record by its id, and how many of each kind."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, Select, func, select

from ...core.decision import MINUTES_A_DAY
from .chain import OCTETS_OF_HASH, START, Anchor, Head, Line
from .errors import LedgerBroken, RecordWrong
from .keys import OCTETS_OF_SEAL
from .record import LAST_MINUTE, Record
from .tables import ANCHOR, LINE

# Rows that are in memory at once.
CHUNK = 2000


class Tally(NamedTuple):
    """How many records of one day (days since 1970-01-01 UTC), language and event there are."""

    day: int
    language: str
    event: str
    many: int


def lines(connection: Connection) -> Iterator[Line]:
    """All lines, by their numbers; LedgerBroken where one is none."""
    query = select(LINE).order_by(LINE.c.number)
    for row in _streamed(connection, query):
        yield _line(row)


def last(connection: Connection) -> Line | None:
    """The last line, or None where there is none."""
    row = connection.execute(select(LINE).order_by(LINE.c.number.desc()).limit(1)).one_or_none()
    return None if row is None else _line(row)


def at(connection: Connection, number: int) -> Line | None:
    """The line of this number, or None."""
    row = connection.execute(select(LINE).where(LINE.c.number == number)).one_or_none()
    return None if row is None else _line(row)


def anchors(connection: Connection) -> list[Anchor]:
    """All anchors, by their numbers."""
    rows = connection.execute(select(ANCHOR).order_by(ANCHOR.c.number))
    return [_anchor(row) for row in rows]


def start(connection: Connection) -> tuple[Head, bytes | None]:
    """What the first line follows: where lines were removed the last of them, as the anchor says."""
    found = anchors(connection)
    return (found[-1].head, found[-1].last) if found else (START, None)


def find(connection: Connection, ids: list[str]) -> Mapping[str, Record]:
    """Of the records with these ids those that are there."""
    keys = [stored_id(connection, each) for each in ids]
    rows = connection.execute(select(LINE).where(LINE.c.id.in_(keys)))
    return {line.record.id: line.record for line in map(_line, rows)}


def tally(connection: Connection, since: int, until: int) -> Iterator[Tally]:
    """How many of each day, language and event, of the days from `since` to before `until`."""
    # Minutes are positive, so that both databases cut towards the same side.
    day = (LINE.c.minute - LINE.c.minute % MINUTES_A_DAY) / MINUTES_A_DAY
    counted = select(day, LINE.c.language, LINE.c.event, func.count())
    # No record is of a later minute, and no database is asked for one that it cannot hold.
    first, end = (min(each * MINUTES_A_DAY, LAST_MINUTE + 1) for each in (since, until))
    within = counted.where(LINE.c.minute >= first, LINE.c.minute < end)
    for found, language, event, many in connection.execute(within.group_by(day, LINE.c.language, LINE.c.event)):
        yield Tally(int(found), language, event, many)


def stored_id(connection: Connection, identifier: str) -> Any:
    """An id as it lies in this database."""
    return bytes.fromhex(identifier.replace("-", "")) if connection.dialect.name == "sqlite" else identifier


def _streamed(connection: Connection, query: Select[Any]) -> Iterator[Row[Any]]:
    yield from connection.execute(query, execution_options={"yield_per": CHUNK})


def _line(row: Any) -> Line:
    number, identifier, fingerprint, granted, event, minute, language, how, digest, seal = row
    try:
        record = Record.of(
            {
                "id": _told_id(identifier) if isinstance(identifier, bytes) else identifier,
                "fingerprint": fingerprint,
                "granted": [] if granted == "" else granted.split("+"),
                "event": event,
                "minute": minute,
                "language": language,
                "how": how,
            }
        )
    except (AttributeError, TypeError, RecordWrong) as error:
        raise LedgerBroken(f"line {number}", f"not a record: {error}") from error
    _check(f"line {number}", number, digest, seal)
    return Line(number, record, digest, seal)


def _anchor(row: Any) -> Anchor:
    number, digest, last, minute, seal = row
    where = f"the anchor at {number}"
    _check(where, number, digest, last, seal)
    if type(minute) is not int or seal is None:
        raise LedgerBroken(where, f"its minute is {minute!r:.80}; expected a number and a seal")
    return Anchor(Head(number, digest), last, minute, seal)


def _check(where: str, number: Any, digest: Any, *seals: Any) -> None:
    """A database may hold in any place what is of another kind, and so be read as something else than was written."""
    if type(number) is not int or type(digest) is not bytes or len(digest) != OCTETS_OF_HASH:
        raise LedgerBroken(where, f"its hash is {digest!r:.80}; expected {OCTETS_OF_HASH} octets")
    for seal in seals:
        if seal is not None and (type(seal) is not bytes or len(seal) != OCTETS_OF_SEAL):
            raise LedgerBroken(where, f"its seal is {seal!r:.80}; expected {OCTETS_OF_SEAL} octets, or none")


def _told_id(octets: bytes) -> str:
    digits = octets.hex()
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"
