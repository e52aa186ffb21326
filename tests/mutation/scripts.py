"""Changes the tag's scripts as scripts.toml lists it, one change at a time, and tells which no test notices.

Each is put into a copy of the project. There the case tables run on node first; what they do not notice is left to the
browser tests of that script, on a site that the copy builds.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from queue import SimpleQueue
from typing import NamedTuple

from consent.build.bundler import BundleError
from tests.unit.test_gate_script import run_tables

ROOT = Path(__file__).parents[2]
LISTED = Path(__file__).with_name("scripts.toml")
# The share of the mutants of a script that have to die, the equivalent ones not counted; and where that is asked for.
BOUND = 0.9
BOUND_TO = ("gate", "jar", "record", "prompt")
# The browser tests of a script, the quickest to notice something first; of what is not named here the last.
TESTS = {
    "gate": ("test_gate.py", "test_gate_frames.py"),
    "jar": ("test_choice.py", "test_gate_frames.py"),
    "record": ("test_choice.py",),
    "prompt": ("test_choice.py", "test_pages.py", "test_prompt.py", "test_keyboard.py"),
    "": ("test_answer.py", "test_tabs.py"),
}
AT_ONCE = 2
# Seconds for the browser tests of a mutant; one that takes longer has not been noticed.
PATIENCE = 600


class Mutant(NamedTuple):
    """In `script` the text `before`, which stands there once, becomes `after`. Equivalent: why no test can tell."""

    script: str
    before: str
    after: str
    breaks: str
    equivalent: str = ""

    def applied(self, text: str) -> str:
        """The changed text of the script; ValueError where `before` does not stand there exactly once."""
        found = text.count(self.before)
        if found != 1 or self.after == self.before:
            raise ValueError(f"static/embed/{self.script}.js, {self.breaks}: {self.before!r} is there {found} times")
        return text.replace(self.before, self.after)


def listed(path: Path = LISTED) -> list[Mutant]:
    tables = tomllib.loads(path.read_text(encoding="utf-8"))
    return [Mutant(script, **each) for script, entries in tables.items() for each in entries]


def lay(folder: Path) -> Path:
    """Puts a copy of what the tests need of the project into `folder`, and gives that back."""
    for name in ("consent", "static", "tests"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("index.html", "pyscript.toml", "pyproject.toml"):
        shutil.copy(ROOT / name, folder)
    (folder / "node_modules").symlink_to(ROOT / "node_modules")
    return folder


@contextmanager
def changed(copy: Path, mutant: Mutant) -> Iterator[None]:
    """While in it the script in `copy` is the mutant."""
    path = copy / f"static/embed/{mutant.script}.js"
    text = path.read_text(encoding="utf-8")
    path.write_text(mutant.applied(text), encoding="utf-8")
    try:
        yield
    finally:
        path.write_text(text, encoding="utf-8")


def tables_notice(copy: Path) -> bool:
    """Whether a case table fails on the scripts of `copy`; BundleError where they are no JavaScript."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            return any(failed for _, failed in run_tables(copy, Path(folder)).values())
        except (AssertionError, subprocess.TimeoutExpired):
            return True


def browser_notices(copy: Path, script: str) -> bool:
    """Whether a browser test of `script` fails on a site that is built from `copy`."""
    tests = [f"tests/browser/{name}" for name in TESTS.get(script, TESTS[""])]
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", *tests]
    with tempfile.TemporaryFile() as said:
        try:
            done = subprocess.run(
                command,
                cwd=copy,
                env={**os.environ, "PYTHONPATH": str(copy)},
                stdout=said,
                stderr=said,
                timeout=PATIENCE,
            )
        except subprocess.TimeoutExpired:
            return False
        if done.returncode not in (0, 1):
            said.seek(0)
            raise RuntimeError(said.read().decode())
        return done.returncode == 1


def unnoticed(mutants: Iterable[Mutant], notices: Callable[[Path, Mutant], bool]) -> list[Mutant]:
    """Those that `notices`, which is told in which copy of the project they are in force, does not."""
    copies: SimpleQueue[Path] = SimpleQueue()

    def ask(mutant: Mutant) -> bool:
        copy = copies.get()
        try:
            with changed(copy, mutant):
                noticed = notices(copy, mutant)
        finally:
            copies.put(copy)
        print(f"{'dies' if noticed else 'lives'}: {mutant.script}.js, {mutant.breaks}", flush=True)
        return noticed

    mutants = list(mutants)
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(AT_ONCE) as pool:
        for at in range(AT_ONCE):
            copies.put(lay(Path(folder) / str(at)))
        return [mutant for mutant, noticed in zip(mutants, pool.map(ask, mutants), strict=True) if not noticed]


def faults(mutants: Iterable[Mutant], living: Iterable[Mutant]) -> Iterator[str]:
    """Prints the score of each script and what lives; gives what is wrong with that."""
    mutants, living = list(mutants), set(living)
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
    parser.add_argument(
        "--tables", action="store_true", help="only the case tables on node, which takes a minute or two"
    )
    arguments = parser.parse_args()
    mutants = [each for each in listed() if each.script in (arguments.scripts or [each.script])]
    try:
        living = unnoticed(mutants, lambda copy, _: tables_notice(copy))
        if not arguments.tables:
            living = unnoticed(living, lambda copy, mutant: browser_notices(copy, mutant.script))
    except (ValueError, BundleError) as error:
        print(error)
        return 1
    wrong = list(faults(mutants, living))
    print(*wrong, sep="\n")
    return 1 if wrong or not mutants else 0


if __name__ == "__main__":
    sys.exit(main())
