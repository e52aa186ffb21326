"""What of a run goes into the chart: the prompt beside the others and the floor, Python, bytes and memory."""

from typing import Any

from .chart import Panel, Row, chart
from .measure import COLD, LOCAL, PROFILES, WARM, Samples
from .peers import Subject


def drawn(samples: Samples, chosen: tuple[Subject, ...], about: dict[str, Any]) -> str:
    """The chart of a run."""
    panels = [
        *_times(samples, chosen, "clickable", "Time until the prompt is visible and can be clicked"),
        *_times(samples, chosen, "ready", "Time until Python is ready"),
        *_sizes(samples, chosen, ("bytes_all",), "Sent in all, first visit", "kB", 1e3),
        *_sizes(samples, chosen, ("heap", "memory"), "Memory, JavaScript's and WebAssembly's, first visit", "MB", 1e6),
    ]
    where = f"{about['browser']}, {about['machine']}, {about['date']}"
    note = f"Medians, of times cold / warm. {where}; the same page and server for all."
    return chart("Smartee Consent beside other banners and what bounds it", note, tuple(panels))


def _times(samples: Samples, chosen: tuple[Subject, ...], metric: str, title: str) -> list[Panel]:
    panels = []
    for profile in PROFILES:
        rows = []
        for subject in chosen:
            cold, warm = (samples.figure(profile.key, subject.key, kind, metric) for kind in (COLD, WARM))
            if cold and warm:
                rows.append(Row(subject.title.split(" (")[0], subject.kind, cold, warm))
        if rows:
            panels.append(Panel(f"{title}: {profile.title}", tuple(rows)))
    return panels


def _sizes(
    samples: Samples, chosen: tuple[Subject, ...], metrics: tuple[str, ...], title: str, unit: str, scale: float
) -> list[Panel]:
    rows = []
    for subject in chosen:
        found = samples.summed(LOCAL.key, subject.key, COLD, metrics)
        if found:
            rows.append(Row(subject.title.split(" (")[0], subject.kind, found.divided(scale)))
    return [Panel(title, tuple(rows), unit)] if rows else []
