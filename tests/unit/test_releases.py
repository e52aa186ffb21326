"""What a release says of itself: one version, the fingerprint it asks about, and where to turn to."""

import itertools
import json
import re
import tomllib
from pathlib import Path

from consent.build import declaration

ROOT = Path(__file__).parents[2]
VERSION = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
CHANGELOG = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
# Name, date, fingerprint, and who is asked; the newest first.
ENTRIES = re.findall(
    r"(?m)^## \[(.+)\](?: - (\d{4}-\d\d-\d\d))?\n\nPolicy fingerprint `([0-9a-f]{8})`: (.+)\.$", CHANGELOG
)


def test_every_entry_tells_its_fingerprint() -> None:
    assert len(ENTRIES) == len(re.findall(r"(?m)^## ", CHANGELOG)) > 0
    assert [name for name, date, *_ in ENTRIES if bool(date) == (name == "Unreleased")] == []


def test_the_newest_release_is_the_present_version() -> None:
    assert next(name for name, *_ in ENTRIES if name != "Unreleased") == VERSION


def test_the_newest_entry_has_the_fingerprint_of_the_declaration() -> None:
    site = declaration.load(ROOT / "pyscript.toml")
    assert ENTRIES[0][2] == site.fingerprint, "the visitors will be asked again: say so in CHANGELOG.md"


def test_an_entry_says_whether_visitors_are_asked_again() -> None:
    for newer, older in itertools.pairwise(ENTRIES):
        asked = "nobody" if newer[2] == older[2] else "everybody"
        assert newer[3] == f"{asked} is asked again", newer[0]
    assert ENTRIES[-1][3] == "everybody is asked"


def test_the_version_stands_in_one_place() -> None:
    assert "version" not in json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    assert "version" not in declaration.read(ROOT / "pyscript.toml")


def test_a_weakness_is_told_to_whom_the_declaration_names() -> None:
    site = declaration.load(ROOT / "pyscript.toml")
    assert site.controller["contact"] in (ROOT / "SECURITY.md").read_text(encoding="utf-8")


def test_the_licence_is_the_one_that_the_packages_name() -> None:
    terms = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "Apache License" in terms
    assert "Version 2.0, January 2004" in terms
    assert "END OF TERMS AND CONDITIONS" in terms
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    package = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    assert (project["license"], package["license"]) == ("Apache-2.0", "Apache-2.0")
