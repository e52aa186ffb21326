"""`python -m benchmarks`: everything in one run; prints tables, writes results/latest.json and chart.svg.

Fails where something got worse than in the committed results by more than the noise.
"""

import argparse
import json
import os
import platform
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Error, sync_playwright

from consent.build import chromium, declaration
from consent.build.bundler import BundleError
from consent.core.errors import ConsentError

from .budgets import budgets
from .compare import committed, worse
from .drawing import drawn
from .folder import FileMissing, lay_out
from .growth import JAR, Growth
from .install import InstallFailed, install, version
from .measure import PROFILES, bytes_by_language, measure, plan
from .peers import SMARTEE, Subject, subjects
from .report import plain, text
from .server import serving
from .visit import SubjectFailed

ROOT = Path(__file__).parents[1]
RESULTS = Path(__file__).parent / "results"
ROUNDS = {"local": 9, "4g": 9, "slow-4g": 9}
QUICK = {"local": 3, "4g": 2, "slow-4g": 1}


def main() -> int:
    options = _options()
    try:
        return _run(options)
    except (ConsentError, BundleError, FileMissing, InstallFailed, SubjectFailed, Error) as error:
        print(f"benchmarks: {str(error).splitlines()[0]}", file=sys.stderr)
        return 1


def _run(options: argparse.Namespace) -> int:
    print("benchmarks: the peers, as benchmarks/package-lock.json pins them ...", flush=True)
    install()
    site = declaration.load(ROOT / "pyscript.toml")
    every = subjects(ROOT)
    chosen = tuple(each for each in every if not options.only or each.key in options.only)
    rounds = QUICK if options.quick else ROUNDS
    steps = sum(1 for _ in plan(rounds, chosen))
    growth = not options.only or SMARTEE.key in options.only
    tell = _progress(steps + (len(JAR) + 6 if growth else 0))
    with tempfile.TemporaryDirectory() as folder:
        print("benchmarks: building the product and the peers' pages ...", flush=True)
        laid_out = lay_out(ROOT, Path(folder) / "site", every, tuple(site.languages))
        with serving(laid_out.path) as origin, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium.executable(), args=chromium.arguments())
            samples = measure(browser, origin, laid_out, rounds, chosen, tell)
            gates, held, surfaces, languages = [], [], [], {}
            if growth:
                languages = bytes_by_language(browser, origin, laid_out, SMARTEE, tuple(site.languages))
                grown = Growth(browser, origin, laid_out, site, tell)
                gates = grown.gate(5 if options.quick else 9)
                held = grown.held(2 if options.quick else 5)
                surfaces = grown.surfaces(2 if options.quick else 5)
            about = _about(browser, rounds, every)
            browser.close()
    lines = budgets(samples, chosen, languages, gates)
    results = (samples, chosen, lines, gates, held, surfaces)
    print("\n" + text(*results))
    found = plain(*results, about)
    options.out.mkdir(parents=True, exist_ok=True)
    (options.out / "latest.json").write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    (options.out / "chart.svg").write_text(drawn(samples, chosen, about), encoding="utf-8")
    print(f"\nwritten: {options.out / 'latest.json'} and {options.out / 'chart.svg'}")
    before = committed(ROOT, RESULTS / "latest.json")
    changes = worse(found, before)
    for line in changes:
        print(f"worse than the committed results: {line}", file=sys.stderr)
    return int(bool(changes))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="benchmarks", description="Measure Smartee Consent beside other banners.")
    parser.add_argument("--quick", action="store_true", help="few rounds: a first look, not figures to quote")
    parser.add_argument(
        "--only",
        nargs="+",
        metavar="key",
        help="these subjects alone: " + ", ".join(each.key for each in subjects(ROOT)),
    )
    parser.add_argument("--out", type=Path, default=RESULTS, help="the folder for the results")
    return parser.parse_args()


def _progress(steps: int) -> Callable[[str], None]:
    """Prints a line for each step, with its number, how many there are, and when it will be over."""
    start, done = time.monotonic(), 0

    def tell(words: str) -> None:
        nonlocal done
        done += 1
        left = (time.monotonic() - start) / done * max(steps - done, 0)
        print(f"[{done:>{len(str(steps))}}/{steps}, {left / 60:4.1f} min left] {words}", flush=True)

    return tell


def _about(browser: Browser, rounds: dict[str, int], every: tuple[Subject, ...]) -> dict[str, Any]:
    return {
        "date": date.today().isoformat(),
        "browser": f"Chromium {browser.version}",
        "machine": f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores",
        "rounds": rounds,
        "versions": {each.key: version(each.package) for each in every if each.package},
        "profiles": {each.key: each.title for each in PROFILES},
    }


if __name__ == "__main__":
    sys.exit(main())
