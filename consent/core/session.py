"""The sign-in cookies: what a page hands over after sign-in, and what of it may be stored."""

import json

from .cookies import encoded_size
from .errors import ValueRefused
from .header import LIMITS

# The largest whole number that a JavaScript number holds exactly (Number.MAX_SAFE_INTEGER).
MAX_WHOLE = 9007199254740991
# What a sign-out removes: the flag for partner logos belongs to the account too.
REMOVED = ("account", "token", "uid", "partner")


def writes(site, details):
    """The (id, value) pairs to store for `details`, a dict with account, uid, and where there are, token and partner.

    An account that is an object is stored as its JSON. Without a token none is written, for servers that set it
    HttpOnly themselves. ValueRefused where something is missing, no text or too long, or has no cookie to go to; the
    token is never part of a message.
    """
    if not isinstance(details, dict):
        raise ValueRefused("sign-in", type(details).__name__, "an object with account, token and uid")
    for each in REMOVED:
        if not site.declares(each) and details.get(each) is not None:
            raise ValueRefused(each, "what was given", 'none, as this site declares no cookie with the id "%s"' % each)
    account = details.get("account")
    # An empty one is what JSON makes of a Map, and says of nobody who is signed in.
    if isinstance(account, dict) and account:
        account = json.dumps(account, separators=(",", ":"))
    uid = details.get("uid")
    # Beyond that JavaScript has another number than the one that was written.
    if isinstance(uid, int) and not isinstance(uid, bool) and abs(uid) <= MAX_WHOLE:
        uid = str(uid)
    token = details.get("token")
    if token is not None and not _is_token(token):
        raise ValueRefused("token", "what was given", "1 to %d visible ASCII characters" % LIMITS["token"])
    found = [("account", _text("account", account))]
    if site.declares("uid"):
        found.append(("uid", _text("uid", uid)))
    if token is not None:
        found.append(("token", token))
    partner = details.get("partner")
    if partner is not None:
        if not isinstance(partner, str) or site.partner(partner) is None:
            raise ValueRefused("partner", partner, "one of " + ", ".join(each.key for each in site.partners))
        found.append(("partner", partner))
    return tuple(found)


def removed(site):
    """The ids of REMOVED that `site` declares."""
    return tuple(each for each in REMOVED if site.declares(each))


def _text(what, value):
    if not _fits(what, value):
        raise ValueRefused(what, value, "a text of 1 to %d octets once encoded" % LIMITS[what])
    return value


def _fits(what, value):
    size = encoded_size(value)
    return size is not None and 0 < size <= LIMITS[what]


def _is_token(value):
    return _fits("token", value) and all("!" <= each <= "~" for each in value)
