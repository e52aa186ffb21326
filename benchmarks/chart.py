"""The chart of a run, as a small SVG with nothing but shapes and text."""

from dataclasses import dataclass
from xml.sax.saxutils import escape

from .statistics import Figure

WIDTH, LABELS, RIGHT, TOP, ROW, GAP = 960, 250, 70, 92, 34, 62
INK, SOFT, GRID, OURS, THEIRS, FLOOR = "#14303a", "#5b727b", "#e3eaec", "#0b6673", "#8a6d3b", "#9aa8ad"
FONT = "system-ui, -apple-system, 'Segoe UI', 'Noto Sans', sans-serif"


@dataclass(frozen=True)
class Row:
    """One banner in one panel: `role` is ours, peer or bound. Where there is but one figure it is the cold one."""

    label: str
    role: str
    cold: Figure
    warm: Figure | None = None

    @property
    def figures(self) -> tuple[Figure, ...]:
        """What there is of it."""
        return (self.cold, self.warm) if self.warm else (self.cold,)


@dataclass(frozen=True)
class Panel:
    """One thing that was measured, in its unit, with its rows."""

    title: str
    rows: tuple[Row, ...]
    unit: str = "ms"


def chart(title: str, note: str, panels: tuple[Panel, ...]) -> str:
    """The SVG: the panels, in each a row for each banner, sorted by the cold figure."""
    body, y = [], TOP
    for panel in panels:
        drawn, y = _panel(panel, y)
        body += drawn
    height = y + 6
    head = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" '
        f'height="{height}" font-family="{FONT}" role="img" aria-labelledby="title note">',
        f'<title id="title">{escape(title)}</title>',
        f'<desc id="note">{escape(note)}</desc>',
        f'<rect width="{WIDTH}" height="{height}" rx="14" fill="#fff"/>',
        _text(24, 36, title, INK, 19, weight=650),
        _text(24, 59, note, SOFT, 13),
        *_legend(24, 80),
    ]
    return "\n".join([*head, *body, "</svg>"]) + "\n"


def ticks(most: float) -> tuple[float, ...]:
    """Round numbers from 0 to at least `most`, four to seven of them."""
    for step in (base * 10**power for power in range(6) for base in (1, 2, 5)):
        if most / step <= 6:
            count = int(-(-most // step))
            return tuple(step * at for at in range(count + 1))
    raise ValueError(f"{most} is too much for a chart")


def _panel(panel: Panel, y: int) -> tuple[list[str], int]:
    rows = sorted(panel.rows, key=lambda row: row.cold.median)
    marks = ticks(max(figure.high for row in rows for figure in row.figures))
    scale = (WIDTH - LABELS - RIGHT) / marks[-1]
    top, bottom = y + 42, y + 42 + ROW * len(rows)
    parts = [_text(24, y + 26, panel.title, INK, 15, weight=650)]
    for mark in marks:
        x = LABELS + mark * scale
        parts.append(f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{top - 4}" y2="{bottom}" stroke="{GRID}"/>')
        label = f"{mark:g} {panel.unit}" if mark == marks[-1] else f"{mark:g}"
        parts.append(_text(x, bottom + 16, label, SOFT, 11.5, anchor="middle"))
    for at, row in enumerate(rows):
        parts += _row(row, top + ROW * at + ROW / 2, scale)
    return parts, bottom + GAP - 36


def _row(row: Row, y: float, scale: float) -> list[str]:
    colour = {"ours": OURS, "peer": THEIRS}.get(row.role, FLOOR)
    parts = []
    if row.role == "ours":
        parts.append(
            f'<rect x="12" y="{y - ROW / 2 + 1}" width="{WIDTH - 24}" height="{ROW - 2}" rx="8" '
            f'fill="{OURS}" opacity=".07"/>'
        )
    weight = 650 if row.role == "ours" else 400
    parts.append(_text(LABELS - 14, y + 4.5, row.label, INK, 13.5, anchor="end", weight=weight))
    places = [LABELS + figure.median * scale for figure in row.figures]
    left, right = min(places), max(places)
    parts.append(
        f'<line x1="{left:.1f}" x2="{right:.1f}" y1="{y}" y2="{y}" stroke="{colour}" stroke-width="2" opacity=".35"/>'
    )
    for figure in row.figures:
        low, high = (LABELS + value * scale for value in (figure.low, figure.high))
        parts.append(
            f'<line x1="{low:.1f}" x2="{high:.1f}" y1="{y}" y2="{y}" stroke="{colour}" stroke-width="6" '
            'stroke-linecap="round" opacity=".3"/>'
        )
    for warm in places[1:]:
        parts.append(f'<circle cx="{warm:.1f}" cy="{y}" r="5.5" fill="#fff" stroke="{colour}" stroke-width="2.5"/>')
    parts.append(f'<circle cx="{places[0]:.1f}" cy="{y}" r="6.5" fill="{colour}"/>')
    furthest = LABELS + max(figure.high for figure in row.figures) * scale
    parts.append(
        _text(
            furthest + 14,
            y + 4.5,
            " / ".join(_figure(figure.median) for figure in row.figures),
            colour,
            12.5,
            weight=weight,
        )
    )
    return parts


def _legend(x: int, y: int) -> list[str]:
    parts: list[str] = []
    for words, shape in (
        ("cold: first visit", f'<circle cx="0" cy="0" r="6" fill="{INK}"/>'),
        ("warm: next visit", f'<circle cx="0" cy="0" r="5" fill="#fff" stroke="{INK}" stroke-width="2.5"/>'),
        (
            "quartiles",
            f'<line x1="-9" x2="9" stroke="{INK}" stroke-width="6" stroke-linecap="round" opacity=".3"/>',
        ),
    ):
        parts.append(f'<g transform="translate({x + 9} {y})">{shape}</g>')
        parts.append(_text(x + 24, y + 4.5, words, INK, 12.5))
        x += 132
    for words, colour in (
        ("Smartee Consent", OURS),
        ("other banners", THEIRS),
        ("bounds", FLOOR),
    ):
        parts.append(f'<rect x="{x}" y="{y - 5}" width="10" height="10" rx="3" fill="{colour}"/>')
        parts.append(_text(x + 16, y + 4.5, words, INK, 12.5))
        x += 138
    return parts


def _figure(value: float) -> str:
    return f"{value:.0f}" if value >= 10 or not value else f"{value:.1f}"


def _text(x: float, y: float, words: str, colour: str, size: float, anchor: str = "start", weight: int = 400) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" fill="{colour}" font-size="{size}" font-weight="{weight}" '
        f'text-anchor="{anchor}">{escape(words)}</text>'
    )
