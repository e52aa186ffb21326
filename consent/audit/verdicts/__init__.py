"""What falls short of the declaration and of the rules, from what was seen; pure."""

from collections.abc import Iterable

from ..declared import Declared
from ..findings import Finding, gathered
from ..observed import Journey
from . import answers, cookies, policy, prompt, requests, storage
from . import journeys as ended

ALL = (cookies, storage, requests, prompt, policy, answers)


def judge(declared: Declared, journeys: Iterable[Journey]) -> tuple[Finding, ...]:
    """All findings among what was seen on `journeys`."""
    gone = tuple(journeys)
    moments = [moment for journey in gone for moment in journey.moments]
    seen = [sight for kind in ALL for moment in moments for sight in kind.sights(declared, moment)]
    return gathered([*seen, *ended.sights(gone)])
