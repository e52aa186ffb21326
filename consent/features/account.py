"""Who is signed in."""

from ..core import session
from .base import Feature


class Account(Feature):
    """The sign-in cookies, which need no consent."""

    def start_session(self, details):
        """Stores who signed in; another account's flag goes. ValueRefused, CookieError; nothing is half stored."""
        writes = session.writes(self.context.site, details)
        self.context.jar.check(writes)
        self.context.jar.remove("partner")
        for identifier, value in writes:
            self.context.jar.store(identifier, value)
        self.context.redraw()

    def end(self):
        """Removes what belongs to the account."""
        for identifier in session.REMOVED:
            self.context.jar.remove(identifier)
        self.context.redraw()
