"""What a visitor decided: the grants, the policy they were asked under, and when; and its text in the cookie.

`unasked` is None, never a refusal: a refusal is a decision that grants nothing.
"""

from collections import namedtuple

UNASKED = "unasked"
ACCEPTED = "accepted"
REFUSED = "refused"
PARTIAL = "partial"

VERSION = "1"
NOTHING = "-"
MAX_BYTES = 100
MINUTES_A_DAY = 1440
# No record is believed that is from the future, but for what a clock may be set back while a page is open.
AHEAD_MINUTES = 1
_HEX = "0123456789abcdef"

# `granted` are cookie ids in the order of the declaration; `minutes` counts from 1970-01-01 UTC.
Decision = namedtuple("Decision", ("granted", "fingerprint", "minutes"))


def decide(site, granted, minutes):
    """The decision to grant the ids in `granted`, asked under the site's present policy. Unknown ids grant nothing."""
    return Decision(tuple(each for each in site.optional_ids if each in granted), site.fingerprint, minutes)


def text(decision):
    """The decision as its cookie holds it: `1.<fingerprint>.<ids joined by +, or ->.<minutes>`."""
    granted = "+".join(decision.granted) or NOTHING
    return ".".join((VERSION, decision.fingerprint, granted, str(decision.minutes)))


def parse(raw):
    """The decision that `raw` says, whatever policy it was made under, or None where it is not exactly one."""
    if raw is None or len(raw) > MAX_BYTES:
        return None
    parts = raw.split(".")
    if len(parts) != 4:
        return None
    version, fingerprint, granted, minutes = parts
    if version != VERSION or len(fingerprint) != 8 or not _only(fingerprint, _HEX):
        return None
    if not minutes or len(minutes) > 9 or not _only(minutes, "0123456789") or minutes[0] == "0":
        return None
    ids = () if granted == NOTHING else tuple(granted.split("+"))
    for identifier in ids:
        if not is_identifier(identifier):
            return None
    return Decision(ids, fingerprint, int(minutes))


def read(site, raw, minutes):
    """The decision in `raw` as far as it binds now, or None: unasked.

    It binds where it parses, was made under the present policy, is in the one spelling we write, and is neither
    older than `record_days` nor from the future.
    """
    decision = parse(raw)
    if decision is None or decision.fingerprint != site.fingerprint:
        return None
    age = minutes - decision.minutes
    if age < -AHEAD_MINUTES or age >= site.record_days * MINUTES_A_DAY:
        return None
    if text(decide(site, decision.granted, decision.minutes)) != raw:
        return None
    return decision


def binding(site, raws, minutes):
    """Of the copies `raws` of a record, the decision that binds: the one that grants least, of such the newest.

    None where no copy binds. Whoever can write a second copy can so take consent away, never give it.
    """
    found = [read(site, raw, minutes) for raw in raws]
    bound = [decision for decision in found if decision is not None]
    return min(bound, key=lambda each: (len(each.granted), -each.minutes, text(each))) if bound else None


def state(site, decision):
    """One of `unasked`, `refused`, `partial`, `accepted`."""
    if decision is None:
        return UNASKED
    if not decision.granted:
        return REFUSED
    return ACCEPTED if decision.granted == site.optional_ids else PARTIAL


def allows(site, decision, identifier):
    """Whether what has this id may be stored: it needs no consent, or has it. False for an unknown id."""
    if identifier in site.optional_ids:
        return decision is not None and identifier in decision.granted
    return site.declares(identifier)


def is_identifier(identifier):
    """Whether this can be the id of a cookie: lower case letters, digits and inner hyphens, a letter first."""
    if not identifier or not "a" <= identifier[0] <= "z" or identifier[-1] == "-":
        return False
    return _only(identifier, "abcdefghijklmnopqrstuvwxyz0123456789-")


def _only(text, characters):
    return all(character in characters for character in text)
