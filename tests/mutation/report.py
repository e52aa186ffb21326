"""What a run of mutmut has found, held against the mutants that are known to be equivalent."""

import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from mutmut.mutation.data import MutantLineSpans, SourceFileMutationData
from mutmut.stats import status_by_exit_code
from mutmut.utils.format_utils import mangled_name_from_mutant_name, orig_function_and_class_names_from_key

# The share of the mutants of a package that have to die, the equivalent ones not counted.
BOUND = 0.97
LISTED = Path(__file__).with_name("equivalents.toml")
# What mutmut says of a mutant that a test noticed; one that never ends is noticed too.
NOTICED = ("killed", "timeout")


class Mutant(NamedTuple):
    """A change, told by its place and its lines without their indentation, since numbers move with every edit."""

    module: str
    function: str
    before: str
    after: str


class Report(NamedTuple):
    """What to print: the score of each package, the mutants that live, and what is wrong, if anything."""

    scores: list[str]
    alive: list[str]
    faults: list[str]


def equivalents(path: Path = LISTED) -> dict[Mutant, str]:
    """The mutants that nothing can notice, each with the reason."""
    listed = tomllib.loads(path.read_text(encoding="utf-8"))["mutant"]
    return {Mutant(*(each[name].strip() for name in Mutant._fields)): each["reason"] for each in listed}


def found() -> Iterator[tuple[Mutant, str]]:
    """Every mutant in the current folder, where mutmut ran, and what became of it, in the words of `mutmut.stats`."""
    for meta in sorted(Path("mutants").rglob("*.py.meta")):
        path = meta.relative_to("mutants").with_suffix("")
        data = SourceFileMutationData(path=path)
        data.load()
        spans = MutantLineSpans.load(path)
        if data.exit_code_by_key and spans:
            names = list(spans.span_by_function_name)
            functions = dict(zip(names, spans.read_function_sources(names), strict=True))
            for name, code in data.exit_code_by_key.items():
                yield mutant(name, functions), status_by_exit_code[code]


def mutant(name: str, functions: dict[str, str]) -> Mutant:
    """The mutant that mutmut calls `name`; `functions` is the text of those that it made of the module, by name."""
    module, _, changed = name.rpartition(".")
    unchanged = mangled_name_from_mutant_name(changed) + "__mutmut_orig"
    function, owner = orig_function_and_class_names_from_key(name)
    before, after = (functions[each].replace(each, function).splitlines() for each in (unchanged, changed))
    start = next(at for at, (old, new) in enumerate(zip(before, after, strict=False)) if old != new)
    end = 0
    while end < min(len(before), len(after)) - start and before[-1 - end] == after[-1 - end]:
        end += 1
    texts = ("\n".join(line.strip() for line in lines[start : len(lines) - end]) for lines in (before, after))
    return Mutant(module, f"{owner}.{function}" if owner else function, *texts)


def judged(mutants: Iterable[tuple[Mutant, str]], listed: dict[Mutant, str], bound: float = BOUND) -> Report:
    """What is to be said of `mutants`, and of what is `listed` as equivalent in their modules."""
    mutants = list(mutants)
    living = [(each, status) for each, status in mutants if status not in NOTICED]
    report = Report([], [_told(each, status) for each, status in living if each not in listed], [])
    for package in sorted({_package(each) for each, _ in mutants}):
        total = sum(_package(each) == package for each, _ in mutants)
        alive = [each for each, _ in living if _package(each) == package]
        equal = sum(each in listed for each in alive)
        score = 1 - (len(alive) - equal) / ((total - equal) or 1)
        report.scores.append(f"{package}: {total - len(alive)} of {total} die, {equal} are equivalent: {score:.2%}")
        if score < bound:
            report.faults.append(f"{package}: of the mutants that are not equivalent fewer than {bound:.0%} die")
    modules = {each.module for each, _ in mutants}
    known = {each for each, _ in mutants}
    # On a busy machine a mutant may run out of time that no test notices.
    still = {each for each, status in mutants if status != "killed"}
    for each in listed:
        if each.module in modules and each not in known:
            report.faults.append(_told(each, "listed as equivalent, but no mutant"))
        elif each in known - still:
            report.faults.append(_told(each, "listed as equivalent, but a test notices it"))
    return report


def _package(one: Mutant) -> str:
    return one.module.rpartition(".")[0]


def _told(one: Mutant, status: str) -> str:
    lines = [f"  {sign} {line}" for sign, text in zip("-+", one[2:], strict=True) for line in text.splitlines()]
    return "\n".join([f"{one.module}, {one.function}: {status}", *lines])
