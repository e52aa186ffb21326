"""Changes the tag's scripts as scripts.toml lists it, one change at a time, and tells which no test notices.

Each is put into a copy of the project. There the case tables run on node first; what they do not notice is left to the
browser tests of that script, on a site that the copy builds.
"""

import argparse
import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue
from typing import NamedTuple

from tests.unit.test_gate_script import run_tables

ROOT = Path(__file__).parents[2]
# The share of the mutants of these scripts that have to die, the equivalent ones not counted.
BOUND = 0.9
BOUND_TO = ("gate", "jar", "record", "prompt")
# The browser tests of a script; those of what is not named here follow.
TESTS = {"gate": "test_gate.py test_gate_frames.py", "jar": "test_gate_deletion.py", "prompt": "test_pages.py"}
OTHER_TESTS = "test_choice.py"
# How many are in force at once, and the seconds that browser tests have to notice one.
AT_ONCE, PATIENCE = 2, 600


class Mutant(NamedTuple):
    """In `script`, of static/embed if it names no folder, the text `before`, which stands there once, becomes `after`.

    Equivalent: why no test can tell.
    """

    script: str
    before: str
    after: str
    breaks: str
    equivalent: str = ""
    tests: str = ""

    def path(self, root: Path) -> Path:
        folder = "static" if "/" in self.script else "static/embed"
        return root / folder / f"{self.script}.js"

    def applied(self, text: str) -> str:
        """The changed text of the script; ValueError where `before` does not stand there exactly once."""
        found = text.count(self.before)
        if found != 1 or self.after == self.before:
            raise ValueError(f"{self.script}.js, {self.breaks}: {self.before!r} is there {found} times")
        return text.replace(self.before, self.after)


def listed() -> list[Mutant]:
    tables = tomllib.loads(Path(__file__).with_name("scripts.toml").read_text(encoding="utf-8"))
    return [Mutant(script, **each) for script, entries in tables.items() for each in entries]


@contextlib.contextmanager
def copies() -> Iterator["SimpleQueue[Path]"]:
    """Copies of what the tests need of the project, one for each mutant that is in force at once."""
    made: SimpleQueue[Path] = SimpleQueue()
    with tempfile.TemporaryDirectory() as folder:
        for copy in (Path(folder) / str(at) for at in range(AT_ONCE)):
            for name in ("consent", "static", "tests"):
                shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
            for name in ("index.html", "pyscript.toml", "pyproject.toml", "package-lock.json", "requirements.txt"):
                shutil.copy(ROOT / name, copy)
            (copy / "node_modules").symlink_to(ROOT / "node_modules")
            made.put(copy)
        yield made


def tables_notice(copy: Path, _: Mutant) -> bool:
    """Whether a case table fails on the scripts of `copy`; BundleError where they are no JavaScript."""
    with tempfile.TemporaryDirectory() as folder, contextlib.suppress(AssertionError, subprocess.TimeoutExpired):
        return any(failed for _, failed in run_tables(copy, Path(folder)).values())
    return True


def browser_notices(copy: Path, mutant: Mutant) -> bool:
    """Whether a browser test fails on a site that is built from `copy`."""
    tests = [f"tests/browser/{name}" for name in (mutant.tests or TESTS.get(mutant.script, OTHER_TESTS)).split()]
    command = [sys.executable, "-m", "pytest", "-x", "-p", "no:cacheprovider", *tests]
    environment = {**os.environ, "PYTHONPATH": str(copy)}
    asked = subprocess.Popen(command, cwd=copy, env=environment, stdout=subprocess.DEVNULL)
    with contextlib.suppress(subprocess.TimeoutExpired):
        return asked.wait(PATIENCE) == 1
    asked.send_signal(signal.SIGINT)  # It ends its site and its browser too.
    return asked.wait() == 1


def unnoticed(mutants: list[Mutant], notices: Callable[[Path, Mutant], bool]) -> list[Mutant]:
    """Those of `mutants` that `notices`, which is told in which copy of the project it is in force, does not."""

    def ask(mutant: Mutant) -> bool:
        copy = free.get()
        path = mutant.path(copy)
        text = path.read_text(encoding="utf-8")
        try:
            path.write_text(mutant.applied(text), encoding="utf-8")
            noticed = notices(copy, mutant)
        finally:
            path.write_text(text, encoding="utf-8")
            free.put(copy)
        print(f"{'dies' if noticed else 'lives'}: {mutant.script}.js, {mutant.breaks}", flush=True)
        return noticed

    with copies() as free, ThreadPoolExecutor(AT_ONCE) as pool:
        died = dict(zip(mutants, pool.map(ask, mutants), strict=True))
    # Tests that fail without any change notice nothing.
    for mutant in {(each.script, each.tests): each for each in mutants if died[each]}.values():
        if notices(ROOT, mutant):
            raise RuntimeError(f"the tests fail without any change: {mutant}")
    return [each for each in mutants if not died[each]]


def faults(mutants: list[Mutant], living: list[Mutant]) -> Iterator[str]:
    """Prints the score of each script and what lives; gives what is wrong with that."""
    for each in sorted(living):
        if not each.equivalent:
            print(f"lives: {each.script}.js, {each.breaks}\n  - {each.before}\n  + {each.after}")
    for script in dict.fromkeys(each.script for each in mutants):
        meant = [each for each in mutants if each.script == script and not each.equivalent]
        dead = sum(each not in living for each in meant)
        equal = sum(each.script == script for each in mutants) - len(meant)
        print(f"{script}.js: {dead} of {len(meant)} die, {equal} more are equivalent: {dead / len(meant):.2%}")
        if script in BOUND_TO and dead < BOUND * len(meant):
            yield f"{script}.js: fewer than {BOUND:.0%} die"
    yield from (f"equivalent, but dies: {each}" for each in mutants if each.equivalent and each not in living)


def main() -> int:
    parser = argparse.ArgumentParser(description="Mutation testing of the tag's scripts.")
    parser.add_argument("scripts", nargs="*", help="those to change, as gate; all that are listed where none is given")
    parser.add_argument("--tables", action="store_true", help="ask the case tables alone, not the browser tests")
    arguments = parser.parse_args()
    mutants = [each for each in listed() if each.script in (arguments.scripts or [each.script])]
    living = unnoticed(mutants, tables_notice)
    if not arguments.tables:
        living = unnoticed(living, browser_notices)
    print(*(wrong := list(faults(mutants, living))), sep="\n")
    return 1 if wrong or not mutants else 0


if __name__ == "__main__":
    sys.exit(main())
