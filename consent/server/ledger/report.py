"""What visitors chose, by day and language, as a table to read in a terminal."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import TypeVar

from ...core import history
from ...core.dates import date
from ...core.decision import MINUTES_A_DAY
from .reading import Tally
from .record import EVENTS

ALL = "all"
HEAD = ("day", "language", *EVENTS, ALL, "granted")
# After these something is granted; a withdrawal may leave something, of which the event does not tell.
GRANTING = (history.GIVEN, history.RENEWED)

Counts = Mapping[str, int]
K = TypeVar("K", bound=Hashable)


def report(tallies: Iterable[Tally]) -> str:
    """A line for each day and language, then one for each language, then one for all."""
    found = [*tallies]
    rows = [
        _row(iso_day(day), language, counts)
        for (day, language), counts in sorted(grouped(found, lambda each: (each.day, each.language)).items())
    ]
    languages = [
        _row(ALL, language, counts) for language, counts in sorted(grouped(found, lambda each: each.language).items())
    ]
    whole = _row(ALL, ALL, total(found))
    return table([HEAD, *rows, *languages, whole])


def grouped(tallies: Iterable[Tally], key: Callable[[Tally], K]) -> dict[K, Counter[str]]:
    """The counts of events, by what `key` makes of each tally."""
    found: dict[K, Counter[str]] = {}
    for each in tallies:
        found.setdefault(key(each), Counter())[each.event] += each.many
    return found


def total(tallies: Iterable[Tally]) -> Counter[str]:
    """The counts of events, of all."""
    return sum(grouped(tallies, lambda _: None).values(), Counter())


def iso_day(day: int) -> str:
    """A day, counted from 1970-01-01 UTC, as `2026-11-23`."""
    return "{:04}-{:02}-{:02}".format(*date(day * MINUTES_A_DAY))


def share(counts: Counts) -> str:
    """Of all answers those after which something is granted for certain."""
    count = sum(counts.values())
    return f"{100 * sum(counts[event] for event in GRANTING) / count:.1f} %" if count else "–"


def table(rows: Sequence[Sequence[str]]) -> str:
    """Rows of text in columns, the first row being the head; the first two columns stand left, others right."""
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
    ruled = [rows[0], ["-" * width for width in widths], *rows[1:]]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if at < 2 else cell.rjust(width)
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in ruled
    )


def _row(day: str, language: str, counts: Counts) -> tuple[str, ...]:
    figures = [counts[event] for event in EVENTS]
    return (day, language, *(f"{figure:,}" for figure in (*figures, sum(figures))), share(counts))
