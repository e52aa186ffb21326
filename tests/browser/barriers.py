"""`make barriers`: what axe, with all its rules, and the engine of IBM Equal Access find wrong, which is to be nothing.

Each language is met once, in one of the views in turn, with small text or large; there in each theme, size of window
and spacing. How many of these were looked at, and what was found, goes to `.cache/conditions`, for `make table`.
"""

import itertools
import json
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from playwright.sync_api import Browser, Page, expect, sync_playwright

from consent.build.product import build

from . import engines
from .conftest import ROOT, SITES
from .states import HOME, STATES, reach, visiting
from .table import BARRIERS

LANGUAGES = sorted(path.stem for path in (ROOT / "consent/locales").glob("*.json"))
POLICY = "policy"
VIEWS = (*STATES, POLICY)
TEXTS = (16, 32)
THEMES: tuple[dict[str, Any], ...] = (
    {"color_scheme": "light"},
    {"color_scheme": "dark"},
    {"color_scheme": "light", "contrast": "more"},
    {"forced_colors": "active"},
)
PLAIN: dict[str, Any] = {"color_scheme": "light", "forced_colors": "none", "contrast": "no-preference"}
SIZES = ((1280, 800), (390, 844), (640, 360), (320, 256))
# WCAG 1.4.12.
SPACED = "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }"
AXE = (ROOT / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")
IBM = (ROOT / "node_modules/accessibility-checker-engine/ace.js").read_text(encoding="utf-8")
OURS = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")


class Meeting(NamedTuple):
    """A view in a language, with text of so many pixels."""

    view: str
    text: int
    language: str


class Look(NamedTuple):
    """How a view is met: the theme, the size of the window, whether the visitor spaces the text."""

    theme: dict[str, Any]
    size: tuple[int, int]
    spaced: bool


LOOKS = [Look(*each) for each in itertools.product(THEMES, SIZES, (False, True))]


def meetings(views: tuple[str, ...] = VIEWS) -> list[Meeting]:
    """Each view with each size of text, and every language in turn."""
    pairs = itertools.cycle(itertools.product(views, TEXTS))
    return [Meeting(view, text, language) for language, (view, text) in zip(LANGUAGES, pairs, strict=False)]


def opened(browser: Browser, folder: Path, meeting: Meeting) -> Page:
    """The page on which it is met, with the view in sight."""
    visitor = visiting(browser, folder, meeting.language)
    if meeting.view == POLICY:
        page = visitor.page(f"{HOME}policy/{meeting.language}/index.html")
    else:
        page = visitor.page(HOME, ready=False)
        expect(page.locator("smartee-consent")).to_have_attribute("lang", meeting.language)
        reach(page, meeting.view)
    return page


def axe(page: Page, tags: Sequence[str] | None = None) -> list[str]:
    """What it finds wrong on the whole page as it looks now, by the rules with these tags or by all."""
    known, passed, wrong = page.evaluate("tags => barriers.axe(tags)", tags)
    assert (tags or known > 100) and len(passed) > 10
    assert {"color-contrast", "target-size", "button-name"} <= {*passed}
    return list(wrong)


def ibm(page: Page) -> list[str]:
    """What the other engine finds wrong there; `found` comes first."""
    page.evaluate(IBM + "; globalThis.ace = ace")
    known, passed, wrong = page.evaluate("barriers.ibm()")
    assert known > passed > 20
    return list(wrong)


def found(
    page: Page, looks: Sequence[Look] = LOOKS, tags: Sequence[str] | None = None
) -> Iterator[tuple[Look, list[str]]]:
    """What axe finds wrong in each of `looks`, by the rules with these tags or by all."""
    for script in (AXE, OURS):
        page.evaluate(script)
    page.evaluate("css => barriers.space(css)", SPACED)
    for look in looks:
        page.set_viewport_size({"width": look.size[0], "height": look.size[1]})
        page.emulate_media(**{**PLAIN, **look.theme})
        page.evaluate("spaced => { spacing.disabled = !spaced; }", look.spaced)
        yield look, axe(page, tags)


def main() -> int:
    counts: dict[str, dict[str, int]] = {}
    with tempfile.TemporaryDirectory() as made, sync_playwright() as playwright:
        folder = build(ROOT, Path(made) / "dist", SITES / "many.toml").out
        for engine in ["chromium", *(["firefox"] if engines.FIREFOX else [])]:
            # Only Chromium can be told to block the cookies of an open page.
            views = VIEWS if engine == "chromium" else tuple(each for each in VIEWS if each != "blocked")
            counted = counts[engine] = {"axe": 0, "ibm": 0, "found": 0}
            for text in TEXTS:
                browser = engines.launch_sized(playwright, text, engine)
                for meeting in (each for each in meetings(views) if each.text == text):
                    page = opened(browser, folder, meeting)
                    wrong = []
                    for look, barriers in found(page):
                        counted["axe"] += 1
                        wrong += [f"{look}, axe: {each}" for each in barriers]
                    wrong += [f"IBM: {each}" for each in ibm(page)]
                    counted["ibm"] += 1
                    counted["found"] += len(wrong)
                    for each in wrong:
                        print(f"{engine}, {meeting}, {each}", file=sys.stderr)
                    page.context.close()
                    print(f"{engine}: {counted['axe']} looks of {counted['ibm']} meetings", flush=True)
                browser.close()
    BARRIERS.parent.mkdir(parents=True, exist_ok=True)
    BARRIERS.write_text(json.dumps(counts), encoding="utf-8")
    return int(any(counted["found"] for counted in counts.values()))


if __name__ == "__main__":
    sys.exit(main())
