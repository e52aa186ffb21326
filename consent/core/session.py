"""The sign-in cookies: what a page hands over after sign-in, and what is believed when it is read back."""

import json

from .errors import ValueRefused

MAX_TOKEN = 2048
MAX_TEXT = 512


def writes(site, details):
    """The (id, value) pairs to store for `details`, a dict with account, uid, and where there are, token and partner.

    An account that is an object is stored as its JSON. Without a token none is written, for servers that set it
    HttpOnly themselves. ValueRefused where something is missing or no text; the token is never part of a message.
    """
    if not isinstance(details, dict):
        raise ValueRefused("sign-in", type(details).__name__, "an object with account, token and uid")
    account = details.get("account")
    if isinstance(account, dict):
        account = json.dumps(account, separators=(",", ":"))
    uid = details.get("uid")
    if isinstance(uid, int) and not isinstance(uid, bool):
        uid = str(uid)
    token = details.get("token")
    if token is not None and not _is_token(token):
        raise ValueRefused("token", "what was given", "1 to %d visible ASCII characters" % MAX_TOKEN)
    found = [("account", _text("account", account)), ("uid", _text("uid", uid))]
    if token is not None:
        found.append(("token", token))
    partner = details.get("partner")
    if partner is not None:
        if not isinstance(partner, str) or site.partner(partner) is None:
            raise ValueRefused("partner", partner, "one of " + ", ".join(each.key for each in site.partners))
        found.append(("partner", partner))
    return tuple(found)


# What a sign-out removes: the flag for partner logos belongs to the account too.
REMOVED = ("account", "token", "uid", "partner")


def current(account, uid):
    """The pairs account and uid of who is signed in, from two cookies' values, or None where nobody is."""
    if not _is_text(account) or not _is_text(uid):
        return None
    return (("account", account), ("uid", uid))


def _text(what, value):
    if not _is_text(value):
        raise ValueRefused(what, value, "a text of 1 to %d characters" % MAX_TEXT)
    return value


def _is_text(value):
    return isinstance(value, str) and 0 < len(value) <= MAX_TEXT


def _is_token(value):
    return isinstance(value, str) and 0 < len(value) <= MAX_TOKEN and all("!" <= each <= "~" for each in value)
