"""`make peers`: the journeys of an audit on the pages of other banners, as their own documentation shows them.

Prints for each banner which journeys came to their end, and what was found; fails where a journey did not. Takes the
peers from npm, as the benchmark does.
"""

import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from benchmarks.folder import lay_out
from benchmarks.install import install
from benchmarks.peers import PEER, subjects
from benchmarks.server import serving
from consent.audit.audit import Asked, Audited, audit
from consent.audit.visitor import Options

ROOT = Path(__file__).parents[2]
# What their documentation shows for a page's way back to the settings; osano and tarteaucitron bring their own.
AGAIN = {
    "vcc": '<button type="button" data-cc="show-preferencesModal">Manage cookie preferences</button>',
    "klaro": '<a href="#" onclick="klaro.show(); return false">Cookie settings</a>',
}


def visited(address: str, folder: Path, engine: str = "chromium") -> Audited:
    """What an audit without a declaration sees at `address`."""
    return audit(Asked((address,), 0, engine, Options(folder)), None, lambda *_: None)


def main() -> int:
    """1 where a journey did not come to its end, else 0."""
    install()
    failed = 0
    peers = [each for each in subjects(ROOT) if each.kind == PEER]
    chosen = tuple(replace(each, end=each.end + AGAIN.get(each.key, "")) for each in peers)
    with tempfile.TemporaryDirectory() as made:
        laid = lay_out(ROOT, Path(made) / "pages", chosen, ("en",))
        with serving(laid.path) as origin:
            for subject in chosen:
                found = visited(origin + laid.address(subject), Path(made) / subject.key)
                kind = next(each.prompt.kind for each in found.journeys[0].moments if each.prompt)
                print(f"{subject.title}: known as {kind}, {found.seconds:.0f} s")
                for journey in found.journeys:
                    failed += bool(journey.failed)
                    lacking = journey.lacking and f"not offered: {journey.lacking}"
                    print(f"    {journey.name}: {journey.failed or lacking or 'came to its end'}")
                for finding in found.findings:
                    print(f"    found: {finding.rule.id}: {finding.subject}: {finding.evidence[0].seen}")
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())
