"""What a run of mutmut has found, held against the mutants that are known to be equivalent."""

import fnmatch
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from mutmut.mutation.data import MutantLineSpans, SourceFileMutationData
from mutmut.stats import status_by_exit_code
from mutmut.utils.format_utils import mangled_name_from_mutant_name, orig_function_and_class_names_from_key

# The share of the mutants of a package that have to die, the equivalent ones not counted.
BOUND = 0.97
PACKAGES = ("consent.core", "consent.render")
LISTED = Path(__file__).with_name("equivalents.toml")
# What mutmut says of a mutant that a test noticed; one that never ends is noticed too.
NOTICED = ("killed", "timeout")


class Mutant(NamedTuple):
    """A change, told by its function and its lines, without their indentation: numbers move with every edit."""

    function: str
    before: str
    after: str


class Found(NamedTuple):
    """A mutant as mutmut ended with it: its package, and one of the words of `mutmut.stats`."""

    mutant: Mutant
    package: str
    status: str


class Report(NamedTuple):
    """Lines to print: the score of each package, and what is wrong, if anything."""

    scores: list[str]
    faults: list[str]


def equivalents(path: Path = LISTED) -> dict[Mutant, str]:
    """The mutants that nothing can notice, each with the reason."""
    listed = tomllib.loads(path.read_text(encoding="utf-8"))["mutant"]
    return {Mutant(each["function"], each["before"].strip(), each["after"].strip()): each["reason"] for each in listed}


def found(patterns: Iterable[str] = ("*",)) -> Iterator[Found]:
    """Every mutant in the current folder, where mutmut ran; "not asked" is the status of those it was not asked for."""
    for package in PACKAGES:
        for path in sorted(Path().glob(package.replace(".", "/") + "/*.py")):
            data = SourceFileMutationData(path=path)
            data.load()
            spans = MutantLineSpans.load(path)
            if spans is None:
                continue
            names = list(spans.span_by_function_name)
            sources = dict(zip(names, spans.read_function_sources(names), strict=True))
            for name, code in data.exit_code_by_key.items():
                asked = any(fnmatch.fnmatch(name, pattern) for pattern in patterns)
                yield Found(_mutant(name, sources), package, status_by_exit_code[code] if asked else "not asked")


def judged(mutants: Iterable[Found], listed: dict[Mutant, str], bound: float = BOUND) -> Report:
    """The scores of those that were asked for, and what is wrong with them or with the list of equivalents."""
    mutants = list(mutants)
    asked = [each for each in mutants if each.status != "not asked"]
    survivors = [each for each in asked if each.status not in NOTICED]
    scores, faults = [], []
    for package in PACKAGES:
        total = sum(each.package == package for each in asked)
        alive = [each for each in survivors if each.package == package]
        equal = [each for each in alive if each.mutant in listed]
        if total == len(equal):
            continue
        score = 1 - (len(alive) - len(equal)) / (total - len(equal))
        scores.append(
            f"{package}: {total - len(alive)} of {total} mutants die, {len(equal)} are equivalent: {score:.2%}"
        )
        if score < bound:
            faults.append(f"{package}: fewer than {bound:.0%} of the mutants that are not equivalent die")
    scores += [_told(each.mutant, each.status) for each in survivors if each.mutant not in listed]
    known = {each.mutant for each in mutants}
    noticed = {each.mutant for each in asked} - {each.mutant for each in survivors}
    faults += [_told(each, "listed as equivalent, but no mutant") for each in listed if each not in known]
    faults += [_told(each, "listed as equivalent, but a test notices it") for each in listed if each in noticed]
    return Report(scores, faults)


def _mutant(name: str, sources: dict[str, str]) -> Mutant:
    """The mutant that mutmut calls `name`; `sources` are the functions of its module by the names it has given them."""
    module, _, generated = name.rpartition(".")
    original = mangled_name_from_mutant_name(generated) + "__mutmut_orig"
    function, owner = orig_function_and_class_names_from_key(name)
    before, after = (sources[each].replace(each, function).splitlines() for each in (original, generated))
    start = next(at for at, (old, new) in enumerate(zip(before, after, strict=False)) if old != new)
    end = 0
    while end < min(len(before), len(after)) - start and before[-1 - end] == after[-1 - end]:
        end += 1
    changed = ("\n".join(line.strip() for line in lines[start : len(lines) - end]) for lines in (before, after))
    return Mutant(".".join(part for part in (module, owner, function) if part), *changed)


def _told(mutant: Mutant, status: str) -> str:
    lines = [f"{mutant.function}: {status}"]
    lines += [f"  {sign} {line}" for sign, text in zip("-+", mutant[1:], strict=True) for line in text.splitlines()]
    return "\n".join(lines)
