"""Which of the package's modules go to the browser: those reached by imports from where Python starts there."""

import ast
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

from .. import features
from ..core.site import Site

PACKAGE = Path(__file__).parents[1]
ENTRY = "consent.browser.main"
# Where the build's own modules lie; a stub stands for each.
GENERATED = "generated"
# Beside the one of its name, what is for one feature alone.
OWN = {"ledger": ("consent.browser.outbox",)}


def lacking(site: Site) -> set[str]:
    """The modules that nothing imports on `site`: those of features that it does not have."""
    absent = [name for name in features.ROLES if features.lacking(name, site)]
    return {module for name in absent for module in (f"consent.features.{name}", *OWN.get(name, ()))}


def shipped(entry: str = ENTRY, without: Collection[str] = ()) -> dict[str, str]:
    """Path in the pack to source, for `entry` and every module of the package that it reaches, but not by `without`."""
    sources: dict[str, str] = {}
    waiting = [entry]
    while waiting:
        module = waiting.pop()
        if module in without:
            continue
        path = _path(module)
        key = f"{PACKAGE.name}/{path.relative_to(PACKAGE).as_posix()}"
        if key not in sources:
            sources[key] = path.read_text(encoding="utf-8")
            waiting += _imports(path, ast.walk(ast.parse(sources[key])))
    return dict(sorted(sources.items()))


def started(entry: str = ENTRY) -> list[str]:
    """The modules of the package that `entry` imports on every site, but for what the build writes."""
    path = _path(entry)
    found = _imports(path, ast.parse(path.read_text(encoding="utf-8")).body)
    return sorted({each for each in found if _path(each).name != "__init__.py"})


def absent(site: Site) -> list[str]:
    """The modules that `site` has no use for."""
    sources = shipped()
    return sorted(_name(path) for path in sources.keys() - shipped(without=lacking(site)).keys())


def importable(sources: Mapping[str, str]) -> list[str]:
    """The modules that `sources`, by their paths, are or import, wherever in them: all that may ever be imported."""
    found = {_name(path) for path in sources} - {ENTRY}
    for source in sources.values():
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Import):
                found |= {each.name for each in node.names}
            elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
                found.add(node.module)
    return sorted(found)


def _name(path: str) -> str:
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def _path(module: str) -> Path:
    at = PACKAGE.joinpath(*module.split(".")[1:])
    return at / "__init__.py" if at.is_dir() else at.with_suffix(".py")


def _imports(path: Path, nodes: Iterable[ast.AST]) -> list[str]:
    """The modules of the package that these `nodes` of the one at `path` import, with the packages that hold them."""
    package = [PACKAGE.name, *path.relative_to(PACKAGE).parent.parts]
    found = [".".join(package)]
    for node in nodes:
        if isinstance(node, ast.ImportFrom) and node.level:
            base = package[: len(package) - node.level + 1] + (node.module.split(".") if node.module else [])
            named = [".".join([*base, each.name]) for each in node.names]
            found += [".".join(base), *named]
    return [each for each in found if _path(each).is_file()]
