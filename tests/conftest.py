"""What a run tells beside its outcome: which conditions held in which engine, and which engine it went without."""

import json
from itertools import groupby
from pathlib import Path

import pytest

from tests.browser import engines, rules

PROPERTY = "condition"


class Conditions:
    """What became of each test that stands for a condition, in the words of the file that `--conditions` names."""

    def __init__(self) -> None:
        self.seen: list[dict[str, str]] = []

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Without a run all that is known are the conditions."""
        if session.config.option.collectonly:
            for item in session.items:
                self._note(item.user_properties)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.when == "call" or not report.passed:
            self._note(report.user_properties, became=_became(report), reason=_reason(report))

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        path: Path = session.config.option.conditions
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("".join(json.dumps(each, ensure_ascii=False) + "\n" for each in self.seen), encoding="utf-8")

    def _note(self, properties: list[tuple[str, object]], **more: str) -> None:
        self.seen += [{**json.loads(str(value)), **more} for name, value in properties if name == PROPERTY]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--conditions", type=Path, help="a file to write: what became of each condition, a line each")
    parser.addoption(
        "--sample", type=int, default=1, metavar="N", help="of each module's cases the first and every Nth"
    )
    parser.addoption(
        "--most",
        type=int,
        metavar="N",
        help="of a browser test with more cases N, from the first on as far apart as can be",
    )


def pytest_configure(config: pytest.Config) -> None:
    if config.option.conditions and not hasattr(config, "workerinput"):
        config.pluginmanager.register(Conditions())


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Takes the sample; marks what a rule asks for, so that `-m condition` chooses all that stands for one.

    Hands each condition to the report of its test: that is all a worker sends to who writes.
    """
    modules = groupby(items, key=lambda item: item.path)
    items[:] = [case for _, cases in modules for case in list(cases)[:: config.option.sample]]
    tests = groupby(items, key=lambda item: item.nodeid.partition("[")[0])
    items[:] = [case for _, cases in tests for case in _thinned(list(cases), config.option.most)]
    for item in items:
        for rule in rules.of(item.path, item.name):
            item.add_marker(pytest.mark.condition(rule.kind, rule.condition))
        for mark in item.iter_markers("condition"):
            kind, text = mark.args
            said = {"kind": kind, "condition": text, "engine": _engine(item)}
            item.user_properties.append((PROPERTY, json.dumps(said)))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if absent := engines.absent():
        terminalreporter.write_line("not driven, for it is not installed: " + ", ".join(absent), yellow=True)


def _thinned(cases: list[pytest.Item], most: int | None) -> list[pytest.Item]:
    """Of what asks for a browser no more than `most`, spread over all; all of the rest."""
    if most is None or len(cases) <= most or "/tests/browser/" not in cases[0].path.as_posix():
        return cases
    return [cases[place * len(cases) // most] for place in range(most)]


def _engine(item: pytest.Item) -> str:
    """Which engine a test drives; what never meets a browser runs on Python alone."""
    if "/tests/browser/" not in item.path.as_posix():
        return "python"
    return "webkit" if item.path.name.startswith("test_webkit") else engines.ENGINE


def _became(report: pytest.TestReport) -> str:
    excepted = report.skipped or hasattr(report, "wasxfail")
    return "excepted" if excepted else "held" if report.passed else "failed"


def _reason(report: pytest.TestReport) -> str:
    told = getattr(report, "wasxfail", "") or (isinstance(report.longrepr, tuple) and report.longrepr[2]) or ""
    return told.removeprefix("reason: ").removeprefix("Skipped: ")
