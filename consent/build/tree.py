"""Markup as the tree that static/embed/markup.js turns into elements, so that the tag needs no parser of HTML."""

from html.parser import HTMLParser
from typing import Any

from ..render.markup import VOID, Markup

Tree = list[Any]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.path: list[Tree] = [["", {}]]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element: Tree = [tag, {key: value or "" for key, value in attrs}]
        self.path[-1].append(element)
        if tag not in VOID:
            self.path.append(element)

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002
        self.path.pop()

    def handle_data(self, data: str) -> None:
        self.path[-1].append(data)


def tree(markup: Markup) -> Tree:
    """The one element in `markup` as [its name, its attributes, and then its children, each text or such a list]."""
    reader = _Reader()
    reader.feed(markup.text)
    reader.close()
    element: Tree = reader.path[0][2]
    return element
