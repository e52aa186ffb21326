"""The databases that a ledger lies in: SQLite, a file of its own with a write-ahead log, and PostgreSQL.

What differs between them is here: how a connection is opened, how writers wait for one another, what their errors mean.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.pool import NullPool, QueuePool

from .errors import LedgerBroken, LedgerUnreachable
from .tables import APPLICATION

SQLITE, POSTGRESQL = "sqlite", "postgresql"
# Seconds that a writer waits for another process's.
PATIENCE = 5.0
# Of all that uses advisory locks in this database, what writes to the ledger.
LOCK = APPLICATION
# What says that SQLite cannot go on now, or not here; all else says that the file is not as it was written.
_NOT_NOW = ("BUSY", "LOCKED", "CANTOPEN", "READONLY", "PERM", "AUTH", "FULL", "IOERR", "NOMEM", "INTERRUPT")
# PostgreSQL, appendix A: what is internal, such as data_corrupted, what is stored, tables and columns that are gone.
_BROKEN = ("XX", "22", "42P01", "42703")


class Database:
    """One ledger's database, by its address: `sqlite:////srv/ledger.sqlite`, a file's path, or `postgresql://...`."""

    def __init__(self, address: str, writable: bool) -> None:
        self.url = _url(address)
        self.kind = self.url.get_backend_name()
        self.writable = writable
        self.engine = self._sqlite() if self.kind == SQLITE else self._postgresql()

    @property
    def path(self) -> Path | None:
        """The file, where it is one."""
        return Path(self.url.database or "") if self.kind == SQLITE else None

    @property
    def name(self) -> str:
        """What to call it, without a password."""
        return str(self.path) if self.path else self.url.render_as_string()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that sees one state throughout, whatever is appended meanwhile."""
        with self._told(), self.engine.begin() as connection:
            if self.kind == POSTGRESQL:
                connection.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"))
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that no other writer of any process is in at the same time; on the disk once it is left."""
        with self._told(), self.engine.begin() as connection:
            # SQLite's begins with the lock.
            if self.kind == POSTGRESQL:
                connection.execute(text(f"SELECT pg_advisory_xact_lock({LOCK})"))
            yield connection

    def close(self) -> None:
        """Ends all connections; the next use opens new ones."""
        self.engine.dispose()

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except SQLAlchemyError as error:
            raise self._meaning(error) from error
        except UnicodeDecodeError as error:
            # Of what it finds in a damaged file the driver cannot even tell.
            raise LedgerBroken(self.name, f"it holds what is no text: {error}") from error

    def _meaning(self, error: SQLAlchemyError) -> Exception:
        """Whether the database cannot go on now, or is not as it was written."""
        origin = error.orig if isinstance(error, DBAPIError) else None
        words = " ".join(str(origin or error).split())
        if isinstance(origin, sqlite3.Error):
            name = str(getattr(origin, "sqlite_errorname", "")).removeprefix("SQLITE_")
            broken = not name.startswith(_NOT_NOW)
        else:
            broken = str(getattr(origin, "sqlstate", None) or "").startswith(_BROKEN)
        return LedgerBroken(self.name, words) if broken else LedgerUnreachable(f"{self.name}: {words}")

    def _sqlite(self) -> Engine:
        path = self.path
        assert path is not None
        mode = "rwc" if self.writable else "ro"
        address = f"file:{quote(str(path.absolute()))}?mode={mode}"

        def connect() -> sqlite3.Connection:
            found = sqlite3.connect(address, uri=True, timeout=PATIENCE, isolation_level=None, check_same_thread=False)
            for pragma in _PRAGMAS if self.writable else ():
                found.execute(f"PRAGMA {pragma}")
            return found

        pool: Any = QueuePool if self.writable else NullPool
        engine = create_engine(f"{SQLITE}://", creator=connect, poolclass=pool, hide_parameters=True)
        # Python's own way to begin would take the lock at the first change, after what it rests on was read.
        begin = "BEGIN IMMEDIATE" if self.writable else "BEGIN"

        def begun(connection: Connection) -> None:
            connection.exec_driver_sql(begin)

        event.listen(engine, "begin", begun)
        return engine

    def _postgresql(self) -> Engine:
        url = self.url.set(drivername=f"{POSTGRESQL}+psycopg")
        arguments = {"connect_timeout": int(PATIENCE), "options": f"-c lock_timeout={int(PATIENCE * 1000)}"}
        if "options" in url.query:
            arguments["options"] = f"{url.query['options']} {arguments['options']}"
        engine = create_engine(url, connect_args=arguments, pool_pre_ping=True, hide_parameters=True)
        event.listen(engine, "connect", _on_disk)
        return engine


# Acknowledged is what is on the disk; what was removed is not in the file any more.
_PRAGMAS = (
    "journal_mode = WAL",
    "synchronous = FULL",
    "secure_delete = ON",
    "trusted_schema = OFF",
    # So much of the log stays on the disk after it was carried over.
    "journal_size_limit = 16777216",
)


def _on_disk(connection: Any, _: object) -> None:
    """Only what is safe on the disk counts as written, also where the server is told to be quicker."""
    autocommit, connection.autocommit = connection.autocommit, True
    if connection.execute("SHOW synchronous_commit").fetchone()[0] == "off":
        connection.execute("SET synchronous_commit = on")
    connection.autocommit = autocommit


def _url(address: str) -> URL:
    if "://" not in address:
        return URL.create(SQLITE, database=os.fspath(Path(address)))
    try:
        url = make_url(address)
        kind = url.get_backend_name()
    except (ArgumentError, NoSuchModuleError) as error:
        raise LedgerUnreachable("the ledger's database is no address; expected a path or postgresql://...") from error
    if kind not in (SQLITE, POSTGRESQL) or (kind == SQLITE and url.database in (None, "", ":memory:")):
        raise LedgerUnreachable(
            f"{url.render_as_string()} is no database for a ledger; expected a path or postgresql://"
        )
    return url
