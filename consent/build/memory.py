"""MicroPython's memory as static/snapshot/snapshot.mjs writes it: a line of JSON on what lies where, and the octets."""

import json
import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

# The addresses of some octets.
Block = range


@dataclass(frozen=True)
class Memory:
    """Its `parts`, by the address of each; all else is zero. `told` is what else is said of it, by name."""

    parts: tuple[tuple[int, bytes], ...]
    told: dict[str, Any]

    @classmethod
    def of(cls, octets: bytes) -> "Memory":
        """The memory that is written in `octets`."""
        head, _, rest = octets.partition(b"\n")
        told, parts, at = json.loads(head), [], 0
        for place, length in told.pop("parts"):
            parts.append((place, rest[at : at + length]))
            at += length
        return cls(tuple(parts), told)

    def octets(self, line: str | None = None) -> bytes:
        """As it is written; with `line` as the second one, where there is one."""
        head = {**self.told, "parts": [(at, len(octets)) for at, octets in self.parts]}
        lines = [json.dumps(head, separators=(",", ":")), *([] if line is None else [line])]
        return b"".join([*(each.encode() + b"\n" for each in lines), *(octets for _, octets in self.parts)])

    def read(self, block: Block) -> bytes:
        """What lies there."""
        found = bytearray(len(block))
        for at, octets in self.parts:
            for each in _shared(at, octets, block):
                found[each.start - block.start : each.stop - block.start] = octets[each.start - at : each.stop - at]
        return bytes(found)

    def without(self, blocks: Iterable[Block]) -> "Memory":
        """The same with zeros there."""
        changed = [(at, bytearray(octets)) for at, octets in self.parts]
        for block in blocks:
            for at, octets in changed:
                for each in _shared(at, octets, block):
                    octets[each.start - at : each.stop - at] = bytes(len(each))
        return Memory(tuple((at, bytes(octets)) for at, octets in changed), self.told)

    def words(self) -> Iterator[int]:
        """Every number of four octets where one may lie."""
        for at, octets in self.parts:
            begin = -at % 4
            count = (len(octets) - begin) // 4
            yield from struct.unpack_from(f"<{max(count, 0)}I", octets, begin)


def joined(blocks: Iterable[Block]) -> list[Block]:
    """The `blocks`, which are in order; those that touch are one."""
    found: list[Block] = []
    for each in blocks:
        if found and found[-1].stop == each.start:
            found[-1] = range(found[-1].start, each.stop)
        else:
            found.append(each)
    return found


def _shared(at: int, octets: bytes | bytearray, block: Block) -> Iterator[Block]:
    """What of the `block` lies in these `octets`, where any of it does."""
    shared = range(max(at, block.start), min(at + len(octets), block.stop))
    if shared:
        yield shared
