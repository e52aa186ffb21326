"""The rule for every cookie that a page's script writes. `static/gate.js` obeys the same rule and case table."""

from .site import BLOCK as BLOCK_UNDECLARED

PASS = "pass"  # goes to the jar
HOLD = "hold"  # waits in memory for the visitor's answer
KEEP = "keep"  # lives in memory for this page, because the visitor refused
TELL = "tell"  # goes to the jar and is reported, because the policy does not know it
BLOCK = "block"  # goes nowhere and is reported


def verdict(site, decision, name, deleting=False):
    """What becomes of a write to the cookie `name` under `decision` (None: unasked). A deletion always passes."""
    if deleting:
        return PASS
    cookie = site.named(name)
    if cookie is None:
        return BLOCK if site.undeclared == BLOCK_UNDECLARED else TELL
    if not cookie.consent:
        return PASS
    if decision is None:
        return HOLD
    return PASS if cookie.id in decision.granted else KEEP
