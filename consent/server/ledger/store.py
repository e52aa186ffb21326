"""The ledger as it is written: any number of processes append to one chain; old lines go from its front."""

import enum
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from . import reading
from .chain import Anchor, Head, Line, anchor_text, digest, head_text
from .database import Database
from .errors import LedgerBroken, LedgerUnreachable
from .keys import Key
from .note import Note
from .record import Record
from .tables import ANCHOR, LINE, are_there, create

# Lines that are removed in one transaction, so that nobody who writes has to wait long.
REMOVED_AT_ONCE = 5000


class Outcome(enum.Enum):
    """What became of a record: it was appended, was there already, or its id is there with other content."""

    APPENDED = "appended"
    KNOWN = "known"
    CONFLICT = "conflict"


class Store:
    """The ledger in the database at `address`, made where there is none; what it writes it seals with `key`.

    `note` is the file in which it notes its head. LedgerUnreachable; LedgerBroken where what is noted is not there.
    """

    def __init__(self, address: str, key: Key, note: Path | None = None) -> None:
        self._database = Database(address, writable=True)
        self._key = key
        self._note = Note(note) if note else None
        if self._database.path:
            try:
                self._database.path.absolute().parent.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise LedgerUnreachable(f"{self._database.name}: {error.strerror}") from error
        with self._database.writing() as connection:
            if not are_there(connection):
                create(connection)
            self._check_noted(connection)
        # What follows may be another process, to which no connection may go over.
        self._database.close()

    def append(self, records: Sequence[Record]) -> list[Outcome]:
        """Appends what is new, in one commit, and says of each what became of it; on the disk when this returns."""
        with self._database.writing() as connection:
            outcomes, head = self._append(connection, records)
        if self._note and head:
            self._note.write(head, self._key)
        return outcomes

    def prune(self, before: int, now: int) -> int:
        """Removes from the front, up to the first line that is not older, the lines of minutes before `before`.

        As many as are removed at once; gives how many. At the minute `now` an anchor takes their place.
        """
        with self._database.writing() as connection:
            young = select(LINE.c.number).where(LINE.c.minute >= before).order_by(LINE.c.number).limit(1)
            first, _ = reading.start(connection)
            end = connection.execute(young).scalar_one_or_none()
            final = reading.last(connection)
            upto = min(final.number if final else 0, first.number + REMOVED_AT_ONCE, end - 1 if end else _ALL)
            line = reading.at(connection, upto) if upto > first.number else None
            if line is None:
                return 0
            seal = self._key.seal(anchor_text(line.head, line.seal, now))
            connection.execute(insert(ANCHOR), [_anchor_row(Anchor(line.head, line.seal, now, seal))])
            connection.execute(delete(LINE).where(LINE.c.number <= upto))
            return upto - first.number

    def close(self) -> None:
        """Ends all connections."""
        self._database.close()

    def _append(self, connection: Connection, records: Sequence[Record]) -> tuple[list[Outcome], Head | None]:
        there = dict(reading.find(connection, [each.id for each in records]))
        final = reading.last(connection)
        head, seal = (final.head, final.seal) if final else reading.start(connection)
        outcomes, new = [], []
        for record in records:
            if record.id in there:
                outcomes.append(Outcome.KNOWN if there[record.id] == record else Outcome.CONFLICT)
                continue
            there[record.id] = record
            head = Head(head.number + 1, digest(head, seal, record))
            seal = None
            new.append(Line(head.number, record, head.hash, seal))
            outcomes.append(Outcome.APPENDED)
        if not new:
            return outcomes, None
        new[-1] = new[-1]._replace(seal=self._key.seal(head_text(head)))
        connection.execute(insert(LINE), [_line_row(connection, each) for each in new])
        return outcomes, head

    def _check_noted(self, connection: Connection) -> None:
        """Going on from an end that is not the noted one would hide that something is missing."""
        found = self._note.read() if self._note else None
        if self._note and found:
            head, _ = found
            line = reading.at(connection, head.number)
            first, _ = reading.start(connection)
            if head.number > first.number and (line is None or line.hash != head.hash):
                what = f"the head {head} that {self._note.path} notes is not in the ledger; nothing is appended to it"
                raise LedgerBroken(self._database.name, what)


_ALL = 1 << 62


def _line_row(connection: Connection, line: Line) -> dict[str, Any]:
    record = line.record
    return {
        "number": line.number,
        "id": reading.stored_id(connection, record.id),
        "fingerprint": record.fingerprint,
        "granted": "+".join(record.granted),
        "event": record.event,
        "minute": record.minute,
        "language": record.language,
        "how": record.how,
        "hash": line.hash,
        "seal": line.seal,
    }


def _anchor_row(anchor: Anchor) -> dict[str, Any]:
    return {
        "number": anchor.head.number,
        "hash": anchor.head.hash,
        "last": anchor.last,
        "minute": anchor.minute,
        "seal": anchor.seal,
    }
