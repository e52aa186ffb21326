"""What is wrong in a declaration: each mistake a line for people, and all of them told at once."""

import difflib
import json
import re
from collections.abc import Iterable, Mapping
from datetime import date, time
from typing import Any, NamedTuple

from ..core.errors import MAX_ECHO, DeclarationError
from .places import Places, Steps

# Stands for the value of a key that is not there.
MISSING = object()
# What names a table in an array of tables, for people.
_NAMES = ("id", "key", "version")


class Mistake(NamedTuple):
    """One mistake: `key` holds `value` where `expected` should stand; `line` where it is known."""

    file: str
    line: int | None
    key: str
    value: Any
    expected: str

    def __str__(self) -> str:
        place = f"{self.file}: " if self.line is None else f"{self.file}:{self.line}: "
        found = "is missing" if self.value is MISSING else f"is {shown(self.value)}"
        return f"{place if self.file else ''}{self.key} {found}; expected {self.expected}"


class WrongDeclaration(DeclarationError):
    """All `mistakes` of one declaration; as a sentence a line each. `key`, `value`, `expected` are the first one's."""

    def __init__(self, mistakes: Iterable[Mistake]) -> None:
        self.mistakes = tuple(mistakes)
        first = self.mistakes[0]
        super().__init__(first.key, shown(first.value), first.expected)  # type: ignore[no-untyped-call]
        self.message = "\n".join(str(each) for each in self.mistakes)

    def __str__(self) -> str:
        return self.message


class Mistakes:
    """Gathers the mistakes of the `document` in `file`."""

    def __init__(self, document: Mapping[str, Any], file: str = "declaration", places: Places | None = None) -> None:
        self._document = document
        self._file = file
        self._places = places or Places("")
        self._found: list[Mistake] = []

    def __bool__(self) -> bool:
        return bool(self._found)

    def note(self, steps: Steps, value: Any, expected: str, meant: str | None = None) -> None:
        """What `steps` lead to holds `value` where `expected` should stand; `meant` is what may have been meant."""
        if meant is not None:
            expected += f"; did you mean {shown(meant)}?"
        self._found.append(Mistake(self._file, self._places.line(steps), named(steps, self._document), value, expected))

    def add(self, mistakes: Iterable[Mistake]) -> None:
        """Takes in what is wrong in other files."""
        self._found += mistakes

    def check(self) -> None:
        """Raises WrongDeclaration with all that was noted, in the order of the file; does nothing where nothing was."""
        if self._found:
            raise WrongDeclaration(sorted(self._found, key=lambda each: each.line or 0))


def named(steps: Steps, document: Mapping[str, Any]) -> str:
    """The way to a value in words: `consent.cookies "theme".days`."""
    words = ""
    here: Any = document
    for step in steps:
        here = _below(here, step)
        if isinstance(step, int):
            words += f" {_item(step, here)}"
        else:
            bare = re.fullmatch(r"[\w-]+", step, re.ASCII)
            words += ("." if words else "") + (step if bare else shown(step))
    return words


def nearest(word: Any, words: Iterable[str], least: float = 0.6) -> str | None:
    """The one of `words` that `word` was probably meant to be, or None."""
    if not isinstance(word, str) or not word:
        return None
    spelt = {_plain(each): each for each in words}
    found = difflib.get_close_matches(_plain(word), spelt, 1, least)
    if not found:
        found = [each for each in spelt if _plain(word) and each.split("-")[0] == _plain(word).split("-")[0]]
    return spelt[found[0]] if found else None


def shown(value: Any) -> str:
    """A value as a declaration would have it, cut to what people read."""
    if isinstance(value, (date, time)):
        return str(value)
    try:
        text = json.dumps(value, ensure_ascii=False, default=str)
    except ValueError:
        text = "a number of more digits than can be shown"
    return text if len(text) <= MAX_ECHO else text[: MAX_ECHO - 1] + "…"


def _plain(word: str) -> str:
    return word.casefold().replace("_", "-").strip()


def _item(place: int, item: Any) -> str:
    for name in _NAMES:
        if isinstance(item, Mapping) and isinstance(item.get(name), str) and item[name]:
            return shown(item[name])
    ending = "th" if 10 < (place + 1) % 100 < 14 else {1: "st", 2: "nd", 3: "rd"}.get((place + 1) % 10, "th")
    return f"(the {place + 1}{ending})"


def _below(here: Any, step: str | int) -> Any:
    try:
        return here[step]
    except (KeyError, IndexError, TypeError):
        return None
