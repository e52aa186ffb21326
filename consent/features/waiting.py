"""What stands in for a frame of the page that waits for a grant: why it is not there, and the choice."""

from ..render import widgets
from .base import Feature


class Waiting(Feature):
    """The places of frames that wait (static/later/resources.js puts them there)."""

    def markup(self, needs):
        """The question for what stores the cookies in `needs`: ids, apart by spaces."""
        site = self.context.site
        wanted = needs.split()
        asked = [each for each in site.optional if each.id in wanted and not self.context.keeps(each.id)]
        purposes = [self.context.messages.get("purpose." + each.purpose) for each in asked]
        return widgets.waiting(self.context.messages, purposes, " ".join(each.id for each in asked))
