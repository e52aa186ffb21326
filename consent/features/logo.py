"""The partner's logo on the surfaces of the page."""

from ..core import partner
from ..render import widgets
from .base import Feature


class Logo(Feature):
    """Shows and takes away the logo as the account, the business model and the page change."""

    def start(self):
        """Looks at every surface."""
        flag = self.context.jar.agreed("partner")
        model = self.context.feature("business").current
        self.context.placeholders.surfaces(partner.SURFACES, lambda surface: self._shown(flag, model, surface))

    def observe(self, decided):
        """Looks again: the account or the model may be another."""
        self.start()

    def _shown(self, flag, model, surface):
        shown = partner.logo(self.context.site, flag, model, surface)
        return None if shown is None else (shown.key, widgets.logo(shown))
