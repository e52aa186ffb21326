"""A sample of `make barriers`: no view of the banner, nor the policy, holds what two engines know to be a barrier."""

import pytest
from playwright.sync_api import Browser

from . import barriers
from .barriers import LOOKS, POLICY, VIEWS, Meeting
from .conftest import Built

LANGUAGES = dict(zip(VIEWS, ("de", "ar", "th", "zh-TW", "he"), strict=True))


@pytest.mark.parametrize("view", VIEWS)
def test_no_view_holds_a_barrier(browser: Browser, built: Built, view: str) -> None:
    page = barriers.opened(browser, built("many").folder, Meeting(view, 16, LANGUAGES[view]))
    try:
        # One of each theme, another size for each, with spacing and without.
        looks = [LOOKS[at] for at in (0, 11, 20, 31)]
        assert {theme["color_scheme"] for theme, _, _ in looks if "color_scheme" in theme} == {"light", "dark"}
        assert [wrong for _, wrong in barriers.found(page, looks) if wrong] == []
        assert barriers.ibm(page) == []
    finally:
        page.context.close()


def test_every_language_view_and_size_of_text_is_met() -> None:
    met = barriers.meetings()
    assert {each.language for each in met} == {*barriers.LANGUAGES} and len(met) > 40
    assert {(each.view, each.text) for each in met} == {(view, text) for view in VIEWS for text in barriers.TEXTS}
    assert POLICY in VIEWS and len(LOOKS) == 32
