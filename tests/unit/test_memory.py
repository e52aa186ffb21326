"""What of MicroPython's memory goes with the rest of its code, and what is left of it for every visitor."""

import json
from pathlib import Path

import pytest

from consent.build import assets, modules, runtime, snapshot, wasm
from consent.build.memory import Memory
from consent.build.profile import GRAIN, PROFILE, Profile
from consent.build.split import Code
from consent.build.unread import constants
from consent.build.wasm import Binary, Reader

ROOT = Path(__file__).parents[2]
MEMORY = Memory(((8, b"abcdefgh"), (20, b"\1\0\0\0\2\0")), {"pages": 1})


def test_what_is_written_is_read_again() -> None:
    assert Memory.of(MEMORY.octets()) == MEMORY
    head, line, parts = MEMORY.octets("{}").split(b"\n", 2)
    assert (head, line, parts) == (b'{"pages":1,"parts":[[8,8],[20,6]]}', b"{}", b"abcdefgh\1\0\0\0\2\0")


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        (range(8, 10), b"ab"),
        (range(6, 9), b"\0\0a"),
        (range(14, 22), b"gh\0\0\0\0\1\0"),
        (range(30, 32), b"\0\0"),
    ],
)
def test_what_is_not_there_is_zero(block: range, expected: bytes) -> None:
    assert MEMORY.read(block) == expected
    assert MEMORY.without([block]).read(block) == bytes(len(block))
    assert MEMORY.without([block]).read(range(10, 14)) == b"cdef"


def test_words_are_where_one_may_lie() -> None:
    assert list(MEMORY.words()) == [0x64636261, 0x68676665, 1]


@pytest.fixture(scope="module")
def profile() -> Profile:
    return Profile.of(ROOT / PROFILE, (ROOT / "node_modules" / runtime.BINARY).read_bytes())


@pytest.fixture(scope="module")
def moved() -> dict[int, bytes]:
    """What the second file puts into the memory, by its place."""
    return dict(Binary.of((assets.ready() / "runtime" / runtime.RuntimeFiles().rest).read_bytes()).data())


def test_what_has_been_read_stays(profile: Profile, moved: dict[int, bytes]) -> None:
    read = {each for grain in profile.read for each in range(grain, grain + GRAIN)}
    places = {at + index for at, octets in moved.items() for index in range(len(octets))}
    assert len(places) > 20_000 and not places & read


def test_what_goes_is_gone_and_was_no_end_of_a_text_that_stays(moved: dict[int, bytes]) -> None:
    memory = Memory.of((assets.ready() / snapshot.MEMORY).read_bytes())
    for at, octets in moved.items():
        assert memory.read(range(at, at + len(octets))) == bytes(len(octets))
        assert memory.read(range(at - 1, at)) == b"\0"


def test_a_profile_is_read_as_it_was_written(profile: Profile, tmp_path: Path) -> None:
    octets = b"of any binary"
    (tmp_path / "ran.json").write_text(profile.text(octets), encoding="utf-8")
    assert Profile.of(tmp_path / "ran.json", octets) == profile


def test_constants_lie_where_the_binary_says() -> None:
    code = Code(Binary.of((ROOT / "node_modules" / runtime.BINARY).read_bytes()))
    where = constants(code)
    assert where.start >= 1024 and len(where) > 100_000


def test_a_site_is_not_sent_what_it_never_imports() -> None:
    memory = Memory.of((assets.ready() / snapshot.MEMORY).read_bytes())
    [name] = [each for each in memory.told[snapshot.MODULES] if each.endswith("features.ledger")]
    place = range(*memory.told[snapshot.MODULES][name])
    assert name in modules.importable(modules.shipped())
    octets = snapshot.declaring(memory, "{}", [name])
    head, _, rest = octets.partition(b"\n")
    assert snapshot.MODULES not in json.loads(head) and rest.startswith(b"{}\n")
    assert any(memory.read(place)) and not any(memory.without([place]).read(place))
    assert len(Memory.of(head + b"\n" + rest.partition(b"\n")[2]).read(place).strip(b"\0")) == 0


def test_a_reader_of_numbers_knows_its_own() -> None:
    for value in (0, 63, 64, 127, 128, 8191, 8192, 65536, 2**31 - 1):
        written = wasm.const(value)
        assert written[0] == wasm.I32_CONST and Reader(written, 1).number() == value
        # The number is signed: one whose last octet has that bit would be negative.
        assert not written[-1] & 0x40
