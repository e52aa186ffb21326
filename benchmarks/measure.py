"""Visits every page in turn, round after round, so that whatever disturbs the machine disturbs all alike."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from playwright.sync_api import Browser

from .folder import Folder
from .peers import Subject
from .statistics import Figure, figure
from .visit import Profile, SubjectFailed, Visit, visitor

LOCAL = Profile("local", "local")
FAST = Profile("4g", "4G (60 ms, 10 Mbit/s)", 60, 10e6)
SLOW = Profile("slow-4g", "slow 4G (150 ms, 1.6 Mbit/s, CPU/4)", 150, 1.6e6, 4)
PROFILES = (LOCAL, FAST, SLOW)
COLD, WARM, DECIDED = "cold", "warm", "decided"


@dataclass(frozen=True)
class Step:
    """One visitor of one page: the first visit, the second, and one after accepting."""

    round: int
    profile: Profile
    subject: Subject


@dataclass
class Samples:
    """All visits, by profile, subject and kind of visit, in the order of the rounds."""

    visits: dict[tuple[str, str, str], list[Visit]] = field(default_factory=lambda: defaultdict(list))

    def values(self, profile: str, subject: str, kind: str, metric: str) -> list[float]:
        """The samples of one metric, those left out where it does not apply."""
        found = (getattr(visit, metric) for visit in self.visits.get((profile, subject, kind), []))
        return [float(value) for value in found if value is not None]

    def figure(self, profile: str, subject: str, kind: str, metric: str) -> Figure | None:
        """The median and quartiles of one metric, None where it does not apply."""
        return figure(self.values(profile, subject, kind, metric))

    def summed(self, profile: str, subject: str, kind: str, metrics: tuple[str, ...]) -> Figure | None:
        """That of some metrics together, None where one of them does not apply."""
        columns = [self.values(profile, subject, kind, metric) for metric in metrics]
        return figure([sum(values) for values in zip(*columns, strict=True)])


def plan(rounds: dict[str, int], subjects: tuple[Subject, ...]) -> Iterator[Step]:
    """The steps of a run with so many `rounds` in each profile; every round begins with another subject."""
    for number in range(max(rounds.values())):
        for profile in PROFILES:
            if number < rounds[profile.key]:
                turn = number % len(subjects)
                for subject in subjects[turn:] + subjects[:turn]:
                    yield Step(number, profile, subject)


def measure(
    browser: Browser,
    origin: str,
    folder: Folder,
    rounds: dict[str, int],
    subjects: tuple[Subject, ...],
    tell: Callable[[str], None],
) -> Samples:
    """Takes all samples; `tell` hears a line after each step. SubjectFailed where a page fails twice."""
    samples = Samples()
    # Unmeasured: what the browser itself does only once.
    with visitor(browser, origin, subjects[0], LOCAL) as first:
        first.visit(folder.address(subjects[0]))
    for step in plan(rounds, subjects):
        try:
            taken = _visits(browser, origin, folder, step)
        except SubjectFailed as error:
            tell(f"{step.profile.key} {step.subject.title}: once more, since {error}")
            taken = _visits(browser, origin, folder, step)
        for kind, visit in taken.items():
            samples.visits[step.profile.key, step.subject.key, kind].append(visit)
        turn = f"round {step.round + 1}/{rounds[step.profile.key]} {step.profile.key:<8}"
        tell(f"{turn}{step.subject.title}: {_words(taken)}")
    return samples


def bytes_by_language(
    browser: Browser, origin: str, folder: Folder, ours: Subject, languages: tuple[str, ...]
) -> dict[str, int]:
    """What the product fetches before its prompt, in each of its languages."""
    found = {}
    for language in languages:
        with visitor(browser, origin, ours, LOCAL) as one:
            found[language] = one.visit(folder.address(ours, language)).bytes_before
    return found


def _visits(browser: Browser, origin: str, folder: Folder, step: Step) -> dict[str, Visit]:
    address = folder.address(step.subject)
    with visitor(browser, origin, step.subject, step.profile) as one:
        taken = {COLD: one.visit(address, heap=True), WARM: one.visit(address)}
        if step.subject.asks:
            one.accept()
            taken[DECIDED] = one.decided(address)
    return taken


def _words(taken: dict[str, Visit]) -> str:
    parts = []
    for kind, visit in taken.items():
        time = visit.clickable if visit.clickable is not None else visit.ready
        parts.append(f"{kind} {time:.0f} ms" if time is not None else f"{kind} {visit.script:.1f} ms of script")
    return ", ".join(parts)
