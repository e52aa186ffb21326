"""One page without the tag and one with it, unasked, that are written to alike."""

from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Page

from tests.browser.conftest import TAG, Visitor

WRITES = Path(__file__).with_name("writes.js").read_text(encoding="utf-8")
BASE = "https://www.example.test/"
# How many writes a page is given at once; none of what they store outlives them.
BATCH = 2000


def pages(plain: Visitor, gated: Visitor) -> tuple[Page, Page]:
    """A page of each of these visitors of `BASE`: without the tag, and with it."""
    made = [
        visitor.page(visitor.serve("a/b/page", tag=tag), ready=False) for visitor, tag in ((plain, ""), (gated, TAG))
    ]
    return made[0], made[1]


def differences(plain: Page, gated: Page, seed: int, batch: int = BATCH) -> Iterator[str]:
    """The first of the writes after which the two pages read something else, if there is one."""
    both = [page.evaluate(f"([seed, count]) => ({WRITES})(seed, count)", [seed, batch]) for page in (plain, gated)]
    for (text, expected), (same, seen) in zip(*both, strict=True):
        assert text == same, (seed, text[:300], same[:300])
        if seen != expected:
            yield f"seed {seed}: after {text!r} a page without the tag reads {expected!r}, one with it {seen!r}"
            return
