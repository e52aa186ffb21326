"""The readers for PHP and Node, run by them: each says of a header what Python says, by the tables of the product."""

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from consent.build.readers import readers
from consent.core.cookies import encode_value
from consent.core.site import Site
from consent.server import Policy
from tests import PATIENCE
from tests.unit.test_cases import SITE as PLAIN
from tests.unit.test_cases import TABLES
from tests.unit.test_server_policy import NOW, RECORD, header, record

# Each reads lines of [header, seconds] and prints what it found; a missing header is the empty one.
SCRIPTS = {
    "node": """
import {{ readFileSync }} from 'node:fs';
import {{ read }} from '{folder}/consent.mjs';
const ids = {ids};
console.log(JSON.stringify(JSON.parse(readFileSync(0, 'utf8')).map(([header, now]) => {{
  const found = read(header, now * 1000);
  const at = found.decidedAt && found.decidedAt.getTime() / 1000;
  return [found.state, found.granted, at, ids.filter((id) => found.allows(id))];
}})));
""",
    "php": """<?php
require '{folder}/consent.php';
$ids = json_decode('{ids}');
echo json_encode(array_map(function (array $case) use ($ids) {{
    $found = Smartee\\Consent\\read($case[0] ?? '', $case[1]);
    $allowed = array_values(array_filter($ids, fn ($id) => $found->allows($id)));
    return [$found->state, $found->granted, $found->decidedAt?->getTimestamp(), $allowed];
}}, json_decode(file_get_contents('php://stdin'))));
""",
}
ENDS = {"node": "mjs", "php": "php"}
SITES = {
    "as it is": {},
    "with a record of a day": {"record_days": 1},
    "with a host's own names": {"cookies": [{**each, "name": f"__Host-{each['name']}"} for each in PLAIN["cookies"]]},
    "with every character that a name may have": {
        "cookies": [{**each, "name": f"!#$&'*+-.^_`|~{each['name']}"} for each in PLAIN["cookies"]]
    },
    "without anything optional": {"cookies": [{**each, "consent": False} for each in PLAIN["cookies"]]},
}


def headers(site: Site) -> Iterator[tuple[str | None, int]]:
    """What a server may be sent, and when in seconds."""
    for case in TABLES["decision_read"]:
        raw = case["given"]["raw"]
        yield header(raw), case["given"]["now"] * 60 + 59
        yield f"{RECORD}={raw}".replace("FINGERPRINT", site.fingerprint), case["given"]["now"] * 60
    for case in TABLES["decision_binding"]:
        yield header(*case["given"]["raws"]), case["given"]["now"] * 60
    for case in TABLES["parse"]:
        yield f"{case['given']}; {RECORD}={record('language')}; {case['given']}", NOW * 60
    for case in TABLES["decode"]:
        # As a name beside the record's, and as the record.
        yield f"{case['given']}={record()}; {RECORD}={record('business')}; {RECORD}={case['given']}", NOW * 60
    spelt = [RECORD, f'"{RECORD}"', "".join(f"%{ord(each):02x}" for each in RECORD), f"%{ord(RECORD[0]):X}{RECORD[1:]}"]
    for name in [*spelt, RECORD.upper(), f"{RECORD}%00", f"%25{RECORD}", f"{RECORD}%FF", f"={RECORD}", f"\t{RECORD} "]:
        for value in (record("language"), f'"{record("language")}"', f" {record('language')}\t", "%FF", ""):
            yield f"{name}={value}", NOW * 60
            yield f"{RECORD}={record('language', 'business')}; {name}={value}", NOW * 60
    yield None, NOW * 60
    yield ";" * 5000 + "=" * 5000 + " \t" * 5000, NOW * 60
    for last in ("NaN", "Infinity", "-5", "1e7", "0x1", "+5", "29398452.0", " 29398452", str(NOW) + "\n"):
        yield f"{RECORD}={encode_value(f'1.{site.fingerprint}.language.{last}')}", NOW * 60


def found_by_python(site: Site, cookies: str | None, now: int) -> list[Any]:
    found = Policy(site).read(cookies, now)
    allowed = [each.id for each in site.cookies if found.allows(each.id)]
    at = found.decided_at and int(found.decided_at.timestamp())
    return [found.state, list(found.granted), at, allowed]


@pytest.mark.parametrize("changes", SITES.values(), ids=[*SITES])
@pytest.mark.parametrize("program", SCRIPTS)
def test_it_reads_as_python_does(program: str, changes: dict[str, Any], tmp_path: Path) -> None:
    if shutil.which(program) is None:
        pytest.skip(f"{program} is not installed: its reader is not run")
    site = Site({**PLAIN, **changes})
    for name, text in readers(site).items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    ids = json.dumps([*(each.id for each in site.cookies), "nothing", "", "constructor"])
    script = tmp_path / f"run.{ENDS[program]}"
    script.write_text(SCRIPTS[program].format(folder=tmp_path, ids=ids), encoding="utf-8")
    mine = site.cookie("decision").name
    asked = [(text and text.replace(RECORD, mine), now) for text, now in headers(site)]
    done = subprocess.run(
        [program, str(script)], input=json.dumps(asked), capture_output=True, text=True, timeout=PATIENCE
    )
    assert done.returncode == 0 and done.stderr == "", done.stderr
    told = json.loads(done.stdout)
    expected = [found_by_python(site, *each) for each in asked]
    assert len(told) == len(asked) > 200
    assert [each for each in zip(asked, told, expected, strict=True) if each[1] != each[2]] == []
    assert len({each[0] for each in expected}) >= (2 if changes.get("cookies") and not site.optional else 3)


def test_php_reads_the_header_of_the_request_by_itself(tmp_path: Path) -> None:
    if shutil.which("php") is None:
        pytest.skip("php is not installed: its reader is not run")
    (tmp_path / "consent.php").write_text(readers(Site(PLAIN))["consent.php"], encoding="utf-8")
    script = (
        f"require '{tmp_path}/consent.php'; $_SERVER['HTTP_COOKIE'] = $argv[1] . time() / 60 % 1e9;"
        " echo Smartee\\Consent\\read()->state; unset($_SERVER['HTTP_COOKIE']); echo Smartee\\Consent\\read()->state;"
    )
    start = f"{RECORD}={record('language').rpartition('.')[0]}."
    done = subprocess.run(["php", "-r", script, start], capture_output=True, text=True, timeout=PATIENCE)
    assert (done.stdout, done.stderr) == ("partialunasked", "")
