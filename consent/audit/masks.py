"""What nobody who reads a report may learn: values that prove who somebody is, wherever they turn up."""

from collections.abc import Iterable
from typing import TypeVar
from urllib.parse import quote, unquote

MASK = "•••"
# What is shorter is found in every other word; it would mask those, and say more than it hides.
SHORTEST = 4

Seen = TypeVar("Seen")


class Masks:
    """Gathers secrets, and takes them out of whatever is to be kept."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        self._secrets: set[str] = set()
        for each in secrets:
            self.add(each)

    def add(self, secret: str) -> None:
        """Hides `secret` from now on, in each way in which addresses and cookies spell it."""
        self._secrets |= {each for each in (secret, unquote(secret), quote(secret, safe="")) if len(each) >= SHORTEST}

    def over(self, seen: Seen) -> Seen:
        """`seen`, a text or values made of texts, with every secret in it masked."""
        # One that holds another goes first.
        ordered = sorted(self._secrets, key=len, reverse=True)
        return self._over(seen, ordered)

    def _over(self, seen: Seen, secrets: list[str]) -> Seen:
        if isinstance(seen, str):
            text: str = seen
            for secret in secrets:
                text = text.replace(secret, MASK)
            return text  # type: ignore[return-value]
        if isinstance(seen, tuple):
            parts = [self._over(each, secrets) for each in seen]
            return type(seen)(*parts) if hasattr(seen, "_fields") else tuple(parts)  # type: ignore[return-value]
        if isinstance(seen, dict):
            return {key: self._over(value, secrets) for key, value in seen.items()}  # type: ignore[return-value]
        return seen
