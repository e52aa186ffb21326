"""What happens next: (site, state, event) to (state, effects). Effects are named here and performed by `app`.

Events are tuples whose first item is their name:

    ("start",)                    the page is there
    ("accept", minutes)           everything optional is granted, at `minutes` since 1970
    ("refuse", minutes)           nothing is
    ("save", ids, minutes)        these are
    ("withdraw", minutes)         what was granted is taken back
    ("delete", scope)             cookies are to be deleted: `optional`, or `all`
    ("settings",) ("close",)      the settings are opened; whatever is open is closed
    ("observe", decision, answered)   another tab, or the browser, changed the record or the mark of the visit
    ("unstored",)                 the browser kept nothing of what was written

Effects likewise:

    ("record", decision, None)    store the decision and the mark of the visit, and let the gate work by it
    ("delete", ids, None)         expire these cookies
    ("show", view, outcome)       show `prompt`, `settings`, `confirmation` or `blocked`, or None for nothing
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

# `decision` is None while unasked; `answered` is whether this visit was; `quiet` pages show no prompt by themselves.
State = namedtuple("State", ("decision", "answered", "quiet", "view"))


def prompt_due(site, decision, answered):
    """Whether the visitor is to be asked: never decided, or not yet in this visit where every visit asks."""
    return decision is None or (site.ask == EVERY_VISIT and not answered)


def step(site, state, event):
    """The state after `event`, and the effects to perform in order. An unknown event changes nothing."""
    name = event[0]
    if name == "accept":
        return _decide(site, state, site.optional_ids, event[1], None)
    if name == "refuse":
        return _decide(site, state, (), event[1], None)
    if name == "save":
        return _decide(site, state, event[1], event[2], None)
    if name == "withdraw":
        return _decide(site, state, (), event[1], WITHDRAWN)
    if name == "delete":
        return _delete(site, state, event[1])
    if name == "start":
        return _show(state, _resting(site, state))
    if name == "settings":
        return _show(state, SETTINGS)
    if name == "close":
        return _show(state, _resting(site, state) if state.view == SETTINGS else None)
    if name == "observe":
        return _observe(site, state, event[1], event[2])
    if name == "unstored":
        return _show(state, BLOCKED)
    return state, ()


def _resting(site, state):
    due = not state.quiet and prompt_due(site, state.decision, state.answered)
    return PROMPT if due else None


def _show(state, view):
    return State(state.decision, state.answered, state.quiet, view), (("show", view, None),)


def _decide(site, state, granted, minutes, outcome):
    decision = decisions.decide(site, granted, minutes)
    effects = (("record", decision, None), ("show", CONFIRMATION, outcome or decisions.state(site, decision)))
    return State(decision, True, state.quiet, CONFIRMATION), effects


def _delete(site, state, scope):
    """All means the answer too, so that the visitor is unasked again; an answer outlives the optional cookies."""
    if scope == "all":
        identifiers = tuple(cookie.id for cookie in site.cookies)
        effects = (("delete", identifiers, None), ("show", CONFIRMATION, ALL_DELETED))
        return State(None, False, state.quiet, CONFIRMATION), effects
    effects = (("delete", site.optional_ids, None), ("show", CONFIRMATION, DELETED))
    return State(state.decision, state.answered, state.quiet, CONFIRMATION), effects


def _observe(site, state, decision, answered):
    if decision == state.decision and answered == state.answered:
        return state, ()
    seen = State(decision, answered, state.quiet, state.view)
    if state.view == SETTINGS:
        return _show(seen, SETTINGS)
    view = _resting(site, seen)
    return (seen, ()) if view == state.view else _show(seen, view)
