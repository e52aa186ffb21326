"""The policy in the page, with what is on this device now."""

from ..render import policy


class PolicyPage:
    """The policy where the page has a place for it."""

    def __init__(self, app):
        self._app = app

    def start(self):
        """Nothing to do by itself."""

    def observe(self, decided):
        """Nothing is cached that the jar does not hold."""

    def markup(self):
        """The policy, with what is on this device now."""
        present = [cookie.id for cookie in self._app.site.cookies if self._app.jar.stored(cookie.id)]
        return policy.policy(self._app.site, self._app.messages, present)
