"""Who is signed in."""

from ..core import session


class Account:
    """The sign-in cookies, which need no consent."""

    def __init__(self, app):
        self._app = app

    def start_session(self, details):
        """Stores who signed in; another account's flag goes. ValueRefused, CookieError; nothing is half stored."""
        writes = session.writes(self._app.site, details)
        self._app.jar.check(writes)
        self._app.jar.remove("partner")
        for identifier, value in writes:
            self._app.jar.store(identifier, value)
        self._app.fill()

    def end(self):
        """Removes what belongs to the account."""
        for identifier in session.REMOVED:
            self._app.jar.remove(identifier)
        self._app.fill()

    def start(self):
        """Nothing to do by itself."""

    def observe(self, decided):
        """Nothing is cached that the jar does not hold."""
