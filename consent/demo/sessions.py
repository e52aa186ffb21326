"""Who is signed in: tokens that only the server can tell the meaning of."""

import hashlib
import secrets
from collections import OrderedDict
from collections.abc import Callable

from consent.demo.accounts import Account

MOST = 1000


class Sessions:
    """The valid tokens, each for `lifetime` seconds of `clock`; beyond `most`, the oldest ends first.

    Only the SHA-256 of a token is kept: what leaks from here signs nobody in, and how long a look-up takes
    tells nothing about other tokens.
    """

    def __init__(self, clock: Callable[[], float], lifetime: int, most: int = MOST) -> None:
        self._clock = clock
        self._most = most
        self._sessions: OrderedDict[bytes, tuple[Account, float]] = OrderedDict()
        self.lifetime = lifetime

    def start(self, account: Account) -> str:
        """A new token for `account`, 256 random bits in URL-safe letters."""
        token = secrets.token_urlsafe(32)
        self._sessions[_digest(token)] = (account, self._clock() + self.lifetime)
        while len(self._sessions) > self._most:
            self._sessions.popitem(last=False)
        return token

    def find(self, token: str) -> Account | None:
        """Whose token this is, or None where it is unknown, ended or too old."""
        digest = _digest(token)
        account, until = self._sessions.get(digest, (None, 0.0))
        if account is not None and self._clock() >= until:
            del self._sessions[digest]
            return None
        return account

    def end(self, token: str) -> None:
        """The token is worth nothing from now on; one that already was stays so (RFC 7009, 2.2)."""
        self._sessions.pop(_digest(token), None)


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()
