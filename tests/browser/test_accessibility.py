"""No state of the banner, nor the page around it, holds what axe knows to be a barrier."""

from collections.abc import Sequence

import pytest
from playwright.sync_api import Page, expect

from .barriers import Look, found
from .conftest import Site, Visit
from .states import BARE, EITHER, STATES, mirror, reach

# Every rule there is for WCAG 2.2 A and AA, and beyond it, those that are off by default too.
TAGS = [*(f"wcag{version}{level}" for version in (2, 21, 22) for level in ("a", "aa")), "best-practice", "experimental"]
LIGHT, DARK, FORCED = {"color_scheme": "light"}, {"color_scheme": "dark"}, {"forced_colors": "active"}
FEW_LOOKS = [Look(LIGHT, (320, 800), False), Look(DARK, (1280, 800), False), Look(FORCED, (320, 800), False)]
EVERY_LOOK = [Look(theme, (width, 800), False) for width in (1280, 320) for theme in (LIGHT, DARK, FORCED)]


def violations(page: Page, looks: Sequence[Look] = EVERY_LOOK) -> list[str]:
    """What axe finds wrong on the whole page, in each of `looks`."""
    return [f"{look}: {each}" for look, wrong in found(page, looks, TAGS) for each in wrong]


@pytest.mark.parametrize("language", ["en", "zh-CN"])
@pytest.mark.parametrize("state", STATES)
def test_axe_finds_nothing_on_the_demonstration(site: Site, visit: Visit, state: str, language: str) -> None:
    page = visit(site, reduced_motion="reduce").page(site.url)
    page.evaluate("tag => SmarteeConsent.language.set(tag)", language)
    expect(page.locator("smartee-consent")).to_have_attribute("lang", language)
    reach(page, state)
    # What differs between languages is how long the words are, not their colours.
    looks = EVERY_LOOK if language == "en" else FEW_LOOKS
    assert violations(page, looks) == []
    mirror(page)
    assert violations(page, FEW_LOOKS[:2]) == []


@pytest.mark.parametrize("state", STATES)
def test_axe_finds_nothing_in_the_default_colours(site: Site, visit: Visit, state: str) -> None:
    visitor = visit(site, reduced_motion="reduce")
    page = visitor.page(visitor.serve("bare.html", BARE, EITHER))
    # axe takes what a dark page is painted on for white, where no style says it.
    page.evaluate("document.documentElement.style.background = 'Canvas'")
    reach(page, state)
    assert violations(page) == []
