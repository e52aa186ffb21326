"""The results as text for the terminal and as plain data for JSON."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from .budgets import Budget
from .growth import Gate, Held, Surfaces
from .measure import COLD, DECIDED, PROFILES, WARM, Samples
from .peers import Subject
from .statistics import Figure

COLUMNS = (
    ("clickable", "clickable ms", 1, 0),
    ("opaque", "opaque ms", 1, 0),
    ("ready", "Python ms", 1, 0),
    ("bytes_before", "kB before", 1000, 1),
    ("requests_before", "requests before", 1, 0),
    ("bytes_all", "kB in all", 1000, 1),
    ("requests_all", "requests", 1, 0),
    ("script", "script ms", 1, 1),
    ("long_tasks", "long tasks", 1, 0),
    ("longest_task", "longest ms", 1, 0),
    ("shift", "shift", 1, 3),
    ("heap", "heap MB", 1e6, 2),
    ("memory", "wasm MB", 1e6, 2),
)
GATE_COLUMNS = (
    ("read", "read"),
    ("write", "write"),
    ("write_read", "write and read"),
    ("held_write", "held write"),
    ("held_read", "read while held"),
    ("set_off", "set off by a write"),
)


def table(rows: Sequence[Sequence[str]]) -> str:
    """Rows of text in columns, the first row being the head; the first column stands left, others right."""
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
    lines = [
        "  ".join(
            cell.ljust(width) if at == 0 else cell.rjust(width)
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in rows
    ]
    return "\n".join(line.rstrip() for line in [lines[0], "  ".join("-" * width for width in widths), *lines[1:]])


def cell(figure: Figure | None, scale: float = 1, digits: int = 0) -> str:
    """A median with its quartiles, or a dash."""
    if figure is None:
        return "–"
    middle, low, high = (f"{value / scale:.{digits}f}" for value in (figure.median, figure.low, figure.high))
    return middle if low == middle == high else f"{middle} ({low}–{high})"


def text(
    samples: Samples,
    subjects: tuple[Subject, ...],
    lines: list[Budget],
    gates: list[Gate],
    held: list[Held],
    surfaces: list[Surfaces],
) -> str:
    """All tables: visits by profile and kind, growth, budgets."""
    parts = []
    for profile in PROFILES:
        for kind in (COLD, WARM, DECIDED):
            rows = [_row(samples, subject, profile.key, kind) for subject in subjects]
            filled = [row for row in rows if set(row[1:]) != {"–"}]
            if filled:
                used = [at for at in range(len(filled[0])) if at == 0 or any(row[at] != "–" for row in filled)]
                head = ("", *(title for _, title, _, _ in COLUMNS))
                chosen = [[row[at] for at in used] for row in [head, *filled]]
                parts.append(f"{profile.title}, {kind}: median (quartiles)\n{table(chosen)}")
    parts += _growth(gates, held, surfaces)
    if lines:
        parts.append("Budgets\n" + table([("", "figure", "bound", ""), *map(_line, lines)]))
    return "\n\n".join(parts)


def plain(
    samples: Samples,
    subjects: tuple[Subject, ...],
    lines: list[Budget],
    gates: list[Gate],
    held: list[Held],
    surfaces: list[Surfaces],
    about: dict[str, Any],
) -> dict[str, Any]:
    """All results for JSON, `about` first."""
    return {
        **about,
        "visits": {
            profile.key: {
                subject.key: {
                    kind: {
                        metric: found.plain()
                        for metric in (*(name for name, *_ in COLUMNS), "cached")
                        if (found := samples.figure(profile.key, subject.key, kind, metric))
                    }
                    for kind in (COLD, WARM, DECIDED)
                    if (profile.key, subject.key, kind) in samples.visits
                }
                for subject in subjects
            }
            for profile in PROFILES
        },
        "gate": [asdict(each) for each in gates],
        "held": [asdict(each) for each in held],
        "surfaces": [asdict(each) for each in surfaces],
        "budgets": [each.plain() for each in lines],
    }


def _row(samples: Samples, subject: Subject, profile: str, kind: str) -> tuple[str, ...]:
    found = (
        cell(samples.figure(profile, subject.key, kind, name), scale, digits) for name, _, scale, digits in COLUMNS
    )
    return (subject.title, *found)


def _line(budget: Budget) -> tuple[str, str, str, str]:
    digits = {"x": 2, "ms": 1, "µs": 1, "": 3}.get(budget.unit, 0)
    bound = f"{'<' if budget.strict else '≤'} {budget.bound:g} {budget.unit}".rstrip()
    figure = f"{cell(budget.figure, 1, digits)} {budget.unit}".rstrip()
    return (
        budget.what + (f" (to {budget.against})" if budget.against else ""),
        figure,
        bound,
        "ok" if budget.kept else "MISSED",
    )


def _growth(gates: list[Gate], held: list[Held], surfaces: list[Surfaces]) -> Iterable[str]:
    if gates:
        head = ["cookies in the jar", *(f"{title} µs" for _, title in GATE_COLUMNS)]
        rows = [[str(each.cookies), *(cell(getattr(each, name), 1, 1) for name, _ in GATE_COLUMNS)] for each in gates]
        yield "What the gate adds to a call of document.cookie\n" + table([head, *rows])
    if held:
        head = ["held writes", "each µs", "a read after them µs", "to accept ms"]
        rows = [
            [str(each.writes), cell(each.write, 1, 1), cell(each.read, 1, 1), cell(each.accept_ms)] for each in held
        ]
        yield "Writes held before an answer\n" + table([head, *rows])
    if surfaces:
        rows = [[str(each.count), cell(each.filled_ms, 1, 1)] for each in surfaces]
        yield "Surfaces filled with a partner's logo\n" + table([["surfaces", "ms"], *rows])
