"""The demonstration's doctors, and the check of a password."""

from collections.abc import Iterable
from dataclasses import dataclass

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError


@dataclass(frozen=True)
class Account:
    """A doctor who can sign in; `partner` is the key of a declared partner, or None."""

    name: str
    uid: str
    partner: str | None
    password_hash: str


# Argon2id with 19 MiB, two passes, one lane: the least that the OWASP password storage guide recommends.
HASHER = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)

# The password of all three is `aligner-demo`, as the demonstration's own page says.
ACCOUNTS = (
    Account(
        "dr.chen",
        "80732105605c",
        "dentacore",
        "$argon2id$v=19$m=19456,t=2,p=1$HoMJEJWHBbIghC8dHhmsCQ$17wJ6RfNNAnVJBEf32jdWSGZrXO7S3PDKfYz0DLlKWc",
    ),
    Account(
        "dr.lind",
        "b56fb3f3de71",
        "lumina",
        "$argon2id$v=19$m=19456,t=2,p=1$Q7qMkKUv9mHqQGJEXDl16g$zi0Bh93JqK84OJBZ5hjVlHxDmhRUawBn3zcUiswAoo8",
    ),
    Account(
        "dr.amari",
        "29ad18bd8676",
        None,
        "$argon2id$v=19$m=19456,t=2,p=1$nPm1HnwEDEPA8FbkxHuhdA$DlEn+yvsLq+D0q8IYRAkB9usjqXgdvymA7CQss+Q4H4",
    ),
)
# Of a password that nobody knows: checked for an unknown name, which so takes as long as a known one.
NOBODY = "$argon2id$v=19$m=19456,t=2,p=1$X93aquzCZUD1B6NF1anV4w$6MGokAJ5PK6z9SqMq83ivzMKTJE7vgCIzFDXmzEKqA4"


class Accounts:
    """Who can sign in."""

    def __init__(self, accounts: Iterable[Account] = ACCOUNTS) -> None:
        self._by_name = {account.name: account for account in accounts}

    def check(self, name: str, password: str) -> Account | None:
        """The account of this name if the password is its own, else None; the work is always the same."""
        account = self._by_name.get(name)
        try:
            HASHER.verify(account.password_hash if account else NOBODY, password)
        except VerifyMismatchError:
            return None
        return account
