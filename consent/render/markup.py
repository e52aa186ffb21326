"""HTML text that is escaped by construction, in the small dialect that `static/frame/markup.js` takes apart.

That dialect: every attribute is in double quotes, every element but a void one is closed, and of entities there are
`&amp; &lt; &gt; &quot;` alone.
"""

from ..core.errors import ConsentError

VOID = ("img", "input")


class Markup:
    """Finished HTML; `str()` gives its text. What is not Markup is text and is escaped."""

    def __init__(self, text):
        self.text = text

    def __str__(self):
        return self.text


def escape(text):
    """`text` safe between tags and in double-quoted attributes."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def element(name, attributes=(), *children):
    """One element: `attributes` are pairs in order; True stands alone, False and None are left out."""
    parts = ["<", name]
    for key, value in attributes:
        if value is None or value is False:
            continue
        parts.append(" " + key)
        if value is not True:
            parts.append('="' + escape(str(value)) + '"')
    parts.append(">")
    if name in VOID:
        if children:
            raise ConsentError("<%s> cannot hold anything" % name)
        return Markup("".join(parts))
    for child in children:
        parts.append(join(child).text)
    parts.append("</" + name + ">")
    return Markup("".join(parts))


def join(*children):
    """Children side by side: Markup as it is, text escaped, None left out, lists and tuples one by one."""
    parts = []
    for child in children:
        if child is None:
            continue
        if isinstance(child, Markup):
            parts.append(child.text)
        elif isinstance(child, str):
            parts.append(escape(child))
        elif isinstance(child, (list, tuple)):
            parts.append(join(*child).text)
        else:
            raise ConsentError("%r cannot stand in a page; expected text or Markup" % (child,))
    return Markup("".join(parts))
