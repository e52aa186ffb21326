"""MicroPython's memory as it is when everything that all sites have in common has been imported, taken once by Node.

A browser goes on from there: it constructs, mounts, compiles and imports nothing of that. What a site has of its own,
its declaration, is put before it when the site is built, which needs no Node.
"""

import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from .bundler import node
from .memory import Memory
from .modules import GENERATED, PACKAGE, importable, shipped, started
from .pack import build_pack
from .profile import PROFILE, Profile
from .runtime import BINARY, SCRIPTS, glue, stdlib
from .split import Code, parts
from .unread import segments, unread
from .wasm import Binary

# In the folder of the assets.
MEMORY = "memory.bin"
# What the memory tells of itself: where the modules lie that it has not imported.
MODULES = "modules"


class Parted(NamedTuple):
    """MicroPython in three: the code that runs, the rest of it with what only that reads, and the memory."""

    code: bytes
    rest: bytes
    memory: Memory


def take(root: Path, panels: str) -> Memory:
    """The memory, with the styles of the `panels` in it.

    BundleError where MicroPython or PyScript is laid out in another way than is known here, PackError where a module
    does not compile.
    """
    sources = _sources(root, panels)
    with tempfile.TemporaryDirectory() as folder:
        script, pack, out = (Path(folder) / name for name in ("micropython.mjs", "modules.rom", "memory"))
        glue(root, script)
        build_pack(sources, pack)
        modules = "".join(f"import {each} as _each\n" for each in ("pyscript", *started()))
        binary = root / "node_modules" / BINARY
        node(root, SCRIPTS / "snapshot.mjs", script, binary, pack, out, modules + "del _each", *importable(sources))
        return Memory.of(out.read_bytes())


def unstarted(root: Path, panels: str) -> Memory:
    """What a start from the beginning needs: all modules. PackError where one does not compile."""
    with tempfile.TemporaryDirectory() as folder:
        pack = Path(folder) / "modules.rom"
        build_pack(_sources(root, panels), pack)
        return Memory(((0, pack.read_bytes()),), {"pages": 0, "references": [], MODULES: {}})


def parted(root: Path, memory: Memory) -> Parted:
    """MicroPython with this `memory`, parted by what runs of it. BundleError where it is not the one that is known."""
    octets = (root / "node_modules" / BINARY).read_bytes()
    code, profile = Code(Binary.of(octets)), Profile.of(root / PROFILE, octets)
    blocks = unread(code, memory, profile)
    return Parted(*parts(code, profile.ran, segments(blocks, memory)), memory.without(blocks))


def declaring(memory: Memory, declaration: str, absent: Iterable[str]) -> bytes:
    """The file of a site with this `declaration`, JSON in one line, that has no use for the modules `absent`."""
    told = {**memory.told}
    places = told.pop(MODULES)
    blocks = [range(*places[each]) for each in absent if each in places]
    return Memory(memory.parts, told).without(blocks).octets(declaration)


def _sources(root: Path, panels: str) -> dict[str, str]:
    return {**stdlib(root), **shipped(), f"{PACKAGE.name}/{GENERATED}/panels.py": f"CSS = {panels!r}\n"}
