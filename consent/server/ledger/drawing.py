"""What visitors chose, by day and language, as a small SVG with nothing but shapes and text."""

from collections import Counter
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

from ...core import history
from .reading import Tally
from .record import EVENTS
from .report import grouped, iso_day, share, total

WIDTH, LEFT, RIGHT, TOP, BARS, ROW = 900, 110, 96, 100, 220, 26
INK, SOFT, GRID = "#14303a", "#5b727b", "#e3eaec"
# Apart in lightness too, for those who do not tell colours apart.
COLOURS = {
    history.GIVEN: "#0b6673",
    history.RENEWED: "#7fb8bf",
    history.REFUSED: "#8a6d3b",
    history.WITHDRAWN: "#dbc59c",
}
ORDER = tuple(COLOURS)
FONT = "system-ui, -apple-system, 'Segoe UI', 'Noto Sans', sans-serif"
# Bars that can still be told apart; where there are more days, each is of several.
MOST_BARS = 120


def drawing(tallies: Sequence[Tally]) -> str:
    """The SVG: a bar for each day, or for a few, and a bar for each language, cut by what was chosen."""
    whole = total(tallies)
    languages = sorted(grouped(tallies, lambda each: each.language).items())
    height = TOP + BARS + 70 + ROW * max(len(languages), 1) + 20
    title = "What visitors chose"
    note = f"{whole.total():,} answers; something is granted in {share(whole)}."
    return (
        "\n".join(
            [
                f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" '
                f'height="{height}" font-family="{FONT}" role="img" aria-labelledby="title note">',
                f'<title id="title">{title}</title>',
                f'<desc id="note">{escape(note)}</desc>',
                f'<rect width="{WIDTH}" height="{height}" rx="14" fill="#fff"/>',
                _text(24, 36, title, INK, 19),
                _text(24, 58, note, SOFT, 13),
                *_legend(24, 82, whole),
                *_days(tallies),
                *_languages(languages, TOP + BARS + 56),
                "</svg>",
            ]
        )
        + "\n"
    )


def _days(tallies: Sequence[Tally]) -> list[str]:
    if not tallies:
        return [_text(LEFT, TOP + 40, "Nothing has been told yet.", SOFT, 13)]
    first, last = min(each.day for each in tallies), max(each.day for each in tallies)
    days = -(-(last - first + 1) // MOST_BARS)
    bars = grouped(tallies, lambda each: (each.day - first) // days)
    count = (last - first) // days + 1
    most = max(bar.total() for bar in bars.values())
    wide = (WIDTH - LEFT - RIGHT) / count
    bottom = TOP + BARS
    parts = [
        f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{bottom}" y2="{bottom}" stroke="{GRID}"/>',
        _text(LEFT - 10, TOP + 12, f"{most:,}", SOFT, 11.5, "end"),
        _text(LEFT - 10, bottom, "0", SOFT, 11.5, "end"),
        _text(LEFT, bottom + 18, iso_day(first), SOFT, 11.5),
        _text(WIDTH - RIGHT, bottom + 18, iso_day(last), SOFT, 11.5, "end"),
    ]
    if days > 1:
        parts.append(_text(WIDTH / 2, bottom + 18, f"each bar is of {days} days", SOFT, 11.5, "middle"))
    for at, counts in sorted(bars.items()):
        y = float(bottom)
        for event in ORDER:
            tall = counts[event] * BARS / most
            y -= tall
            parts += _box(LEFT + at * wide, y, max(wide - 1, 0.5), tall, event)
    return parts


def _languages(languages: Sequence[tuple[str, Counter[str]]], y: float) -> list[str]:
    most = max((counts.total() for _, counts in languages), default=1)
    parts = []
    for language, counts in languages:
        x = float(LEFT)
        parts.append(_text(LEFT - 10, y + 12, language, INK, 12.5, "end"))
        for event in ORDER:
            wide = counts[event] * (WIDTH - LEFT - RIGHT) / most
            parts += _box(x, y, wide, ROW - 10, event)
            x += wide
        parts.append(_text(x + 8, y + 12, f"{counts.total():,}", SOFT, 11.5))
        y += ROW
    return parts


def _legend(x: float, y: float, whole: Mapping[str, int]) -> list[str]:
    parts = []
    for event in ORDER:
        parts += _box(x, y - 9, 10, 10, event)
        parts.append(_text(x + 16, y, f"{event}: {whole[event]:,}", INK, 12.5))
        x += 200
    return parts


def _box(x: float, y: float, wide: float, tall: float, event: str) -> list[str]:
    assert event in EVENTS
    size = f'x="{x:.1f}" y="{y:.1f}" width="{wide:.1f}" height="{tall:.1f}"'
    return [f'<rect {size} fill="{COLOURS[event]}"/>'] if wide > 0 and tall > 0 else []


def _text(x: float, y: float, words: str, colour: str, size: float, anchor: str = "start") -> str:
    how = f'fill="{colour}" font-size="{size}" text-anchor="{anchor}"'
    return f'<text x="{x:.1f}" y="{y:.1f}" {how}>{escape(words)}</text>'
