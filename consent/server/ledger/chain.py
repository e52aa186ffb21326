"""The chain: what each line's hash covers, and what is signed so that neither its end nor all of it can be replaced.

A line's hash covers its number, the hash and the seal of the line before, and every field in one canonical text. The
last line of each commit is sealed: its number and hash are signed. Where old lines are removed an anchor is signed that
says up to which one.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from .errors import LedgerBroken
from .keys import PublicKey
from .record import Record

RECEIPT = b"smartee-consent receipt 1\n"
LINE = b"smartee-consent line 1\n"
HEAD = b"smartee-consent head 1\n"
ANCHOR = b"smartee-consent anchor 1\n"
OCTETS_OF_HASH = hashlib.sha256().digest_size
_HEAD = re.compile(r"(0|[1-9][0-9]{0,17}):([0-9a-f]{64})")


class Head(NamedTuple):
    """The end of a chain: the number of its last line, and that one's hash."""

    number: int
    hash: bytes

    def __str__(self) -> str:
        return f"{self.number}:{self.hash.hex()}"

    @classmethod
    def parse(cls, text: str) -> "Head":
        """What `str` made `text` of; ValueError for any other text."""
        found = _HEAD.fullmatch(text.strip())
        if not found:
            raise ValueError(f"{text!r:.80} is no head; expected a number, a colon and 64 hex digits")
        return cls(int(found[1]), bytes.fromhex(found[2]))


# Before the first line.
START = Head(0, bytes(OCTETS_OF_HASH))


class Line(NamedTuple):
    """A record in its place; `seal` is there where the line was the last of its commit."""

    number: int
    record: Record
    hash: bytes
    seal: bytes | None

    @property
    def head(self) -> Head:
        """The chain's end, were this the last line."""
        return Head(self.number, self.hash)


class Anchor(NamedTuple):
    """Lines up to this head were removed at `minute`, on purpose; `last` is the seal that the last of them had."""

    head: Head
    last: bytes | None
    minute: int
    seal: bytes

    @property
    def text(self) -> bytes:
        """What its seal is over."""
        return anchor_text(self.head, self.last, self.minute)


def receipt_text(record: Record) -> bytes:
    """What is signed for the visitor."""
    return RECEIPT + record.canonical.encode("ascii")


def head_text(head: Head) -> bytes:
    """What is signed of a head."""
    return HEAD + str(head).encode("ascii")


def anchor_text(head: Head, last: bytes | None, minute: int) -> bytes:
    """What is signed of an anchor."""
    return ANCHOR + f"{head} {(last or b'').hex()} {minute}".encode("ascii")


def digest(before: Head, seal: bytes | None, record: Record) -> bytes:
    """The hash of the line with `record`, which follows the one that `before` and `seal` are of."""
    place = f"{before.number + 1} {before.hash.hex()} {(seal or b'').hex()}\n"
    return hashlib.sha256(LINE + place.encode("ascii") + record.canonical.encode("ascii")).digest()


def followed(before: Head, seal: bytes | None, lines: Iterable[Line]) -> Iterator[Line]:
    """The lines, as long as each follows the one before it, the first what `before` and `seal` are of; LedgerBroken."""
    for line in lines:
        where = f"line {before.number + 1}"
        if line.number != before.number + 1:
            raise LedgerBroken(where, f"missing; the next one there is {line.number}")
        expected = digest(before, seal, line.record)
        if line.hash != expected:
            what = f"its hash is {line.hash.hex()}, expected {expected.hex()}: it was changed, or what it follows"
            raise LedgerBroken(where, what)
        yield line
        before, seal = line.head, line.seal


def is_sealed(keys: Iterable[PublicKey], message: bytes, seal: bytes) -> bool:
    """Whether one of the keys sealed this message."""
    return any(key.seals(message, seal) for key in keys)
