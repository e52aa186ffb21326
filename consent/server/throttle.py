"""How often something may be tried: a token bucket for each key."""

from collections import OrderedDict
from collections.abc import Callable, Hashable

MOST_KEYS = 1024


class Throttle:
    """`capacity` tries at once for a key, then one every `seconds` of `clock`; knows the keys used last."""

    def __init__(self, capacity: int, seconds: float, clock: Callable[[], float]) -> None:
        self._capacity = capacity
        self._seconds = seconds
        self._clock = clock
        self._buckets: OrderedDict[Hashable, tuple[float, float]] = OrderedDict()

    def take(self, key: Hashable) -> float:
        """0.0 where the try is allowed, and counted; else the seconds until one will be."""
        left = self._left(key)
        if left >= 1:
            self._keep(key, left - 1)
            return 0.0
        return (1 - left) * self._seconds

    def give_back(self, key: Hashable) -> None:
        """The last try of `key` does not count: it was a rightful one."""
        self._keep(key, min(self._left(key) + 1, self._capacity))

    def _left(self, key: Hashable) -> float:
        left, at = self._buckets.get(key, (float(self._capacity), self._clock()))
        return min(self._capacity, left + (self._clock() - at) / self._seconds)

    def _keep(self, key: Hashable, left: float) -> None:
        self._buckets[key] = (left, self._clock())
        self._buckets.move_to_end(key)
        while len(self._buckets) > MOST_KEYS:
            self._buckets.popitem(last=False)
