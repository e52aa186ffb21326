"""The command `audit`, as who is in charge of a site has it: where all is as declared, and where nothing is."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import jsonschema

from consent.audit.report import SCHEMA
from tests.audit import faulty

from . import engines
from .conftest import ROOT, Site

# What a sign-in proves itself by; it is to be found in no report.
SECRET = "f3a1-7c0ffee-5ecret"


class Audit(NamedTuple):
    """How the command ended, what it printed, and its report, which is of the published form."""

    code: int
    out: str
    err: str
    report: dict[str, Any]


def audit(folder: Path, *asked: str) -> Audit:
    """Runs the command, whose reports go to `folder`."""
    command = [sys.executable, "-m", "consent", "audit", "--engine", engines.ENGINE, "--patience", "10"]
    command += ["--out", str(folder), *asked]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    path = folder / "audit.json"
    report = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    if report:
        jsonschema.validate(report, json.loads(SCHEMA.read_text(encoding="utf-8")))
    return Audit(done.returncode, done.stdout, done.stderr, report)


def found(report: dict[str, Any]) -> set[tuple[str, str]]:
    """What was found; of an address its last part, for where the site stands differs from run to run."""
    return {(each["rule"], urlsplit(each["subject"]).path.rpartition("/")[2]) for each in report["findings"]}


def signed_in(url: str, folder: Path) -> Path:
    """The state of a browser whose doctor is signed in, as Playwright stores it."""
    parts = urlsplit(url)
    cookie = {"name": "smartee_online4_global_token", "value": SECRET, "domain": parts.hostname, "path": "/"}
    more = {"expires": -1, "httpOnly": True, "secure": False, "sameSite": "Lax"}
    state = folder / "state.json"
    state.write_text(json.dumps({"cookies": [{**cookie, **more}], "origins": []}), encoding="utf-8")
    return state


def test_the_demonstration_has_no_finding_and_no_report_tells_a_sign_in(site: Site, tmp_path: Path) -> None:
    config = ["--config", str(ROOT / "pyscript.toml"), "--state", str(signed_in(site.url, tmp_path))]
    # Its address is in what a page asks for, as some sites have it.
    code, out, err, report = audit(tmp_path / "out", f"{site.url}?from={SECRET}", "--crawl", "3", *config)
    # What was found, in its own words where there is something.
    assert (found(report), code) == (set(), 0), out
    assert len(report["pages"]) == 3
    assert [(each["name"], each["failed"], each["lacking"]) for each in report["journeys"]] == [
        (name, "", "") for name in ("ignore", "look", "refuse", "accept", "partial", "withdraw", "return", "tab")
    ]
    kept = {each["name"] for journey in report["journeys"] for step in journey["moments"] for each in step["cookies"]}
    assert "smartee_online4_global_token" in kept
    told = [out, err, *(each.read_text(encoding="utf-8") for each in (tmp_path / "out").glob("audit.*"))]
    assert not [text for text in told if SECRET in text]
    assert "nothing found" in out


def test_forty_faults_are_found_and_nothing_else(tmp_path: Path) -> None:
    assert len(faulty.FAULTS) == 40
    with faulty.served(tmp_path) as url:
        asked = [url, "--crawl", "40", "--config", str(faulty.CONFIG), "--insecure"]
        code, _, _, report = audit(tmp_path / "out", *asked)
    assert found(report) == faulty.FAULTS
    assert code == 1
    # Each tells where it was seen, and cookies who set them.
    assert all(each["evidence"][0]["page"].startswith("https://") for each in report["findings"])
    [campaign] = [each for each in report["findings"] if each["subject"] == "_campaign"]
    seen = campaign["evidence"][0]["seen"]
    assert "set by document.cookie from" in seen and seen.endswith("/faults.js")
    page = (tmp_path / "out/audit.html").read_text(encoding="utf-8")
    assert "40 findings" in page and page.count("data:image/jpeg") > 10
    assert "f00dfacecafe" not in page


def test_a_site_that_does_not_answer_is_no_finding_but_a_failure(tmp_path: Path) -> None:
    code, out, err, report = audit(tmp_path / "out", "http://127.0.0.1:9/", "--no-config")
    assert (code, out, report) == (2, "", {})
    assert "http://127.0.0.1:9/ cannot be audited" in err
