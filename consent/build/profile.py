"""What of MicroPython's binary runs in a visitor's browser, as one has told that ran a binary made to tell it.

`tests.browser.profile` makes it anew: `make profile`.
"""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from . import wasm
from .bundler import BundleError
from .memory import joined
from .split import Code
from .wasm import Binary, Instruction, Reader, const, instructions, leb, sized, vector

# The import that what runs is told to; takes the place of one that nothing needs.
TOLD = "ran"
# What is read is told to so many octets.
GRAIN = 16
PROFILE = Path("static/snapshot/ran.json")


@dataclass(frozen=True)
class Profile:
    """The numbers of the functions that have run, and the addresses that have been read, each of a `GRAIN`."""

    ran: frozenset[int]
    read: frozenset[int]

    @classmethod
    def of(cls, path: Path, octets: bytes) -> "Profile":
        """That of the binary `octets`, by the file `path`. BundleError where it is of another."""
        told = json.loads(path.read_text(encoding="utf-8"))
        if told["binary"] != digest(octets):
            raise BundleError(f"{path.name} is of another MicroPython: run `make profile`")
        read = (each for begin, end in told["read"] for each in range(begin, end, GRAIN))
        return cls(frozenset(told["ran"]), frozenset(read))

    def text(self, octets: bytes) -> str:
        """As it is written down for the binary `octets`."""
        read = [(each.start, each.stop) for each in joined(range(at, at + GRAIN) for at in sorted(self.read))]
        told = {"binary": digest(octets), "ran": sorted(self.ran), "read": read}
        return json.dumps(told) + "\n"


def digest(octets: bytes) -> str:
    """What the profile of the binary `octets` is known by."""
    return hashlib.sha256(octets).hexdigest()


def telling(octets: bytes) -> bytes:
    """The code of the binary `octets`; each function tells its number when it runs, and from where it reads."""
    code = Code(Binary.of(octets))
    tell = code.spare(set())
    bodies = vector([sized(_telling(code, function, tell)) for function in code.own()])
    return code.binary.with_sections(IMPORTS=code.renamed(tell, TOLD), CODE=bodies, DATA=None, COUNT=None).octets()


def _telling(code: Code, function: int, tell: int) -> bytes:
    body = code.body(function)
    reader = Reader(body, counted=True)
    groups = [(reader.number(), reader.octet()) for _ in range(reader.count)]
    # Two locals of our own, behind its own and what it is given.
    first = len(code.types[code.type(function)][0]) + sum(count for count, _ in groups)
    declared = vector([leb(count) + bytes([kind]) for count, kind in (*groups, (2, wasm.I32))])
    told = bytes([wasm.CALL]) + leb(tell) + bytes([wasm.DROP])
    written = [declared, const(function), told]
    for each in instructions(body):
        written += [*_reading(each, first, told), body[each.begin : each.end]]
    return b"".join(written)


def _reading(each: Instruction, local: int, told: bytes) -> list[bytes]:
    """What stands before an instruction that reads, and tells from where."""
    at, length = leb(local), leb(local + 1)
    put, get, keep, add = (bytes([code]) for code in (wasm.LOCAL_SET, wasm.LOCAL_GET, wasm.LOCAL_TEE, wasm.I32_ADD))
    if each.code in wasm.LOADS:
        return [keep + at, get + at, const(each.numbers[1]), add, told]
    if (each.code, each.numbers[:1]) == (wasm.PREFIX, (wasm.MEMORY_COPY,)):
        # Both its ends.
        return [put + length, keep + at, get + at, told, get + at, get + length, add, told, get + length]
    return []
