"""What a cookie is for, feature by feature; each is made when a page first needs it: every import delays the start.

All are `base.Feature`s; one with a widget has `markup(asked)`, where `asked` is what its place
says it is for, and `choose(value)` for what the visitor picks there.
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

# The cookies that a feature is for. Where one is not declared there is no such feature.
ROLES = {
    "language": ("language",),
    "business": ("business",),
    "region": ("regions",),
    "account": ("account",),
    "logo": ("partner", "business"),
    "policy": (),
    "waiting": (),
}

# Which feature fills the placeholder of this name.
WIDGETS = (
    ("language", "language"),
    ("business-model", "business"),
    ("region", "region"),
    ("policy", "policy"),
    ("waiting", "waiting"),
)


def lacking(name, site):
    """The id of a cookie that the feature `name` is for and `site` does not declare; None where it has the feature."""
    for role in ROLES[name]:
        if not site.declares(role):
            return role
    return None


def make(name, context):
    """The feature `name`."""
    if name == "language":
        from .language import Language

        return Language(context)
    if name == "business":
        from .business import Business

        return Business(context)
    if name == "region":
        from .region import Region

        return Region(context)
    if name == "account":
        from .account import Account

        return Account(context)
    if name == "logo":
        from .logo import Logo

        return Logo(context)
    if name == "waiting":
        from .waiting import Waiting

        return Waiting(context)
    from .policy import PolicyPage

    return PolicyPage(context)
