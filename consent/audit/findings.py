"""What falls short: one finding for each rule and what breaks it, with all the evidence for it."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from .observed import Moment
from .rules import RULES, Rule

# Of what is found on every page of a site a few pages are proof enough; the rest is counted.
MAX_EVIDENCE = 5


class Evidence(NamedTuple):
    """Where something was seen: in which journey, after which step, on which page, and what in words."""

    journey: str
    step: str
    page: str
    seen: str
    at: float
    picture: str | None


class Finding(NamedTuple):
    """That `subject` (a cookie's name, a key, a host, a page) breaks `rule`; `more` counts evidence not told."""

    rule: Rule
    subject: str
    evidence: tuple[Evidence, ...]
    more: int = 0

    @property
    def key(self) -> tuple[str, str]:
        """What makes it the same finding in another audit."""
        return self.rule.id, self.subject


class Sight(NamedTuple):
    """One sight of what breaks a rule, as a verdict gives it."""

    rule: str
    subject: str
    moment: Moment
    seen: str


def gathered(sights: Iterable[Sight]) -> tuple[Finding, ...]:
    """The findings that the sights amount to, in the order of the rules, then of the subjects."""
    kept: dict[tuple[str, str], list[Sight]] = {}
    for sight in sights:
        kept.setdefault((sight.rule, sight.subject), []).append(sight)
    order = list(RULES)
    found = []
    for (rule, subject), seen in sorted(kept.items(), key=lambda pair: (order.index(pair[0][0]), pair[0][1])):
        evidence = _telling(dict.fromkeys(map(_evidence, seen)))
        found.append(Finding(RULES[rule], subject, evidence[:MAX_EVIDENCE], max(0, len(evidence) - MAX_EVIDENCE)))
    return tuple(found)


def changed(
    findings: Sequence[Finding], before: Iterable[tuple[str, str]]
) -> tuple[tuple[Finding, ...], tuple[tuple[str, str], ...]]:
    """The findings that were not there `before`, and the keys of those that are there no more."""
    known = set(before)
    now = {each.key for each in findings}
    return tuple(each for each in findings if each.key not in known), tuple(sorted(known - now))


def _evidence(sight: Sight) -> Evidence:
    moment = sight.moment
    return Evidence(moment.journey, moment.step, moment.page, sight.seen, moment.at, moment.picture)


def _telling(evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """All of it, what each journey tells first before what it tells again."""
    first: dict[tuple[str, str], Evidence] = {}
    again = []
    for each in evidence:
        if first.setdefault((each.journey, each.seen), each) is not each:
            again.append(each)
    return (*first.values(), *again)
