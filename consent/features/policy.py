"""The policy in the page, with what is on this device now."""

from ..core import decision as decisions
from ..render import policy
from .base import Feature


class PolicyPage(Feature):
    """The policy where the page has a place for it."""

    def markup(self, asked):
        """The policy, with what is on this device now."""
        site, jar, device, decision = self.context.site, self.context.jar, self.context.device, self.context.decision
        present = [cookie.id for cookie in site.cookies if jar.stored(cookie.id)]
        # What is held reads as if it were there.
        present += [each.id for each in site.storage if self.context.keeps(each.id) and device.kept(each)]
        moment = decision and self.context.page.moment(decision.minutes, self.context.language)
        choice = (decisions.state(site, decision), moment)
        return policy.policy(site, self.context.messages, present, choice=choice)
