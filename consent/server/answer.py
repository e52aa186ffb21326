"""What becomes of the `Set-Cookie` lines of an answer: those of optional cookies go out with consent alone."""

import logging
import re
from collections.abc import Sequence
from datetime import UTC, datetime

from ..core import cookies
from ..core.errors import MAX_ECHO
from ..core.site import BLOCK
from .policy import Consent, Policy

LOG = logging.getLogger("consent.server")

# RFC 6265bis section 5.5: an attribute with a longer value counts as not said.
MAX_ATTRIBUTE = 1024
# And section 5.5, too: before this year no date is one.
FIRST_YEAR = 1601
# No browser takes a line with one of these. Without them it still tells which cookie is meant.
_CONTROLS = re.compile(r"[\0-\x08\x0a-\x1f\x7f]")
_OVER = re.compile(r"0+|-[0-9]+")
# As servers and libraries write it; on other dates browsers differ.
_DATE = re.compile(
    r"(?:[a-z]+, ?)?([0-9]{1,2})[ -]([a-z]{3})[ -]([0-9]{2}|[0-9]{4}) ([0-9]{2}):([0-9]{2}):([0-9]{2})"
    r"(?: (?:gmt|utc|[-+]0000))?"
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def passing(policy: Policy, consent: Consent, lines: Sequence[str], now: float) -> list[bool]:
    """Of each `Set-Cookie` line whether it may go out at `now`, seconds since 1970.

    Deletions may, and what the policy does not know unless it is to be blocked. Each name that may not is logged, in
    one line and without its value.
    """
    refused = [_refused(policy, consent, line, now) for line in lines]
    for name in dict.fromkeys(each for each in refused if each):
        LOG.warning("Set-Cookie of %s is stripped: the visitor has not allowed it", name)
    return [each is None for each in refused]


def _refused(policy: Policy, consent: Consent, line: str, now: float) -> str | None:
    """What to call the cookie where the line may not go out, or None."""
    pair, *attributes = _CONTROLS.sub("", line).split(";")
    if _deletes(attributes, now):
        return None
    name = _name(pair)
    cookie = policy.site.named(name)
    if cookie is not None:
        return None if consent.allows(cookie.id) else str(cookie.name)
    if policy.site.undeclared != BLOCK:
        return None
    nameless = not pair.partition("=")[1] or not pair.partition("=")[0].strip(" \t")
    return "a cookie without a name" if nameless else repr(name)[:MAX_ECHO]


def _name(pair: str) -> str:
    """The name by which pages read the cookie, as the gate takes it.

    A nameless cookie (RFC 6265bis section 5.6) reaches them as its bare value, which may look like a pair.
    """
    name = pair.lstrip(" \t=").partition("=")[0].rstrip(" \t")
    decoded = cookies.decode(name)
    return name if decoded is None else str(decoded)


def _deletes(attributes: Sequence[str], now: float) -> bool:
    """Whether every browser takes the line for a deletion: in doubt it is none."""
    said = [
        (name.strip(" \t").lower(), value.strip(" \t"))
        for name, _, value in (each.partition("=") for each in attributes)
    ]
    ages = [value for name, value in said if name == "max-age"]
    dates = [value for name, value in said if name == "expires"]
    if any(len(value) > MAX_ATTRIBUTE for value in ages + dates):
        return False
    # RFC 6265bis section 5.7: Max-Age goes before Expires.
    if ages:
        return all(_OVER.fullmatch(value) for value in ages)
    return bool(dates) and all(_is_past(value, now) for value in dates)


def _is_past(date: str, now: float) -> bool:
    found = _DATE.fullmatch(date.lower())
    if not found or found[2] not in _MONTHS:
        return False
    year = int(found[3])
    if len(found[3]) == 2:
        year += 1900 if year >= 70 else 2000
    if year < FIRST_YEAR:
        return False
    try:
        day, hour, minute, second = map(int, found.group(1, 4, 5, 6))
        moment = datetime(year, _MONTHS.index(found[2]) + 1, day, hour, minute, second, tzinfo=UTC)
    except ValueError:
        # Browsers take it for no date, and the cookie for one of the visit.
        return False
    return moment.timestamp() <= now
