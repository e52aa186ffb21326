"""Who is signed in."""

from ..core import session
from ..core.errors import CookieError


class Account:
    """The sign-in cookies, which need no consent."""

    def __init__(self, app):
        self._app = app

    def start_session(self, details):
        """Stores who signed in; another account's flag goes. ValueRefused, CookieError; nothing is half stored."""
        jar = self._app.jar
        writes = session.writes(self._app.site, details)
        jar.remove("partner")
        refused = [identifier for identifier, value in writes if not jar.store(identifier, value)]
        if refused:
            for identifier in session.REMOVED:
                jar.remove(identifier)
        self._app.fill()
        self._complain(refused, "the browser would not keep it")

    def end(self):
        """Removes what belongs to the account. CookieError where the browser keeps a copy of it all the same."""
        left = [identifier for identifier in session.REMOVED if not self._app.jar.remove(identifier)]
        self._app.fill()
        self._complain(left, "the browser would not delete it")

    def _complain(self, identifiers, reason):
        if identifiers:
            names = [self._app.site.cookie(identifier).name for identifier in identifiers]
            raise CookieError(", ".join(names), reason)

    def start(self):
        """Nothing to do by itself."""

    def observe(self, decided):
        """Nothing is cached that the jar does not hold."""
