"""What became of consent over time: which of a visitor's decisions gave it, refused it, withdrew it or renewed it."""

from collections import namedtuple

from .decision import parse, text

GIVEN = "given"
REFUSED = "refused"
WITHDRAWN = "withdrawn"
RENEWED = "renewed"

# As many decisions before the present one are remembered as fit a visit; older ones tell nothing that matters now.
MAX_EARLIER = 9

# What a decision meant for one cookie, at `minutes` since 1970-01-01 UTC.
Event = namedtuple("Event", ("state", "minutes"))


def decisions(texts, present):
    """The earlier decisions in `texts` (records, oldest first, separated by spaces) and then `present`, oldest first.

    What is no record, or is not older than what follows it, is left out: it comes from a place that scripts can write.
    """
    kept = [present]
    for record in reversed(texts.split(" ")[-MAX_EARLIER:]):
        decision = parse(record)
        if decision is not None and decision.minutes <= kept[0].minutes:
            kept.insert(0, decision)
    return tuple(kept)


def appended(texts, decision):
    """`texts` with the record of `decision` behind it; as many as are remembered."""
    return " ".join([each for each in texts.split(" ") if each][1 - MAX_EARLIER :] + [text(decision)])


def events(decisions, identifier):
    """The `Event`s for the cookie `identifier`, oldest first: one for each of `decisions`."""
    found = []
    granted = False
    for decision in decisions:
        before, granted = granted, identifier in decision.granted
        found.append(Event(_state(before, granted), decision.minutes))
    return tuple(found)


def _state(before, granted):
    if granted:
        return RENEWED if before else GIVEN
    return WITHDRAWN if before else REFUSED
