"""The script API, by a page that is written against its types."""

import json
import subprocess
from pathlib import Path

from consent.build.bundler import esbuild

from .conftest import ROOT, Site, Visit, until

CLIENT = "tests/browser/client.ts"


def test_the_types_hold() -> None:
    command = ["node", "node_modules/typescript/bin/tsc", "--noEmit", "--strict", "--target", "es2022", CLIENT]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.stdout + done.stderr == ""
    assert done.returncode == 0


def test_a_page_written_against_the_api(site: Site, visit: Visit, tmp_path: Path) -> None:
    esbuild([str(ROOT / CLIENT), f"--outfile={tmp_path / 'client.js'}"], ROOT)
    visitor = visit(site)
    client = visitor.script("client.js", (tmp_path / "client.js").read_text(encoding="utf-8"))
    page = visitor.page(visitor.serve("client.html", "<h1>Client</h1>", client), ready=False)
    until(page, "client.finished")
    told = page.evaluate("client.learned")
    facts = {each[0]: each[1:] for each in told if each[0] not in ("language", "ready", "change", "decision")}
    assert facts["first"] == [["unasked", False]]
    assert facts["refused"] == ["refused", False, True, False]
    assert ["language", "zh-CN"] in told
    assert facts["accepted"] == ["accepted", True]
    assert facts["models"] == [["design-aligner:true", "design-only:true", "aligner-only:false", "retainer:false"]]
    assert facts["model"] == ["design-aligner"]
    assert "'nonsense' is not a possible business model" in facts["unknown"][0]
    assert facts["session"] == [{"account": '{"name":"Chen"}', "uid": "7"}]
    assert facts["signed out"] == [None]
    assert facts["regions"] == [34, ["北京市"]]
    # The page's own choice lives on in memory, so that it goes on working.
    assert facts["withdrawn"] == ["refused", "design-aligner"]
    events = [each for each in told if each[0] in ("decision", "change", "ready")]
    assert [each[0] for each in events if each[0] != "ready"] == ["decision", "change", "change"]
    assert [each[0] for each in events].count("ready") == 1
    assert ["language", {"language": "zh-CN", "kept": False}] in told
    assert ["business-model", {"key": "design-aligner", "kept": True, "dropped": None}] in told
    assert "secret-token" not in json.dumps(told)
