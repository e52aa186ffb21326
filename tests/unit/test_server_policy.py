"""The server's reader of the record: by the tables that hold the product too, and for what only a server meets."""

import dataclasses
import json
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from consent.build.servers import examples
from consent.core.cookies import encode_value
from consent.core.decision import decide, text
from consent.core.errors import DeclarationError
from consent.core.site import Site
from consent.server import Consent, Policy
from consent.server.declared import Declared
from tests.unit.test_cases import SITE as PLAIN
from tests.unit.test_cases import TABLES

ROOT = Path(__file__).parents[2]
SITE = Site(PLAIN)
POLICIES = {
    "of a site": Policy(SITE),
    "of what the build made": Policy(Declared(json.loads(examples(SITE)["consent.json"]))),
}
RECORD = SITE.cookie("decision").name
NOW = 29398452


@pytest.fixture(params=POLICIES.values(), ids=[*POLICIES])
def policy(request: pytest.FixtureRequest) -> Policy:
    return request.param


def header(*raws: str) -> str:
    """A `Cookie` header with these records, between other cookies."""
    mine = [f"{RECORD}={encode_value(raw.replace('FINGERPRINT', SITE.fingerprint))}" for raw in raws]
    return "; ".join(["a=b", *mine, "c"])


def record(*granted: str, minutes: int = NOW) -> str:
    return text(decide(SITE, granted, minutes))


def told(consent: Consent) -> list[Any] | None:
    """As the tables tell it."""
    if consent.decided_at is None:
        assert (consent.state, consent.granted) == ("unasked", ())
        return None
    return [list(consent.granted), consent.decided_at.timestamp() / 60]


@pytest.mark.parametrize("case", TABLES["decision_read"], ids=lambda case: case["says"])
def test_it_reads_a_record_as_the_product_does(policy: Policy, case: dict[str, Any]) -> None:
    given = case["given"]
    found = policy.read(header(given["raw"]), given["now"] * 60 + 59.9)
    assert told(found) == case["expected"]
    assert found == policy.read(header(given["raw"]).encode(), given["now"] * 60)


@pytest.mark.parametrize("case", TABLES["decision_binding"], ids=lambda case: case["says"])
def test_of_several_records_the_one_binds_that_binds_the_product(policy: Policy, case: dict[str, Any]) -> None:
    given = case["given"]
    assert told(policy.read(header(*given["raws"]), given["now"] * 60)) == case["expected"]


@pytest.mark.parametrize("case", TABLES["state"], ids=lambda case: case["says"])
def test_it_tells_the_states_of_the_product(policy: Policy, case: dict[str, Any]) -> None:
    granted = case["given"]
    raws = () if granted is None else (record(*granted, minutes=29000000),)
    assert policy.read(header(*raws), 29000000 * 60).state == case["expected"]


@pytest.mark.parametrize("case", TABLES["allows"], ids=lambda case: case["says"])
def test_it_allows_what_the_product_does(policy: Policy, case: dict[str, Any]) -> None:
    granted, identifier = case["given"]
    raws = () if granted is None else (record(*granted, minutes=29000000),)
    assert policy.read(header(*raws), 29000000 * 60).allows(identifier) == case["expected"]


@pytest.mark.parametrize(
    ("cookies", "expected"),
    [
        (None, "unasked"),
        ("", "unasked"),
        (b"", "unasked"),
        (";;;=;=;", "unasked"),
        (f"{RECORD}", "unasked"),
        (f"={RECORD}={record('language')}", "unasked"),
        (f"x{RECORD}={record('language')}", "unasked"),
        (f"{RECORD.upper()}={record('language')}", "unasked"),
        (f"\t{RECORD} =\t{record('language')} \t", "partial"),
        (f'{RECORD}="{record("language")}"', "partial"),
        (f"%73{RECORD[1:]}={record('language')}", "partial"),
        (f'"{RECORD}"={record("language")}', "partial"),
        (f"{RECORD}={record('language')}; %73{RECORD[1:]}={record()}", "refused"),
        (f"{RECORD}={record('language')}; {RECORD}=%FF", "partial"),
        (f"{RECORD}={record('language')}, {RECORD}={record()}", "unasked"),
        (f"{RECORD}={record('language')}\0", "unasked"),
        (f"\xff=\xfe; {RECORD}={record('language')}", "partial"),
        (b"\xff=\xe4\xb8; " + f"{RECORD}={record('language')}".encode(), "partial"),
        (f"\udcff=%\udcff; {RECORD}={record('language')}", "partial"),
        (f"{RECORD}={record('language')}\udcff%41", "unasked"),
        ("%=%%%; " * 2000 + f"{RECORD}={record('language', 'business')}", "accepted"),
    ],
)
def test_no_header_is_an_error(policy: Policy, cookies: str | bytes | None, expected: str) -> None:
    assert policy.read(cookies, NOW * 60).state == expected


def test_an_answer_does_not_change(policy: Policy) -> None:
    found = policy.read(header(record("business")), NOW * 60)
    assert (found.state, found.granted) == ("partial", ("business",))
    assert found.decided_at == datetime(2025, 11, 23, 14, 12, tzinfo=UTC)
    for name in ("state", "granted", "decided_at", "allowed"):
        with pytest.raises(dataclasses.FrozenInstanceError):
            setattr(found, name, None)
    assert hash(found) == hash(policy.read(header(record("business")), NOW * 60))


def test_by_itself_it_reads_for_the_present(policy: Policy, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "time", lambda: NOW * 60.0)
    assert policy.read(header(record("language"))).state == "partial"
    monkeypatch.setattr(time, "time", lambda: (NOW - 2) * 60.0)
    assert policy.read(header(record("language"))).state == "unasked"


def test_a_site_that_asks_for_nothing_allows_what_it_declares() -> None:
    site = Site({**PLAIN, "cookies": [{**each, "consent": False} for each in PLAIN["cookies"]]})
    for policy in (Policy(site), Policy(Declared(json.loads(examples(site)["consent.json"])))):
        found = policy.read(None)
        assert found.state == "unasked" and found.allows("language") and not found.allows("nothing")


def test_it_is_loaded_from_a_build_and_from_a_declaration(tmp_path: Path) -> None:
    built = tmp_path / "consent.json"
    built.write_text(examples(SITE)["consent.json"])
    for policy in (Policy.load(built), Policy.load(str(built)), Policy.load(ROOT / "pyscript.toml")):
        fingerprint = policy.site.fingerprint
        cookies = f"{RECORD}=1.{fingerprint}.language.{NOW}"
        assert policy.read(cookies, NOW * 60).granted == ("language",)


GOOD = json.loads(examples(SITE)["consent.json"])
WRONG: dict[str, Any] = {
    "no JSON": "{",
    "no object": [],
    "nothing": {},
    "no fingerprint": {**GOOD, "fingerprint": None},
    "a short fingerprint": {**GOOD, "fingerprint": "1234567"},
    "a fingerprint of other letters": {**GOOD, "fingerprint": "1234567X"},
    "no days": {**GOOD, "record_days": 0},
    "days that are true": {**GOOD, "record_days": True},
    "days without end": {**GOOD, "record_days": 401},
    "another rule": {**GOOD, "undeclared": "allow"},
    "no cookies": {**GOOD, "cookies": []},
    "cookies that are none": {**GOOD, "cookies": ["language"]},
    "a cookie without a name": {**GOOD, "cookies": [*GOOD["cookies"], {"id": "a", "consent": True}]},
    "consent that is a text": {**GOOD, "cookies": [*GOOD["cookies"], {"id": "a", "name": "a", "consent": "false"}]},
    "optional ones that are none": {**GOOD, "optional": ["language", 1]},
    "optional ones that none can be": {**GOOD, "optional": ["Language"]},
    "no optional ones": {**GOOD, "optional": None},
    "no record": {**GOOD, "cookies": [each for each in GOOD["cookies"] if each["id"] != "decision"]},
}


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
def test_a_wrong_file_stops_the_start(wrong: Any, tmp_path: Path) -> None:
    path = tmp_path / "consent.json"
    path.write_text(wrong if isinstance(wrong, str) else json.dumps(wrong))
    with pytest.raises(DeclarationError):
        Policy.load(path)


def test_a_missing_file_stops_the_start(tmp_path: Path) -> None:
    for name in ("consent.json", "pyscript.toml"):
        with pytest.raises(DeclarationError, match="No such file"):
            Policy.load(tmp_path / name)


def test_it_needs_nothing_but_the_standard_library(tmp_path: Path) -> None:
    built = tmp_path / "consent.json"
    built.write_text(examples(SITE)["consent.json"])
    script = (
        "import sys; from consent.server import AsgiMiddleware, Policy, WsgiMiddleware\n"
        f"print(Policy.load({str(built)!r}).read(sys.argv[1], {NOW * 60}).state)\n"
        "print(sorted({name.split('.')[0] for name in sys.modules} - sys.stdlib_module_names - {'__main__'}))"
    )
    # -S: without what is installed.
    command = [sys.executable, "-S", "-c", script, header(record("language"))]
    done = subprocess.run(command, cwd=ROOT, env={"PYTHONPATH": str(ROOT)}, capture_output=True, text=True)
    assert (done.stdout.splitlines(), done.stderr) == (["partial", "['consent']"], "")
