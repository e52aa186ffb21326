"""SIGKILL while a ledger is written, again and again: what was acknowledged has to be there, and the chain to hold."""

import os
import random
import subprocess
import sys
from pathlib import Path

from tests.ledger.places import Place

ROOT = Path(__file__).parents[2]
# Two processes write at the same time; both are killed.
WRITERS = 2
# After so many acknowledged records at most.
MOST = 60


def killed(place: Place, times: int, seed: int = 1) -> tuple[int, int]:
    """Kills so many times and asserts after each; gives how many records were acknowledged, and how many lines are."""
    chance = random.Random(seed)
    acknowledged: set[str] = set()
    for at in range(times):
        acknowledged |= _round(place, [seed * 100_000 + at * WRITERS + each for each in range(WRITERS)], chance)
        found = place.verify()
        there = {line.record.id for line in place.lines()}
        assert found.lines == len(there)
        assert acknowledged - there == set()
    return len(acknowledged), len(there)


def _round(place: Place, seeds: list[int], chance: random.Random) -> set[str]:
    """What was acknowledged until both were killed, at a place that chance says."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    arguments = [sys.executable, "-m", "tests.ledger.appender", place.address, str(place.folder)]
    writers = [
        subprocess.Popen([*arguments, str(seed)], env=environment, stdout=subprocess.PIPE, text=True) for seed in seeds
    ]
    told: list[str] = []
    for writer in writers:
        assert writer.stdout
        # Each is in the midst of it: they write without end.
        told += [writer.stdout.readline() for _ in range(chance.randint(1, MOST))]
    for writer in writers:
        writer.kill()
    for writer in writers:
        rest, _ = writer.communicate()
        told += rest.splitlines(keepends=True)
    # A line that was cut off was not told.
    whole = {line.strip() for line in told if line.endswith("\n")}
    assert all(len(line) == 36 for line in whole)
    return whole
