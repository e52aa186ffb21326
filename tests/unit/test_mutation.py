"""`make mutate`, by a sample: all mutants of one small module, and what its report finds wrong."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.mutation.report import Found, Mutant, equivalents, judged

ROOT = Path(__file__).parents[2]
SAME = Mutant("consent.core.a.f", "x > 0", "x >= 0")
OTHER = Mutant("consent.core.a.f", "x > 0", "x < 0")


def found(*statuses: str, mutant: Mutant = OTHER) -> list[Found]:
    return [Found(mutant, "consent.core", status) for status in statuses]


def test_a_sample_dies_and_all_that_is_listed_as_equivalent_is_a_mutant(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.mutation", "--folder", str(tmp_path / "sample"), "consent.core.partner.*"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr
    assert done.stdout.rstrip().endswith(": 100.00%"), done.stdout[-4000:]


def test_each_equivalent_has_its_reason() -> None:
    assert all(reason.endswith(".") for reason in equivalents().values())


@pytest.mark.parametrize("status", ["survived", "no tests", "not checked", "suspicious", "segfault"])
def test_what_no_test_noticed_counts_against_the_score(status: str) -> None:
    report = judged(found("killed", "timeout", "killed", status), {}, bound=0.76)
    assert "consent.core: 3 of 4 mutants die, 0 are equivalent: 75.00%" in report.scores
    assert report.faults == ["consent.core: fewer than 76% of the mutants that are not equivalent die"]
    assert any(f"{OTHER.function}: {status}\n  - x > 0\n  + x < 0" in line for line in report.scores)


def test_the_bound_itself_is_enough() -> None:
    assert judged(found("killed", "killed", "killed", "survived"), {}, bound=0.75).faults == []


def test_an_equivalent_that_lives_does_not_count() -> None:
    report = judged(found("killed") + found("survived", mutant=SAME), {SAME: "Nothing is negative."})
    assert report.scores == ["consent.core: 1 of 2 mutants die, 1 are equivalent: 100.00%"]
    assert report.faults == []


def test_an_equivalent_that_a_test_notices_is_wrong() -> None:
    (fault,) = judged(found("killed", mutant=SAME), {SAME: "Nothing is negative."}).faults
    assert "a test notices it" in fault


def test_an_equivalent_that_is_no_mutant_is_wrong() -> None:
    (fault,) = judged(found("killed"), {SAME: "Nothing is negative."}).faults
    assert "no mutant" in fault


def test_what_was_not_asked_for_is_not_judged_but_known() -> None:
    report = judged(found("killed") + found("not asked", mutant=SAME), {SAME: "Nothing is negative."})
    assert report.scores == ["consent.core: 1 of 1 mutants die, 0 are equivalent: 100.00%"]
    assert report.faults == []
