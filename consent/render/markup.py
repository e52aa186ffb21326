"""What is shown, as trees that static/embed/markup.js turns into elements: text cannot become anything but text."""

import json

from ..core.errors import ConsentError

VOID = ("img", "input", "wbr")


class Markup:
    """Nodes side by side: each is a text, or a list of an element's name, its attributes (pairs) and its own nodes."""

    def __init__(self, nodes):
        self.nodes = nodes

    def json(self):
        """The nodes as JSON: what crosses into JavaScript is text."""
        return json.dumps(self.nodes)


def element(name, attributes=(), *children):
    """One element. `attributes` are pairs: True is a flag, False and None are left out. ConsentError as by `join`."""
    given = []
    for key, value in attributes:
        if value is not None and value is not False:
            given.append([key, key if value is True else str(value)])
    nodes = join(*children).nodes
    if nodes and name in VOID:
        raise ConsentError("<%s> cannot hold anything" % name)
    return Markup([[name, given] + nodes])


def join(*children):
    """Children side by side: Markup, texts, lists and tuples of such; None and "" are left out.

    ConsentError where one is something else.
    """
    nodes = []
    for child in children:
        if isinstance(child, Markup):
            nodes += child.nodes
        elif isinstance(child, (list, tuple)):
            nodes += join(*child).nodes
        elif child is not None and not isinstance(child, str):
            raise ConsentError("%r cannot stand in a page; expected text or Markup" % (child,))
        elif child:
            nodes.append(child)
    return Markup(nodes)
