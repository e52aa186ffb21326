"""No state of the banner, nor the page around it, holds what axe knows to be a barrier."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from .conftest import Site, Visit
from .states import BARE, EITHER, STATES, mirror, reach

AXE = Path(__file__).parents[2] / "node_modules/axe-core/axe.min.js"
# Every rule there is for WCAG 2.2 A and AA, and beyond it, those that are off by default too.
RUN = """async () => {
  const levels = ['wcag2', 'wcag21', 'wcag22'].flatMap((version) => [`${version}a`, `${version}aa`]);
  const tags = [...levels, 'best-practice', 'experimental'];
  const rules = Object.fromEntries(axe.getRules(tags).map(({ ruleId }) => [ruleId, { enabled: true }]));
  const found = await axe.run(document, { runOnly: { type: 'tag', values: tags }, rules });
  return {
    passed: found.passes.map(({ id }) => id),
    wrong: found.violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) =>
      `${id} at ${target.flat().join(' ')}: ${failureSummary.replace(/\\s+/g, ' ')}`)),
  };
}"""
LIGHT, DARK, FORCED = {"color_scheme": "light"}, {"color_scheme": "dark"}, {"forced_colors": "active"}
EVERY_LOOK = [(width, media) for width in (1280, 320) for media in (LIGHT, DARK, FORCED)]


def violations(page: Page, looks: Any = EVERY_LOOK) -> list[str]:
    """What axe finds wrong on the whole page, in each of `looks`."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    wrong = []
    for width, media in looks:
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(**{"color_scheme": "light", "forced_colors": "none", **media})
        found = page.evaluate(RUN)
        assert {"color-contrast", "target-size", "button-name"} <= {*found["passed"]}
        wrong += [f"{width} {media}: {each}" for each in found["wrong"]]
    return wrong


@pytest.mark.parametrize("language", ["en", "zh-CN"])
@pytest.mark.parametrize("state", STATES)
def test_axe_finds_nothing_on_the_demonstration(site: Site, visit: Visit, state: str, language: str) -> None:
    page = visit(site, reduced_motion="reduce").page(site.url)
    page.evaluate("tag => SmarteeConsent.language.set(tag)", language)
    expect(page.locator("smartee-consent")).to_have_attribute("lang", language)
    reach(page, state)
    # What differs between languages is how long the words are, not their colours.
    looks = EVERY_LOOK if language == "en" else [(320, LIGHT), (1280, DARK), (320, FORCED)]
    assert violations(page, looks) == []
    mirror(page)
    assert violations(page, [(320, LIGHT), (1280, DARK)]) == []


@pytest.mark.parametrize("state", STATES)
def test_axe_finds_nothing_in_the_default_colours(site: Site, visit: Visit, state: str) -> None:
    visitor = visit(site, reduced_motion="reduce")
    page = visitor.page(visitor.serve("bare.html", BARE, EITHER))
    # axe takes what a dark page is painted on for white, where no style says it.
    page.evaluate("document.documentElement.style.background = 'Canvas'")
    reach(page, state)
    assert violations(page) == []
