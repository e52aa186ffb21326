"""One page without the tag and one with it, unasked, that are written to alike."""

from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Page

WRITES = Path(__file__).with_name("writes.js").read_text(encoding="utf-8")
# How many a page is given at once.
BATCH = 2000


def differences(plain: Page, gated: Page, seeds: range) -> Iterator[tuple[int, str, str, str]]:
    """Of a batch for each seed: the seed, what was written, and what either page then read, where that differs."""
    for seed in seeds:
        both = [page.evaluate(f"([seed, count]) => ({WRITES})(seed, count)", [seed, BATCH]) for page in (plain, gated)]
        for (text, expected), (same, seen) in zip(*both, strict=True):
            assert text == same
            if seen != expected:
                yield seed, text, expected, seen
                break
