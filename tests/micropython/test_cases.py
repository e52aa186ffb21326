"""Every shared case table on the MicroPython that is shipped to visitors."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
TABLES = sorted(path.stem for path in (ROOT / "tests/cases/tables").glob("*.json"))


@pytest.fixture(scope="module")
def outcomes() -> dict[str, tuple[int, list[Any]]]:
    here = "tests/micropython"
    command = ["node", f"{here}/run.mjs", ".", f"{here}/run_cases.py", "consent", "tests/cases"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr + done.stdout
    found = [json.loads(line) for line in done.stdout.splitlines()]
    return {table: (count, failed) for table, count, failed in found}


@pytest.mark.parametrize("table", TABLES)
def test_table(outcomes: dict[str, tuple[int, list[Any]]], table: str) -> None:
    count, failed = outcomes[table]
    expected = len(json.loads((ROOT / f"tests/cases/tables/{table}.json").read_text(encoding="utf-8")))
    assert count == expected > 0
    assert failed == []
