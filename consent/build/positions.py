"""Where in the window the prompt stands, as styles behind those of static/styles/prompt.css."""

# In a corner it is as narrow as a phone's window, and laid out as there.
_CORNER = (
    "@media(min-width:46em){:host{max-width:27em!important;margin-inline:%s!important}section{flex-direction:column}"
    ".words{padding:.9em 1.1em .3em}.actions{flex:none;margin:0}}"
)
# By the setting's value, the default first. Start and end are those of the language in use. Where the prompt gives way
# to what has the focus it goes to the other edge (static/frame/focus_not_obscured.js).
POSITIONS = {
    "bottom": "",
    "bottom-start": _CORNER % "0 auto",
    "bottom-end": _CORNER % "auto 0",
    "top": ":host{inset:.5em .5em auto!important}:host([data-top][data-top]){inset:auto .5em .5em!important}",
}
