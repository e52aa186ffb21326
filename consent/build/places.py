"""Where in a TOML file each of its keys stands: `tomllib` does not tell."""

import re
import tomllib
from bisect import bisect_right
from collections.abc import Mapping
from contextlib import suppress

# The keys and the places in arrays that lead to a value: ("consent", "cookies", 3, "days").
Steps = tuple[str | int, ...]

_BLANK = re.compile(r"(?:[ \t\r\n]+|#[^\n]*)*")
_KEY = re.compile(r'[ \t]*("(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\'|[A-Za-z0-9_-]+)[ \t]*')
_SCALAR = re.compile(
    r'"""(?:\\.|[^\\])*?"""(?:"{0,2})|\'\'\'.*?\'\'\'(?:\'{0,2})|"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\'|[^,\]}\n#]+',
    re.DOTALL,
)


class Places:
    """The lines of a TOML text that `tomllib` has read without complaint."""

    def __init__(self, text: str) -> None:
        self._lines = _Scanner(text).lines() if text else {}

    def line(self, steps: Steps) -> int | None:
        """The line of what `steps` lead to, or of the nearest table around it; None where that is the file itself."""
        while steps and steps not in self._lines:
            steps = steps[:-1]
        return self._lines.get(steps)


class _Lost(Exception):
    """The text is not as expected: what was found until there has to do."""


class _Scanner:
    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._breaks = [found.start() for found in re.finditer("\n", text)]
        self._found: dict[Steps, int] = {}
        # How many tables each array of tables has so far.
        self._counts: dict[Steps, int] = {}

    def lines(self) -> Mapping[Steps, int]:
        with suppress(_Lost):
            self._document()
        return self._found

    def _document(self) -> None:
        table: Steps = ()
        while self._blank():
            start = self._at
            if self._took("[["):
                table = self._array_of_tables()
                self._note(table, start)
                self._expect("]]")
            elif self._took("["):
                table = self._resolved(self._keys())
                self._note(table, start)
                self._expect("]")
            else:
                self._pair(table)

    def _array_of_tables(self) -> Steps:
        *above, last = self._keys()
        array = (*self._resolved(above), last)
        place = self._counts.get(array, 0)
        self._counts[array] = place + 1
        self._found.setdefault(array, self._line(self._at))
        return (*array, place)

    def _pair(self, table: Steps) -> None:
        start = self._at
        steps = table
        for key in self._keys():
            steps = (*steps, key)
            self._note(steps, start)
        self._expect("=")
        self._value(steps)

    def _value(self, steps: Steps) -> None:
        self._blank()
        if self._took("["):
            place = 0
            while not self._closed("]"):
                self._note((*steps, place), self._at)
                self._value((*steps, place))
                place += 1
        elif self._took("{"):
            while not self._closed("}"):
                self._pair(steps)
        else:
            self._match(_SCALAR)

    def _closed(self, bracket: str) -> bool:
        """Whether the array or table ends here; a comma between its parts is passed over."""
        self._blank()
        if self._took(","):
            self._blank()
        return self._took(bracket)

    def _keys(self) -> list[str]:
        keys = []
        while True:
            raw = self._match(_KEY)
            keys.append(next(iter(tomllib.loads(raw + "=0"))))
            if not self._took("."):
                return keys

    def _resolved(self, keys: list[str]) -> Steps:
        """The table of these keys: in an array of tables the last one is meant."""
        steps: Steps = ()
        for key in keys:
            steps = (*steps, key)
            if steps in self._counts:
                steps = (*steps, self._counts[steps] - 1)
        return steps

    def _note(self, steps: Steps, at: int) -> None:
        self._found.setdefault(steps, self._line(at))

    def _line(self, at: int) -> int:
        return bisect_right(self._breaks, at - 1) + 1

    def _blank(self) -> bool:
        """Passes over white space and comments; whether anything follows."""
        self._match(_BLANK)
        return self._at < len(self._text)

    def _took(self, text: str) -> bool:
        if not self._text.startswith(text, self._at):
            return False
        self._at += len(text)
        return True

    def _expect(self, text: str) -> None:
        if not self._took(text):
            raise _Lost

    def _match(self, pattern: re.Pattern[str]) -> str:
        found = pattern.match(self._text, self._at)
        if not found:
            raise _Lost
        self._at = found.end()
        return found[1] if found.re.groups else found[0]
