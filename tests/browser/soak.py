"""Hours of use in minutes: `make soak` clicks, decides, swaps pages, opens the settings thousands of times, and fails
where memory, nodes or listeners grow with it. A short sample of it is among the tests.
"""

import sys
import tempfile
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Browser, Page, sync_playwright

from . import engines
from .conftest import ROOT, TAG, Site

SCRIPT = (Path(__file__).parent / "soak.js").read_text(encoding="utf-8")
TIMES = {"clicks": 10_000, "decisions": 2_000, "swaps": 1_000, "openings": 500}
ROUNDS = 10
# What a round may leave behind beside what it repeats: caches that an engine fills in its own time.
SLACK = {"nodes": 50, "listeners": 20, "heap": 300_000, "wasm": 0}
# Keeps the memory of each interpreter in sight, whichever frame it runs in.
WATCH = """
if (window === top) globalThis.memories = [];
for (const name of ['instantiate', 'instantiateStreaming']) {
  const start = WebAssembly[name];
  WebAssembly[name] = async (...given) => {
    const made = await start(...given);
    for (const each of Object.values((made.instance ?? made).exports)) {
      if (each instanceof WebAssembly.Memory) top.memories.push(each);
    }
    return made;
  };
}
"""
PAGE = f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Soak</title>{TAG}</head>
<body><p>Words</p><button>Own</button></body></html>"""


class Figures(NamedTuple):
    """What a page holds on to once its garbage is collected: elements and texts, listeners, bytes."""

    nodes: int
    listeners: int
    heap: int
    wasm: int


def soak(browser: Browser, url: str, times: dict[str, int], rounds: int) -> Iterator[Figures]:
    """What a page of the site at `url` holds on to after each of `rounds` rounds; all `times` are done in the end.

    One round more comes first, of which nothing is told: what is made once is made there.
    """
    context = browser.new_context(locale="en-GB")
    context.add_init_script(WATCH)
    context.route(url + "soak/**", lambda route: route.fulfill(body=PAGE, content_type="text/html; charset=utf-8"))
    page = context.new_page()
    page.goto(url + "soak/0")
    page.evaluate("SmarteeConsent.ready")
    page.evaluate(SCRIPT)
    for each in range(rounds + 1):
        for action, count in times.items():
            page.evaluate(f"soak.{action}({-(-count // rounds)})")
        if each:
            yield _figures(page)
    context.close()


def growing(figures: list[Figures]) -> list[str]:
    """What grew from third to third of the rounds, in words, and by more than its slack in all.

    The least of each third counts: what an engine frees late is no growth, nor is what it makes once and keeps.
    """
    ends = [at * len(figures) // 3 for at in range(4)]
    told = []
    for name, slack in SLACK.items():
        values = [getattr(each, name) for each in figures]
        first, middle, last = (min(values[start:end]) for start, end in pairwise(ends))
        if last > middle > first and last > first + slack:
            told.append(f"{name}: {values}")
    return told


def _figures(page: Page) -> Figures:
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable")
    # What a first collection only finishes is free after the second.
    for _ in range(2):
        session.send("HeapProfiler.collectGarbage")
    found = {each["name"]: int(each["value"]) for each in session.send("Performance.getMetrics")["metrics"]}
    session.detach()
    wasm = page.evaluate("soak.wasm()")
    assert wasm, "no interpreter was seen"
    return Figures(found["Nodes"], found["JSEventListeners"], found["JSHeapUsedSize"], wasm)


def main() -> int:
    print("after a tenth of " + ", ".join(f"{count:,} {name}" for name, count in TIMES.items()) + " each:")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        site = Site(Path(folder) / "dist", ROOT / "pyscript.toml")
        try:
            figures = []
            for each in soak(engines.launch_chromium(playwright), site.url, TIMES, ROUNDS):
                figures.append(each)
                print("  " + ", ".join(f"{name} {value:,}" for name, value in each._asdict().items()), flush=True)
        finally:
            site.stop()
    for line in growing(figures):
        print("grows: " + line)
    return int(bool(growing(figures)))


if __name__ == "__main__":
    sys.exit(main())
