"""What the values of a declaration may be: each takes anything, and says whether it will do."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from ..core.cookies import MAX_DAYS
from ..core.locale import normalise
from ..core.preferences import stored_business

Check = Callable[[Any], bool]
# RFC 9110 section 5.6.2: what a token, and so a cookie's name, is made of. Without `%`, which is written as `%25`.
TOKEN = "!#$&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
# How the keys begin that the product itself has in sessionStorage.
OWN_KEYS = "smartee-consent."
# js-cookie looks a name up in a JavaScript object, and finds there what every object has.
INHERITED = (
    "__defineGetter__",
    "__defineSetter__",
    "__lookupGetter__",
    "__lookupSetter__",
    "__proto__",
    "constructor",
    "hasOwnProperty",
    "isPrototypeOf",
    "propertyIsEnumerable",
    "toLocaleString",
    "toString",
    "valueOf",
)


def is_text(value: Any) -> bool:
    """A text with more than white space in it."""
    return isinstance(value, str) and bool(value.strip())


def is_line(value: Any) -> bool:
    """A text of one line."""
    return is_text(value) and value.isprintable()


def is_flag(value: Any) -> bool:
    """True or false."""
    return isinstance(value, bool)


def is_url(value: Any) -> bool:
    """Own addresses only: relative or absolute paths, never another origin."""
    return is_text(value) and ":" not in value and not value.startswith("//") and "\\" not in value


def is_address(value: Any) -> bool:
    """An address of e-mail."""
    return is_text(value) and value.count("@") == 1 and "." in value.split("@")[1] and " " not in value


def is_country(value: Any) -> bool:
    """Two letters of a country (ISO 3166-1 alpha-2)."""
    return isinstance(value, str) and len(value) == 2 and value.isascii() and value.isalpha() and value.isupper()


def is_fingerprint(value: Any) -> bool:
    """Eight hex digits."""
    return isinstance(value, str) and len(value) == 8 and all(digit in "0123456789abcdef" for digit in value)


def is_date(value: Any) -> bool:
    """Whether it is a day, as TOML or as ISO 8601 writes it; "" is none."""
    if isinstance(value, str):
        try:
            return not value or bool(date.fromisoformat(value))
        except ValueError:
            return False
    return isinstance(value, date) and not isinstance(value, datetime)


def is_days(value: Any) -> bool:
    """Whole days that a cookie may live; 0 is for the visit."""
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MAX_DAYS


def is_languages(value: Any) -> bool:
    """A list of different language tags, at least one."""
    if not isinstance(value, list) or not value:
        return False
    tags = [normalise(tag) for tag in value]
    return all(tags) and len(set(tags)) == len(tags)


def one_of(*values: str) -> Check:
    """A check for one of these texts."""
    return lambda value: isinstance(value, str) and value in values


def is_name(value: Any) -> bool:
    """Whether the browser, the product and js-cookie mean the same cookie by it."""
    if not isinstance(value, str) or not 0 < len(value) <= 128 or value in INHERITED:
        return False
    return all(character in TOKEN for character in value)


def is_storage_key(value: Any) -> bool:
    """A key of localStorage or sessionStorage, or how several begin, with a `*` behind; none of the product's own."""
    if not is_line(value) or "*" in value[:-1] or value.startswith(OWN_KEYS):
        return False
    return not value.endswith("*") or not OWN_KEYS.startswith(value[:-1])


def is_key(value: Any) -> bool:
    """The key of a business model or of a partner, as a cookie may hold it."""
    return isinstance(value, str) and stored_business(value) is not None
