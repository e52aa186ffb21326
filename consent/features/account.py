"""Who is signed in."""

from ..core import session
from ..core.errors import CookieError
from .base import Feature


class Account(Feature):
    """The sign-in cookies, which need no consent. Another site of the domain may toss copies beside them."""

    def __init__(self, context):
        super().__init__(context)
        # What this page wrote; it tells our own from what was tossed.
        own: tuple[tuple[str, str], ...] = ()
        self._own = own

    def start_session(self, details):
        """Stores who signed in; another account's flag goes. ValueRefused, CookieError; nothing is half stored."""
        jar = self.context.jar
        writes = session.writes(self.context.site, details)
        paths = self.context.server.paths()
        if self.context.site.declares("partner"):
            jar.remove("partner", paths)
        for identifier, _ in writes:
            jar.remove(identifier, paths)
        refused = [identifier for identifier, value in writes if not jar.store(identifier, value)]
        self._own = () if refused else writes
        if refused:
            for identifier in session.removed(self.context.site):
                jar.remove(identifier)
        self.context.redraw()
        self._complain(refused, "the browser would not keep it")

    def end(self):
        """Removes what belongs to the account. CookieError where the browser keeps a copy of it all the same."""
        self._own = ()
        paths = self.context.server.paths()
        mine = session.removed(self.context.site)
        left = [identifier for identifier in mine if not self.context.jar.remove(identifier, paths)]
        self.context.redraw()
        self._complain(left, "the browser would not delete it")

    def observe(self, decided):
        """Takes away what was tossed over the sign-in of this page. What took its place was the server's to write."""
        jar = self.context.jar
        for identifier, value in self._own:
            # By one look: another tab may sign out before a second one.
            found = jar.stored(identifier)
            if value in found and found.count(value) < len(found):
                jar.remove(identifier)
                jar.store(identifier, value)

    def _complain(self, identifiers, reason):
        if identifiers:
            names = [self.context.site.cookie(identifier).name for identifier in identifiers]
            raise CookieError(", ".join(names), reason)
