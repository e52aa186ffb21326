"""On pages that do their worst the banner is seen and its answers count, and the page is none the worse for it."""

import tomllib
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from .conditions import conditions
from .conftest import Site, Visit, control, prompt, until
from .test_choice import RECORD, VISIT

PAGES = tomllib.loads(Path(__file__).with_name("hostile.toml").read_text(encoding="utf-8"))
CASES: dict[str, dict[str, str]] = {text: page for pages in PAGES.values() for text, page in pages.items()}
# Whether a pointer at the middle of the button that refuses meets the banner, and nothing else.
MEETS = """(() => {
  const host = document.querySelector('smartee-consent');
  const button = host?.shadowRoot.querySelector('[data-consent-action=refuse]');
  const { left, top, width, height } = button?.getBoundingClientRect() ?? {};
  return width > 0 && document.elementFromPoint(left + width / 2, top + height / 2) === host;
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
