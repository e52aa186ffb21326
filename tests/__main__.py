"""Runs the tests engine by engine: `python -m tests` runs all with Chromium, WebKit's journeys among them, then with
Firefox a sample of what meets a browser, some of each module. Engines that are not installed are left out, and
named at the end; with ENGINES=all they fail.

`python -m tests firefox` is that engine alone, with every case. What held in which engine goes to `.cache/conditions`,
unless it was a sample, and from there `python -m tests.browser.table` makes the table.
"""

import os
import subprocess
import sys

from tests.browser import engines
from tests.browser.table import RUNS

# What each engine runs. A browser for each core, up to four.
SUITES = {"chromium": ["tests"], "firefox": ["tests/browser", "--ignore=tests/browser/test_webkit.py"]}
WORKERS = ("--numprocesses", "auto", "--maxprocesses", "4")
# Of each module's cases the first and every eighth from there, where nobody asked for that engine alone.
SAMPLES = {"firefox": 8}


def main(chosen: list[str]) -> int:
    if engines.ALL and (absent := engines.absent()):
        print("not installed: " + ", ".join(absent), file=sys.stderr)
        return 1
    failed = False
    for engine in chosen or [name for name in SUITES if name != "firefox" or engines.FIREFOX]:
        print(f"== {engine}", flush=True)
        sample = SAMPLES.get(engine) if not chosen else None
        how = f"--sample={sample}" if sample else f"--conditions={RUNS / engine}.jsonl"
        command = [sys.executable, "-m", "pytest", *WORKERS, how, *SUITES[engine]]
        # Each runs, whatever became of the one before: what fails in one engine alone is worth knowing.
        failed |= subprocess.run(command, env={**os.environ, "ENGINE": engine}).returncode != 0
    return int(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
