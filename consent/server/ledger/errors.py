"""What can go wrong with a ledger; each error is a sentence for people and carries its evidence."""

from ...core.errors import ConsentError

# Where they are missing, this brings all that a ledger takes.
INSTALL = 'pip install "smartee-consent[ledger]"'


class RecordWrong(ConsentError):
    """What was told is no record that this site's banner makes; it will not become one by being sent again."""


class RecordEarly(ConsentError):
    """The record is of a minute that has not come: the visitor's clock is ahead by `minutes`."""

    def __init__(self, minutes: int) -> None:
        super().__init__(f"minute is {minutes} minutes ahead; expected none that has yet to come")
        self.minutes = minutes


class LedgerBroken(ConsentError):
    """The ledger is not as it was written: `where` says at which place, the sentence what was expected there."""

    def __init__(self, where: str, what: str) -> None:
        super().__init__(f"{where}: {what}")
        self.where = where


class LedgerUnreachable(ConsentError):
    """The database cannot be asked just now, or there is none."""


class KeyUnusable(ConsentError):
    """The file at `path` is no key that a ledger can use."""

    def __init__(self, path: object, reason: str) -> None:
        super().__init__(f"{path}: {reason}; expected an Ed25519 key as PEM, as `ledger key` tells of")
        self.path = path


class ReceiptWrong(ConsentError):
    """The receipt is not confirmed; the sentence says what does not hold."""
