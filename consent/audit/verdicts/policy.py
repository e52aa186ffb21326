"""Whether the policy that the prompt leads to tells what the declaration says."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from ...core.site import Cookie
from ..declared import Declared
from ..findings import Sight
from ..observed import Moment, Policy

NOT_MODIFIED = 304


def sights(declared: Declared, moment: Moment) -> Iterator[Sight]:
    """What is wrong with the policy, where it was looked at."""
    policy = moment.policy
    if policy is None:
        return
    # A browser that has it already is told so (RFC 9110, 15.4.5).
    if not (200 <= policy.status < 300 or policy.status == NOT_MODIFIED) or not policy.text.strip():
        seen = f"answers with {policy.status}" if policy.status else "does not answer"
        yield Sight("policy-dead", _path(policy.address), moment, seen)
        return
    if declared.site is None:
        return
    for cookie in declared.site.used:
        if not _names(policy.text, cookie.name):
            yield Sight("policy-lacks-cookie", cookie.name, moment, f"not named on {policy.address}")
            continue
        said = _durations(policy, cookie)
        if said and cookie.days and not any(least <= cookie.days <= most for least, most in said):
            days = " or ".join(str(least) if least == most else f"{least} to {most}" for least, most in said)
            seen = f"said to last {days} days; declared: {cookie.days}"
            yield Sight("policy-other-duration", cookie.name, moment, seen)
    for name in _others(declared, policy):
        yield Sight("policy-other-cookie", name, moment, f"in a table of {policy.address}")


def _path(address: str) -> str:
    return urlsplit(address).path or address


def _names(text: str, name: str) -> bool:
    return re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", text) is not None


def _durations(policy: Policy, cookie: Cookie) -> list[tuple[int, int]]:
    """The days, least and most, that the cookie's own row in a table may mean; none where no cell is a number."""
    found = []
    for row in policy.rows:
        for cell in row[1:] if row and row[0] == cookie.name else ():
            # A number in a sentence is another matter.
            number = re.fullmatch(r"\D{0,20}?(\d{1,4})\D{0,20}", cell)
            if number:
                least, most = _unit(cell)
                found.append((int(number[1]) * least, int(number[1]) * most))
    return found


def _unit(cell: str) -> tuple[int, int]:
    """What one of what the cell counts is in days: its words are of any language, so known stems must do."""
    words = cell.casefold()
    return next((days for stems, days in _STEMS if any(stem in words for stem in stems)), (1, 1))


# How years, months and weeks begin, in the languages in which policies are written most.
_STEMS = (
    (("year", "jahr", " an", "año", "ano", "anni", "jaar", "år", "rok", "лет", "год", "年"), (365, 366)),
    (("month", "monat", "mois", "mes", "mês", "maand", "måned", "månad", "měs", "мес", "月"), (28, 31)),
    (("week", "woche", "semaine", "semana", "settiman", "uge", "veck", "týd", "недел", "周", "週"), (7, 7)),
)


def _others(declared: Declared, policy: Policy) -> Iterator[str]:
    """Names in the first column of the tables whose other rows are of declared cookies."""
    first = [row[0] for row in policy.rows if row and re.fullmatch(r"[^\s,;=]{2,}", row[0])]
    if not any(declared.cookie(name) for name in first):
        return
    stored = {each.name for each in declared.site.storage} if declared.site else set()
    for name in dict.fromkeys(first):
        # What is a word of prose begins with no more than one capital; names of cookies look like names.
        looks = bool(re.search(r"[_\d.-]|[a-z][A-Z]", name)) or (name.isascii() and name.islower())
        if looks and declared.cookie(name) is None and name not in stored:
            yield name
