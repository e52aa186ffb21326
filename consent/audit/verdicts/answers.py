"""Whether an answer holds: at once, on the next page, in the next visit and in other tabs."""

from collections.abc import Iterator

from ...core import decision as decisions
from ...core.site import EVERY_VISIT, Site
from ..declared import Declared
from ..findings import Sight
from ..observed import ANSWERED, ELSEWHERE, OPENED, RETURNED, UNASKED, Moment
from .cookies import A_DAY


def sights(declared: Declared, moment: Moment) -> Iterator[Sight]:
    """What is wrong with what became of an answer by this moment."""
    if moment.answer == UNASKED:
        return
    rule = {ANSWERED: "answer-no-effect", OPENED: "answer-not-kept", ELSEWHERE: "tab-not-told"}.get(moment.step)
    if rule and moment.asked:
        yield Sight(rule, moment.answer, moment, "a prompt was shown")
    if moment.step == RETURNED:
        yield from _returned(declared, moment)
    if moment.step == OPENED and not moment.control and declared.asks:
        yield Sight("withdrawal-missing", moment.page, moment, "no control by which the answer could be changed")
    if declared.site is not None and declared.asks:
        yield from _recorded(declared.site, moment)


def _returned(declared: Declared, moment: Moment) -> Iterator[Sight]:
    every_visit = declared.site is not None and declared.site.ask == EVERY_VISIT
    if moment.asked and not every_visit:
        yield Sight("asked-too-soon", moment.answer, moment, "asked again in the next visit")
    if every_visit and not (moment.asked or moment.hidden):
        yield Sight("asked-too-late", moment.answer, moment, "not asked in the next visit, as declared: every-visit")


def _recorded(site: Site, moment: Moment) -> Iterator[Sight]:
    records = [each for each in moment.cookies if each.name == site.cookie("decision").name]
    if len(records) > 1:
        yield Sight("answer-twice", moment.answer, moment, f"{len(records)} records")
        return
    found = decisions.parse(records[0].value) if records else None
    if found is None:
        seen = "the record cannot be read" if records else "there is no record"
        yield Sight("answer-other", moment.answer, moment, seen)
        return
    if found.fingerprint != site.fingerprint:
        seen = f"the site asks under {found.fingerprint}, the declaration has {site.fingerprint}"
        yield Sight("declaration-other", found.fingerprint, moment, seen)
        return
    if set(found.granted) != set(moment.granted):
        told = "+".join(found.granted) or "nothing"
        yield Sight("answer-other", moment.answer, moment, f"the record grants {told}")
    expires = records[0].expires
    # It was written when the visitor answered, which may be some minutes ago.
    least = (site.record_days - 1) * A_DAY
    if expires is None or expires - moment.at < least:
        lasts = "the visit" if expires is None else f"{(expires - moment.at) / A_DAY:.1f} days"
        yield Sight("asked-too-soon", records[0].name, moment, f"it lasts {lasts}, not {site.record_days} days")
