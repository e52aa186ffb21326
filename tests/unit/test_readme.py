"""What the README says is so."""

import re
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from consent.build import declaration, servers
from consent.build.bundler import OLDEST
from consent.core import decision, header, history
from consent.core.cookies import MAX_DAYS, encode_value
from consent.core.site import Site
from tests.unit.test_cases import SITE, TABLES
from tests.unit.test_gate_script import TWINS

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
SITE = Site(SITE)


def only(pattern: str) -> str:
    """What the group of `pattern` is in the README."""
    found = re.search(pattern, README)
    assert found, pattern
    return found[1]


def script(name: str) -> str:
    return (ROOT / f"static/embed/{name}.js").read_text(encoding="utf-8")


def block(language: str) -> str:
    return only(rf"(?s)```{language}\n(.*?)```")


def test_the_commands_are_there() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    commands = set(re.findall(r"(?m)(?:`|^)make ([a-z-]+)", README + CONTRIBUTING))
    assert {"serve", "test", "build", "picture"} <= commands
    for command in commands:
        assert re.search(rf"(?m)^{command}:", makefile), command


def test_the_oldest_browsers_are_those_that_the_build_is_for() -> None:
    names = [f"{name.title()} {version}" for name, version in OLDEST.items()]
    assert f"{names[0]}, {names[1]} and {names[2]}; the build's target is" in README


def test_every_room_is_in_the_tree_and_nothing_else() -> None:
    folders: dict[str, set[str]] = {}
    for line in README.split("## How it is built")[1].split("```")[1].splitlines():
        found = re.match(r"(  )?([\w.]+)/? ", line)
        if found and not found[1]:
            top = found[2]
            folders[top] = set()
        elif found:
            folders[top].add(found[2])
    for top in ("consent", "static"):
        there = {path.name for path in (ROOT / top).iterdir() if path.is_dir() and path.name != "__pycache__"}
        # Made by the first build.
        made = {"assets"} if top == "consent" else set()
        assert folders[top] == there | made, top
    assert all((ROOT / top).exists() for top in folders)


def test_the_figures_it_tells_are_those_of_the_code() -> None:
    words = " ".join(README.split())
    assert f"At most {decision.MAX_BYTES} bytes" in words
    assert (only(r"up to (\w+) answers before"), history.MAX_EARLIER) == ("nine", 9)
    assert int(only(r"A header of ([\d,]+) octets").replace(",", "")) == header.MAX_HEADER + 1
    assert (only(r"\*\*(One minute ahead)"), decision.AHEAD_MINUTES) == ("One minute ahead", 1)
    wait = only(r"(\d+) ms before another tab")
    assert f"setTimeout(observe, {wait})" in script("embed")
    assert f"1 to {MAX_DAYS}" in words


def test_the_places_in_session_storage_are_those_of_the_code() -> None:
    device = (ROOT / "consent/browser/device.py").read_text(encoding="utf-8")
    kept = {*re.findall(r'"(smartee-consent[\w.]*)"', device), *re.findall(r"= '(smartee-consent)'", script("click"))}
    told = README.split("**sessionStorage** holds three")[1].split("- **")[0]
    assert set(re.findall(r"`(smartee-consent[\w.]*)`", told)) == kept
    assert len(kept) == 3


def test_every_file_it_names_exists() -> None:
    for link in re.findall(r"\]\((?!https?:)([^)#]+)\)", README):
        assert (ROOT / link).is_file(), link
    for path in re.findall(r"`((?:consent|static|tests|benchmarks)/[\w./-]+)`", README + CONTRIBUTING):
        assert (ROOT / path).exists(), path


def test_the_list_of_twins_is_complete_and_each_is_held_by_a_table_that_both_run() -> None:
    rows = re.findall(
        r"(?m)^\| .+? \| `(.+?)` \| `(.+?)` \| (`.+?`) \|$", README.split("### Twins")[1].split("\n## ")[0]
    )
    assert [path for *both, _ in rows for path in both if not (ROOT / path).is_file()] == []
    tables = [table for *_, named in rows for table in re.findall(r"`(\w+)`", named)]
    assert sorted(tables) == sorted(TWINS)
    assert set(tables) <= set(TABLES)


def test_the_configuration_table_is_complete() -> None:
    table = README.split("## The declaration")[1].split("##")[0]
    rows = dict(re.findall(r"(?m)^\| `(.+?)` \|.*\| (.+?) \|$", table))
    keys = {key for row in rows for key in row.replace("`", "").split(", ")}
    assert set(declaration.SETTINGS) <= keys
    fields = {key for row in table.splitlines() if "[consent.cookies]" in row for key in re.findall(r"`(\w+)`", row)}
    assert fields == set(declaration.COOKIE_KEYS)
    for key, (default, _, _) in declaration.SETTINGS.items():
        told = rows.get(key)
        if told and default is not None:
            assert (
                told == f"`{default if isinstance(default, int) else str(default).join(chr(34) * 2)}`"
                or key == "languages"
            )


def test_the_widgets_surfaces_and_members_are_named() -> None:
    types = (ROOT / "static/smartee-consent.d.ts").read_text(encoding="utf-8")
    for member in re.findall(
        r"(?m)^  (?:readonly )?(\w+)[(:]", types.split("interface SmarteeConsent")[1].split("\n}\n")[0]
    ):
        assert f"`{member}" in README, member
    for event in re.findall(r"'smartee-consent(:[\w-]+)'", types):
        assert event in README, event


def test_the_record_in_the_example_has_the_present_form() -> None:
    example = only(r"smartee_online4_global_consent=(\S+)")
    assert decision.text(decision.parse(example)) == example
    assert decision.parse(example).fingerprint == SITE.fingerprint


@pytest.mark.parametrize("case", TABLES["decision_read"], ids=lambda case: case["says"])
def test_the_python_reader_agrees_with_the_product(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, case: dict[str, Any]
) -> None:
    given, name = case["given"], SITE.cookie("decision").name
    (tmp_path / "dist/servers").mkdir(parents=True)
    (tmp_path / "dist/servers/consent.json").write_text(servers.examples(SITE)["consent.json"], encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(time, "time", lambda: given["now"] * 60.0)
    raw = encode_value(given["raw"].replace("FINGERPRINT", SITE.fingerprint))
    names: dict[str, Any] = {"request": SimpleNamespace(headers={"Cookie": f"a=b; {name}={raw}"})}
    exec(block("python"), names)
    assert list(names["granted"]) == (case["expected"][0] if case["expected"] else [])


def test_nginx_gets_the_variables_it_names() -> None:
    text = "".join(servers.examples(SITE).values())
    for variable in re.findall(r"`(\$consent_\w+)`", README):
        assert variable in text, variable
