"""Where in the window the prompt stands, as styles behind those of static/styles/prompt.css."""

# All but the sheet on phones, where there is room.
_WIDE = "@media(min-width:40em){%s}"
_BAR = (
    ":host{width:auto!important;margin:0!important}section{flex-flow:row;border-radius:0}.words{flex:auto}"
    ".actions{flex:0 0 32em;margin:auto 0;padding:16px}"
)
# In the middle until that hides what has the focus, then in the corner (static/frame/focus_not_obscured.js).
_CENTRE = ":host(:not([data-aside])){inset:0!important;height:fit-content!important;margin:auto!important}"
_TOP = ":host{inset:0 0 auto!important}:host([data-top][data-top]){inset:auto 0 0!important}"
# By the setting's value, the default first. Start and end are those of the language in use. Where the prompt gives way
# to what has the focus it goes to the other edge (static/frame/focus_not_obscured.js).
POSITIONS = {
    "card": "",
    "bar": _WIDE % _BAR,
    "centre": _WIDE % _CENTRE,
    # As declarations before had them.
    "bottom": _WIDE % _BAR,
    "bottom-start": "",
    "bottom-end": _WIDE % ":host{margin-inline-start:auto!important}",
    "top": _TOP + "section{border-radius:0 0 var(--radius) var(--radius)}" + _WIDE % _BAR,
}
DEFAULT = next(iter(POSITIONS))
