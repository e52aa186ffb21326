"""The head as the server last wrote it, in a small file beside the database.

A chain does not tell that its end is missing, nor a database that its log was lost or an older copy brought back. This
file does: what it names has to be in the ledger. It is written after each commit and before the answer.
"""

import os
from pathlib import Path

from .chain import Head, head_text
from .errors import LedgerBroken
from .keys import OCTETS_OF_SEAL, Key, PublicKey

FORM = "smartee-consent head 1"


class Note:
    """The file at `path`. Of several processes the one that is further along counts, or for a moment one before it."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def write(self, head: Head, key: Key) -> None:
        """Notes `head`, unless a later one is noted."""
        text = f"{FORM}\n{head}\n{key.seal(head_text(head)).hex()}\n"
        handle = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            there = _number(os.read(handle, len(text)))
            if there < head.number:
                # Never shorter than what it replaces, and in one piece.
                os.lseek(handle, 0, os.SEEK_SET)
                os.write(handle, text.encode("ascii"))
        finally:
            os.close(handle)

    def read(self) -> tuple[Head, bytes] | None:
        """The head and its seal, or None where there is no file; LedgerBroken where it is not as it was written."""
        try:
            octets = self.path.read_bytes()
        except FileNotFoundError:
            return None
        try:
            form, head, seal, rest = octets.decode("ascii").split("\n")
            found = Head.parse(head), bytes.fromhex(seal)
            if (form, rest, str(found[0]), found[1].hex()) != (FORM, "", head, seal) or len(found[1]) != OCTETS_OF_SEAL:
                raise ValueError(form)
        except ValueError as error:
            raise LedgerBroken(str(self.path), "not as it was written; expected a head and its seal") from error
        return found

    def sealed(self, keys: tuple[PublicKey, ...]) -> Head | None:
        """The head that is noted, which one of `keys` has sealed; None where there is no file; LedgerBroken."""
        found = self.read()
        if found is None:
            return None
        head, seal = found
        if not any(key.seals(head_text(head), seal) for key in keys):
            raise LedgerBroken(str(self.path), f"the seal of head {head} is not of a key that was given")
        return head


def _number(octets: bytes) -> int:
    """The number of the head in a note, or -1 where it is none."""
    _, _, rest = octets.partition(b"\n")
    number = rest.partition(b":")[0]
    return int(number) if number.isdigit() else -1
