"""How the code is written and whether its types hold: every tool of `make lint`, with what it has to say."""

import json
import os
import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from consent.build.product import said
from consent.build.tag import embedded
from consent.core.site import Site

ROOT = Path(__file__).parents[2]
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")


def recipe(target: str) -> list[str]:
    """The commands of a target of the Makefile."""
    found = re.search(rf"(?m)^{target}:.*\n((?:\t.*\n)+)", MAKEFILE)
    assert found, target
    return [line.strip().removeprefix("@") for line in found[1].splitlines()]


def tools() -> list[str]:
    """The targets that `make lint` consists of."""
    found = re.search(r"(?m)^lint: (.+)$", MAKEFILE)
    assert found
    return found[1].split()


def test_nothing_is_left_out() -> None:
    assert tools() == ["ruff", "mypy", "eslint", "tsc"]


@pytest.mark.parametrize("command", [command for tool in tools() for command in recipe(tool)])
def test_the_code_is_as(command: str) -> None:
    # As make does: Node may be one that the set-up installed beside Python.
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    done = subprocess.run(
        shlex.split(command), cwd=ROOT, env={**os.environ, "PATH": path}, capture_output=True, text=True
    )
    assert done.returncode == 0, f"\n{done.stdout}{done.stderr}"


def test_every_tool_and_package_is_pinned_exactly() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = list(project["build-system"]["requires"])
    # A site may have newer ones of what the package takes at run time; here the locks say which.
    extras = project["project"]["optional-dependencies"]
    shared = [*project["project"]["dependencies"], *extras.pop("ledger"), *extras.pop("postgresql")]
    assert [each for each in shared if not re.fullmatch(r"[\w-]+(\[\w+\])?[=>]=[\w.]+", each)] == []
    groups = [*extras.values(), *project["dependency-groups"].values()]
    wanted += [each for group in groups for each in group]
    assert [each for each in wanted if not re.fullmatch(r"[\w-]+==[\w.]+", each)] == []
    for folder in (ROOT, ROOT / "benchmarks"):
        package = json.loads((folder / "package.json").read_text(encoding="utf-8"))
        versions = {**package["dependencies"], **package.get("devDependencies", {})}
        assert {name: each for name, each in versions.items() if not re.search(r"(^|@)\d[\w.-]+$", each)} == {}


def test_the_types_of_what_the_build_writes_for_the_tag_name_all_of_it() -> None:
    stub = (ROOT / "static/embed/declaration.d.ts").read_text(encoding="utf-8")
    site = Site(json.loads((ROOT / "tests/cases/site.json").read_text(encoding="utf-8")))
    assert set(re.findall(r"export const (\w+):", stub)) == set(embedded(site, said(site), "", ""))
