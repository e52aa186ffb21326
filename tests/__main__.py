"""Runs the tests engine by engine: `python -m tests` runs every test with Chromium, WebKit's journeys among them, of
those with many cases a few; then with Firefox a sample of what meets a browser, some of each module. Engines that are
not installed are left out, and named at the end; with ENGINES=all they fail.

`python -m tests firefox` is that engine alone, with every case, and so is `python -m tests chromium`. What held in
which engine goes to `.cache/conditions`, unless it was a sample, and from there `python -m tests.browser.table` makes
the tables. `python -m tests conditions` runs only what stands for a line of these, with both.
"""

import os
import subprocess
import sys

from tests.browser import engines
from tests.browser.table import RUNS

# What each engine runs. A browser for each core, up to four.
SUITES = {"chromium": ["tests"], "firefox": ["tests/browser", "--ignore=tests/browser/test_webkit.py"]}
WORKERS = ("--numprocesses", "auto", "--maxprocesses", "4")
# What is run where nobody asked for that engine alone: every test, or some of each module.
SAMPLES = {"chromium": "--most=4", "firefox": "--sample=24"}

# Only the tests that stand for a condition or a rule.
CONDITIONS = "conditions"


def main(chosen: list[str]) -> int:
    if engines.ALL and (absent := engines.absent()):
        print("not installed: " + ", ".join(absent), file=sys.stderr)
        return 1
    only = ["-m", "condition"] if CONDITIONS in chosen else []
    asked = [*SUITES] if only else chosen
    failed = False
    for engine in asked or [name for name in SUITES if name != "firefox" or engines.FIREFOX]:
        print(f"== {engine}", flush=True)
        sample = SAMPLES.get(engine) if not asked else None
        how = sample or f"--conditions={RUNS / engine}.jsonl"
        command = [sys.executable, "-m", "pytest", *WORKERS, how, *only, *SUITES[engine]]
        # Each runs, whatever became of the one before: what fails in one engine alone is worth knowing.
        failed |= subprocess.run(command, env={**os.environ, "ENGINE": engine}).returncode != 0
    return int(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
