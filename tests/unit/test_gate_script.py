"""The shared case tables on the JavaScript under the same rules as Python (gate, jar, record), and its own."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from consent.build.bundler import esbuild
from consent.build.product import locales
from consent.build.tag import constants
from consent.core.site import Site

ROOT = Path(__file__).parents[2]
CASES = ROOT / "tests/cases"
TABLES = ("decision_binding", "decision_read", "decode", "expirations", "find", "gate", "parse")
# All that the modules ask of a browser when they are loaded.
BROWSER = "globalThis.location = {}; globalThis.Document = class { get cookie() {} set cookie(text) {} };"


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[int, list[Any]]]:
    folder = tmp_path_factory.mktemp("script")
    site = Site(json.loads((CASES / "site.json").read_text(encoding="utf-8")))
    declaration = folder / "declaration.js"
    declaration.write_text(constants(site, locales(site), "", "c/"), encoding="utf-8")
    script = folder / "subjects.mjs"
    esbuild(
        [
            str(ROOT / "tests/unit/gate_subjects.js"),
            "--bundle",
            "--format=esm",
            "--platform=node",
            "--target=es2020",
            f"--alias:declaration={declaration}",
            f"--banner:js={BROWSER}",
            f"--outfile={script}",
        ],
        ROOT,
    )
    done = subprocess.run(
        ["node", str(script), str(CASES / "tables"), str(CASES / "script")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr + done.stdout
    found = [json.loads(line) for line in done.stdout.splitlines()]
    return {table: (count, failed) for table, count, failed in found}


@pytest.mark.parametrize("table", TABLES)
def test_table(outcomes: dict[str, tuple[int, list[Any]]], table: str) -> None:
    assert sorted(outcomes) == sorted(TABLES)
    count, failed = outcomes[table]
    assert count > 0
    assert failed == []
