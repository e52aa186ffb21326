"""What a cookie is for, feature by feature; each is made when a page first needs it, since every import delays the start.

All are `base.Feature`s; one with a widget has `markup()`, and `choose(value)` for what the visitor picks there.
"""

# What the page can ask for, by the feature's name and its method.
CALLS = {
    "language": ("language", "choose"),
    "business": ("business", "choose"),
    "models": ("business", "list"),
    "regions": ("region", "children"),
    "sign-in": ("account", "start_session"),
    "sign-out": ("account", "end"),
}

# Which feature fills the placeholder of this name.
WIDGETS = (("language", "language"), ("business-model", "business"), ("region", "region"), ("policy", "policy"))


def make(name, context):
    """The feature `name`."""
    if name == "language":
        from .language import Language as made
    elif name == "business":
        from .business import Business as made
    elif name == "region":
        from .region import Region as made
    elif name == "account":
        from .account import Account as made
    elif name == "logo":
        from .logo import Logo as made
    else:
        from .policy import PolicyPage as made
    return made(context)
