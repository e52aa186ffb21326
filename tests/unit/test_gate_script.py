"""The shared case tables on the JavaScript under the same rules as Python, and those of what only JavaScript does."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from consent.build.bundler import esbuild
from consent.build.languages import pattern
from consent.build.product import said
from consent.build.tag import embedded
from consent.core.site import Site

ROOT = Path(__file__).parents[2]
HERE = ROOT / "tests/unit"
CASES = ROOT / "tests/cases"
# What has no twin in Python.
SCRIPT_ONLY = tuple(path.stem for path in sorted((CASES / "script").glob("*.json")))
TWINS = (
    "allows",
    "answer",
    "copies",
    "decision_binding",
    "decision_read",
    "decision_text",
    "decode",
    "find",
    "fits",
    "language_switched",
    "locale_choose",
    "locale_match",
    "parse",
    "prompt_due",
    "second_copy",
    "some_record",
    "state",
    "stored",
    "stored_business",
    "tree",
)


def declarations() -> dict[str, dict[str, str]]:
    """What the build writes for the tag, by what is special about the site, and by the languages that it speaks."""
    plain = json.loads((CASES / "site.json").read_text(encoding="utf-8"))
    special: dict[str, dict[str, Any]] = {
        "every-visit": {},
        "when-needed": {"ask": "when-needed"},
        "block": {"undeclared": "block"},
        "prefixed": {"cookies": [{**each, "name": f"__Host-{each['name']}"} for each in plain["cookies"]]},
        **{domain: {"domain": domain} for domain in ("a.cn", "cn", "b.a.cn", "aa.cn", "x.com")},
        "nothing optional": {"cookies": [each for each in plain["cookies"] if not each["consent"]]},
        "for the visit": {"cookies": [{**each, "days": 0} for each in plain["cookies"]]},
    }
    made = {}
    for name, changes in special.items():
        site = Site({**plain, **changes})
        made[name] = {**embedded(site, said(site), "p {}", "c/"), "changed": "true"}
    for spoken, table in json.loads((CASES / "languages.json").read_text(encoding="utf-8")).items():
        tongues = {tag: pattern(tag, table["spellings"]) for tag in spoken.split()}
        made[spoken] = {**made["every-visit"], "tongues": json.dumps(tongues)}
    return made


def run_tables(root: Path, folder: Path) -> dict[str, tuple[int, list[Any]]]:
    """What the scripts of the project at `root` make of the tables, by table: how many cases, which fail.

    `folder` is for what is bundled; AssertionError where they do not run to the end.
    """
    made = declarations()
    declaration = folder / "declaration.js"
    members = ", ".join(made["every-visit"])
    declaration.write_text(f"export const {{ {members} }} = globalThis.declared;", encoding="utf-8")
    scripts = {key: ", ".join(f"{name}: {value}" for name, value in each.items()) for key, each in made.items()}
    (folder / "declarations.json").write_text(json.dumps(scripts), encoding="utf-8")
    shutil.copy(HERE / "browser_stub.js", folder / "stub.js")
    esbuild(
        [
            str(root / "tests/unit/gate_subjects.js"),
            "--bundle",
            "--format=iife",
            '--define:import.meta.url="https://a.cn/c/1/later.js"',
            "--target=es2022",
            "--supported:dynamic-import=false",
            f"--alias:declaration={declaration}",
            f"--outfile={folder / 'subjects.js'}",
        ],
        root,
    )
    command = ["node", str(HERE / "run_subjects.mjs"), str(folder), str(CASES / "tables"), str(CASES / "script")]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr + done.stdout
    # Not by splitlines(), which would divide texts of the cases too.
    found = [json.loads(line) for line in done.stdout.strip().split("\n")]
    return {table: (count, failed) for table, count, failed in found}


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[int, list[Any]]]:
    return run_tables(ROOT, tmp_path_factory.mktemp("script"))


@pytest.mark.parametrize("table", TWINS + SCRIPT_ONLY)
def test_table(outcomes: dict[str, tuple[int, list[Any]]], table: str) -> None:
    assert sorted(outcomes) == sorted(TWINS + SCRIPT_ONLY)
    count, failed = outcomes[table]
    assert count > 0
    assert failed == []
