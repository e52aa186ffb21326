"""Who is signed in."""

from ..core import session
from ..core.errors import CookieError
from .base import Feature


class Account(Feature):
    """The sign-in cookies, which need no consent."""

    def start_session(self, details):
        """Stores who signed in; another account's flag goes. ValueRefused, CookieError; nothing is half stored."""
        jar = self.context.jar
        writes = session.writes(self.context.site, details)
        jar.remove("partner")
        refused = [identifier for identifier, value in writes if not jar.store(identifier, value)]
        if refused:
            for identifier in session.REMOVED:
                jar.remove(identifier)
        self.context.redraw()
        self._complain(refused, "the browser would not keep it")

    def end(self):
        """Removes what belongs to the account. CookieError where the browser keeps a copy of it all the same."""
        left = [identifier for identifier in session.REMOVED if not self.context.jar.remove(identifier)]
        self.context.redraw()
        self._complain(left, "the browser would not delete it")

    def _complain(self, identifiers, reason):
        if identifiers:
            names = [self.context.site.cookie(identifier).name for identifier in identifiers]
            raise CookieError(", ".join(names), reason)
