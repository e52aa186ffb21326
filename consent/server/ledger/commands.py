"""`smartee-consent ledger`: what can be asked of a ledger from a terminal.

Codes: 0 where it holds, 1 where it does not, 2 where that could not be found out. What a ledger takes is imported only
where it is used, so that the other commands do without.
"""

import argparse
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...core.errors import ConsentError
from .errors import INSTALL, LedgerBroken, ReceiptWrong

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from .database import Database
    from .keys import PublicKey

PACKAGES = {"sqlalchemy", "cryptography", "psycopg"}
FORMATS = ("csv", "json-ld")
SECONDS_A_DAY = 86400
_FIRST, _LAST = date(1970, 1, 1), date(9999, 12, 31)


class PackageMissing(ConsentError):
    """What a ledger takes is not installed."""

    def __init__(self, name: str) -> None:
        extra = INSTALL.replace("ledger]", "ledger,postgresql]") if name == "psycopg" else INSTALL
        super().__init__(f"the ledger takes {name}, which is not installed: {extra}")
        self.name = name


class OptionWrong(ConsentError):
    """An option says something that cannot be done."""


def add(parser: argparse.ArgumentParser) -> None:
    """Adds the commands to the parser of `ledger`; each sets `run`, which gives the code."""
    commands = parser.add_subparsers(required=True, metavar="command")
    for name, run, words in (
        ("create", _create, "make a ledger with its key where there is none; a server does so by itself"),
        ("verify", _verify, "whether every line is as it was written, and none is missing"),
        ("report", _report, "choices by day and language, as a table; with --out as SVG"),
        ("export", _export, "all lines, as CSV or as JSON-LD after ISO/IEC TS 27560"),
        ("check", _check, "whether a visitor's receipt is signed, unaltered and in the ledger"),
        ("prune", _prune, "remove the lines that are older than --days from the front"),
        ("key", _key, "tell the key's id and its public half, with which others confirm receipts; make one with --new"),
    ):
        command = commands.add_parser(name, help=words, description=words)
        command.set_defaults(run=_guarded(run))
        _add_options(name, command)


def _add_options(name: str, command: argparse.ArgumentParser) -> None:
    key = os.environ.get("LEDGER_KEY", "ledger.key")
    if name != "key":
        database = os.environ.get("LEDGER_DATABASE", "ledger.sqlite")
        said = f"a file's path or postgresql://...; by default LEDGER_DATABASE, or {database}"
        command.add_argument("--database", default=None if name == "check" else database, help=said)
    if name in ("verify", "check"):
        words = f"the key, or its public half; again for keys of earlier; by default LEDGER_KEY, or {key}"
        command.add_argument("--key", type=Path, action="append", help=words)
        command.set_defaults(key_by_itself=Path(key))
    elif name in ("create", "prune", "key"):
        command.add_argument("--key", type=Path, default=Path(key), help=f"the key; by default LEDGER_KEY, or {key}")
    if name in ("create", "verify", "prune"):
        command.add_argument("--note", type=Path, help="the server's note of its head; by default beside the key")
    if name == "verify":
        command.add_argument("--head", action="append", default=[], help="a head that was noted earlier, elsewhere")
    if name == "report":
        command.add_argument("--since", type=_day, default=_FIRST, help="the first day, such as 2026-11-01")
        command.add_argument("--until", type=_day, default=_LAST, help="the last day")
    if name in ("report", "export"):
        command.add_argument("--out", type=Path, help="the file to write; by default what is written is printed")
    if name == "export":
        command.add_argument("--format", choices=FORMATS, default=FORMATS[0], help=f"by default {FORMATS[0]}")
        command.add_argument("--config", type=Path, help="the declaration, for JSON-LD; by default as for build")
    if name == "check":
        command.add_argument("receipt", help="the file that the visitor has; - reads it from standard input")
    if name == "prune":
        command.add_argument("--days", type=int, required=True, help="how many days lines are kept")
    if name == "key":
        command.add_argument("--new", action="store_true", help="make one; a file that is there stays")


def _guarded(run: Callable[[argparse.Namespace], None]) -> Callable[[argparse.Namespace], int]:
    def guarded(options: argparse.Namespace) -> int:
        try:
            run(options)
        except ModuleNotFoundError as error:
            name = (error.name or "").partition(".")[0]
            if name not in PACKAGES:
                raise
            raise PackageMissing(name) from error
        except (LedgerBroken, ReceiptWrong) as error:
            print(f"smartee-consent: {error}", file=sys.stderr)
            return 1
        return 0

    return guarded


def _create(options: argparse.Namespace) -> None:
    from . import keys
    from .app import beside
    from .store import Store

    note = options.note or beside(options.key)
    key = keys.private(options.key, create=not note.exists())
    Store(options.database, key, note).close()
    print(f"the ledger is there; its key is {key.id}")


def _verify(options: argparse.Namespace) -> None:
    from .app import beside
    from .chain import Head
    from .verify import opened, verify

    try:
        heads = [Head.parse(each) for each in options.head]
    except ValueError as error:
        raise OptionWrong(f"--head: {error}") from error
    paths = options.key or [options.key_by_itself]
    found = verify(opened(options.database), _public(paths), heads, options.note or beside(paths[0]))
    removed = f"; {found.removed:,} before them were removed for their age" if found.removed else ""
    print(f"{found.lines:,} lines hold{removed}")
    for remark in found.remarks:
        print(f"beware: {remark}")
    print(f"note elsewhere, for --head of a later time: {found.head}")


def _report(options: argparse.Namespace) -> None:
    from . import reading
    from .drawing import drawing
    from .report import report

    with _reading(options.database) as connection:
        since, until = (each.toordinal() - _FIRST.toordinal() for each in (options.since, options.until))
        tallies = [*reading.tally(connection, since, until + 1)]
    print(report(tallies))
    if options.out:
        _write(options.out, [drawing(tallies)])


def _export(options: argparse.Namespace) -> None:
    from . import export, reading
    from .chain import followed

    with _reading(options.database) as connection:
        # A line that does not follow the one before is evidence of something else.
        lines = followed(*reading.start(connection), reading.lines(connection))
        if options.format == FORMATS[0]:
            _write(options.out, export.as_csv(lines))
        else:
            from ...build import declaration, product

            site = declaration.load(options.config or product.configuration(Path()))
            _write(options.out, export.as_json_ld(lines, site))


def _check(options: argparse.Namespace) -> None:
    from .receipts import check
    from .verify import opened

    database = options.database or os.environ.get("LEDGER_DATABASE")
    octets = sys.stdin.buffer.read() if options.receipt == "-" else Path(options.receipt).read_bytes()
    keys = _public(options.key or [options.key_by_itself])
    print(check(octets, keys, opened(database) if database else None))


def _prune(options: argparse.Namespace) -> None:
    from . import keys
    from .app import beside
    from .store import Store

    if options.days < 1:
        raise OptionWrong(f"--days is {options.days}; expected 1 or more")
    # Only what is there can have old lines.
    with _reading(options.database):
        pass
    store = Store(options.database, keys.private(options.key), options.note or beside(options.key))
    now = datetime.now(UTC)
    minute = int(now.timestamp() // 60)
    removed = 0
    while count := store.prune(minute - options.days * (SECONDS_A_DAY // 60), minute):
        removed += count
    store.close()
    print(f"{removed:,} lines removed")


def _key(options: argparse.Namespace) -> None:
    from . import keys

    if options.new:
        try:
            keys.Key.generate().write(options.key)
        except FileExistsError as error:
            raise OptionWrong(f"{options.key} is there already; nothing was written") from error
    key = keys.public(options.key)
    print(f"key {key.id}\n{key.pem}", end="")


@contextmanager
def _reading(address: str) -> Iterator["Connection"]:
    from .tables import are_there
    from .verify import opened

    database: Database = opened(address)
    with database.reading() as connection:
        if not are_there(connection):
            raise LedgerBroken(database.name, "it has no ledger in it")
        yield connection


def _public(paths: Iterable[Path]) -> list["PublicKey"]:
    from . import keys

    return [keys.public(path) for path in paths]


def _write(path: Path | None, parts: Iterable[str]) -> None:
    if path is None:
        for part in parts:
            sys.stdout.write(part)
        return
    # As told, down to the ends of lines; and what is cut off does not look like all of it.
    partial = path.with_name(path.name + ".part")
    try:
        with partial.open("w", encoding="utf-8", newline="") as file:
            file.writelines(parts)
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
    print(f"wrote {path}")


def _day(text: str) -> Any:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no day such as 2026-11-01") from None
