"""Where a ledger lies for a test, and records to put into it."""

import random
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, event, text

from consent.server.ledger import keys, reading
from consent.server.ledger.chain import Line
from consent.server.ledger.record import Record
from consent.server.ledger.store import Store
from consent.server.ledger.verify import Verified, opened, verify

NOW = 29398452
FINGERPRINT = "5f30c364"
# What a visitor may have chosen: what is granted, and which events that fits.
CHOICES = (
    ((), ("refused", "withdrawn")),
    (("language",), ("given", "renewed", "withdrawn")),
    (("business",), ("given", "renewed", "withdrawn")),
    (("language", "business"), ("given", "renewed")),
)
LANGUAGES = ("en", "zh-CN")
WAYS = ("prompt", "settings", "control", "call")


def records(count: int, seed: int = 1, days: int = 30) -> list[Record]:
    """So many records of as many days before now, the same for the same seed."""
    return list(endless(seed, days, count))


def endless(seed: int, days: int = 30, count: int = 1 << 62) -> Iterator[Record]:
    """As `records`, one after the other."""
    chance = random.Random(seed)
    for at in range(count):
        granted, events = chance.choice(CHOICES)
        yield Record(
            id=str(uuid.UUID(int=chance.getrandbits(128), version=4)),
            fingerprint=FINGERPRINT,
            granted=granted,
            event=chance.choice(events),
            minute=NOW - (count - at) * days * 1440 // count if count < 1 << 62 else NOW,
            language=chance.choice(LANGUAGES),
            how=chance.choice(WAYS),
        )


def record(**fields: Any) -> Record:
    """One record, with these fields."""
    return replace(records(1, seed=7)[0], **fields)


@dataclass(frozen=True)
class Place:
    """A ledger's database by its address, and the folder with its key and its note."""

    address: str
    folder: Path

    @property
    def path(self) -> Path:
        """The file, where it is one."""
        return Path(self.address)

    @property
    def key(self) -> Path:
        """The private key's file."""
        return self.folder / "ledger.key"

    @property
    def note(self) -> Path:
        """The note of the head."""
        return self.folder / "ledger.head"

    def store(self) -> Store:
        """The ledger to write to."""
        return Store(self.address, keys.private(self.key, create=True), self.note)

    def fill(self, *batches: list[Record]) -> None:
        """Appends each batch in a commit of its own, and leaves the ledger at rest."""
        store = self.store()
        for each in batches:
            store.append(each)
        store.close()

    def verify(self, *heads: Any, note: bool = True) -> Verified:
        """What `ledger verify` finds."""
        return verify(opened(self.address), [keys.public(self.key)], heads, self.note if note else None)

    def lines(self) -> list[Line]:
        """All lines, without a look at the chain."""
        with opened(self.address).reading() as connection:
            return [*reading.lines(connection)]

    def tamper(self, *statements: str, **values: Any) -> None:
        """What somebody does who may do everything with the database: also without the triggers that guard it."""
        sqlite = "://" not in self.address
        address = f"sqlite:///{self.address}" if sqlite else self.address.replace("://", "+psycopg://")
        engine = create_engine(address)
        if not sqlite:
            event.listen(engine, "connect", _without_triggers)
        with engine.begin() as connection:
            guards = []
            if sqlite:
                found = connection.execute(text("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'"))
                guards = [(row.name, row.sql) for row in found]
                for name, _ in guards:
                    connection.exec_driver_sql(f"DROP TRIGGER {name}")
            for each in statements:
                connection.execute(text(each), values)
            for _, made in guards:
                connection.exec_driver_sql(made)
        engine.dispose()


def _without_triggers(connection: Any, _: object) -> None:
    connection.execute("SET session_replication_role = replica")
    connection.commit()
