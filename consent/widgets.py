"""The widgets that stand in a page's placeholders, as Markup."""

from .locale import localised
from .markup import element


def language(messages, names, current, unkept):
    """A chooser of languages: `names` are pairs of tag and own name, `unkept` whether the choice holds for this page only."""
    options = [
        element("option", (("value", tag), ("lang", tag), ("selected", tag == current)), name) for tag, name in names
    ]
    return _chooser("language", messages.get("language.label"), options, _note(messages, "language", unkept))


def business(site, messages, models, current, unkept):
    """A chooser of business models: `models` are `Model`s, `current` a key or None."""
    options = [
        element(
            "option",
            (("value", model.key), ("selected", model.key == current)),
            localised(model.label, messages.language, site.languages),
        )
        for model in models
    ]
    if current is None:
        nothing = (("value", ""), ("selected", True), ("disabled", True))
        options.insert(0, element("option", nothing, messages.get("business.choose")))
    return _chooser("business", messages.get("business.label"), options, _note(messages, "business", unkept))


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
