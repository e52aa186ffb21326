"""Figures from samples: medians with quartiles, and ratios of samples that were taken in turn."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from statistics import median, quantiles


@dataclass(frozen=True)
class Figure:
    """The median of `count` samples, and the quartiles around it."""

    median: float
    low: float
    high: float
    count: int

    def divided(self, by: float) -> "Figure":
        """The same in a unit that is so many times larger."""
        return Figure(self.median / by, self.low / by, self.high / by, self.count)

    def plain(self) -> dict[str, float]:
        """For JSON."""
        return asdict(self)


def figure(samples: Sequence[float]) -> Figure | None:
    """The figure of `samples`, None where there are none; of fewer than four quartiles are extremes."""
    if not samples:
        return None
    if len(samples) < 4:
        return Figure(float(median(samples)), float(min(samples)), float(max(samples)), len(samples))
    low, middle, high = quantiles(samples, n=4, method="inclusive")
    return Figure(middle, low, high, len(samples))


def ratio(ours: Sequence[float], theirs: Sequence[float]) -> Figure | None:
    """How many times `theirs` is `ours`: the ratio of the medians, and the quartiles of the rounds' ratios.

    Both were taken in the same rounds, so that what slows a whole round down is in both and falls out.
    """
    if not ours or not theirs:
        return None
    rounds = figure([one / other for one, other in zip(ours, theirs, strict=False)])
    assert rounds is not None
    return Figure(median(ours) / median(theirs), rounds.low, rounds.high, rounds.count)
