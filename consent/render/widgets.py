"""The widgets that stand in a page's placeholders, as Markup."""

from .markup import element
from .view import button


def language(messages, names, current, unkept):
    """A chooser of languages: `names` are (tag, own name), `unkept` whether the choice holds for this page only."""
    options = [
        element("option", (("value", tag), ("lang", tag), ("selected", tag == current)), name) for tag, name in names
    ]
    return _chooser("language", messages.get("language.label"), options, _note(messages, "language", unkept))


def business(messages, choices, current, unkept, gone=False):
    """A chooser of business models: `choices` are (key, label), `current` a key or None.

    `gone` tells that the model chosen before is offered no more.
    """
    options = [element("option", (("value", key), ("selected", key == current)), label) for key, label in choices]
    if current is None:
        options.insert(0, _nothing(messages.get("business.choose"), disabled=True))
    note = messages.get("business.gone") if gone else _note(messages, "business", unkept)
    return _chooser("business", messages.get("business.label"), options, note)


def region(messages, steps, path, failed):
    """A picker of places: `steps` are the lists of (code, name) to show, `path` the codes chosen so far.

    Each select's value is its step and a code, as `1:440100`.
    """
    selects = []
    for at, items in enumerate(steps):
        chosen = path[at] if at < len(path) else None
        options = [_nothing(messages.get("region.choose"), value="%d:" % at, selected=chosen is None)]
        for code, name in items:
            options.append(element("option", (("value", "%d:%s" % (at, code)), ("selected", code == chosen)), name))
        name = "region-%d" % at
        selects.append(element("label", (("for", name),), messages.get("region.step-%d" % at)))
        selects.append(element("select", (("id", name), ("name", name)), options))
    note = messages.get("region.failed") if failed else None
    return element(
        "div",
        (("class", "chooser"), ("role", "group"), ("aria-label", messages.get("region.label"))),
        selects,
        element("p", (("role", "status"),), note),
    )


def waiting(messages, purposes, ids):
    """In place of what waits for a grant: the `purposes` to agree to, and the choice; `ids` apart by spaces."""
    return element(
        "div",
        (("class", "chooser waiting"), ("role", "group"), ("aria-label", messages.get("waiting.label"))),
        element("p", (), messages.get("waiting.why")),
        element("ul", (), [element("li", (), purpose) for purpose in purposes]),
        button("allow", messages.get("waiting.allow"), None, ids),
        button("settings", messages.get("prompt.settings"), "quiet"),
    )


def logo(partner):
    """A partner's logo, its name read out where it cannot be seen."""
    return element("img", (("class", "logo"), ("src", partner.logo), ("alt", partner.name)))


def _nothing(label, value="", selected=True, disabled=False):
    return element("option", (("value", value), ("selected", selected), ("disabled", disabled)), label)


def _note(messages, widget, unkept):
    return messages.get(widget + ".unkept") if unkept else None


def _chooser(name, label, options, note):
    return element(
        "div",
        (("class", "chooser"),),
        element("label", (("for", name),), label),
        element("select", (("id", name), ("name", name), ("aria-describedby", name + "-note")), options),
        element("p", (("id", name + "-note"), ("role", "status")), note),
    )
