"""The budgets, each with what was measured, its bound, and whether it is kept."""

from dataclasses import asdict, dataclass
from typing import Any

from .growth import Gate
from .measure import COLD, DECIDED, LOCAL, PROFILES, WARM, Samples
from .peers import FLOOR, PEER, SMARTEE, SMARTEE_PYTHON, SMARTEE_WIDGET, Subject
from .statistics import Figure, ratio

PROMPT_RATIO, FLOOR_RATIO = 0.9, 1.1
PROMPT_BYTES, ALL_BYTES = 6000, 155_000
PYTHON_RATIO, PYTHON_COLD_RATIO = 1.25, 0.95
DECIDED_SCRIPT_MS = 4.0
GATE_COOKIES = 150
GATE_US = 50.0
MICROPYTHON_KEY = "micropython"


@dataclass(frozen=True)
class Budget:
    """One line: what, the figure with its spread, the bound in the same unit, what it is compared with."""

    what: str
    figure: Figure
    bound: float
    strict: bool
    unit: str
    against: str = ""

    @property
    def kept(self) -> bool:
        """Whether the median is within the bound; a `strict` bound must be stayed under."""
        return self.figure.median < self.bound if self.strict else self.figure.median <= self.bound

    def plain(self) -> dict[str, Any]:
        """For JSON."""
        return {**asdict(self), "kept": self.kept}


def budgets(
    samples: Samples, subjects: tuple[Subject, ...], languages: dict[str, int], gates: list[Gate]
) -> list[Budget]:
    """Every budget for which there are samples."""
    lines = _prompt(samples, [subject for subject in subjects if subject.kind == PEER])
    lines += [
        Budget(f"bytes before the prompt, {language}", _exact(size), PROMPT_BYTES, False, "B")
        for language, size in languages.items()
    ]
    lines += _bytes(samples)
    lines += _python(samples)
    lines += _decided(samples)
    lines += _calm(samples)
    for gate in gates:
        if gate.cookies == GATE_COOKIES:
            for name, found in (
                ("read", gate.read),
                ("read while a write is held", gate.held_read),
                ("write", gate.write),
                ("write that is held", gate.held_write),
            ):
                what = f"document.cookie {name}, {GATE_COOKIES} cookies, over the native one"
                lines.append(Budget(what, found, GATE_US, True, "µs"))
    return lines


def fastest(samples: Samples, peers: list[Subject], profile: str, kind: str) -> Subject | None:
    """The peer whose prompt can be clicked first."""
    timed = [(samples.figure(profile, peer.key, kind, "clickable"), peer) for peer in peers]
    known = [(found.median, peer) for found, peer in timed if found]
    return min(known, key=lambda pair: pair[0])[1] if known else None


def _prompt(samples: Samples, peers: list[Subject]) -> list[Budget]:
    """Ours counts when it is opaque, a peer's already when a click would reach it."""
    lines = []
    for profile in PROFILES:
        for kind in (COLD, WARM):
            peer = fastest(samples, peers, profile.key, kind)
            ours = samples.values(profile.key, SMARTEE.key, kind, "opaque")
            for other, bound, against in (
                (peer, PROMPT_RATIO, f"the fastest, {peer.title}" if peer else ""),
                (FLOOR, FLOOR_RATIO, FLOOR.title),
            ):
                found = ratio(ours, samples.values(profile.key, other.key, kind, "clickable")) if other else None
                if found:
                    lines.append(
                        Budget(f"time to the prompt, {profile.key}, {kind}", found, bound, False, "x", against)
                    )
    return lines


def _bytes(samples: Samples) -> list[Budget]:
    """All that is fetched for Python in one language, whatever it is needed for."""
    lines = []
    for subject in (SMARTEE_PYTHON, SMARTEE_WIDGET):
        found = samples.figure(LOCAL.key, subject.key, COLD, "bytes_all")
        if found:
            lines.append(Budget(f"bytes in all, {subject.title}", found, ALL_BYTES, False, "B"))
    return lines


def _python(samples: Samples) -> list[Budget]:
    lines = []
    for profile in PROFILES:
        for kind in (COLD, WARM):
            ours = samples.values(profile.key, SMARTEE_PYTHON.key, kind, "ready")
            found = ratio(ours, samples.values(profile.key, MICROPYTHON_KEY, kind, "ready"))
            if found:
                what = f"Python ready, {profile.key}, {kind}"
                bound = PYTHON_COLD_RATIO if kind == COLD and profile.bits else PYTHON_RATIO
                lines.append(Budget(what, found, bound, False, "x", "bare MicroPython"))
    return lines


def _decided(samples: Samples) -> list[Budget]:
    lines = []
    for metric, bound, strict, unit, words in (
        ("interpreter", 0, False, "", "interpreters"),
        ("requests_all", 0, False, "", "requests beyond the cached embed.js"),
        ("script", DECIDED_SCRIPT_MS, True, "ms", "script"),
    ):
        found = samples.figure(LOCAL.key, SMARTEE.key, DECIDED, metric)
        if found:
            lines.append(Budget(f"decided visitor: {words}", found, bound, strict, unit))
    return lines


def _calm(samples: Samples) -> list[Budget]:
    lines = []
    for profile in PROFILES:
        for kind in (COLD, WARM):
            for metric, words in (("shift", "layout shift"), ("long_tasks", "long tasks")):
                found = samples.figure(profile.key, SMARTEE.key, kind, metric)
                if found and (metric == "shift" or profile.slowdown == 1):
                    lines.append(Budget(f"{words}, {profile.key}, {kind}", found, 0, False, ""))
    return lines


def _exact(value: float) -> Figure:
    return Figure(float(value), float(value), float(value), 1)
