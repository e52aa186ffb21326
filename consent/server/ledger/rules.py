"""Which records a site's declaration allows: only what its banner can have asked, and a visitor have answered."""

from ...core import history
from ...core.decision import AHEAD_MINUTES, MINUTES_A_DAY
from ...core.errors import DeclarationError
from ...core.site import Site
from ..declared import Declared
from .errors import RecordEarly, RecordWrong
from .record import Record

# A clock that is further ahead is wrong, and its record tells nothing.
WRONG_CLOCK = MINUTES_A_DAY


class Rules:
    """What records are held to under one declaration; never changes."""

    def __init__(self, site: Site | Declared) -> None:
        self._fingerprint = site.fingerprint
        self._known = {site.fingerprint, *(each.fingerprint for each in site.changes)}
        self._optional = tuple(site.optional_ids)
        self._languages = frozenset(site.languages)
        self.record_days = site.record_days
        if not self._languages:
            raise DeclarationError("languages", [*site.languages], "those of servers/consent.json of a build of now")

    def check(self, record: Record, now: int) -> None:
        """Whether the banner can have told this at the minute `now`, or some time before.

        RecordEarly where the visitor's clock is up to a day ahead; RecordWrong for all else.
        """
        if record.fingerprint not in self._known:
            raise RecordWrong(f"fingerprint {record.fingerprint} is of no policy that this site has had")
        # Which ids an earlier policy had is not declared.
        if record.fingerprint == self._fingerprint:
            self._check_granted(record)
        if (record.event == history.REFUSED) == bool(record.granted) and record.event != history.WITHDRAWN:
            raise RecordWrong(f"event is {record.event!r} with {len(record.granted)} granted; these exclude each other")
        if record.language not in self._languages:
            raise RecordWrong(f"language {record.language!r} is not one that this site speaks")
        ahead = record.minute - now
        if ahead > WRONG_CLOCK or -ahead >= self.record_days * MINUTES_A_DAY:
            raise RecordWrong(f"minute {record.minute} is not within the {self.record_days} days that a record lasts")
        if ahead > AHEAD_MINUTES:
            raise RecordEarly(ahead)

    def _check_granted(self, record: Record) -> None:
        if record.granted != tuple(each for each in self._optional if each in record.granted):
            raise RecordWrong(f"granted is {[*record.granted]}; expected ids of {[*self._optional]}, in this order")
        if record.event == history.WITHDRAWN and record.granted == self._optional:
            raise RecordWrong("event is 'withdrawn' where all is granted; nothing can have been taken away")
