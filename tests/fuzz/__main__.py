"""Writes at random, at least 100,000 times, and fails where the gate reads back what the browser would not."""

import argparse
import sys
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from tests.browser import engines
from tests.browser.conftest import Site, Visitor, hosted

from .differential import BASE, BATCH, differences, pages


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--writes", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1, help="of the first batch; the next has the next")
    asked = parser.parse_args()
    batches = -(-asked.writes // BATCH)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        site = Site(Path(folder))
        browser = engines.launch(playwright)

        def visit(of: Any, **options: Any) -> Visitor:
            return Visitor(browser.new_context(**options), of.url)

        plain, gated = pages(*(hosted(visit, site, BASE) for _ in range(2)))
        wrong = 0
        for seed in range(asked.seed, asked.seed + batches):
            for found in differences(plain, gated, seed):
                print(found, flush=True)
                wrong += 1
        stored = gated.context.cookies()
        browser.close()
        site.stop()
    print(f"{batches * BATCH:,} writes, {wrong} batches of {BATCH:,} differ; with the tag the jar has {stored}")
    return 1 if wrong or stored else 0


if __name__ == "__main__":
    sys.exit(main())
