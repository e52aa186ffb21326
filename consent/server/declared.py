"""As much of a `Site` as a server needs, from the file that the build made of the declaration."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ..core.cookies import MAX_DAYS
from ..core.decision import is_identifier
from ..core.errors import DeclarationError
from ..core.site import BLOCK, REPORT, Change, Cookie

_DIGITS = frozenset("0123456789abcdef")


class Declared:
    """Of the declaration the fingerprint, the days of a record, the cookies' ids and names, and which need consent.

    The languages and earlier fingerprints, which the ledger asks for, are empty where an older build wrote the file.
    """

    def __init__(self, plain: dict[str, Any]) -> None:
        self.fingerprint = _field(plain, "fingerprint", str, _is_fingerprint)
        self.record_days = _field(plain, "record_days", int, lambda days: 0 < days <= MAX_DAYS)
        self.undeclared = _field(plain, "undeclared", str, lambda rule: rule in (REPORT, BLOCK))
        self.cookies = tuple(_cookie(each) for each in _field(plain, "cookies", list, len))
        optional = _field(plain, "optional", list, lambda ids: all(map(_is_identifier, ids)))
        self.optional_ids = tuple(optional)
        later = {"languages": [], "earlier": [], **plain}
        self.languages = tuple(
            _field(later, "languages", list, lambda tags: all(isinstance(each, str) for each in tags))
        )
        earlier = _field(later, "earlier", list, lambda found: all(map(_is_fingerprint, found)))
        self.changes = tuple(Change(None, each) for each in earlier)
        self._by_id = {each.id: each for each in self.cookies}
        self._by_name = {each.name: each for each in self.cookies}
        if "decision" not in self._by_id:
            raise DeclarationError("cookies", list(self._by_id), 'a cookie with the id "decision"')

    @classmethod
    def read(cls, path: Path) -> "Declared":
        """What is in the file at `path`; DeclarationError where it is not as the build writes it."""
        try:
            plain = json.loads(path.read_text(encoding="utf-8"))
        except OSError as error:
            raise DeclarationError(str(path), error.strerror or "unreadable", "a file that can be read") from error
        except ValueError as error:
            raise DeclarationError(str(path), str(error), "servers/consent.json of a build") from error
        if not isinstance(plain, dict):
            raise DeclarationError(str(path), plain, "servers/consent.json of a build")
        return cls(plain)

    def declares(self, identifier: str) -> bool:
        """Whether there is a cookie with this id."""
        return identifier in self._by_id

    def cookie(self, identifier: str) -> Any:
        """The cookie with this id; KeyError where it is not declared."""
        return self._by_id[identifier]

    def named(self, name: str) -> Any:
        """The cookie of this name in the jar, or None where the policy does not know it."""
        return self._by_name.get(name)


def _is_fingerprint(value: Any) -> bool:
    return isinstance(value, str) and len(value) == 8 and _DIGITS.issuperset(value)


def _is_identifier(value: Any) -> bool:
    return isinstance(value, str) and bool(is_identifier(value))


def _cookie(plain: Any) -> Any:
    identifier = _field(plain, "id", str, len)
    name = _field(plain, "name", str, len)
    # What it is for, and in which words, is told to visitors alone.
    return Cookie(identifier, name, None, None, None, _field(plain, "consent", bool, lambda _: True))


def _field(plain: Any, key: str, kind: type, holds: Callable[[Any], object]) -> Any:
    value = plain.get(key) if isinstance(plain, dict) else None
    # True is an int, too.
    if type(value) is not kind or not holds(value):
        raise DeclarationError(key, value, "what the build writes into servers/consent.json")
    return value
