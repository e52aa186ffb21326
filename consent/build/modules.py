"""Which of the package's modules go to the browser: those reached by imports from where Python starts there."""

import ast
from pathlib import Path

PACKAGE = Path(__file__).parents[1]
ENTRY = "consent.browser.main"
# Where the build's own modules lie; a stub stands for each.
GENERATED = "generated"


def shipped(entry: str = ENTRY) -> dict[str, str]:
    """Path in the pack to source, for `entry` and every module of the package that it reaches."""
    sources: dict[str, str] = {}
    waiting = [entry]
    while waiting:
        path = _path(waiting.pop())
        key = f"{PACKAGE.name}/{path.relative_to(PACKAGE).as_posix()}"
        if key not in sources:
            sources[key] = path.read_text(encoding="utf-8")
            waiting += _imports(path, sources[key])
    return dict(sorted(sources.items()))


def _path(module: str) -> Path:
    at = PACKAGE.joinpath(*module.split(".")[1:])
    return at / "__init__.py" if at.is_dir() else at.with_suffix(".py")


def _imports(path: Path, source: str) -> list[str]:
    """The modules of the package that this one imports, wherever in it, with the packages that hold them."""
    package = [PACKAGE.name, *path.relative_to(PACKAGE).parent.parts]
    found = [".".join(package)]
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and node.level:
            base = package[: len(package) - node.level + 1] + (node.module.split(".") if node.module else [])
            named = [".".join([*base, each.name]) for each in node.names]
            found += [".".join(base), *named]
    return [each for each in found if _path(each).is_file()]
