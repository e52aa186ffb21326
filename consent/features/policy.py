"""The policy in the page, with what is on this device now."""

from ..render import policy
from .base import Feature


class PolicyPage(Feature):
    """The policy where the page has a place for it."""

    def markup(self, asked):
        """The policy, with what is on this device now."""
        present = [cookie.id for cookie in self.context.site.cookies if self.context.jar.stored(cookie.id)]
        return policy.policy(self.context.site, self.context.messages, present)
