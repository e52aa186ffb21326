"""The benchmark's figures, budgets, tables and chart; nothing is timed here."""

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from benchmarks import budgets, chart, compare, drawing, measure, report
from benchmarks.budgets import Budget
from benchmarks.growth import Gate
from benchmarks.measure import COLD, DECIDED, PROFILES, WARM, Samples, plan
from benchmarks.peers import PEER, subjects
from benchmarks.statistics import Figure, figure, ratio
from benchmarks.visit import Visit

ROOT = Path(__file__).parents[2]
ALL = subjects(ROOT)
QUIET = Visit(
    clickable=100.0,
    opaque=100.0,
    ready=300.0,
    bytes_before=5000,
    requests_before=1,
    bytes_all=150_000,
    requests_all=4,
    cached=0,
    script=20.0,
    long_tasks=0,
    longest_task=0.0,
    shift=0.0,
    heap=2_000_000,
    memory=17_000_000,
    interpreter=True,
)


def samples(**ours: Any) -> Samples:
    """Two rounds: every peer asks after 200 ms, bare MicroPython takes 400, and ours is as `QUIET`, but for `ours`."""
    taken = Samples()
    for profile in PROFILES:
        for subject in ALL:
            visit = replace(QUIET, **ours) if subject.title.startswith("Smartee") else QUIET
            if subject.kind == PEER:
                visit = replace(QUIET, clickable=200.0, opaque=900.0)
            if subject.key == budgets.MICROPYTHON_KEY:
                visit = replace(QUIET, ready=400.0)
            for kind in (COLD, WARM):
                taken.visits[profile.key, subject.key, kind] = [visit, visit]
            decided = replace(visit, script=3.0, requests_all=0, interpreter=False)
            taken.visits[profile.key, subject.key, DECIDED] = [decided, decided]
    return taken


def gate(microseconds: float) -> Gate:
    found = Figure(microseconds, microseconds, microseconds, 5)
    return Gate(150, found, found, found, found, found, found)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([7.0], Figure(7, 7, 7, 1)),
        ([1.0, 9.0], Figure(5, 1, 9, 2)),
        ([5.0, 1.0, 2.0, 4.0, 3.0], Figure(3, 2, 4, 5)),
    ],
)
def test_figure(values: list[float], expected: Any) -> None:
    assert figure(values) == expected


def test_no_samples_no_figure() -> None:
    assert figure([]) is None
    assert ratio([], [1.0]) is None


def test_ratio_is_of_medians_and_its_spread_of_rounds() -> None:
    # The second round was disturbed as a whole: each of its ratios is as good as the others'.
    assert ratio([10.0, 100.0, 12.0], [20.0, 200.0, 20.0]) == Figure(0.6, 0.5, 0.6, 3)


def test_every_round_visits_all_and_begins_elsewhere() -> None:
    steps = list(plan({"local": 2, "4g": 1, "slow-4g": 0}, ALL))
    local = [step.subject for step in steps if step.profile is measure.LOCAL]
    assert len(steps) == 3 * len(ALL)
    assert local[: len(ALL)] == list(ALL)
    assert local[len(ALL) :] == [*ALL[1:], ALL[0]]


def test_budgets_kept() -> None:
    lines = budgets.budgets(samples(), ALL, {"en": 5000, "zh-CN": 6000}, [gate(49.0)])
    assert [line.what for line in lines if not line.kept] == []
    prompt = [line for line in lines if line.what.startswith("time to the prompt")]
    # A peer counts from the moment it can be clicked, not from when it has faded in.
    assert [line.figure.median for line in prompt] == [0.5, 1.0] * 6
    assert len(lines) == 12 + 2 + 2 + 6 + 3 + 10 + 4


def test_budgets_missed() -> None:
    taken = samples(opaque=250.0, shift=0.1, long_tasks=1, bytes_all=155_001, ready=501.0)
    lines = budgets.budgets(taken, ALL, {"en": 6001}, [gate(50.0)])
    missed = {line.what.split(",")[0] for line in lines if not line.kept}
    cookie = {"read", "read while a write is held", "write", "write that is held"}
    whole = {
        "time to the prompt",
        "Python ready",
        "bytes before the prompt",
        "bytes in all",
        "layout shift",
        "long tasks",
    }
    assert missed == whole | {f"document.cookie {each}" for each in cookie}


def test_python_over_a_network_is_to_be_there_before_a_bare_one() -> None:
    lines = budgets.budgets(samples(ready=390.0), ALL, {}, [])
    python = {line.what: line.kept for line in lines if line.what.startswith("Python ready")}
    assert [what for what, kept in python.items() if not kept] == [
        "Python ready, 4g, cold",
        "Python ready, slow-4g, cold",
    ]


def told(what: str, median: float, spread: float, unit: str) -> dict[str, Any]:
    found = Figure(median, median - spread, median + spread, 9)
    return Budget(what, found, 1.0, False, unit).plain()


# Before, now, and whether that is worse.
CHANGES: list[tuple[tuple[float, float, str], tuple[float, float], bool]] = [
    ((0.9, 0.05, "x"), (1.1, 0.05), True),
    # Within the noise of either, or of no account.
    ((0.9, 0.2, "x"), (1.1, 0.05), False),
    ((0.9, 0.0, "x"), (0.92, 0.0), False),
    ((0.9, 0.05, "x"), (0.5, 0.05), False),
    # A size has none.
    ((5000, 0, "B"), (5001, 0), True),
    # Another machine is slower.
    ((3.0, 0.1, "ms"), (9.0, 0.1), False),
]


@pytest.mark.parametrize(("before", "now", "expected"), CHANGES)
def test_what_got_worse_is_told(before: tuple[float, float, str], now: tuple[float, float], expected: bool) -> None:
    unit = before[2]
    old = {"machine": "one", "browser": "Chromium", "budgets": [told("it", *before)]}
    new = {"machine": "another", "browser": "Chromium", "budgets": [told("it", *now, unit), told("new", 9.0, 0.0, "x")]}
    assert [line.split(":")[0] for line in compare.worse(new, old)] == ["it"] * expected
    assert compare.worse(new, {}) == []


def test_a_time_is_compared_on_the_same_machine() -> None:
    about = {"machine": "one", "browser": "Chromium"}
    old = {**about, "budgets": [told("script", 3.0, 0.1, "ms")]}
    assert compare.worse({**about, "budgets": [told("script", 9.0, 0.1, "ms")]}, old) == [
        "script: 9 ms, before 3 ms",
    ]


def test_the_chart_shows_prompts_python_bytes_and_memory() -> None:
    about = {"browser": "Chromium", "machine": "one", "date": "today"}
    svg = drawing.drawn(samples(), ALL, about)
    texts = [element.text or "" for element in ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")]
    for begin in ("Time until the prompt", "Time until Python", "Sent in all", "Memory"):
        assert any(each.startswith(begin) for each in texts)
    # Two in each of three profiles, and two sizes.
    assert texts.count("static prompt") == 3 + 3 + 2


def test_text_and_json_tell_every_subject_and_budget() -> None:
    taken, lines = samples(), budgets.budgets(samples(), ALL, {"en": 7000}, [gate(3.0)])
    words = report.text(taken, ALL, lines, [gate(3.0)], [], [])
    for subject in ALL:
        assert subject.title in words
    assert re.search(r"7000 B +≤ 6000 B +MISSED", words)
    data = json.loads(json.dumps(report.plain(taken, ALL, lines, [gate(3.0)], [], [], {"date": "today"})))
    assert data["date"] == "today"
    assert data["visits"]["local"]["smartee"]["cold"]["clickable"]["median"] == 100
    assert [line["kept"] for line in data["budgets"]].count(False) == 1


def test_cell_leaves_out_a_spread_of_nothing() -> None:
    assert report.cell(None) == "–"
    assert report.cell(Figure(3.0, 3.0, 3.04, 5)) == "3"
    assert report.cell(Figure(7230, 7000, 7500, 5), 1000, 1) == "7.2 (7.0–7.5)"


@pytest.mark.parametrize(("most", "last"), [(3, 3), (99, 100), (280, 300), (1795, 2000), (6001, 8000)])
def test_ticks_are_round_and_reach_the_end(most: float, last: float) -> None:
    marks = chart.ticks(most)
    assert marks[0] == 0 and marks[-1] == last and 3 <= len(marks) <= 7


def test_chart_is_well_formed_and_escapes() -> None:
    found = Figure(100, 90, 120, 5)
    rows = (chart.Row("A & B", "ours", found, found), chart.Row("<C>", "peer", Figure(50, 40, 60, 5), found))
    svg = chart.chart("Title", "note", (chart.Panel("local", rows),))
    texts = [element.text for element in ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")]
    assert texts.index("<C>") < texts.index("A & B")
    assert "100 / 100" in texts
