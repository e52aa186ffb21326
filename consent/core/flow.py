"""What happens next: (site, state, event) to (state, effects). Events and effects are the named tuples below.

Effects are performed, in order, by `consent.app`. Nothing here knows of a page or a clock.
"""

from collections import namedtuple

from . import decision as decisions
from .site import EVERY_VISIT

PROMPT = "prompt"
SETTINGS = "settings"
CONFIRMATION = "confirmation"
BLOCKED = "blocked"

WITHDRAWN = "withdrawn"
DELETED = "deleted"
ALL_DELETED = "deleted-all"

# What the cookie of the visit holds.
MARK = "1"

# `decision` is None while unasked; `answered` is whether this visit was; `quiet` pages show no prompt by themselves;
# `view` is what is open, or None.
State = namedtuple("State", ("decision", "answered", "quiet", "view"))

# Events. The page is there.
Start = namedtuple("Start", ())
# Everything optional is granted, at `minutes` since 1970; or nothing is; or what was granted is taken back.
Accept = namedtuple("Accept", ("minutes",))
Refuse = namedtuple("Refuse", ("minutes",))
Withdraw = namedtuple("Withdraw", ("minutes",))
# The ids that are switched on in the settings are granted. `recorded` is the decision in the jar at this moment, which
# another tab may have made since the settings were drawn.
Save = namedtuple("Save", ("granted", "minutes", "recorded"))
# Cookies are to be deleted: `scope` is `optional` or `all`.
Delete = namedtuple("Delete", ("scope",))
# The settings are opened; whatever is open is closed.
Settings = namedtuple("Settings", ())
Close = namedtuple("Close", ())
# Another tab, or the browser, changed the record or the mark of the visit.
Observe = namedtuple("Observe", ("recorded", "answered"))
# The browser kept nothing of what was written: `before` and `answered` are what stands.
Unstored = namedtuple("Unstored", ("before", "answered"))

# What the controls do that need no more than their name: an answer, at the minute it was given, or another view.
ANSWERS = {"accept": Accept, "refuse": Refuse, "withdraw": Withdraw}
VIEWS = {"settings": Settings, "close": Close}

# Effects. Put the decision and the mark of the visit into the jar, and let the gate work by it.
Record = namedtuple("Record", ("decision",))
# Expire these cookies.
Expire = namedtuple("Expire", ("ids",))
# Show a view, or None for nothing; `outcome` is what a confirmation says.
Show = namedtuple("Show", ("view", "outcome"))


def answered(marks):
    """Whether this visit was answered, by `marks`: the values of all copies of the visit's cookie."""
    return MARK in marks


def prompt_due(site, decision, answered):
    """Whether the visitor is to be asked: never decided, or not yet in this visit where every visit asks.

    Nobody is where nothing is optional.
    """
    return bool(site.optional) and (decision is None or (site.ask == EVERY_VISIT and not answered))


def step(site, state, event):
    """The state after `event`, and the effects to perform in order."""
    kind = type(event)
    if not site.optional and kind in (Accept, Refuse, Withdraw, Save):
        # There is nothing to decide, so nothing is kept of it.
        return state, ()
    if kind is Accept:
        return _decide(site, state, site.optional_ids, event.minutes, None)
    if kind is Refuse:
        return _decide(site, state, (), event.minutes, None)
    if kind is Withdraw:
        return _decide(site, state, (), event.minutes, WITHDRAWN)
    if kind is Save:
        # What is saved is what the visitor sees: settings that were drawn from an older answer are drawn anew.
        if event.recorded != state.decision:
            return _observe(site, state, event.recorded, state.answered)
        return _decide(site, state, event.granted, event.minutes, None)
    if kind is Delete:
        return _delete(site, state, event.scope)
    if kind is Settings:
        return _show(state, SETTINGS)
    if kind is Close:
        return _show(state, _resting(site, state) if state.view == SETTINGS else None)
    if kind is Observe:
        return _observe(site, state, event.recorded, event.answered)
    if kind is Unstored:
        return _show(State(event.before, event.answered, state.quiet, state.view), BLOCKED)
    # Start. A call that waited for Python may have opened something already, and the tag may have told something.
    return _show(state, _resting(site, state)) if state.view in (None, PROMPT) else (state, ())


def _resting(site, state):
    due = not state.quiet and prompt_due(site, state.decision, state.answered)
    return PROMPT if due else None


def _show(state, view):
    return State(state.decision, state.answered, state.quiet, view), (Show(view, None),)


def _decide(site, state, granted, minutes, outcome):
    decision = decisions.decide(site, granted, minutes)
    effects = (Record(decision), Show(CONFIRMATION, outcome or decisions.state(site, decision)))
    return State(decision, True, state.quiet, CONFIRMATION), effects


def _delete(site, state, scope):
    """All means the answer too, so that the visitor is unasked again; an answer outlives the optional cookies."""
    if scope == "all":
        effects = (Expire(tuple(each.id for each in site.cookies + site.storage)), Show(CONFIRMATION, ALL_DELETED))
        return State(None, False, state.quiet, CONFIRMATION), effects
    effects = (Expire(site.optional_ids), Show(CONFIRMATION, DELETED))
    return State(state.decision, state.answered, state.quiet, CONFIRMATION), effects


def _observe(site, state, decision, answered):
    if decision == state.decision and answered == state.answered:
        return state, ()
    seen = State(decision, answered, state.quiet, state.view)
    if state.view == SETTINGS:
        return _show(seen, SETTINGS)
    view = _resting(site, seen)
    return (seen, ()) if view == state.view else _show(seen, view)
