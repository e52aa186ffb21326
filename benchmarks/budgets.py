"""The budgets, each with what was measured, its bound, and whether it is kept."""

from dataclasses import asdict, dataclass
from typing import Any

from .growth import Gate
from .measure import COLD, DECIDED, LOCAL, PROFILES, WARM, Samples
from .peers import PEER, Subject
from .statistics import Figure, ratio

PROMPT_RATIO = 1.0
PROMPT_BYTES = 6000
PYTHON_RATIO = 1.25
DECIDED_SCRIPT_MS = 5.0
GATE_COOKIES = 150
GATE_US = 50.0
OURS_KEY, PYTHON_KEY, MICROPYTHON_KEY = "smartee", "smartee-python", "micropython"


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
            if peer is None:
                continue
            ours = samples.values(profile.key, OURS_KEY, kind, "opaque")
            found = ratio(ours, samples.values(profile.key, peer.key, kind, "clickable"))
            if found:
                what = f"time to the prompt, {profile.key}, {kind}"
                lines.append(Budget(what, found, PROMPT_RATIO, False, "x", f"the fastest, {peer.title}"))
    return lines


def _python(samples: Samples) -> list[Budget]:
    lines = []
    for profile in PROFILES:
        for kind in (COLD, WARM):
            ours = samples.values(profile.key, PYTHON_KEY, kind, "ready")
            found = ratio(ours, samples.values(profile.key, MICROPYTHON_KEY, kind, "ready"))
            if found:
                what = f"Python ready, {profile.key}, {kind}"
                lines.append(Budget(what, found, PYTHON_RATIO, False, "x", "bare MicroPython"))
    return lines


def _decided(samples: Samples) -> list[Budget]:
    lines = []
    for metric, bound, strict, unit, words in (
        ("interpreter", 0, False, "", "interpreters"),
        ("requests_all", 0, False, "", "requests beyond the cached embed.js"),
        ("script", DECIDED_SCRIPT_MS, True, "ms", "script"),
    ):
        found = samples.figure(LOCAL.key, OURS_KEY, DECIDED, metric)
        if found:
            lines.append(Budget(f"decided visitor: {words}", found, bound, strict, unit))
    return lines


def _calm(samples: Samples) -> list[Budget]:
    lines = []
    for profile in PROFILES:
        for kind in (COLD, WARM):
            for metric, words in (("shift", "layout shift"), ("long_tasks", "long tasks")):
                found = samples.figure(profile.key, OURS_KEY, kind, metric)
                if found and (metric == "shift" or profile.slowdown == 1):
                    lines.append(Budget(f"{words}, {profile.key}, {kind}", found, 0, False, ""))
    return lines


def _exact(value: float) -> Figure:
    return Figure(float(value), float(value), float(value), 1)
