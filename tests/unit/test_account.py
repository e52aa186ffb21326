"""What was tossed over a sign-in goes, and what the visitor has signed out of stays away."""

from types import SimpleNamespace
from typing import Any

import pytest

from consent.features.account import Account


class Jar:
    """A jar in which each look at a cookie finds what comes next."""

    def __init__(self, *looks: tuple[str, ...]) -> None:
        self._looks = list(looks)
        self.done: list[str] = []

    def stored(self, _identifier: str) -> tuple[str, ...]:
        return self._looks.pop(0) if len(self._looks) > 1 else self._looks[0]

    def remove(self, identifier: str) -> bool:
        self.done.append("remove " + identifier)
        return True

    def store(self, identifier: str, value: str) -> bool:
        self.done.append("store " + identifier + " " + value)
        return True

    def agreed(self, identifier: str) -> Any:
        found = self.stored(identifier)
        return found[0] if found and found.count(found[0]) == len(found) else None


@pytest.mark.parametrize(
    ("looks", "done"),
    [
        ([("mine",)], []),
        ([("mine", "tossed")], ["remove account", "store account mine"]),
        ([("tossed", "mine")], ["remove account", "store account mine"]),
        # Another tab has signed out meanwhile: nobody is signed in again.
        ([("mine",), ()], []),
        ([()], []),
        # The server has signed in somebody else.
        ([("theirs",)], []),
    ],
)
def test_only_what_was_tossed_beside_our_own_is_taken_away(looks: list[tuple[str, ...]], done: list[str]) -> None:
    jar = Jar(*looks)
    account = Account(SimpleNamespace(jar=jar))
    account._own = (("account", "mine"),)
    account.observe(decided=False)
    assert jar.done == done
