"""Nothing grows with use; `make soak` does the same for longer."""

import pytest
from playwright.sync_api import Playwright

from .conftest import Site
from .engines import launch_chromium, only_chromium
from .soak import ROUNDS, SLACK, Figures, growing, soak

SAMPLE = {"clicks": 120, "decisions": 24, "swaps": 24, "openings": 12}


@only_chromium("only Chromium tells what a page holds on to")
def test_a_sample_of_long_use_leaves_nothing_behind(site: Site, playwright: Playwright) -> None:
    running = launch_chromium(playwright)
    figures = list(soak(running, site.url, SAMPLE, 4))
    running.close()
    assert growing(figures) == []


FLAT = Figures(nodes=200, listeners=20, heap=2_000_000, wasm=16_000_000)


@pytest.mark.parametrize("name", SLACK)
def test_what_grows_a_little_each_round_is_noticed(name: str) -> None:
    step = SLACK[name] // (ROUNDS // 2) + 1
    figures = [FLAT._replace(**{name: getattr(FLAT, name) + at * step}) for at in range(ROUNDS)]
    assert [line.split(":")[0] for line in growing(figures)] == [name]


def test_what_comes_and_goes_is_no_growth() -> None:
    assert (
        growing([FLAT, FLAT._replace(nodes=900, heap=9_000_000), FLAT, FLAT, FLAT._replace(listeners=90), FLAT]) == []
    )
