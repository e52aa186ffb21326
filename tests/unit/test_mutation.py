"""`make mutate`, by a sample: all mutants of one small module, and what its report finds wrong."""

import subprocess
import sys
from pathlib import Path

import pytest
from mutmut.configuration import reset_config
from mutmut.mutation.file_mutation import mutate_file_contents

from tests.mutation.__main__ import lay
from tests.mutation.report import Mutant, equivalents, judged, mutant

ROOT = Path(__file__).parents[2]
SAME = Mutant("consent.core.a", "f", "x > 0", "x >= 0")
OTHER = Mutant("consent.core.a", "f", "x > 0", "x < 0")
REASON = {SAME: "Nothing is negative."}


def found(*statuses: str) -> list[tuple[Mutant, str]]:
    return [(OTHER, status) for status in statuses]


def test_every_mutant_of_a_small_module_dies(tmp_path: Path) -> None:
    options = ["--folder", str(tmp_path / "sample"), "--tests", "tests/unit/test_cases.py"]
    command = [sys.executable, "-m", "tests.mutation", "consent/core/partner.py", *options]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr
    assert done.stdout.rstrip().endswith(" die, 0 are equivalent: 100.00%"), done.stdout[-4000:]


def test_all_that_is_listed_as_equivalent_is_a_mutant(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lay(tmp_path / "sample", ["consent/core/*.py"], [])
    monkeypatch.chdir(tmp_path / "sample")
    reset_config()
    known = set()
    for module in {each.module for each in equivalents()}:
        path = module.replace(".", "/") + ".py"
        made = mutate_file_contents(path, Path(path).read_text(encoding="utf-8"))
        lines = made.code.splitlines(keepends=True)
        functions = {
            name: "".join(lines[span.start - 1 : span.end]) for name, span in made.line_span_by_function_name.items()
        }
        known |= {mutant(f"{module}.{name}", functions) for name in made.mutant_names}
    assert set(equivalents()) - known == set()


def test_each_equivalent_has_its_reason() -> None:
    assert [each for each, reason in equivalents().items() if not reason.endswith(".")] == []


@pytest.mark.parametrize("status", ["survived", "no tests", "not checked", "suspicious", "segfault"])
def test_what_no_test_noticed_counts_against_the_score(status: str) -> None:
    report = judged(found("killed", "timeout", "killed", status), {}, bound=0.76)
    assert report.scores == ["consent.core: 3 of 4 die, 0 are equivalent: 75.00%"]
    assert report.alive == [f"consent.core.a, f: {status}\n  - x > 0\n  + x < 0"]
    assert report.faults == ["consent.core: of the mutants that are not equivalent fewer than 76% die"]


def test_the_bound_itself_is_enough() -> None:
    assert judged(found("killed", "killed", "killed", "survived"), {}, bound=0.75).faults == []


def test_an_equivalent_that_lives_does_not_count() -> None:
    report = judged([*found("killed"), (SAME, "survived")], REASON)
    assert report == (["consent.core: 1 of 2 die, 1 are equivalent: 100.00%"], [], [])


def test_an_equivalent_that_a_test_notices_is_wrong() -> None:
    (fault,) = judged([(SAME, "killed")], REASON).faults
    assert "a test notices it" in fault


def test_an_equivalent_that_ran_out_of_time_is_not_wrong() -> None:
    assert judged([(SAME, "timeout")], REASON).faults == []


def test_an_equivalent_that_is_no_mutant_is_wrong() -> None:
    (fault,) = judged(found("killed"), REASON).faults
    assert "no mutant" in fault


def test_a_module_that_was_left_alone_is_not_judged() -> None:
    elsewhere = {SAME._replace(module="consent.core.b"): "Nothing is negative."}
    assert judged(found("killed"), elsewhere).faults == []
