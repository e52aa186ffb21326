"""Every shared case table on CPython; tests/micropython runs the same ones on the shipped interpreter."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cases import subjects

CASES = Path(__file__).parents[1] / "cases"
SITE = json.loads((CASES / "site.json").read_text(encoding="utf-8"))
TABLES = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted((CASES / "tables").glob("*.json"))}


def test_every_subject_has_a_table_and_every_table_a_subject() -> None:
    assert sorted(TABLES) == sorted(subjects.SUBJECTS)
    assert all(TABLES.values())


@pytest.mark.parametrize(
    ("table", "case"),
    [pytest.param(table, case, id=f"{table}: {case['says']}") for table in TABLES for case in TABLES[table]],
)
def test_case(table: str, case: dict[str, Any]) -> None:
    assert subjects.run(table, case["given"], SITE) == case["expected"]
