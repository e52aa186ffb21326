"""`make audit-size`: how long an audit of a hundred pages takes and how much memory; fails beyond what is stated.

Memory is what all processes of it, browser included, have to themselves and share of what they share (Linux's PSS).
"""

import json
import os
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.server import serving
from consent.audit.audit import Asked, audit
from consent.audit.visitor import Options
from consent.build import declaration
from consent.build.product import build

ROOT = Path(__file__).parents[2]
RESULT = ROOT / "benchmarks/results/audit.json"
PAGES = 100
# What docs/audit.md states for two cores: minutes and MB.
MINUTES, MEMORY = 15, 1500
EVERY = 0.5
PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{at}</title>
<link rel="icon" href="data:,"><script src="/embed.js"></script></head><body><h1>Page {at}</h1>
<p>{words}</p><nav>{links}</nav><button type="button" data-consent-action="settings">Cookie settings</button></body>
</html>"""


class Memory:
    """The most that this process and all below it had at once, in MB."""

    def __init__(self) -> None:
        self.most = 0.0

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Looks again and again, until the block ends."""
        over = threading.Event()

        def watch() -> None:
            while not over.wait(EVERY):
                self.most = max(self.most, sum(map(_share, _below(os.getpid()))) / 1024)

        thread = threading.Thread(target=watch)
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()


def main() -> int:
    """1 where it takes more than is stated, else 0."""
    memory = Memory()
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made) / "site"
        build(ROOT, folder)
        names = [f"/page/{at}/" for at in range(PAGES)]
        links = " ".join(f'<a href="{name}">{name}</a>' for name in names)
        for at, name in enumerate(names):
            path = folder / name[1:] / "index.html"
            path.parent.mkdir(parents=True)
            path.write_text(PAGE.format(at=at, words="Words of a page. " * 200, links=links), encoding="utf-8")
        with serving(folder) as origin, memory.watched():
            begun = time.monotonic()
            asked = Asked((origin + names[0],), PAGES, "chromium", Options(Path(made) / "pictures"))
            found = audit(asked, declaration.load(ROOT / "pyscript.toml"), lambda *_: None)
            seconds = time.monotonic() - begun
    visits = sum(len(each.moments) for each in found.journeys)
    told = {"pages": len(found.pages), "visits": visits, "seconds": round(seconds), "megabytes": round(memory.most)}
    RESULT.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    print(
        told,
        f"findings: {[each.key for each in found.findings]}",
        f"failed: {[each.failed for each in found.journeys]}",
    )
    return int(seconds > MINUTES * 60 or memory.most > MEMORY or bool(found.findings) or len(found.pages) != PAGES)


def _below(process: int) -> list[int]:
    """The process and all that it started, and they."""
    found = [process]
    for each in Path(f"/proc/{process}/task").glob("*/children"):
        try:
            for child in each.read_text().split():
                found += _below(int(child))
        except OSError:
            # It ended meanwhile.
            continue
    return found


def _share(process: int) -> int:
    """Its memory in kB, or nothing where it has ended."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)


if __name__ == "__main__":
    sys.exit(main())
