"""What of MicroPython's memory only the rest of its code reads: its texts and tables, which go with that code.

Found by structure: no function that runs names an address in it, and no word of the memory does.
"""

from itertools import pairwise

from . import wasm
from .memory import Block, Memory, joined
from .profile import GRAIN, Profile
from .split import Code
from .wasm import addressed, const, sized, vector


def unread(code: Code, memory: Memory, profile: Profile) -> list[Block]:
    """The blocks of the `memory` that no function of the `profile` reads, each up to the next address that is named.

    BundleError where the constants of the binary lie otherwise.
    """
    brought = constants(code)
    named = {each: set(filter(brought.__contains__, addressed(code.body(each)))) for each in code.own()}
    kept = {each for function in profile.ran for each in named[function]} | set(
        filter(brought.__contains__, memory.words())
    )
    begins = sorted(kept.union(*named.values()))
    read = {grain for each in profile.read for grain in range(each, each + GRAIN)}
    found: list[Block] = []
    before = True
    for begin, end in pairwise([*begins, brought.stop]):
        block = range(begin, end)
        if begin in kept or not read.isdisjoint(block):
            before = True
            continue
        # A text that is needed may go on into this one: both have their end in common.
        begin = _behind_text(memory, begin, end) if before else begin
        before = False
        if begin < end:
            found.append(range(begin, end))
    return joined(found)


def segments(blocks: list[Block], memory: Memory) -> bytes:
    """The section of data that puts these blocks of the `memory` where they lie."""
    return vector([b"\0" + const(each.start) + bytes([wasm.END]) + sized(memory.read(each)) for each in blocks])


def constants(code: Code) -> Block:
    """Where what the binary brings with it lies."""
    places = [range(at, at + len(octets)) for at, octets in code.binary.data()]
    return range(min(each.start for each in places), max(each.stop for each in places))


def _behind_text(memory: Memory, begin: int, end: int) -> int:
    before, *octets = memory.read(range(begin - 1, end))
    if not before:
        return begin
    return begin + octets.index(0) + 1 if 0 in octets else end
