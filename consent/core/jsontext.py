"""JSON text with its members in the order given, also on MicroPython, whose dicts have no order.

An object is a tuple of (key, value) pairs, an array a list; the rest is str, int, bool and None (RFC 8259).
"""

from .errors import ConsentError

# What fits into this stands in one line.
WIDTH = 80
_SHORT = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def text(value, indent=0, before="\n"):
    """`value` as JSON, in lines indented by `indent` spaces a level, or in one line where that is 0.

    ConsentError where it is nothing that JSON can hold.
    """
    if value is None:
        return "null"
    if value is True or value is False:
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, str):
        return string(value)
    inner = before + " " * indent
    if isinstance(value, tuple):
        colon = ": " if indent else ":"
        members = [string(key) + colon + text(item, indent, inner) for key, item in value]
        return _group("{", members, "}", indent, before)
    if isinstance(value, list):
        return _group("[", [text(item, indent, inner) for item in value], "]", indent, before)
    expected = "text, a whole number, True, False, None, a list or a tuple of pairs"
    raise ConsentError("%r cannot stand in JSON; expected %s" % (value, expected))


def string(words):
    """`words` as a JSON string; ConsentError where it is no str."""
    if not isinstance(words, str):
        raise ConsentError("%r cannot stand in JSON as a name; expected text" % (words,))
    parts = ['"']
    for character in words:
        if character in _SHORT:
            parts.append(_SHORT[character])
        elif character < " ":
            parts.append("\\u%04x" % ord(character))
        else:
            parts.append(character)
    parts.append('"')
    return "".join(parts)


def _group(opening, items, closing, indent, before):
    flat = opening + (", " if indent else ",").join(items) + closing
    if not indent or not items or (len(flat) <= WIDTH and "\n" not in flat):
        return flat
    inner = before + " " * indent
    return opening + inner + ("," + inner).join(items) + before + closing
