"""The list of the tag's mutants applies to the scripts as they stand, and the tables on node notice a sample of it."""

import collections

import pytest

from tests.mutation import scripts

LISTED = scripts.listed()


def test_every_entry_applies_once() -> None:
    texts = {each.script: each.path(scripts.ROOT).read_text(encoding="utf-8") for each in LISTED}
    changed = [(each.script, each.applied(texts[each.script])) for each in LISTED]
    assert [each for each, count in collections.Counter(changed).items() if count > 1] == []


def test_an_entry_that_no_longer_applies_is_named() -> None:
    gone = scripts.Mutant("jar", "no such text", "", "nothing")
    with pytest.raises(ValueError, match=r"jar.js, nothing: 'no such text' is there 0 times"):
        gone.applied("export const read = 1;")


def test_every_browser_test_that_an_entry_asks_is_there() -> None:
    asked = [each.tests for each in LISTED if each.tests] + [*scripts.TESTS.values(), scripts.OTHER_TESTS]
    for name in " ".join(asked).split():
        file, _, test = name.partition("::")
        text = (scripts.ROOT / "tests/browser" / file).read_text(encoding="utf-8")
        assert f"def {test}(" in text or not test


def test_the_tables_notice_a_sample() -> None:
    sample = [
        next(each for each in LISTED if each.breaks == breaks)
        for breaks in (
            "a list has a cookie twice",
            "a copy at the pushed address stays",
            "of two that grant as much the newest by its sort order binds",
            "what comes beside the settings takes their place",
            "the styles are parsed at each view",
        )
    ]
    living = scripts.unnoticed(sample, scripts.tables_notice)
    assert living == [each for each in sample if each.equivalent]


def test_what_lives_is_told_and_an_equivalent_one_that_dies(capsys: pytest.CaptureFixture[str]) -> None:
    mutants = [scripts.Mutant("jar", "a", "b", f"{at}") for at in range(9)]
    mutants.append(scripts.Mutant("jar", "a", "c", "all", equivalent="No reason."))
    assert list(scripts.faults(mutants, mutants[-1:])) == []
    assert "jar.js: 9 of 9 die, 1 more are equivalent: 100.00%" in capsys.readouterr().out
    too_few, not_equivalent = scripts.faults(mutants, mutants[:1])
    assert too_few == "jar.js: fewer than 90% die"
    assert not_equivalent.startswith("equivalent, but dies: ")
    assert "lives: jar.js, 0\n  - a\n  + b" in capsys.readouterr().out
