"""An audit in a terminal: how far it is while it runs, then its verdict in words."""

from collections import Counter
from types import TracebackType
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn
from rich.text import Text

from .journeys import NAMES


class Terminal:
    """Shows progress on standard error, where that is a terminal or not, and the verdict on standard output."""

    def __init__(self) -> None:
        self._errors = Console(stderr=True)
        self._out = Console(highlight=False, soft_wrap=True)
        self._progress = Progress(
            SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(),
            TextColumn("{task.fields[now]}"), console=self._errors, transient=True,
        )  # fmt: skip
        self._task: TaskID = self._progress.add_task("journeys", total=len(NAMES), now="")
        self._pages: Counter[str] = Counter()

    def __enter__(self) -> "Terminal":
        self._progress.start()
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self._progress.stop()

    def told(self, journey: str, what: str) -> None:
        """How far a journey is: a step, or `done`, or why it could not go on."""
        self._pages[journey] += 1
        ended = what == "done" or (not what.startswith("http") and " " in what)
        self._progress.update(self._task, advance=int(ended), now=f"{journey}: {what}")
        if not self._errors.is_terminal:
            self._errors.print(f"{journey}: {what}", highlight=False, soft_wrap=True)

    def verdict(self, report: dict[str, Any], places: list[str]) -> None:
        """Prints what was found, and in which files it stands."""
        new = [each for each in report["findings"] if each["new"]]
        for each in new:
            self._finding(each)
        known = len(report["findings"]) - len(new)
        for each in report["gone"]:
            self._out.print(Text(f"no longer found: {each['rule']}: {each['subject']}"))
        for journey in report["journeys"]:
            if why := journey["failed"] or journey["lacking"]:
                words = "not offered" if journey["lacking"] else "not gone to its end"
                self._out.print(Text(f"{words}: {journey['name']}: {why}", style="yellow"))
        declared = report["declaration"]
        against = f"the declaration {declared['fingerprint']}" if declared else "no declaration"
        style = "bold red" if new else "bold green"
        count = f"{len(new)} {'finding' if len(new) == 1 else 'findings'}" if new else "nothing found"
        more = f", {known} known from before" if known else ""
        told = f"{count}{more}: {len(report['pages'])} pages against {against}, in {report['seconds']} seconds"
        self._out.print(Text(told, style=style))
        for place in places:
            self._out.print(Text(place))

    def _finding(self, finding: dict[str, Any]) -> None:
        first = finding["evidence"][0]
        self._out.print(Text.assemble((finding["subject"], "bold"), f": {first['seen']}"))
        self._out.print(Text(f"    broken: {finding['says']} ({finding['source']}; {finding['rule']})", style="dim"))
        others = len(finding["evidence"]) - 1 + finding["more"]
        again = f", and {others} times more" if others else ""
        self._out.print(Text(f"    journey {first['journey']}, {first['step']}: {first['page']}{again}", style="dim"))
