"""What a WebAssembly binary is made of, as https://webassembly.github.io/spec/core/binary/ writes it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from .bundler import BundleError

PREAMBLE = b"\0asm\1\0\0\0"
CUSTOM, TYPES, IMPORTS, FUNCTIONS, TABLES, MEMORIES, GLOBALS, EXPORTS, START, ELEMENTS, CODE, DATA, COUNT = range(13)
FUNCTION, TABLE, MEMORY, GLOBAL = range(4)
I32, FUNCREF = 0x7F, 0x70
CALL, CALL_INDIRECT, DROP, LOCAL_GET, LOCAL_SET, LOCAL_TEE, I32_CONST, I32_ADD = (
    0x10,
    0x11,
    0x1A,
    0x20,
    0x21,
    0x22,
    0x41,
    0x6A,
)
UNREACHABLE, END, FUNCTION_REFERENCE, PREFIX, MEMORY_COPY = 0x00, 0x0B, 0xD2, 0xFC, 10
LOADS, STORES = range(0x28, 0x36), range(0x36, 0x3F)
# What follows an instruction: so many numbers, or octets.
_NUMBERS = {
    **dict.fromkeys(
        (0x02, 0x03, 0x04, 0x0C, 0x0D, CALL, *range(0x20, 0x27), 0x3F, 0x40, 0x41, 0x42, 0xD0, FUNCTION_REFERENCE), 1
    ),
    **dict.fromkeys((CALL_INDIRECT, *LOADS, *STORES), 2),
}
_BARE = {0x00, 0x01, 0x05, 0x0B, 0x0F, 0x1A, 0x1B, 0xD1, *range(0x45, 0xC5)}
_WIDE = {0x43: 4, 0x44: 8}
_PREFIXED = {**dict.fromkeys(range(8), 0), 8: 2, 9: 1, 10: 2, 11: 1, 12: 2, 13: 1, 14: 2, 15: 1, 16: 1, 17: 1}


@dataclass(frozen=True)
class Binary:
    """The content of each section, by the number of its kind."""

    content: dict[int, bytes]

    @classmethod
    def of(cls, octets: bytes) -> "Binary":
        """The binary in `octets`, but for what it says of itself under names. BundleError where it is none."""
        if not octets.startswith(PREAMBLE):
            raise BundleError("expected a WebAssembly binary of version 1")
        reader, content = Reader(octets, len(PREAMBLE)), {}
        while reader.at < len(octets):
            kind = reader.octet()
            content[kind] = reader.take(reader.number())
        return cls({kind: each for kind, each in content.items() if kind != CUSTOM})

    def octets(self) -> bytes:
        """As it is written."""
        # The count of the data stands before the code.
        order = sorted(self.content, key=lambda kind: ELEMENTS + 0.5 if kind == COUNT else kind)
        return PREAMBLE + b"".join(bytes([kind]) + sized(self.content[kind]) for kind in order)

    def with_sections(self, **content: bytes | None) -> "Binary":
        """The same with other `content`, by the names above; a section that is None is left out."""
        given = {globals()[name]: octets for name, octets in content.items()}
        return Binary({kind: octets for kind, octets in {**self.content, **given}.items() if octets is not None})

    def data(self) -> Iterator[tuple[int, bytes]]:
        """What it puts into the memory, with the address of each. BundleError where that is written in another way."""
        reader = self.entries(DATA)
        for _ in range(reader.count):
            if reader.take(2) != bytes([0, I32_CONST]):
                raise BundleError("MicroPython's data is written in another way: see consent/build/wasm.py")
            at = reader.number()
            reader.octet()
            yield at, reader.sized()

    def entries(self, kind: int) -> "Reader":
        """What reads this section, behind the count of its entries, which it has as `count`."""
        return Reader(self.content.get(kind, b"\0"), counted=True)


class Reader:
    """Reads `octets` from `at` on."""

    def __init__(self, octets: bytes, at: int = 0, *, counted: bool = False):
        self.octets = octets
        self.at = at
        self.count = self.number() if counted else 0

    def octet(self) -> int:
        self.at += 1
        return self.octets[self.at - 1]

    def take(self, length: int) -> bytes:
        self.at += length
        return self.octets[self.at - length : self.at]

    def number(self) -> int:
        """An unsigned one."""
        value = shift = 0
        while True:
            octet = self.octet()
            value |= (octet & 0x7F) << shift
            shift += 7
            if octet < 0x80:
                return value

    def sized(self) -> bytes:
        return self.take(self.number())

    def numbers(self) -> list[int]:
        return [self.number() for _ in range(self.number())]

    def limits(self) -> tuple[int, ...]:
        """The least and, where it is told, the most."""
        return tuple(self.number() for _ in range(1 + (self.octet() & 1)))


def leb(value: int) -> bytes:
    """`value`, not negative, seven bits at a time, the least significant first."""
    octets = []
    while True:
        octets.append(value & 0x7F | (0x80 if value > 0x7F else 0))
        value >>= 7
        if not value:
            return bytes(octets)


def const(value: int) -> bytes:
    """The instruction that gives `value`, not negative."""
    # The number is signed: its last seven bits have to begin with 0.
    digits = leb(value)
    return bytes([I32_CONST]) + (digits[:-1] + bytes([digits[-1] | 0x80, 0]) if digits[-1] & 0x40 else digits)


def sized(octets: bytes) -> bytes:
    """`octets` behind their length."""
    return leb(len(octets)) + octets


def vector(entries: list[bytes]) -> bytes:
    """`entries` behind their count."""
    return leb(len(entries)) + b"".join(entries)


def locals_end(body: bytes) -> int:
    """Where in the `body` of a function its instructions begin."""
    reader = Reader(body, counted=True)
    for _ in range(reader.count):
        reader.number()
        reader.octet()
    return reader.at


class Instruction(NamedTuple):
    """One of a body: where it begins and ends there, what it does, and the numbers that follow it."""

    begin: int
    end: int
    code: int
    numbers: tuple[int, ...]


def instructions(body: bytes) -> Iterator[Instruction]:
    """Those of the `body` of a function, in order. BundleError where there is one that is not known here."""
    reader = Reader(body, locals_end(body))
    while (begin := reader.at) < len(body):
        code = reader.octet()
        numbers: tuple[int, ...] = ()
        if code in _NUMBERS:
            numbers = tuple(reader.number() for _ in range(_NUMBERS[code]))
        elif code in _WIDE:
            reader.take(_WIDE[code])
        elif code == 0x0E:
            numbers = (*reader.numbers(), reader.number())
        elif code == 0x1C:
            reader.take(reader.number())
        elif code == PREFIX:
            kind = reader.number()
            numbers = (kind, *(reader.number() for _ in range(_PREFIXED.get(kind, 0))))
        elif code not in _BARE:
            raise BundleError(f"MicroPython's binary has the instruction {code:#x}, which is not known here")
        yield Instruction(begin, reader.at, code, numbers)


def called(body: bytes) -> Iterator[int]:
    """The functions that the `body` of one names."""
    return (each.numbers[0] for each in instructions(body) if each.code in (CALL, FUNCTION_REFERENCE))


def addressed(body: bytes) -> Iterator[int]:
    """Every number in the `body` of a function that may be an address, or that one is reckoned from."""
    for each in instructions(body):
        if each.code == I32_CONST:
            yield each.numbers[0]
        elif each.code in LOADS or each.code in STORES:
            yield each.numbers[1]
