"""What is taken from registries is named with version and digest, brings no code that runs meanwhile, and is told."""

import importlib.metadata
import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement

from consent.build import prepare
from consent.build.sbom import bill

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCKS = [*prepare.LOCKS.values(), prepare.NODE_LOCK]
NPM_LOCKS = [ROOT / "package-lock.json", ROOT / "benchmarks/package-lock.json"]


def name_of(package: str) -> str:
    return re.sub(r"[-_.]+", "-", package).lower()


def locked(lock: str) -> dict[str, str]:
    """Name to version, of everything in a lock file of Python packages."""
    text = (ROOT / lock).read_text(encoding="utf-8")
    return {name_of(name): version for name, version in re.findall(r"(?m)^([\w.-]+)==([\w.]+)", text)}


@pytest.mark.parametrize("lock", LOCKS)
def test_every_python_package_is_named_with_its_version_and_digests_and_no_place(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8").replace("\\\n", "")
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    assert lines
    entry = r"[\w.-]+==[\w.]+( ; [^@#]+?)?( +--hash=sha256:[0-9a-f]{64})+"
    assert [line for line in lines if not re.fullmatch(entry, line)] == []
    assert "://" not in text


@pytest.mark.parametrize("test", [False, True])
def test_the_locks_hold_what_the_project_asks_for(test: bool) -> None:
    extras = PROJECT["project"]["optional-dependencies"]
    asked = [*PROJECT["build-system"]["requires"], *PROJECT["project"]["dependencies"]]
    asked += [*PROJECT["dependency-groups"]["set-up"], *extras["demo"], *extras["audit"], *extras["test"] * test]
    found = locked(prepare.LOCKS[test])
    wanted = {name_of(each.name): each.specifier for each in map(Requirement, asked)}
    assert {name for name, versions in wanted.items() if found.get(name, "0") not in versions} == set()


def test_the_lock_of_node_holds_what_the_project_asks_for() -> None:
    [asked] = PROJECT["dependency-groups"]["node"]
    assert f"{asked} " in (ROOT / prepare.NODE_LOCK).read_text(encoding="utf-8")


def test_both_locks_agree() -> None:
    assert locked(prepare.LOCKS[False]).items() <= locked(prepare.LOCKS[True]).items()


def test_what_is_installed_is_what_the_lock_says() -> None:
    found = locked(prepare.LOCKS[True]) | locked(prepare.NODE_LOCK)
    there = {name_of(each.name): each.version for each in importlib.metadata.distributions()}
    # setuptools comes with the virtual environment too.
    wanted = {name: version for name, version in there.items() if name in found and name != "setuptools"}
    assert len(wanted) > 40
    assert {name: version for name, version in wanted.items() if found[name] != version} == {}


@pytest.mark.parametrize("lock", NPM_LOCKS, ids=lambda path: path.parent.name)
def test_every_npm_package_has_a_digest_and_no_place(lock: Path) -> None:
    packages = json.loads(lock.read_text(encoding="utf-8"))["packages"]
    del packages[""]
    assert packages
    assert [path for path, each in packages.items() if not each.get("integrity", "").startswith("sha512-")] == []
    assert [path for path, each in packages.items() if "resolved" in each] == []
    assert "ignore-scripts=true" in (lock.parent / ".npmrc").read_text(encoding="utf-8").splitlines()


def test_no_code_of_a_package_runs_while_it_is_installed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    ran: list[list[str]] = []
    monkeypatch.setattr(prepare, "VENV", tmp_path)
    monkeypatch.setattr(prepare, "PYTHON", tmp_path)
    monkeypatch.setattr(prepare, "_node_suits", lambda: False)
    monkeypatch.setattr(prepare, "_run", lambda *command: ran.append([*map(str, command)]))
    for test in (False, True):
        prepare._python(test)
    prepare._node()
    own = ["--no-index", "--no-deps", "--no-build-isolation", "--editable", "."]
    taken = [command for command in ran if command[-5:] != own]
    assert len(ran) - len(taken) == 2
    assert [command[-1] for command in taken if "pip" in command] == LOCKS
    for command in taken:
        if "pip" in command:
            assert {"--require-hashes", "--only-binary=:all:", "--no-deps"} <= set(command)
        else:
            assert command[:3] == ["npm", "ci", "--ignore-scripts"]
    # Nothing is new: nothing is done.
    ran.clear()
    prepare._python(False)
    prepare._python(True)
    assert ran == []


@pytest.fixture(scope="module")
def materials() -> dict[str, Any]:
    notices = "@pyscript/core 0.7.31 (Apache-2.0)\n" + "=" * 34 + "\n\nTerms (of it)\n"
    text = bill(ROOT, notices)
    assert text == bill(ROOT, notices)
    return json.loads(text)


def test_the_bill_of_materials_names_what_the_locks_do(materials: dict[str, Any]) -> None:
    assert (materials["bomFormat"], materials["specVersion"], materials["version"]) == ("CycloneDX", "1.6", 1)
    assert re.fullmatch(r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", materials["serialNumber"])
    own = materials["metadata"]["component"]
    assert (own["name"], own["version"]) == (PROJECT["project"]["name"], PROJECT["project"]["version"])
    found = {(each["purl"].split("/")[0], each["name"], each["version"]) for each in materials["components"]}
    packages = json.loads(NPM_LOCKS[0].read_text(encoding="utf-8"))["packages"]
    npm = {
        ("pkg:npm", path.rpartition("node_modules/")[2], each["version"])
        for path, each in packages.items()
        if path and not each.get("dev")
    }
    python = {("pkg:pypi", name, version) for name, version in locked(prepare.LOCKS[False]).items()}
    assert found == npm | python


def test_the_bill_of_materials_tells_what_is_shipped_and_what_needs_what(materials: dict[str, Any]) -> None:
    components = {each["bom-ref"]: each for each in materials["components"]}
    assert len(components) == len(materials["components"])
    shipped = [each for each in components.values() if each["scope"] == "required"]
    assert [(each["name"], each["version"]) for each in shipped] == [("@pyscript/core", "0.7.31")]
    assert re.fullmatch(r"[0-9a-f]{128}", shipped[0]["hashes"][0]["content"])
    assert shipped[0]["hashes"][0]["alg"] == "SHA-512"
    edges = {each["ref"]: each["dependsOn"] for each in materials["dependencies"]}
    own = materials["metadata"]["component"]["bom-ref"]
    assert set(edges) <= {own, *components}
    assert all(set(needs) <= set(components) for needs in edges.values())
    assert "pkg:npm/%40pyscript/core@0.7.31" in edges[own]
    assert any(each.startswith("pkg:npm/polyscript@") for each in edges["pkg:npm/%40pyscript/core@0.7.31"])
