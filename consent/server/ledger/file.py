"""What an SQLite file says of itself in its first hundred octets (https://www.sqlite.org/fileformat2.html, 1.3).

SQLite goes by some of it and leaves the rest alone; here all is held to what a ledger's file has where nothing writes.
"""

import struct
from collections.abc import Iterator
from pathlib import Path

from .errors import LedgerBroken, LedgerUnreachable
from .tables import APPLICATION, FORMAT

MAGIC = b"SQLite format 3\0"
OCTETS = 100


def check_file(path: Path) -> None:
    """LedgerBroken where the head of the file at `path` is not a ledger's; LedgerUnreachable."""
    try:
        with path.open("rb") as file:
            head = file.read(OCTETS)
        size = path.stat().st_size
        log = path.with_name(path.name + "-wal")
        logged = log.exists() and log.stat().st_size > 0
    except OSError as error:
        raise LedgerUnreachable(f"{path}: {error.strerror}") from error
    # While there is a log the file may be as it was before, or half carried over.
    if not logged and (wrong := next(_wrong(head, size), None)):
        raise LedgerBroken(str(path), f"the head of the file is damaged, or it is no ledger: {wrong}")


def _wrong(head: bytes, size: int) -> Iterator[str]:
    if len(head) < OCTETS or not head.startswith(MAGIC):
        yield "it does not begin as SQLite's do"
        return
    page = struct.unpack_from(">H", head, 16)[0]
    changes, pages = struct.unpack_from(">II", head, 24)
    (default, largest, encoding, own, incremental, application) = struct.unpack_from(">IIIIII", head, 48)
    valid = struct.unpack_from(">I", head, 92)[0]
    for says, found, expected in (
        ("the size of a page", page, 4096),
        # Both are of write-ahead logs.
        ("the versions", tuple(head[18:20]), (2, 2)),
        ("what is reserved", (head[20], head[72:92]), (0, bytes(20))),
        ("the fractions", tuple(head[21:24]), (64, 32, 32)),
        ("the form of the schema", struct.unpack_from(">I", head, 44)[0], 4),
        ("what a ledger leaves at nought", (default, largest, incremental), (0, 0, 0)),
        ("the encoding", encoding, 1),
        ("the form", (own, application), (FORMAT, APPLICATION)),
        ("the count of changes", valid, changes),
        ("the number of pages", pages * page, size),
    ):
        if found != expected:
            yield f"{says} is {found!r}, expected {expected!r}"
