"""Single bits of a ledger's files turned over: each is found, or what it stands in holds nothing of any record.

What holds nothing is told from the file's own form (https://www.sqlite.org/fileformat2.html): room that no cell takes,
and the few octets of the head that SQLite writes for itself.
"""

import random
import shutil
import struct
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from consent.core.errors import ConsentError
from consent.server.ledger import reading
from consent.server.ledger.verify import opened
from tests.ledger.places import NOW, Place, records

PAGE = 4096
# The schema's cookie, by which connections notice a new schema; the version of SQLite that wrote last.
OWN = {*range(40, 44), *range(96, 100)}
_LEAVES, _INNER = (10, 13), (2, 5)


class Flips(NamedTuple):
    """How many bits were turned over, and in how many of them nothing is kept."""

    tried: int
    without_effect: int


def small(place: Place) -> None:
    """Some lines in commits of all sizes, removed ones before them, at rest."""
    told = records(70)
    place.fill(told[:20], *([each] for each in told[20:30]), told[30:])
    store = place.store()
    assert store.prune(told[15].minute, NOW) == 15
    store.close()
    assert place.verify()[:2] == (55, 15)


def every_octet(place: Place, suffix: str = "", seed: int = 1) -> Iterator[tuple[int, int]]:
    """One bit, at random, of each octet of the file."""
    chance = random.Random(seed)
    size = Path(place.address + suffix).stat().st_size
    return ((at, chance.randrange(8)) for at in range(size))


def some(place: Place, count: int, suffix: str = "", seed: int = 1) -> Iterator[tuple[int, int]]:
    """So many bits, anywhere in the file."""
    chance = random.Random(seed)
    size = Path(place.address + suffix).stat().st_size
    return ((chance.randrange(size), chance.randrange(8)) for _ in range(count))


def flipped(place: Place, bits: Iterable[tuple[int, int]], into: Path, suffix: str = "") -> Flips:
    """Turns over one bit after the other, each alone, in a copy in `into`; each is found or holds nothing."""
    copy = replace(place, address=str(into / place.path.name))
    for each in place.path.parent.glob(place.path.name + "*"):
        shutil.copyfile(each, into / each.name)
    target = Path(copy.address + suffix)
    whole = target.read_bytes()
    holding_nothing = unused(whole) if not suffix else frozenset(range(len(whole)))
    expected = _told(copy)
    tried = without_effect = 0
    for at, bit in bits:
        tried += 1
        # Whatever a look left behind, such as an index of the log.
        for each in place.path.parent.glob(place.path.name + "*"):
            shutil.copyfile(each, into / each.name)
        target.write_bytes(whole[:at] + bytes([whole[at] ^ 1 << bit]) + whole[at + 1 :])
        try:
            copy.verify()
        except ConsentError:
            continue
        without_effect += 1
        assert _told(copy) == expected, (at, bit)
        assert at in holding_nothing, (at, bit)
    return Flips(tried, without_effect)


def _told(place: Place) -> Any:
    """All that anybody can learn of the ledger, by each way of asking."""
    with opened(place.address).reading() as connection:
        lines = [*reading.lines(connection)]
        ids = [line.record.id for line in lines]
        by_id = reading.find(connection, ids)
        tallies = sorted(reading.tally(connection, 0, 1 << 30))
        return lines, dict(by_id), reading.anchors(connection), reading.last(connection), tallies


def unused(octets: bytes) -> frozenset[int]:
    """Of an SQLite file at rest the octets in which nothing of a record is kept."""
    free: set[int] = set(OWN)
    trunk, _ = struct.unpack_from(">II", octets, 32)
    listed: set[int] = set()
    while trunk:
        start = (trunk - 1) * PAGE
        following, count = struct.unpack_from(">II", octets, start)
        leaves = struct.unpack_from(f">{count}I", octets, start + 8)
        for leaf in leaves:
            free.update(range((leaf - 1) * PAGE, leaf * PAGE))
        free.update(range(start + 8 + 4 * count, start + PAGE))
        listed.update((trunk, *leaves))
        trunk = following
    for page in range(1, len(octets) // PAGE + 1):
        if page not in listed:
            free |= _room(octets, page)
    return frozenset(free)


def _room(octets: bytes, page: int) -> set[int]:
    """What no cell takes of a page of a tree."""
    start = (page - 1) * PAGE
    head = start + (100 if page == 1 else 0)
    kind, freeblock, cells = struct.unpack_from(">BHH", octets, head)
    assert kind in (*_LEAVES, *_INNER), (page, kind)
    pointers = head + (12 if kind in _INNER else 8)
    free = set(range(pointers + 2 * cells, start + PAGE))
    for at in struct.unpack_from(f">{cells}H", octets, pointers):
        first, end = _cell(octets, start + at, kind)
        free -= set(range(first, end))
        if kind == 13:
            # The number of a line is the place of its row: of the column itself SQLite reads nothing.
            _, body = _varint(octets, start + at)
            _, body = _varint(octets, body)
            free.add(body + 1)
    while freeblock:
        # Where the next one is and how long this one is, SQLite's own check looks at.
        free -= set(range(start + freeblock, start + freeblock + 4))
        freeblock = struct.unpack_from(">H", octets, start + freeblock)[0]
    return free


def _cell(octets: bytes, at: int, kind: int) -> tuple[int, int]:
    """From where to where a cell is; none of a ledger's is so long that it goes on elsewhere."""
    end = at + (4 if kind in _INNER else 0)
    if kind == 5:
        _, end = _varint(octets, end)
        return at, end
    payload, end = _varint(octets, end)
    assert payload <= (PAGE - 35 if kind == 13 else (PAGE - 12) * 64 // 255 - 23)
    if kind == 13:
        _, end = _varint(octets, end)
    # No cell is shorter than what a freed one needs for itself.
    return at, max(end + payload, at + 4)


def _varint(octets: bytes, at: int) -> tuple[int, int]:
    value = 0
    for count in range(8):
        value = value << 7 | octets[at + count] & 0x7F
        if octets[at + count] < 0x80:
            return value, at + count + 1
    return value << 8 | octets[at + 8], at + 9
