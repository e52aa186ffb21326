"""Whether a ledger is as it was written: every line, the file around them, and nothing missing at either end."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Connection, func, select, text

from . import reading
from .chain import Head, followed, head_text, is_sealed
from .database import SQLITE, Database
from .errors import LedgerBroken, LedgerUnreachable
from .file import check_file
from .keys import PublicKey
from .note import Note
from .tables import LINE, are_there, as_made, definition


class Verified(NamedTuple):
    """What holds: how many lines there are, how many were removed before them, and the head to note elsewhere."""

    lines: int
    removed: int
    head: Head
    remarks: tuple[str, ...]


def verify(
    database: Database, keys: Sequence[PublicKey], heads: Sequence[Head] = (), note: Path | None = None
) -> Verified:
    """Reads all of the ledger, in one state; LedgerBroken names what does not hold, LedgerUnreachable.

    `keys` are those that may have sealed; `heads` were noted earlier, elsewhere, and `note` is the server's own.
    """
    keys = tuple(keys)
    if database.path:
        check_file(database.path)
    # Before the rest: what is noted later may be of lines that this state does not have.
    noted = Note(note).sealed(keys) if note else None
    with database.reading() as connection:
        _check_form(connection, database)
        _by_index(connection, database)
        removed = _check_anchors(connection, keys)
        wanted = _by_number([*heads, noted] if noted else heads)
        head, seal = reading.start(connection)
        remarks = [*_remarks(connection, database), *_gone(wanted, head)]
        count = 0
        for line in followed(head, seal, reading.lines(connection)):
            found = wanted.pop(line.number, line.head)
            if found.hash != line.hash:
                raise LedgerBroken(f"line {line.number}", f"its head is {line.head}; {found} was noted")
            head, seal, count = line.head, line.seal, count + 1
        _check_end(head, seal, count, keys)
        for number, missing in sorted(wanted.items()):
            if number > head.number:
                what = f"missing; the ledger ends there, but the head {missing} was noted"
                raise LedgerBroken(f"line {head.number + 1}", what)
        _check_index(connection, database, count)
    return Verified(count, removed, head, tuple(remarks))


def _check_form(connection: Connection, database: Database) -> None:
    if not are_there(connection):
        raise LedgerBroken(database.name, "it has no ledger in it")
    if database.kind == SQLITE:
        for words in connection.exec_driver_sql("PRAGMA integrity_check(1)").scalars():
            if words != "ok":
                raise LedgerBroken(database.name, " ".join(str(words).split()))
        found, expected = definition(connection), as_made()
        if found != expected:
            [*different] = [name for name in {**found, **expected} if found.get(name) != expected.get(name)]
            raise LedgerBroken(database.name, f"{', '.join(map(str, different))} is not as the ledger makes it")


def _by_number(heads: Sequence[Head]) -> dict[int, Head]:
    found = {head.number: head for head in heads}
    for head in heads:
        if found[head.number] != head:
            raise LedgerBroken(f"line {head.number}", f"both {head} and {found[head.number]} were noted")
    return found


def _gone(wanted: dict[int, Head], start: Head) -> list[str]:
    """Holds the anchor to what was noted of its line; says of which lines nothing can be said any more."""
    if wanted.get(start.number, start) != start:
        raise LedgerBroken(f"the anchor at {start.number}", f"its head is {start}; {wanted[start.number]} was noted")
    earlier = sorted(number for number in wanted if number < start.number)
    return [f"line {number} has been removed: the head that was noted of it is not looked at" for number in earlier]


def _check_anchors(connection: Connection, keys: tuple[PublicKey, ...]) -> int:
    """How many lines were removed."""
    removed = 0
    for anchor in reading.anchors(connection):
        if not is_sealed(keys, anchor.text, anchor.seal):
            where = f"the anchor at {anchor.head.number}"
            raise LedgerBroken(where, "its seal is not over what it says, or not of a key that was given")
        removed = anchor.head.number
    return removed


def _check_end(head: Head, seal: bytes | None, count: int, keys: tuple[PublicKey, ...]) -> None:
    """Where no line is left the anchor is the end, and sealed by itself; seals before the last are in the chain."""
    if count and (seal is None or not is_sealed(keys, head_text(head), seal)):
        where = f"line {head.number}"
        what = "it is the last one, and has no seal: what follows is missing"
        if seal is not None:
            what = "its seal is not over the chain up to it, or not of a key that was given"
        raise LedgerBroken(where, what)


def _check_index(connection: Connection, database: Database, count: int) -> None:
    """PostgreSQL's index of ids; SQLite's was looked at with the file."""
    if database.kind == SQLITE:
        return
    before = func.lag(LINE.c.id).over(order_by=LINE.c.id)
    ids = select(LINE.c.id, before.label("before")).subquery()
    rising = select(func.count()).where((ids.c.before < ids.c.id) | ids.c.before.is_(None))
    found = connection.execute(rising.select_from(ids)).scalar_one()
    if found != count:
        raise LedgerBroken(database.name, f"{count} lines have {found} ids in their order; expected one each")


def _by_index(connection: Connection, database: Database) -> None:
    """Has PostgreSQL read its indexes beside the table: both are to be whole."""
    if database.kind != SQLITE:
        for way in ("seqscan", "sort", "bitmapscan", "indexonlyscan"):
            connection.execute(text(f"SET LOCAL enable_{way} = off"))


def _remarks(connection: Connection, database: Database) -> tuple[str, ...]:
    if database.kind == SQLITE:
        return ()
    if connection.execute(text("SHOW data_checksums")).scalar_one() == "on":
        return ()
    return ("the cluster has no checksums of its pages (initdb --data-checksums): an index may be damaged unseen",)


def opened(address: str) -> Database:
    """The database at `address` to read; LedgerUnreachable where it is a file that is not there."""
    database = Database(address, writable=False)
    if database.path and not database.path.is_file():
        raise LedgerUnreachable(f"{database.path}: no such ledger")
    return database
