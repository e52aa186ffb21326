"""Parts MicroPython's code into what runs in a visitor's browser and the rest, fetched only if it is ever needed.

Which functions run is a profile that a browser made of the very same binary: `tests.browser.profile`. In the first file
each of the others asks for the second and goes on there. That one has all of the code and works on the memory, table
and globals of the first, so that it does not matter in which of them a function runs.
"""

from collections.abc import Set
from dataclasses import dataclass

from . import wasm
from .bundler import BundleError
from .wasm import Binary, Reader, called, const, leb, sized, vector

# What a function that is not here asks JavaScript for: takes the place of an import that nothing else here uses.
LATE = "late"
# How the second file finds what it works on.
FIRST = "first"
TABLE = "__indirect_function_table"
MEMORY = "memory"


@dataclass(frozen=True)
class Imported:
    """A function that the binary takes from JavaScript: its module, its name, and the number of its type."""

    module: str
    name: str
    type: int


class Code:
    """The functions of `binary`, numbered as it numbers them: what it imports first."""

    def __init__(self, binary: Binary):
        self.binary = binary
        types = binary.entries(wasm.TYPES)
        self.types = [_type(types) for _ in range(types.count)]
        imports = binary.entries(wasm.IMPORTS)
        self.imports = [_import(imports) for _ in range(imports.count)]
        functions = binary.entries(wasm.FUNCTIONS)
        self.declared = [functions.number() for _ in range(functions.count)]
        code = binary.entries(wasm.CODE)
        self.bodies = [code.sized() for _ in range(code.count)]

    def own(self) -> range:
        """The numbers of the functions that it has itself."""
        return range(len(self.imports), len(self.imports) + len(self.bodies))

    def body(self, function: int) -> bytes:
        """The locals and instructions of `function`."""
        return self.bodies[function - len(self.imports)]

    def type(self, function: int) -> int:
        """The number of the type of `function`, one of its own."""
        return self.declared[function - len(self.imports)]

    def spare(self, using: Set[int]) -> int:
        """An import that takes a number and gives one, and that no function in `using` calls. BundleError."""
        taken = {each for function in using for each in called(self.body(function))} | self.in_table()
        # Of files there are none, so that nobody misses what asks for them.
        for number, each in sorted(enumerate(self.imports), key=lambda each: "__syscall" not in each[1].name):
            if self.types[each.type] == (bytes([wasm.I32]), bytes([wasm.I32])) and number not in taken:
                return number
        raise BundleError("MicroPython imports no function that what runs does not use: see consent/build/split.py")

    def in_table(self) -> set[int]:
        """The functions that are called by their place in the table."""
        reader = self.binary.entries(wasm.ELEMENTS)
        if reader.count != 1 or reader.take(2) != bytes([0, wasm.I32_CONST]):
            raise BundleError("MicroPython's table is filled in another way: see consent/build/split.py")
        reader.number()
        reader.octet()
        return set(reader.numbers())

    def renamed(self, number: int, name: str) -> bytes:
        """The section of the imports where the import of this number is called `name`."""
        named = [*self.imports]
        named[number] = Imported("env", name, named[number].type)
        return vector([_written(each) for each in named])


def parts(code: Code, ran: Set[int], data: bytes) -> tuple[bytes, bytes]:
    """Two binaries: of `code` what has run, with a way to the rest; and all of it with `data`, to be fetched later."""
    binary = code.binary
    if not ran <= set(code.own()):
        raise BundleError("the profile names functions that MicroPython does not have: run `make profile`")
    late = code.spare(ran)
    exports = binary.entries(wasm.EXPORTS)
    exported = [(exports.sized(), exports.octet(), exports.number()) for _ in range(exports.count)]
    kept = [each for each in exported if each[1] != wasm.GLOBAL]
    reached = {each for function in ran for each in called(code.body(function))}
    reached |= code.in_table() | {number for _, kind, number in kept if kind == wasm.FUNCTION}
    rest = sorted((reached & set(code.own())) - ran)
    tables = binary.entries(wasm.TABLES)
    if tables.count != 1 or tables.octet() != wasm.FUNCREF or wasm.START in binary.content:
        raise BundleError("MicroPython has another table, or starts by itself: see consent/build/split.py")
    begin = tables.limits()[0]
    place = {function: begin + index for index, function in enumerate(rest)}
    changing = _changing(binary)

    bodies = [
        code.body(each) if each in ran else _stub(code, each, place[each], late) if each in place else _none()
        for each in code.own()
    ]
    shown = [sized(name) + bytes([kind]) + leb(number) for name, kind, number in kept]
    shown += [sized(b"%d" % number) + bytes([wasm.GLOBAL]) + leb(number) for number in range(len(changing))]
    table = bytes([wasm.FUNCREF, 0]) + leb(begin + len(rest))
    first = binary.with_sections(
        IMPORTS=code.renamed(late, LATE),
        TABLES=vector([table]),
        EXPORTS=vector(shown),
        CODE=vector([sized(body) for body in bodies]),
        DATA=None,
        COUNT=None,
    )

    memory = binary.entries(wasm.MEMORIES).octets[1:]
    taken = [
        _external(TABLE, wasm.TABLE, table),
        _external(MEMORY, wasm.MEMORY, memory),
        *(_external(str(number), wasm.GLOBAL, each) for number, each in enumerate(changing)),
    ]
    globals_ = binary.entries(wasm.GLOBALS)
    own_globals = [_global(globals_) for _ in range(globals_.count)][len(changing) :]
    second = binary.with_sections(
        IMPORTS=vector([*map(_written, code.imports), *taken]),
        TABLES=None,
        MEMORIES=None,
        GLOBALS=vector(own_globals),
        EXPORTS=None,
        ELEMENTS=vector([b"\0" + const(begin) + bytes([wasm.END]) + vector([leb(each) for each in rest])]),
        DATA=data,
        COUNT=None,
    )
    return first.octets(), second.octets()


def _stub(code: Code, function: int, place: int, late: int) -> bytes:
    """A body that hands what it is given to the function at this `place` in the table, which `late` sees to."""
    given = len(code.types[code.type(function)][0])
    handed = b"".join(bytes([wasm.LOCAL_GET]) + leb(each) for each in range(given))
    go_on = const(place) + bytes([wasm.CALL]) + leb(late)
    return b"\0" + handed + go_on + bytes([wasm.CALL_INDIRECT]) + leb(code.type(function)) + bytes([0, wasm.END])


def _none() -> bytes:
    """A body of what is never called."""
    return bytes([0, wasm.UNREACHABLE, wasm.END])


def _changing(binary: Binary) -> list[bytes]:
    """The types of the globals that change, which are to be the first."""
    reader = binary.entries(wasm.GLOBALS)
    types = [_global(reader)[:2] for _ in range(reader.count)]
    changing = [each for each in types if each[1]]
    if types[: len(changing)] != changing:
        raise BundleError("MicroPython's globals are in another order: see consent/build/split.py")
    return changing


def _global(reader: Reader) -> bytes:
    begin = reader.at
    reader.take(2)
    if reader.octet() != wasm.I32_CONST:
        raise BundleError("MicroPython has a global of another kind: see consent/build/split.py")
    reader.number()
    reader.octet()
    return reader.octets[begin : reader.at]


def _type(reader: Reader) -> tuple[bytes, bytes]:
    reader.octet()
    return reader.sized(), reader.sized()


def _import(reader: Reader) -> Imported:
    module, name, kind = reader.sized().decode(), reader.sized().decode(), reader.octet()
    if kind != wasm.FUNCTION:
        raise BundleError(f"MicroPython imports {module}.{name}, which is no function")
    return Imported(module, name, reader.number())


def _written(each: Imported) -> bytes:
    return sized(each.module.encode()) + sized(each.name.encode()) + bytes([wasm.FUNCTION]) + leb(each.type)


def _external(name: str, kind: int, described: bytes) -> bytes:
    return sized(FIRST.encode()) + sized(name.encode()) + bytes([kind]) + described
