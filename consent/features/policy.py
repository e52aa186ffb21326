"""The policy in the page, with what is on this device now."""


class PolicyPage:
    """The policy where the page has a place for it."""

    def __init__(self, app):
        self._app = app
        self.calls = ()
        self.widgets = (("policy", self._markup, None),)

    def start(self):
        """Nothing to do by itself."""

    def observe(self):
        """Nothing is cached that the jar does not hold."""

    def _markup(self):
        # Here, because few pages show it and every import delays the start.
        from .. import policy

        present = [cookie.id for cookie in self._app.site.cookies if self._app.jar.stored(cookie.id)]
        return policy.policy(self._app.site, self._app.messages, present)
