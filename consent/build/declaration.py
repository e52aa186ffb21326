"""Reads `pyscript.toml` and checks its [consent] table; what comes back is the plain form that `consent.site` takes.

Whatever is wrong is a `DeclarationError` that says the key, the value found, and what was expected.
"""

import tomllib
from pathlib import Path
from typing import Any

from ..core.cookies import MAX_DAYS
from ..core.decision import MAX_BYTES, Decision, is_identifier, text
from ..core.errors import DeclarationError
from ..core.header import MAX_HEADER, largest
from ..core.site import BLOCK, CATEGORIES, EVERY_VISIT, REPORT, WHEN_NEEDED, Site
from .checks import (
    Check,
    is_address,
    is_country,
    is_days,
    is_fingerprint,
    is_key,
    is_languages,
    is_name,
    is_text,
    is_url,
    one_of,
)
from .languages import right_to_left, spellings

# The roles that the product's code fills; their cookies may be called anything.
ROLES = ("language", "business", "account", "token", "uid", "regions", "models", "partner", "decision", "visit")
# RFC 6265bis section 4.1.3: names that only a server can set. Of our own that is only ever done with the token.
SERVER_ONLY = ("__http-", "__host-http-")
COUNTRY = 'the two letters of a country (ISO 3166-1) such as "CN"'
FINGERPRINT = "the eight hex digits that `make build` told before this change"

Plain = dict[str, Any]


def load(path: Path) -> Site:
    """The site declared in the TOML file at `path`; DeclarationError where it cannot be read or is wrong."""
    return Site(validate(read(path)))


def read(path: Path) -> Plain:
    """The whole TOML document at `path`, PyScript's own keys included."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise DeclarationError(str(path), error.strerror or "unreadable", "a file that can be read") from error
    except UnicodeDecodeError as error:
        raise DeclarationError(str(path), "not UTF-8", "a TOML file in UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        raise DeclarationError(str(path), str(error), "valid TOML") from error


def validate(document: Plain) -> Plain:
    """The [consent] table of `document` in plain form: complete, checked, defaults filled in."""
    consent = _table(document, "consent")
    _known(consent, "consent", (*SETTINGS, "controller", "purposes", "cookies", "models", "partners", "changes"))
    plain: Plain = {}
    for key, (default, check, expected) in SETTINGS.items():
        value = consent.get(key, default)
        if not check(value):
            raise DeclarationError(f"consent.{key}", value, expected)
        plain[key] = value
    languages = plain["languages"]
    plain["spellings"] = spellings(languages)
    plain["right_to_left"] = right_to_left(languages)
    controller = _table(consent, "controller", "consent.")
    plain["controller"] = {
        "name": _texts(controller, "name", "consent.controller", languages),
        "contact": _field(controller, "contact", "consent.controller", is_address, "an e-mail address"),
        "country": _field(controller, "country", "consent.controller", is_country, COUNTRY),
    }
    _known(controller, "consent.controller", tuple(plain["controller"]))
    plain["purposes"] = [
        {"id": _identifier(item, "id", at), "text": _texts(item, "text", at, languages)}
        for at, item in _items(consent, "purposes", ("id", "text"))
    ]
    purposes = _unique("consent.purposes", "id", plain["purposes"])
    plain["cookies"] = [
        _cookie(at, item, languages, purposes) for at, item in _items(consent, "cookies", tuple(COOKIE_KEYS))
    ]
    plain["models"] = [_model(at, item, languages) for at, item in _items(consent, "models", ("key", "label", "logo"))]
    plain["partners"] = [_partner(at, item) for at, item in _items(consent, "partners", ("key", "name", "logo"), 0)]
    plain["changes"] = [
        {
            "version": _field(item, "version", at, is_text, "the policy version that brought the change"),
            "text": _texts(item, "text", at, languages),
            "fingerprint": _field(item, "fingerprint", at, is_fingerprint, FINGERPRINT),
        }
        for at, item in _items(consent, "changes", ("version", "text", "fingerprint"), 0)
    ]
    _unique("consent.models", "key", plain["models"])
    _unique("consent.partners", "key", plain["partners"])
    _roles(plain)
    return plain


# key: (default, check, what is expected)
SETTINGS: dict[str, tuple[Any, Check, str]] = {
    "policy_version": (None, is_text, 'a short text such as "2026-11"'),
    "ask": (EVERY_VISIT, one_of(EVERY_VISIT, WHEN_NEEDED), f'"{EVERY_VISIT}" or "{WHEN_NEEDED}"'),
    "record_days": (180, lambda days: is_days(days) and days > 0, f"a whole number of days from 1 to {MAX_DAYS}"),
    "keep_days": (2, is_days, f"a whole number of days from 0 to {MAX_DAYS}"),
    "undeclared": (REPORT, one_of(REPORT, BLOCK), f'"{REPORT}" or "{BLOCK}"'),
    "languages": (["en"], is_languages, 'a list of different language tags such as ["en", "zh-CN"]'),
    "policy_url": ("policy/{language}/", is_url, "an address on this site, relative to embed.js or starting with /"),
    "regions_url": ("api/regions", is_url, "an address on this site, relative to embed.js or starting with /"),
    "models_url": ("api/business-models", is_url, "an address on this site, relative to embed.js or starting with /"),
}

COOKIE_KEYS = ("id", "name", "category", "purpose", "scenario", "days", "consent")


def _cookie(at: str, item: Plain, languages: list[str], purposes: list[str]) -> Plain:
    return {
        "id": _identifier(item, "id", at),
        "name": _field(
            item,
            "name",
            at,
            is_name,
            "a cookie name: letters, digits and !#$&'*+-.^_`|~, no word of JavaScript's own objects",
        ),
        "category": _field(item, "category", at, one_of(*CATEGORIES), "one of " + ", ".join(CATEGORIES)),
        "purpose": _field(item, "purpose", at, one_of(*purposes), "the id of one of [[consent.purposes]]"),
        "scenario": _texts(item, "scenario", at, languages),
        "days": _field(item, "days", at, is_days, f"a whole number of days from 0 (the visit) to {MAX_DAYS}"),
        "consent": _field(item, "consent", at, lambda value: isinstance(value, bool), "true or false"),
    }


def _model(at: str, item: Plain, languages: list[str]) -> Plain:
    return {
        "key": _field(item, "key", at, is_key, "a key of letters, digits, - _ and ."),
        "label": _texts(item, "label", at, languages),
        "logo": _field(item, "logo", at, lambda value: isinstance(value, bool), "true or false"),
    }


def _partner(at: str, item: Plain) -> Plain:
    return {
        "key": _field(item, "key", at, is_key, "a key of letters, digits, - _ and ."),
        "name": _field(item, "name", at, is_text, "the partner's name, read out where the logo cannot be seen"),
        "logo": _field(item, "logo", at, is_url, "the address of an image on this site"),
    }


def _table(document: Plain, key: str, before: str = "") -> Plain:
    table = document.get(key)
    if not isinstance(table, dict):
        raise DeclarationError(before + key, table, f"a table [{before}{key}]")
    return table


def _items(table: Plain, key: str, keys: tuple[str, ...], least: int = 1) -> list[tuple[str, Plain]]:
    items = table.get(key, [])
    if not isinstance(items, list) or len(items) < least or not all(isinstance(item, dict) for item in items):
        raise DeclarationError(f"consent.{key}", items, f"tables [[consent.{key}]], at least {least}")
    named = [(f"consent.{key}[{at}]", item) for at, item in enumerate(items)]
    for at, item in named:
        _known(item, at, keys)
    return named


def _known(table: Plain, at: str, keys: tuple[str, ...]) -> None:
    for key in table:
        if key not in keys:
            raise DeclarationError(f"{at}.{key}", table[key], "no such key; known are " + ", ".join(keys))


def _field(item: Plain, key: str, at: str, check: Check, expected: str) -> Any:
    value = item.get(key)
    if not check(value):
        raise DeclarationError(f"{at}.{key}", value, expected)
    return value


def _identifier(item: Plain, key: str, at: str) -> str:
    expected = "an id of lower case letters, digits and hyphens"
    return str(_field(item, key, at, lambda value: isinstance(value, str) and is_identifier(value), expected))


def _texts(item: Plain, key: str, at: str, languages: list[str]) -> dict[str, str]:
    texts = item.get(key)
    if not isinstance(texts, dict):
        raise DeclarationError(f"{at}.{key}", texts, f'a table of texts such as {{ {languages[0]} = "..." }}')
    for language, words in texts.items():
        if language not in languages:
            raise DeclarationError(f"{at}.{key}.{language}", words, "one of consent.languages: " + ", ".join(languages))
    for language in languages:
        if not is_text(texts.get(language)):
            raise DeclarationError(f"{at}.{key}.{language}", texts.get(language), "a text in this language")
    return dict(texts)


def _unique(at: str, key: str, items: list[Plain]) -> list[str]:
    values = [item[key] for item in items]
    for position, value in enumerate(values):
        if value in values[:position]:
            raise DeclarationError(f"{at}[{position}].{key}", value, "a value that no earlier one has")
    return values


def _roles(plain: Plain) -> None:
    """Every role is filled once, no name twice, and what must work without consent needs none."""
    ids = _unique("consent.cookies", "id", plain["cookies"])
    _unique("consent.cookies", "name", plain["cookies"])
    for role in ROLES:
        if role not in ids:
            raise DeclarationError("consent.cookies", ", ".join(ids), f'a cookie with the id "{role}"')
    for position, cookie in enumerate(plain["cookies"]):
        at = f"consent.cookies[{position}]"
        if cookie["id"] in ("decision", "visit") and cookie["consent"]:
            raise DeclarationError(f"{at}.consent", True, "false: the answer itself cannot wait for the answer")
        if cookie["id"] == "visit" and cookie["days"]:
            raise DeclarationError(f"{at}.days", cookie["days"], "0: it marks one visit")
        if cookie["id"] == "decision" and cookie["days"] != plain["record_days"]:
            raise DeclarationError(
                f"{at}.days", cookie["days"], f"consent.record_days, which is {plain['record_days']}"
            )
        if cookie["id"] in ROLES and cookie["id"] != "token" and cookie["name"].lower().startswith(SERVER_ONLY):
            raise DeclarationError(f"{at}.name", cookie["name"], "a name that a script can set")
    octets = largest({cookie["id"]: cookie["name"] for cookie in plain["cookies"]})
    if octets > MAX_HEADER:
        raise DeclarationError(
            "consent.cookies",
            f"a Cookie header of up to {octets} octets",
            f"shorter names: at most {MAX_HEADER} in all",
        )
    optional = tuple(cookie["id"] for cookie in plain["cookies"] if cookie["consent"])
    longest = text(Decision(optional, "0" * 8, 10**8))
    if len(longest) > MAX_BYTES:
        raise DeclarationError("consent.cookies", longest, f"optional ids that fit a record of {MAX_BYTES} bytes")
