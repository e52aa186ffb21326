"""From a click to the proof: the demonstration's ledger has what its visitors decided, and confirms their receipts."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from .conftest import ROOT, Site, Visit, control, until
from .test_ledger import paper


def ledger(site: Site, *asked: str) -> "subprocess.CompletedProcess[str]":
    """Runs a command of the ledger that belongs to the site."""
    folder = site.folder.with_name(site.folder.name + "-ledger")
    command = [sys.executable, "-m", "consent", "ledger", asked[0], "--database", str(folder / "ledger.sqlite")]
    command += ["--key", str(folder / "ledger.key")] if asked[0] in ("verify", "check") else []
    return subprocess.run([*command, *asked[1:]], cwd=ROOT, capture_output=True, text=True)


def test_a_decision_is_in_the_ledger_and_its_receipt_is_confirmed(site: Site, visit: Visit, tmp_path: Path) -> None:
    visitor = visit(site)
    page = visitor.page(site.url)
    control(page, "refuse").click()
    # Signed as soon as the ledger has it.
    until(page, "Object.values(localStorage).some((text) => text.includes('signature'))")
    told: dict[str, Any] = paper(page)
    receipt = tmp_path / "receipt.jsonld"
    receipt.write_text(json.dumps(told), encoding="utf-8")

    verified = ledger(site, "verify")
    assert verified.returncode == 0, verified.stdout + verified.stderr
    checked = ledger(site, "check", str(receipt))
    assert checked.returncode == 0, checked.stdout + checked.stderr
    exported = ledger(site, "export")
    assert exported.returncode == 0, exported.stderr
    [line] = [each for each in exported.stdout.splitlines() if told["dpv:hasIdentifier"] in each]
    assert "refused" in line

    # What was changed is not confirmed.
    told["smartee:ledger"]["record"]["event"] = "given"
    receipt.write_text(json.dumps(told), encoding="utf-8")
    assert ledger(site, "check", str(receipt)).returncode == 1
