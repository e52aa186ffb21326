"""The rooms of the package: who may import whom, and that nothing is in the browser's rooms for tests alone."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from consent.build.modules import PACKAGE, shipped

# What runs in the browser; each may use those before it, and the two that follow may use all.
ROOMS = ("core", "render", "features", "browser")
COMPOSERS = ("context.py", "app.py")
MODULES = [path for room in ROOMS for path in sorted((PACKAGE / room).glob("*.py"))]
MODULES += [PACKAGE / name for name in COMPOSERS]


def named(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def imported(path: Path) -> Iterator[str]:
    """The rooms, and the modules beside them, from which this module imports."""
    folder = path.relative_to(PACKAGE).parent.parts
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.level:
            parts = [*folder[: len(folder) - node.level + 1], *(node.module or "").split(".")]
            yield from [parts[0]] if parts[0] else [alias.name for alias in node.names]


@pytest.mark.parametrize("path", [path for path in MODULES if named(path).startswith(ROOMS[:3])], ids=named)
def test_a_room_imports_only_from_itself_and_those_above_it(path: Path) -> None:
    room = named(path).split("/")[0]
    assert set(imported(path)) <= set(ROOMS[: ROOMS.index(room) + 1])


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_every_module_goes_to_the_browser(path: Path) -> None:
    assert f"consent/{named(path)}" in shipped()


@cache
def used() -> set[str]:
    """Every name that the product's own code mentions, definitions and imports left out; also in texts, as in CALLS."""
    found: set[str] = set()
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
                found.add(node.id)
            elif isinstance(node, ast.Attribute):
                found.add(node.attr)
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.add(node.value)
    return found


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_the_product_uses_every_definition(path: Path) -> None:
    known = used()
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    defined = [node.name for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, kinds)]
    assert [name for name in defined if not name.startswith("__") and name not in known] == []
