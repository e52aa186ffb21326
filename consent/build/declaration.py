"""Reads `pyscript.toml` and checks its [consent] table; what comes back is the form that `consent.core.site` takes.

Whatever is wrong is told at once: a `WrongDeclaration`, with a line for each mistake.
"""

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ..core.cookies import MAX_DAYS
from ..core.site import BLOCK, CATEGORIES, EVERY_VISIT, REPORT, WHEN_NEEDED, Site
from . import domains, images, items, lock, roles
from .accent import EXPECTED as EXPECTED_COLOUR
from .accent import is_colour
from .checks import (
    Check,
    is_date,
    is_days,
    is_languages,
    is_line,
    is_url,
    one_of,
)
from .control import CORNER
from .domains import EXPECTED as EXPECTED_DOMAIN
from .domains import is_domain
from .languages import right_to_left, spellings
from .mistakes import MISSING, Mistake, Mistakes, WrongDeclaration
from .places import Places
from .positions import DEFAULT, POSITIONS
from .tables import Table, Texts
from .texts import check as check_locales
from .texts import replacements

ADDRESS = "an address on this site, relative to embed.js or starting with /"

Plain = dict[str, Any]

# key: (default, check, what is expected)
SETTINGS: dict[str, tuple[Any, Check, str]] = {
    "policy_version": (None, is_line, 'a short text such as "2026-11"'),
    "ask": (EVERY_VISIT, one_of(EVERY_VISIT, WHEN_NEEDED), f'"{EVERY_VISIT}" or "{WHEN_NEEDED}"'),
    "record_days": (180, lambda days: is_days(days) and days > 0, f"a whole number of days from 1 to {MAX_DAYS}"),
    "keep_days": (2, is_days, f"a whole number of days from 0 to {MAX_DAYS}"),
    "position": (DEFAULT, one_of(*POSITIONS), "one of " + ", ".join(POSITIONS)),
    "accent": ("", is_colour, EXPECTED_COLOUR),
    "control": ("", one_of("", CORNER), f'"{CORNER}", or "" for none'),
    "undeclared": (REPORT, one_of(REPORT, BLOCK), f'"{REPORT}" or "{BLOCK}"'),
    "effective": ("", is_date, "the day since which the policy is in force, such as 2026-11-01"),
    "domain": ("", is_domain, EXPECTED_DOMAIN),
    "languages": (["en"], is_languages, 'a list of different language tags such as ["en", "zh-CN"]'),
    "policy_url": ("policy/{language}/", is_url, ADDRESS),
    "regions_url": ("api/regions", is_url, ADDRESS),
    "models_url": ("api/business-models", is_url, ADDRESS),
    "record_url": ("", lambda url: url == "" or is_url(url), f'{ADDRESS}; or "" for no ledger'),
}
# The texts that a setting may have meant.
MEANT = {"ask": (EVERY_VISIT, WHEN_NEEDED), "undeclared": (REPORT, BLOCK), "position": POSITIONS}
TABLES = ("controller", "law", "purposes", "categories", "cookies", "storage", "models", "partners", "changes", "texts")
COOKIE_KEYS = ("id", "name", "category", "purpose", "scenario", "days", "consent")
STORAGE_KEYS = ("id", "key", "area", "category", "purpose", "scenario", "consent")


class Document(dict[str, Any]):
    """A TOML document that knows which file it is of, and where in it each key stands."""

    def __init__(self, values: Mapping[str, Any], path: Path, text: str) -> None:
        super().__init__(values)
        self.path = path
        self.places = Places(text)


def load(path: Path) -> Site:
    """The site declared in the TOML file at `path`; WrongDeclaration where it cannot be read or is wrong."""
    return Site(validate(read(path)))


def read(path: Path) -> Document:
    """The whole TOML document at `path`, PyScript's own keys included."""
    text = _text(path)
    try:
        return Document(tomllib.loads(text), path, text)
    except RecursionError as error:
        raise _unreadable(path, "nested too deep", "a declaration") from error
    except ValueError as error:
        # tomllib tells the place in words; where it is the end of the file there is no number.
        found = re.search(r" \(at (?:line (\d+), (column \d+)|(end of document))\)$", str(error))
        line = int(found[1] or text.count("\n") + 1) if found else None
        words = str(error)[: found.start()] + (f", {found[2]}" if found[2] else "") if found else str(error)
        raise _unreadable(path, words, "valid TOML", line) from error


def validate(document: Mapping[str, Any]) -> Plain:
    """The [consent] table of `document` in plain form: complete, checked, defaults filled in."""
    mistakes = (
        Mistakes(document, str(document.path), document.places)
        if isinstance(document, Document)
        else Mistakes(document)
    )
    consent = Table(document, (), mistakes, document).table("consent", (*SETTINGS, *TABLES))
    plain: Plain = {
        key: consent.take(key, check, expected, MISSING if default is None else default, MEANT.get(key, ()))
        for key, (default, check, expected) in SETTINGS.items()
    }
    plain["effective"] = str(plain["effective"])
    languages = plain["languages"] or []
    texts = Texts(languages, mistakes)
    plain["spellings"] = spellings(languages)
    plain["right_to_left"] = right_to_left(languages)
    plain["controller"] = items.controller(consent.table("controller", items.CONTROLLER_KEYS), texts)
    plain["law"] = items.law(consent.table("law", items.LAW_KEYS), texts) if "law" in consent else {}
    plain["purposes"] = [
        {"id": item.identifier(), "text": item.texts("text", texts)}
        for item in consent.tables("purposes", ("id", "text"))
    ]
    plain["categories"] = [
        {"id": item.identifier(), "text": item.texts("text", texts), "about": item.texts("about", texts)}
        for item in consent.tables("categories", ("id", "text", "about"))
    ]
    own = [each["id"] for each in plain["categories"]]
    purposes = [each["id"] for each in plain["purposes"]]
    to_name: items.Names = {
        "category": items.ids([*CATEGORIES, *own], consent.misspelt("categories")),
        "purpose": items.ids(purposes, consent.misspelt("purposes")),
    }
    plain["cookies"] = [items.cookie(item, texts, to_name) for item in consent.tables("cookies", COOKIE_KEYS, 1)]
    plain["storage"] = [items.storage(item, texts, to_name) for item in consent.tables("storage", STORAGE_KEYS)]
    # Where a business model can be chosen there is one to choose.
    least = int("business" in (each["id"] for each in plain["cookies"]))
    plain["models"] = [items.model(item, texts) for item in consent.tables("models", ("key", "label", "logo"), least)]
    plain["partners"] = [items.partner(item) for item in consent.tables("partners", ("key", "name", "logo"))]
    plain["changes"] = [items.change(item, texts) for item in consent.tables("changes", items.CHANGE_KEYS)]
    plain["texts"] = replacements(consent.get("texts", {}), languages, mistakes)
    texts.note(_beside(plain, document.path.parent, mistakes) if isinstance(document, Document) else ())
    roles.unique(("consent", "purposes"), "id", purposes, mistakes)
    roles.unique(("consent", "categories"), "id", own, mistakes, CATEGORIES)
    for key in ("models", "partners"):
        roles.unique(("consent", key), "key", [each["key"] for each in plain[key]], mistakes)
    domains.check(plain["domain"], [each["name"] for each in plain["cookies"]], mistakes)
    if plain["cookies"]:
        roles.check(plain["cookies"], plain["storage"], plain["record_days"], mistakes)
    if plain["record_url"]:
        roles.check_receipt(plain["storage"], mistakes)
    mistakes.check()
    if isinstance(document, Document):
        lock.check(plain, document.path.parent, mistakes)
    mistakes.check()
    return plain


def _beside(plain: Plain, folder: Path, mistakes: Mistakes) -> list[str]:
    """Notes what is to lie in the folder of the declaration and does not; gives the languages without a file."""
    images.check(plain["partners"], folder, mistakes)
    ids = [each["id"] for each in (*plain["cookies"], *plain["storage"])]
    return check_locales(plain["languages"] or [], ids, folder, mistakes)


def _text(path: Path) -> str:
    """What the file at `path` holds, which is UTF-8, as some editors have it with a mark of the byte order in front."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise _unreadable(path, error.strerror or "unreadable", "a file that can be read") from error
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in data:
        raise _unreadable(path, "no UTF-8 but UTF-16 or no text at all", "a TOML file, saved as UTF-8")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        found = f"no UTF-8: byte {data[error.start]:02x}"
        raise _unreadable(path, found, "a TOML file, saved as UTF-8", line) from error


def _unreadable(path: Path, found: str, expected: str, line: int | None = None) -> WrongDeclaration:
    return WrongDeclaration([Mistake(str(path), line, path.name, found, expected)])
