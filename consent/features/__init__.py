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

# What is declared that a feature is for. Where one is not there is no such feature, and its module is not sent.
ROLES = {
    "language": ("language",),
    "business": ("business",),
    "region": ("regions",),
    "account": ("account",),
    "ledger": ("receipt",),
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
    """The id of what the feature `name` is for and `site` does not declare; None where it has the feature.

    Without an address to tell, whatever bears the id of the ledger's is the site's own.
    """
    if name == "ledger" and not site.record_url:
        return "receipt"
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
    if name == "ledger":
        from .ledger import Ledger

        return Ledger(context)
    if name == "logo":
        from .logo import Logo

        return Logo(context)
    if name == "waiting":
        from .waiting import Waiting

        return Waiting(context)
    from .policy import PolicyPage

    return PolicyPage(context)
