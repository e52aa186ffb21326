"""Markup as HTML text, for pages that need no script. It runs on MicroPython too, where the case tables ask for it."""

from ..render.markup import VOID


def html(markup):  # type: ignore[no-untyped-def]
    """The text of `markup`, which is Markup, a text or one node of Markup; escaped by construction."""
    if isinstance(markup, str):
        return escape(markup)
    if not isinstance(markup, list):
        return "".join([html(node) for node in markup.nodes])
    name, attributes = markup[:2]
    parts = ["<", name]
    for key, value in attributes:
        parts.append(" " + key if value == key else ' %s="%s"' % (key, escape(value)))
    parts.append(">")
    if name not in VOID:
        parts += [html(node) for node in markup[2:]]
        parts.append("</" + name + ">")
    return "".join(parts)


def escape(text):  # type: ignore[no-untyped-def]
    """`text` safe between tags and in double-quoted attributes."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
