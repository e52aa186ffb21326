"""On pages that do their worst the banner is seen and its answers count, and the page is none the worse for it."""

import tomllib
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from .conditions import conditions
from .conftest import TAG, Site, Visit, control, prompt, until
from .test_choice import RECORD, VISIT

PAGES = tomllib.loads(Path(__file__).with_name("hostile.toml").read_text(encoding="utf-8"))
CASES: dict[str, dict[str, str]] = {
    text: page for kind, pages in PAGES.items() if kind != "before" for text, page in pages.items()
}
# Whether a pointer at the middle of the button that refuses meets the banner, and nothing else.
MEETS = """(() => {
  const page = Object.getOwnPropertyDescriptor(window, 'document').get.call(window);
  const { querySelector, elementFromPoint } = Document.prototype, host = querySelector.call(page, 'smartee-consent');
  const button = (host?.shadowRoot ?? host)?.querySelector('[data-consent-action=refuse]');
  const { left, top, width, height } = button?.getBoundingClientRect() ?? {};
  return width > 0 && [host, button].includes(elementFromPoint.call(page, left + width / 2, top + height / 2));
})()"""
OPTIONAL = "document.cookie = 'Language=zh-CN; path=/'"


def clicked(page: Page, action: str) -> None:
    """A click of a person's: on what is at that place, whoever hears it."""
    until(page, MEETS)
    box = control(page, action).bounding_box()
    assert box
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


@pytest.mark.parametrize(
    "given", conditions("page", {f"a page with this: {text}": page for text, page in CASES.items()})
)
def test_the_prompt_is_seen_and_an_answer_counts(site: Site, visit: Visit, given: dict[str, str]) -> None:
    visitor = visit(site, reduced_motion="reduce")
    head = f"<style>{given.get('style', '')}</style>" + visitor.script("own.js", given.get("script", ""))
    # Under no policy, which would keep some of it from being hostile.
    address = visitor.serve("hostile.html", given.get("body", "<p>Words</p>"), head, **{"Content-Security-Policy": ""})
    page = visitor.page(address, ready=False)
    if "later" in given:
        expect(prompt(page)).to_be_visible()
        page.evaluate("SmarteeConsent.ready")
        page.evaluate(f"() => {{ {given['later']} }}")
    page.evaluate(f"() => {{ {OPTIONAL} }}")
    clicked(page, "refuse")
    until(page, "SmarteeConsent.state === 'refused'")
    assert sorted(visitor.cookies()) == [RECORD, VISIT]
    expect(prompt(page)).to_have_count(0)
    assert "mine" not in "".join(visitor.errors)


# What is before the tag: elements of these names, and globals.
ELEMENTS = {
    "form": "createElement documentElement querySelector dispatchEvent location defaultView readyState head matches",
    "object": "createElement cookie body currentScript addEventListener getElementsByTagName",
}
GLOBALS = {
    "SmarteeConsent": "{ theirs: true }",
    "window.SmarteeConsent": "'words'",
    "top": "null",
    "self": "{}",
    "parent": "{}",
    "frames": "[]",
    "name": "'smartee-consent'",
    "origin": "'https://elsewhere.example'",
    "event": "{}",
    "closed": "true",
    "host, assets and folder": "0; var host = 1, assets = 'https://elsewhere.example/', folder = assets",
}
NAMED = {
    **{text: page["body"] for text, page in PAGES["names"].items()},
    **{
        f"an element <{tag}> called {name}": f"<{tag} name='{name}'></{tag}>"
        for tag, names in ELEMENTS.items()
        for name in names.split()
    },
    **{f"a global {name}": f"<script>{name.split(',')[0]} = {value}</script>" for name, value in GLOBALS.items()},
}


@pytest.mark.parametrize("body", conditions("page", {f"a tag behind {text}": html for text, html in NAMED.items()}))
def test_what_stands_before_the_tag_neither_stops_nor_redirects_it(site: Site, visit: Visit, body: str) -> None:
    visitor = visit(site, reduced_motion="reduce")
    visitor.script("own.js", OPTIONAL)
    whole = f"{body}{TAG}<script src='/own.js'></script>"
    page = visitor.page(visitor.serve("named.html", whole, tag="", **{"Content-Security-Policy": ""}), ready=False)
    api = "Object.getOwnPropertyDescriptor(window, 'SmarteeConsent').value"
    assert "Language" not in visitor.cookies()
    clicked(page, "refuse")
    until(page, f"{api}.state === 'refused'")
    assert sorted(visitor.cookies()) == [RECORD, VISIT]
    expect(prompt(page)).to_have_count(0)
    # Python came from where the tag did, and from nowhere else.
    assert page.evaluate(f"{api}.businessModel.list().then(({{ length }}) => length > 0)")
