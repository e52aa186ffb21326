"""Whether each journey could be gone to its end: what was not seen is not known to be right."""

from collections.abc import Iterator, Sequence

from ..findings import Sight
from ..observed import STOPPED, Journey

WITHDRAW = "withdraw"


def sights(journeys: Sequence[Journey]) -> Iterator[Sight]:
    """Each journey that something stopped, and the way back that a site does not offer."""
    moments = [moment for journey in journeys for moment in journey.moments]
    for journey in journeys:
        if not moments:
            continue
        last = (journey.moments or moments[:1])[-1]._replace(journey=journey.name, step=STOPPED)
        if journey.failed:
            yield Sight("journey-failed", journey.name, last, journey.failed)
        # Whoever was never asked has nothing to take back.
        if journey.lacking and journey.name == WITHDRAW and journey.moments:
            yield Sight("withdrawal-missing", last.page, last, journey.lacking)
