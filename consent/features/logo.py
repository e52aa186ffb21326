"""The partner's logo on the surfaces of the page."""

from ..core import partner
from ..render import widgets


class Logo:
    """Shows and takes away the logo as the account, the business model and the page change."""

    def __init__(self, app):
        self._app = app

    def start(self):
        """Looks at every surface."""
        flag = self._app.jar.read("partner")
        model = self._app.feature("business").current
        self._app.places.surfaces(partner.SURFACES, lambda surface: self._shown(flag, model, surface))

    def observe(self, decided):
        """Looks again: the account or the model may be another."""
        self.start()

    def _shown(self, flag, model, surface):
        shown = partner.logo(self._app.site, flag, model, surface)
        return None if shown is None else (shown.key, widgets.logo(shown))
