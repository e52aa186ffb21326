"""Cookies as they lie in the browser, against the declaration."""

import re
from collections import Counter
from collections.abc import Iterator
from urllib.parse import urlsplit

from ...core.decision import MINUTES_A_DAY
from ..declared import PROOF, Declared, site_of
from ..findings import Sight
from ..observed import ACCEPTED, PARTIAL, REFUSED, UNASKED, WHEN, WITHDRAWN, Cookie, Moment

# What it breaks when something is there that was not granted, by what the visitor had answered.
WITHOUT = {
    UNASKED: "before-consent",
    REFUSED: "after-refusal",
    PARTIAL: "not-granted",
    ACCEPTED: "not-granted",
    WITHDRAWN: "after-withdrawal",
}
A_DAY = MINUTES_A_DAY * 60
# A cookie is written a moment before its time is read, and clocks of servers differ.
GRACE = 120
# Names that a sign-in's proof has where no declaration says which it is; a token against forgery is for scripts.
_PROOFS = re.compile(r"(?i)(^|[-_.])(token|jwt|sess(ion)?(id)?|sid|auth)($|[-_.])|(php|asp|j)session")
_FORGERY = re.compile(r"(?i)[cx]srf")


def sights(declared: Declared, moment: Moment) -> Iterator[Sight]:
    """What is wrong with the cookies of one moment."""
    names = Counter(each.name for each in moment.cookies if not _is_third(each, moment))
    for cookie in moment.cookies:
        for rule, seen in _of(declared, moment, cookie, names[cookie.name]):
            yield Sight(rule, cookie.name, moment, seen)


def _of(declared: Declared, moment: Moment, cookie: Cookie, count: int) -> Iterator[tuple[str, str]]:
    who = _who(cookie)
    if _is_third(cookie, moment):
        yield "cookie-third-party", f"{cookie.domain} has a cookie here{who}"
        return
    known = declared.cookie(cookie.name)
    if known is None:
        if declared.site is not None:
            yield "cookie-undeclared", f"on {cookie.domain}{cookie.path}{who}"
    else:
        if known.consent and known.id not in moment.granted:
            yield "cookie-" + WITHOUT[moment.answer], f"there {WHEN[moment.answer]}{who}"
        yield from _lifetime(known.days, moment, cookie)
        yield from _place(declared, cookie, known.id, count)
    yield from _attributes(moment, cookie, who)
    proves = known.id == PROOF if known else bool(_PROOFS.search(cookie.name) and not _FORGERY.search(cookie.name))
    if proves and not cookie.http_only:
        yield "token-readable", f"without HttpOnly{who}"


def _lifetime(days: int, moment: Moment, cookie: Cookie) -> Iterator[tuple[str, str]]:
    if cookie.expires is None:
        return
    left = cookie.expires - moment.at
    if left > days * A_DAY + (GRACE if days else 0):
        stated = f"{days} days" if days else "the visit"
        yield "cookie-lives-longer", f"lasts {left / A_DAY:.1f} days; declared: {stated}"


def _place(declared: Declared, cookie: Cookie, identifier: str, count: int) -> Iterator[tuple[str, str]]:
    if count > 1 and identifier != "decision":
        yield "cookie-twice", f"{count} cookies of this name, one on {cookie.domain}{cookie.path}"
    domain = declared.site.domain if declared.site else ""
    # The browser's list has a dot before the domain of a cookie that subdomains get, too.
    if cookie.domain.startswith(".") and cookie.domain[1:] != domain:
        wanted = f"all hosts of {domain}" if domain else "its own host alone"
        yield "cookie-wide", f"goes to all hosts of {cookie.domain[1:]}; declared: {wanted}"


def _attributes(moment: Moment, cookie: Cookie, who: str) -> Iterator[tuple[str, str]]:
    if urlsplit(moment.page).scheme == "https" and not cookie.secure:
        yield "cookie-secure", f"without Secure{who}"
    if cookie.same_site == "None":
        yield "cookie-same-site", f"SameSite=None{who}"
    # Browsers take what does not say it for Lax, and their lists do not tell the two apart; its text does.
    elif cookie.writers and "samesite" not in cookie.writers[-1].attributes:
        yield "cookie-same-site", f"SameSite is not said{who}"


def _is_third(cookie: Cookie, moment: Moment) -> bool:
    return site_of(cookie.domain) != site_of(urlsplit(moment.page).hostname or "")


def _who(cookie: Cookie) -> str:
    if not cookie.writers:
        return ""
    last = cookie.writers[-1]
    return f"; set by {last.how} from {last.address}"
