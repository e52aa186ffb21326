"""A decision as it is told to the ledger: its exact form, and the one text that is signed and chained."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import lru_cache
from json.encoder import encode_basestring_ascii as _quoted
from typing import Any, Self

from ...core import history
from ...core.decision import MAX_BYTES, is_identifier
from ...core.errors import MAX_ECHO
from .errors import RecordWrong

# Octets of a record as it is told.
LARGEST = 1024
EVENTS = (history.GIVEN, history.REFUSED, history.WITHDRAWN, history.RENEWED)
# In the prompt; in the settings; by an element of the page or in a widget's place; by the script API.
WAYS = ("prompt", "settings", "control", "call")
# A minute that has nine digits, as in the record that the browser keeps.
LAST_MINUTE = 999_999_999
_UUID4 = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
_FINGERPRINT = re.compile(r"[0-9a-f]{8}")
# BCP 47 in the length that a declared tag may have.
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,4}")


@dataclass(frozen=True, slots=True)
class Record:
    """One decision: `id` is a random UUID of version 4, `minute` counts from 1970-01-01 UTC; none is the visitor's."""

    id: str
    fingerprint: str
    granted: tuple[str, ...]
    event: str
    minute: int
    language: str
    how: str

    @classmethod
    def parse(cls, octets: bytes) -> Self:
        """The record that these octets of JSON tell; RecordWrong where they are not exactly one."""
        try:
            value = json.loads(octets.decode("utf-8"), object_pairs_hook=_object)
        except (ValueError, RecursionError) as error:
            raise RecordWrong("what was sent is not JSON in UTF-8 with each key once") from error
        return cls.of(value)

    @classmethod
    def of(cls, value: Any) -> Self:
        """The record in the plain form of JSON; RecordWrong where a key is missing, too many, or not of its form."""
        if not isinstance(value, Mapping) or set(value) != set(KEYS):
            found = sorted(map(str, value)) if isinstance(value, Mapping) else value
            raise _wrong("the record", found, "an object with exactly the keys " + ", ".join(KEYS))
        for key, (holds, expected) in _FORMS.items():
            if not holds(value[key]):
                raise _wrong(key, value[key], expected)
        return cls(**{**value, "granted": tuple(value["granted"])})

    @property
    def canonical(self) -> str:
        """The one text of this record: JSON in ASCII, keys sorted, nothing between the tokens."""
        # As json.dumps has it with sorted keys, in a fifth of the time: a ledger is verified as fast as this goes.
        return (
            f'{{"event":{_quoted(self.event)},"fingerprint":{_quoted(self.fingerprint)},'
            f'"granted":[{",".join(map(_quoted, self.granted))}],"how":{_quoted(self.how)},"id":{_quoted(self.id)},'
            f'"language":{_quoted(self.language)},"minute":{self.minute}}}'
        )

    def plain(self) -> dict[str, Any]:
        """As JSON has it."""
        return {
            "id": self.id,
            "fingerprint": self.fingerprint,
            "granted": list(self.granted),
            "event": self.event,
            "minute": self.minute,
            "language": self.language,
            "how": self.how,
        }


KEYS = tuple(each.name for each in fields(Record))


def _matches(pattern: re.Pattern[str]) -> Any:
    return lambda value: isinstance(value, str) and pattern.fullmatch(value) is not None


def _is_granted(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) for each in value) and _are_ids(tuple(value))


@lru_cache(1024)
def _are_ids(ids: tuple[str, ...]) -> bool:
    # Never more than fits the record that the browser keeps.
    return len(set(ids)) == len(ids) and len("+".join(ids)) <= MAX_BYTES and all(map(is_identifier, ids))


def _is_minute(value: Any) -> bool:
    # True is an int, too.
    return type(value) is int and 0 < value <= LAST_MINUTE


_FORMS: dict[str, tuple[Any, str]] = {
    "id": (_matches(_UUID4), "a random UUID (version 4) in lower case"),
    "fingerprint": (_matches(_FINGERPRINT), "eight hex digits"),
    "granted": (_is_granted, f"a list of different ids, at most {MAX_BYTES} characters in all"),
    "event": (lambda value: value in EVENTS, "one of " + ", ".join(EVENTS)),
    "minute": (_is_minute, f"whole minutes since 1970, at most {LAST_MINUTE}"),
    "language": (_matches(_LANGUAGE), "a language tag such as zh-CN"),
    "how": (lambda value: value in WAYS, "one of " + ", ".join(WAYS)),
}


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key is there twice")
    return found


def _wrong(key: str, value: object, expected: str) -> RecordWrong:
    return RecordWrong(f"{key} is {value!r:.{MAX_ECHO}}; expected {expected}")
