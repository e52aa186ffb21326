"""docs/conditions.md lists what the tests stand for, no more and no less, and says truly what became of it."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.browser import rules
from tests.browser.table import PAGE, Outcome, conditions, page, read

ROOT = Path(__file__).parents[2]
# A test of each fate, under a condition each.
SAMPLE = """
import pytest
from tests.browser.conditions import conditions

@pytest.mark.parametrize("fate", conditions("page", {
    "a page | with a bar": "held", "a page that is not tried": "skip", "a page that is known to fail": "xfail",
    "a page that fails": "fail", "a page that fails when it is left": "late",
}))
def test_fate(fate, left):
    if fate == "skip":
        pytest.skip("no such thing there")
    if fate == "xfail":
        pytest.xfail("a fault of the browser")
    assert fate != "fail"

@pytest.fixture
def left(fate):
    yield
    assert fate != "late"
"""


def told(*arguments: str | Path, of: Path) -> list[Outcome]:
    """What a run of pytest tells of its conditions."""
    file = of / "told.jsonl"
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "--conditions", file, *arguments]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert file.exists(), done.stdout + done.stderr
    return read([file])


def test_the_page_lists_every_condition(tmp_path: Path) -> None:
    collected = {(each.kind, " ".join(each.condition.split())) for each in told("--collect-only", "tests", of=tmp_path)}
    of_rules = {(rule.kind, rule.condition) for rule in rules.RULES}
    assert of_rules < collected
    assert conditions(PAGE.read_text(encoding="utf-8")) == collected - of_rules, "make conditions table"


def test_every_rule_has_its_tests_and_its_line() -> None:
    assert [rule.number for rule in rules.RULES] == [*range(1, 21), *range(1, 12)]
    for path, name in (test.split("::") for rule in rules.RULES for test in rule.tests):
        assert f"def {name}(" in (ROOT / path).read_text(encoding="utf-8"), (path, name)
    listed = re.findall(
        r"(?m)^\| (\d+) \| (.+?) \| (.+?) \| (\d+) \| (.*Chromium.*) \|$", rules.PAGE.read_text(encoding="utf-8")
    )
    told = [(str(rule.number), rule.says, rule.source, str(len(rule.tests))) for rule in rules.RULES]
    assert [tuple(line[:4]) for line in listed] == told, "make conditions barriers table"


def test_a_rule_holds_where_all_of_its_tests_do_that_run_there() -> None:
    rule = rules.RULES[5]

    def became(*told: tuple[str, str]) -> str:
        made = rules.page([outcome(rule.condition, *each, kind=rule.kind) for each in told], {})
        return next(line for line in made.splitlines() if line.startswith("| 6 |")).split("|")[-2].strip()

    assert became(("chromium", "held"), ("chromium", "excepted"), ("firefox", "held")) == "Chromium, Firefox"
    assert became(("chromium", "held"), ("chromium", "failed"), ("webkit", "held")) == "WebKit"
    assert became(("firefox", "excepted")) == ""


@pytest.mark.parametrize("workers", ["0", "2"])
def test_a_run_tells_what_became_of_each(tmp_path: Path, workers: str) -> None:
    (tmp_path / "test_sample.py").write_text(SAMPLE, encoding="utf-8")
    plugin = ("-p", "tests.conftest", f"--rootdir={ROOT}")
    found = told(*plugin, "-n", workers, tmp_path / "test_sample.py", of=tmp_path)
    became: dict[str, set[tuple[str, str]]] = {}
    for each in found:
        became.setdefault(each.condition, set()).add((each.became, each.reason))
    assert became == {
        "a page | with a bar": {("held", "")},
        "a page that is not tried": {("excepted", "no such thing there")},
        "a page that is known to fail": {("excepted", "a fault of the browser")},
        "a page that fails": {("failed", "")},
        "a page that fails when it is left": {("held", ""), ("failed", "")},
    }


def outcome(condition: str, engine: str, became: str = "held", reason: str = "", kind: str = "page") -> Outcome:
    return Outcome(kind, condition, engine, became, reason)


def test_the_page_says_where_each_held_and_why_not_elsewhere() -> None:
    made = page(
        [
            outcome("b", "firefox", "excepted", "not there"),
            outcome("b", "chromium"),
            outcome("a | bar", "chromium"),
            outcome("a | bar", "firefox"),
            outcome("a | bar", "webkit"),
            outcome("half", "chromium"),
            outcome("half", "chromium", "excepted", "one of two"),
            outcome("host", "python", kind="attack"),
        ]
    )
    lines = made.splitlines()
    assert "| Hostile pages | 3 | 2 | 1 | 1 | 0 |" in lines
    assert "| Attacks | 1 | 0 | 0 | 0 | 1 |" in lines
    assert "| a \\| bar | Chromium, Firefox, WebKit |  |" in lines
    assert "| b | Chromium | Firefox: not there |" in lines
    assert "| half |  | Chromium: one of two; Firefox: not run |" in lines
    assert "| host | Python |  |" in lines
    assert conditions(made) == {("page", "a | bar"), ("page", "b"), ("page", "half"), ("attack", "host")}


def test_the_page_says_what_does_not_hold() -> None:
    made = page([outcome("a", "chromium"), outcome("a", "firefox"), outcome("a", "firefox", "failed")])
    assert "| a | Chromium | Firefox: does not hold |" in made.splitlines()
    assert "| Hostile pages | 1 | 1 | 0 |" in made.splitlines()
