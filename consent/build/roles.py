"""What the cookies of a declaration are to the product, and what has to hold among them."""

from collections.abc import Iterable
from typing import Any

from ..core.decision import MAX_BYTES, Decision, text
from ..core.header import MAX_HEADER, largest
from ..core.site import LOCAL
from .mistakes import MISSING, Mistakes, nearest

Plain = dict[str, Any]
# The roles that the product's code fills; their cookies may be called anything. Most may be left out. Each with the id
# of what it is for, where the site says none: the product has words for that.
PURPOSES = {
    "language": "remember-language",
    "business": "remember-business-model",
    "account": "keep-account",
    "token": "prove-sign-in",
    "uid": "recognise-account",
    "regions": "cache-regions",
    "models": "cache-business-models",
    "partner": "show-partner-logo",
    "decision": "keep-decision",
    "visit": "mark-visit",
    "receipt": "keep-receipt",
}
# Not in a cookie but in a storage, under keys that begin alike; the role of no site without a ledger.
RECEIPT = "receipt"
ROLES = tuple(role for role in PURPOSES if role != RECEIPT)
NEEDED = ("decision", "visit")
# RFC 6265bis section 4.1.3: names that only a server can set. Of our own that is only ever done with the token.
SERVER_ONLY = ("__http-", "__host-http-")
# An id as near to a role's as this, and too long for chance, is that role misspelt.
MISSPELT = 0.85
SHORT = 5


def check(cookies: list[Plain], storage: list[Plain], record_days: Any, mistakes: Mistakes) -> None:
    """Notes what is wrong among `cookies` and `storage`: ids and names are as they stand in the file, right or not."""
    at = ("consent", "cookies")
    ids = [cookie["id"] for cookie in cookies]
    for key in ("id", "name"):
        unique(at, key, [cookie[key] for cookie in cookies], mistakes)
    unique(("consent", "storage"), "id", [each["id"] for each in storage], mistakes, (*filter(None, ids), *ROLES))
    unique(("consent", "storage"), "key", [each["key"] for each in storage], mistakes)
    for place, cookie in enumerate(cookies):
        meant = _meant(cookie["id"], ids)
        if meant:
            mistakes.note((*at, place, "id"), cookie["id"], "an id that is not nearly that of a role", meant)
            ids.append(meant)
    for role in NEEDED:
        if role not in ids:
            others = [each for each in ids if isinstance(each, str) and each not in ROLES]
            meant = nearest(role, others)
            where = (*at, ids.index(meant), "id") if meant else at
            mistakes.note(where, meant or ids, f'a cookie with the id "{role}"', meant and role)
    for place, cookie in enumerate(cookies):
        _cookie((*at, place), cookie, record_days, mistakes)
    if mistakes:
        return
    octets = largest({cookie["id"]: cookie["name"] for cookie in cookies})
    if octets > MAX_HEADER:
        found = f"a Cookie header of up to {octets} octets"
        mistakes.note(at, found, f"shorter names: at most {MAX_HEADER} in all")
    optional = tuple(each["id"] for each in (*cookies, *storage) if each["consent"])
    longest = text(Decision(optional, "0" * 8, 10**8))
    if len(longest) > MAX_BYTES:
        mistakes.note(at, longest, f"optional ids that fit a record of {MAX_BYTES} bytes")


def check_receipt(storage: list[Plain], mistakes: Mistakes) -> None:
    """Notes what is wrong with the place in `storage` of what is told to the ledger, or that it is missing."""
    at, ids = ("consent", "storage"), [each["id"] for each in storage]
    if RECEIPT not in ids:
        expected = f'a table with the id "{RECEIPT}", where an answer lies until it has come to consent.record_url'
        meant = nearest(RECEIPT, [each for each in ids if isinstance(each, str)])
        if meant:
            mistakes.note((*at, ids.index(meant), "id"), meant, expected, RECEIPT)
        else:
            mistakes.note(at, ids or MISSING, expected)
        return
    place = ids.index(RECEIPT)
    item = storage[place]
    if item["consent"]:
        mistakes.note((*at, place, "consent"), True, "false: a refusal is told too")
    if item["area"] not in (LOCAL, None):
        mistakes.note(
            (*at, place, "area"), item["area"], f'"{LOCAL}": it outlives the visit in which it could not be told'
        )
    if isinstance(item["key"], str) and not item["key"].endswith("*"):
        expected = "how keys begin and a * after it: each answer has a key of its own"
        mistakes.note((*at, place, "key"), item["key"], expected, item["key"] + ":*")


def unique(at: tuple[str, ...], key: str, values: list[Any], mistakes: Mistakes, taken: tuple[str, ...] = ()) -> None:
    """Notes each of `values`, the `key` of the tables at `at`, that is `taken` or that an earlier one has too."""
    for place, value in enumerate(values):
        if value is not None and value in (*taken, *values[:place]):
            mistakes.note((*at, place, key), value, "a value that no earlier one has")


def _cookie(at: tuple[str | int, ...], cookie: Plain, record_days: Any, mistakes: Mistakes) -> None:
    role, days = cookie["id"], cookie["days"]
    if role in NEEDED and cookie["consent"]:
        mistakes.note((*at, "consent"), True, "false: the answer itself cannot wait for the answer")
    if role == "visit" and days:
        mistakes.note((*at, "days"), days, "0: it marks one visit")
    if role == "decision" and None not in (days, record_days) and days != record_days:
        mistakes.note((*at, "days"), days, f"consent.record_days, which is {record_days}")
    if role in ROLES and role != "token" and str(cookie["name"]).lower().startswith(SERVER_ONLY):
        mistakes.note((*at, "name"), cookie["name"], "a name that a script can set")


def _meant(identifier: Any, ids: Iterable[Any]) -> str | None:
    """The role that nobody has and that `identifier` is a misspelling of, or None."""
    if not isinstance(identifier, str) or len(identifier) < SHORT or identifier in ROLES:
        return None
    there = list(ids)
    found = nearest(identifier, [role for role in ROLES if role not in there], MISSPELT)
    # One more or one less at the end is another word: `region`, `accounts`.
    if not found or found.startswith(identifier) or identifier.startswith(found):
        return None
    return found
