"""What a screen reader is given of each view and step: Chromium's own tree, a line an element, as it was reviewed.

After a change that is meant `TREES=write` writes them anew, to be read line by line.
"""

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from .conftest import ROOT, Built, Site, Visit, control, hosted, prompt
from .engines import only_chromium
from .states import BARE, reach, shown
from .test_answer import without_python

TREES = ROOT / "tests/cases/trees"
# They are there for layout and say nothing.
SILENT = {"none", "generic", "InlineTextBox", "LineBreak"}
# Of these a reader is told beside name and description.
PLAIN = ("disabled=False", "focused=False", "modal=False", "invalid=false")
STATES = "checked disabled expanded focused invalid level live modal pressed roledescription".split()


def tree(page: Page, of: Locator) -> str:
    """The accessibility tree of the element: a line for each node, with its role, name, states and description."""
    session = page.context.new_cdp_session(page)
    nodes = {node["nodeId"]: node for node in session.send("Accessibility.getFullAXTree")["nodes"]}
    of.evaluate("of => { globalThis.root = of; }")
    told = session.send("Runtime.evaluate", {"expression": "globalThis.root"})["result"]
    backend = session.send("DOM.describeNode", {"objectId": told["objectId"]})["node"]["backendNodeId"]
    [root] = [each for each in nodes.values() if each.get("backendDOMNodeId") == backend]

    def lines(node: dict[str, Any], depth: int) -> Iterator[str]:
        role = node.get("role", {}).get("value", "")
        silent = node.get("ignored") or role in SILENT
        if not silent:
            yield "  " * depth + " ".join(_told(node, role))
        for child in node.get("childIds", ()):
            # What an element is called it says itself.
            if child in nodes and not (role in ("button", "link", "heading", "code") and _is_text(nodes[child])):
                yield from lines(nodes[child], depth + (not silent))

    return "\n".join(lines(root, 0)) + "\n"


def _is_text(node: dict[str, Any]) -> bool:
    return node.get("role", {}).get("value") in ("StaticText", "InlineTextBox")


def _told(node: dict[str, Any], role: str) -> Iterator[str]:
    yield "text" if role == "StaticText" else role
    if name := node.get("name", {}).get("value"):
        yield f'"{name}"'
    properties = {each["name"]: each["value"].get("value") for each in node.get("properties", ())}
    states = [f"{name}={properties[name]}" for name in STATES if properties.get(name) not in (None, "")]
    if states := [each for each in states if each not in PLAIN]:
        yield f"[{', '.join(states)}]"
    if description := node.get("description", {}).get("value"):
        yield f"({description})"


def answered(action: str) -> Callable[[Page], Locator]:
    """The step behind an answer in the prompt."""

    def step(page: Page) -> Locator:
        control(page, action).click()
        return shown(page, "confirmation")

    return step


def opened(page: Page) -> Locator:
    control(page, "settings").click()
    return shown(page, "settings")


def unfolded(page: Page) -> Locator:
    settings = opened(page)
    for each in settings.locator("summary").all():
        each.click()
    return settings


def switched(page: Page) -> Locator:
    settings = opened(page)
    settings.locator("input").first.check()
    return settings


def saved(page: Page) -> Locator:
    switched(page)
    control(page, "save").click()
    return shown(page, "confirmation")


def withdrawn(page: Page) -> Locator:
    answered("accept")(page)
    opened(page)
    control(page, "withdraw").click()
    return shown(page, "confirmation")


STEPS: dict[str, Callable[[Page], Locator]] = {
    "prompt": lambda page: prompt(page),
    "settings": opened,
    "settings, unfolded": unfolded,
    "settings, one switched on": switched,
    "accepted": answered("accept"),
    "refused": answered("refuse"),
    "saved": saved,
    "withdrawn": withdrawn,
    "blocked": lambda page: reach(page, "blocked"),
}


def compare(page: Page, of: Locator, name: str) -> None:
    path = TREES / f"{name.replace(', ', '-').replace(' ', '-')}.txt"
    found = tree(page, of)
    if os.environ.get("TREES") == "write":
        path.parent.mkdir(exist_ok=True)
        path.write_text(found, encoding="utf-8")
    assert found == path.read_text(encoding="utf-8")


@only_chromium("the tree is Chromium's own")
@pytest.mark.parametrize("name", STEPS)
def test_what_is_heard_is_as_it_was_reviewed(site: Site, visit: Visit, name: str) -> None:
    visitor = visit(site, reduced_motion="reduce")
    page = visitor.page(visitor.serve("heard.html", BARE))
    expect(prompt(page)).to_be_visible()
    compare(page, STEPS[name](page), name)


@only_chromium("the tree is Chromium's own")
def test_what_is_heard_where_python_never_comes(site: Site, visit: Visit) -> None:
    visitor = visit(site, reduced_motion="reduce")
    page = visitor.page(without_python(visitor, "no WebAssembly"), ready=False)
    control(page, "refuse").click()
    compare(page, shown(page, "confirmation"), "without Python")
    visitor.errors.clear()


@only_chromium("the tree is Chromium's own")
@pytest.mark.parametrize("widget", ["language", "business-model", "region", "policy"])
def test_what_is_heard_of_a_widget(site: Site, visit: Visit, widget: str) -> None:
    visitor = visit(site, reduced_motion="reduce")
    page = visitor.page(visitor.serve("widget.html", f'<div id="w" data-consent-widget="{widget}"></div>'))
    expect(page.locator("#w > *").first).to_be_visible()
    compare(page, page.locator("#w"), f"widget {widget}")


@only_chromium("the tree is Chromium's own")
@pytest.mark.parametrize("language", ["ar", "de", "th", "zh-TW"])
def test_every_language_is_heard_in_the_same_order(visit: Visit, built: Built, language: str) -> None:
    trees = []
    for spoken in ("en", language):
        visitor = hosted(visit, built("many"), "https://many.example/", reduced_motion="reduce")
        page = visitor.page(visitor.serve("heard.html", BARE))
        page.evaluate("tag => SmarteeConsent.language.set(tag)", spoken)
        expect(page.locator("smartee-consent")).to_have_attribute("lang", spoken)
        settings = unfolded(page)
        # Sentences may be joined of other pieces.
        roles = [line.split()[0] for line in tree(page, settings).splitlines() if line.split()[0] != "text"]
        trees.append(roles)
    assert trees[0] == trees[1] and len(trees[0]) > 10
