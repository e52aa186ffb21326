"""One table of a declaration while it is read: its values are taken out, and what is wrong with them is noted."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ..core.decision import is_identifier
from .checks import Check, is_text
from .mistakes import MISSING, Mistakes, nearest
from .places import Steps


class Texts:
    """What is told of the site in each of its `languages`: which are there, and which are not."""

    def __init__(self, languages: list[str], mistakes: Mistakes) -> None:
        self._languages = languages
        self._mistakes = mistakes
        self._tables = 0
        self._missing: dict[str, list[tuple[Steps, Any]]] = {}
        self._foreign: dict[str, list[tuple[Steps, Any]]] = {}

    def read(self, texts: Any, steps: Steps, name: bool = False) -> dict[str, str]:
        """The texts at `steps`, by language. A `name` may be a single text, which is the same in each."""
        if name and is_text(texts):
            return dict.fromkeys(self._languages, texts)
        example = f'a table of texts such as {{ {(self._languages or ["en"])[0]} = "..." }}'
        if not isinstance(texts, dict):
            self._mistakes.note(steps, texts, example)
            return {}
        self._tables += 1
        meant = set()
        for language, words in texts.items():
            if language not in self._languages:
                self._foreign.setdefault(language, []).append(((*steps, language), words))
                meant.add(nearest(language, self._languages))
        for language in self._languages:
            if not is_text(texts.get(language)) and (language in texts or language not in meant):
                self._missing.setdefault(language, []).append(((*steps, language), texts.get(language, MISSING)))
        return dict(texts)

    def note(self, unspoken: Iterable[str] = ()) -> None:
        """Notes what is wrong with them: a language that is nowhere, or nowhere declared, is told once.

        `unspoken` are languages of which something else is told already.
        """
        if not self._languages:
            return
        for language, found in self._foreign.items():
            more = f" (and in {len(found) - 1} more texts)" if len(found) > 1 else ""
            expected = "one of consent.languages: " + ", ".join(self._languages) + more
            self._mistakes.note(*found[0], expected, nearest(language, self._languages))
        for language, found in self._missing.items():
            if language in unspoken:
                continue
            if len(found) == self._tables > 1:
                expected = f"texts in {language}, of which this file has none"
                self._mistakes.note(("consent", "languages"), self._languages, expected)
            else:
                for each in found:
                    self._mistakes.note(*each, "a text in this language")


class Table:
    """The table `items` at `steps`, which knows these `keys`."""

    def __init__(self, items: Mapping[str, Any], steps: Steps, mistakes: Mistakes, keys: Iterable[str]) -> None:
        self._items = items
        self._mistakes = mistakes
        self.steps = steps
        # Keys that stand there misspelt: that they are missing need not be told too.
        self._meant: set[str] = set()
        known = tuple(keys)
        for key in items:
            if key not in known:
                meant = nearest(key, [each for each in known if each not in items] or known)
                expected = "a key that is known here" + ("" if meant else ": " + ", ".join(known))
                mistakes.note((*steps, key), items[key], expected, meant)
                self._meant.add(meant or "")

    def __contains__(self, key: str) -> bool:
        return key in self._items

    def get(self, key: str, default: Any = None) -> Any:
        """The value as it stands there."""
        return self._items.get(key, default)

    def misspelt(self, key: str) -> bool:
        """Whether `key` stands there in another spelling."""
        return key in self._meant

    def take(self, key: str, check: Check, expected: str, default: Any = MISSING, known: Iterable[str] = ()) -> Any:
        """The value of `key`, or `default`; None where it is wrong. `known` are texts that it may have meant."""
        value = self._items.get(key, default)
        if value is not MISSING and check(value):
            return value
        if key in self._items or key not in self._meant:
            self._mistakes.note((*self.steps, key), value, expected, nearest(value, known))
        return None

    def identifier(self, key: str = "id") -> Any:
        """The id of what this table declares."""
        expected = "an id of lower case letters, digits and hyphens, a letter first"
        return self.take(key, lambda value: isinstance(value, str) and is_identifier(value), expected)

    def texts(self, key: str, texts: Texts, name: bool = False) -> dict[str, str]:
        """The texts under `key`, by language; a `name` as `Texts.read` has it."""
        if key not in self._items and key in self._meant:
            return {}
        return texts.read(self._items.get(key, MISSING), (*self.steps, key), name)

    def table(self, key: str, keys: Iterable[str]) -> "Table":
        """The table under `key`."""
        found = self._items.get(key, MISSING)
        steps = (*self.steps, key)
        if not isinstance(found, dict) and (key in self._items or key not in self._meant):
            expected = f"a table [{'.'.join(map(str, steps))}]"
            self._mistakes.note(steps, found, expected, None if self.steps else nearest(key, self._items))
        return Table(found, steps, self._mistakes, keys) if isinstance(found, dict) else _Nothing(steps, self._mistakes)

    def tables(self, key: str, keys: Iterable[str], least: int = 0) -> Iterator["Table"]:
        """The tables of the array under `key`."""
        found = self._items.get(key, [] if not least or key in self._meant else MISSING)
        steps = (*self.steps, key)
        if not isinstance(found, list) or (len(found) < least and key not in self._meant):
            some = ", at least one" if least else ""
            self._mistakes.note(steps, found, f"tables [[{'.'.join(map(str, steps))}]]{some}")
            return
        for place, item in enumerate(found):
            if isinstance(item, dict):
                yield Table(item, (*steps, place), self._mistakes, keys)
            else:
                self._mistakes.note((*steps, place), item, f"a table [[{'.'.join(map(str, steps))}]]")


class _Nothing(Table):
    """What is read in place of a table that is not there, which is told already."""

    def __init__(self, steps: Steps, mistakes: Mistakes) -> None:
        super().__init__({}, steps, mistakes, ())

    def take(self, *_: Any, **__: Any) -> Any:
        return None

    def texts(self, *_: Any, **__: Any) -> dict[str, str]:
        return {}

    def table(self, key: str, *_: Any) -> Table:
        return _Nothing((*self.steps, key), self._mistakes)

    def tables(self, *_: Any) -> Iterator[Table]:
        return iter(())
