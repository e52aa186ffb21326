"""`smartee-consent ledger`: what each command says, and its code: 0 it holds, 1 it does not, 2 nobody knows."""

import csv
import io
import json
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from consent.__main__ import main
from consent.build import declaration
from consent.build.product import said
from consent.core.dates import iso
from consent.core.decision import MINUTES_A_DAY, Decision
from consent.core.messages import Messages
from consent.render import receipt as receipts
from consent.server.ledger import keys
from consent.server.ledger.chain import receipt_text
from consent.server.ledger.record import EVENTS, Record
from tests.ledger.places import NOW, Place, record, records

ROOT = Path(__file__).parents[2]
SITE = declaration.load(ROOT / "pyscript.toml")
CONFIG = ROOT / "pyscript.toml"

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Gives a command, with what it says."""
    for name in ("LEDGER_DATABASE", "LEDGER_KEY"):
        monkeypatch.delenv(name, raising=False)

    def given(*arguments: object) -> tuple[int, str, str]:
        capsys.readouterr()
        try:
            code = main(["ledger", *map(str, arguments)])
        except SystemExit as error:
            code = int(str(error.code))
        told = capsys.readouterr()
        # One sentence, whatever is wrong.
        assert "Traceback" not in told.err
        return code, told.out, told.err

    return given


def test_verify_tells_what_holds_and_which_head_to_note(place: Place, run: Run) -> None:
    place.fill(records(1200))
    options = ("--database", place.address, "--key", place.key)
    code, out, err = run("verify", *options)
    assert (code, err) == (0, "") and out.startswith("1,200 lines hold\n")
    head = out.split()[-1]
    assert re.fullmatch(r"1200:[0-9a-f]{64}", head)
    assert run("verify", *options, "--head", head)[0] == 0
    place.fill(records(3, seed=2))
    # With the public half alone, as somebody else has it.
    assert run("verify", *options[:2], "--key", f"{place.key}.pub", "--note", place.note, "--head", head)[0] == 0
    place.tamper("UPDATE ledger_line SET minute = minute - 1 WHERE number = 700")
    code, out, err = run("verify", *options)
    assert (code, out) == (1, "")
    assert re.fullmatch(r"smartee-consent: line 700: its hash is \w{64}, expected \w{64}: .*\n", err)


def test_verify_says_how_many_lines_were_removed(place: Place, run: Run) -> None:
    place.fill(records(30, days=60))
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("LEDGER_DATABASE", place.address)
        patched.setenv("LEDGER_KEY", str(place.key))
        assert run("prune", "--days", 0)[0] == 2
        # All is long ago by now.
        assert run("prune", "--days", 10) == (0, "30 lines removed\n", "")
        assert run("prune", "--days", 10) == (0, "0 lines removed\n", "")
        code, out, _ = run("verify")
    assert code == 0 and out.startswith("0 lines hold; 30 before them were removed for their age\n")


UNKNOWN = {
    "no ledger": ("verify", "--database", "none.sqlite", "--key", "KEY"),
    "no key": ("verify", "--database", "DATABASE", "--key", "none.key"),
    "a folder": ("verify", "--database", ".", "--key", "KEY"),
    "another database": ("verify", "--database", "mysql://x/y", "--key", "KEY"),
    "no server": ("verify", "--database", "postgresql://u:secret@/x?host=/nowhere", "--key", "KEY"),
    "no head": ("verify", "--database", "DATABASE", "--key", "KEY", "--head", "12"),
    "a report of no ledger": ("report", "--database", "none.sqlite"),
    "an export of no ledger": ("export", "--database", "none.sqlite"),
    "an export without a declaration": ("export", "--database", "DATABASE", "--format", "json-ld"),
    "an export to nowhere": ("export", "--database", "DATABASE", "--out", "none/export.csv"),
    "a day that is none": ("report", "--database", "DATABASE", "--since", "yesterday"),
    "no receipt": ("check", "none.jsonld", "--key", "KEY"),
    "a receipt without a key": ("check", "DATABASE", "--key", "none.key"),
    "no ledger to remove from": ("prune", "--database", "none.sqlite", "--key", "KEY", "--days", "9"),
    "a key that is there": ("key", "--key", "KEY", "--new"),
    "no command": (),
    "another command": ("destroy",),
}


@pytest.mark.parametrize("arguments", UNKNOWN.values(), ids=UNKNOWN)
def test_what_cannot_be_found_out_is_told_in_one_line(
    file: Place, run: Run, arguments: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    file.fill(records(2))
    monkeypatch.chdir(file.folder)
    before = {each.name: each.read_bytes() for each in file.folder.iterdir()}
    known = {"DATABASE": file.address, "KEY": str(file.key)}
    code, out, err = run(*(known.get(each, each) for each in arguments))
    assert (code, out) == (2, "")
    assert err.startswith("smartee-consent: ") and err.count("\n") == 1 and "secret" not in err
    after = {each.name: each.read_bytes() for each in file.folder.iterdir() if not each.name.endswith(("-shm", "-wal"))}
    assert after == before


def test_the_report_counts_by_day_and_language(place: Place, run: Run) -> None:
    told = records(400, days=5)
    place.fill(told)
    chart = place.folder / "chart.svg"
    code, out, _ = run("report", "--database", place.address, "--out", chart)
    rows = [line.split() for line in out.splitlines()[2:-1]]
    assert code == 0 and out.splitlines()[-1] == f"wrote {chart}"
    days = sorted({(each.minute // MINUTES_A_DAY, each.language) for each in told})
    assert len(rows) == len(days) + 3
    for (day, language), row in zip(days, rows, strict=False):
        mine = [each for each in told if (each.minute // MINUTES_A_DAY, each.language) == (day, language)]
        counts = [sum(each.event == event for each in mine) for event in EVENTS]
        assert row[:7] == [iso(day * MINUTES_A_DAY)[:10], language, *map(str, counts), str(len(mine))]
    assert rows[-1][:2] == ["all", "all"] and rows[-1][6] == "400"
    granted = sum(each.event in ("given", "renewed") for each in told)
    assert rows[-1][7] == f"{granted / 4:.1f}"
    # The same figures are in the picture.
    picture = ElementTree.parse(chart)
    words = " ".join(each.text or "" for each in picture.iter("{http://www.w3.org/2000/svg}text"))
    for event in EVENTS:
        assert f"{event}: {sum(each.event == event for each in told)}" in words
    assert "400 answers" in words and not {each.tag.split("}")[1] for each in picture.iter()} & {"script", "image", "a"}


def test_the_report_is_of_the_days_that_are_asked_for(place: Place, run: Run) -> None:
    told = records(300, days=30)
    place.fill(told)
    day = iso(NOW - 10 * MINUTES_A_DAY)[:10]
    code, out, _ = run("report", "--database", place.address, "--since", day, "--until", day)
    mine = [each for each in told if iso(each.minute)[:10] == day]
    assert code == 0 and out.splitlines()[-1].split()[6] == str(len(mine)) != "0"
    code, out, _ = run("report", "--database", place.address, "--since", "2031-01-01", "--out", place.folder / "a.svg")
    assert code == 0 and out.splitlines()[2].split() == ["all", "all", "0", "0", "0", "0", "0", "–"]


def test_csv_has_every_line(place: Place, run: Run) -> None:
    told = records(40)
    place.fill(told)
    out = place.folder / "out.csv"
    assert run("export", "--database", place.address, "--out", out)[0] == 0
    assert out.read_bytes().count(b"\r\n") == 41
    rows = [*csv.DictReader(io.StringIO(out.read_text(encoding="utf-8"), newline=""))]
    lines = place.lines()
    for row, line in zip(rows, lines, strict=True):
        granted = row["granted"].split("+") if row["granted"] else []
        fields = {key: row[key] for key in ("id", "fingerprint", "event", "language", "how")}
        assert Record.of({**fields, "granted": granted, "minute": line.record.minute}) == line.record
        assert (row["number"], row["time"], row["hash"]) == (str(line.number), iso(line.record.minute), line.hash.hex())
    assert run("export", "--database", place.address)[1].replace("\r\n", "\n") == out.read_text(encoding="utf-8")


def test_json_ld_has_every_record_in_the_terms_of_the_standard(place: Place, run: Run) -> None:
    changes: tuple[dict[str, Any], ...] = (
        {"granted": (), "event": "refused"},
        {"granted": ("language", "business"), "event": "renewed"},
        {"granted": ("language",), "event": "given"},
        {"granted": ("business",), "event": "withdrawn"},
        {"granted": (), "event": "withdrawn"},
        {"granted": ("former",), "event": "given", "fingerprint": "0123abcd"},
    )
    told = [replace(each, **change) for each, change in zip(records(6), changes, strict=True)]
    place.fill(told)
    out = place.folder / "out.jsonld"
    options = ("--format", "json-ld", "--config", CONFIG, "--out", out)
    assert run("export", "--database", place.address, *options)[0] == 0
    document = json.loads(out.read_text(encoding="utf-8"))
    context = document["@context"]
    nodes = document["@graph"]
    for name in re.findall(r'"([a-z0-9-]+):[A-Za-z]', json.dumps(nodes)):
        assert name in context or name in ("mailto", "https"), name
    found = [each for each in nodes if "dpv:ConsentRecord" in each["@type"]]
    assert [each["dpv:hasIdentifier"] for each in found] == [each.id for each in told]
    notices = {each["@id"]: each for each in nodes if "dpv:ConsentNotice" in each["@type"]}
    assert {each["dpv:hasIdentifier"] for each in notices.values()} == {SITE.fingerprint, "0123abcd"}
    assert all(notice["@id"] in notices for each in found for notice in each["dpv:hasNotice"])
    states = [
        [process["dpv:hasConsentStatus"][0]["@type"][0].removeprefix("dpv:") for process in each["dpv:hasProcess"]]
        for each in found
    ]
    assert states == [
        ["ConsentRefused", "ConsentRefused"],
        ["RenewedConsentGiven", "RenewedConsentGiven"],
        ["ConsentGiven", "ConsentRefused"],
        ["ConsentWithdrawn", "ConsentGiven"],
        ["ConsentStatusInvalidForProcessing", "ConsentStatusInvalidForProcessing"],
        ["ConsentGiven"],
    ]
    assert {each["dct:conformsTo"] for each in found} == {receipts.SCHEMA}
    assert [each["dct:created"] for each in found] == [iso(each.minute) for each in told]


def test_a_broken_chain_is_not_exported(place: Place, run: Run) -> None:
    place.fill(records(20))
    place.tamper("UPDATE ledger_line SET minute = 1 WHERE number = 15")
    out = place.folder / "out.csv"
    out.write_text("of yesterday")
    code, _, err = run("export", "--database", place.address, "--out", out)
    assert (code, out.read_text()) == (1, "of yesterday") and "line 15" in err
    assert not list(place.folder.glob("*.part"))


def signed(place: Place, told: Record, **member: Any) -> dict[str, Any]:
    """The visitor's receipt, as the settings give it, with what the ledger answered."""
    key = keys.private(place.key, create=True)
    earlier = Decision((), told.fingerprint, told.minute - 5)
    decisions = (earlier, Decision(told.granted, told.fingerprint, told.minute))
    document = json.loads(receipts.text(SITE, Messages("en", said(SITE)["en"]), decisions, told.id, told.minute + 3))
    answer = {"record": told.plain(), "key": key.id, "signature": keys.encode(key.sign(receipt_text(told)))}
    return {**document, "smartee:ledger": {**answer, **member}}


def decided(**fields: Any) -> Record:
    return record(**{"fingerprint": SITE.fingerprint, "granted": ("language",), "event": "given", **fields})


@pytest.fixture
def kept(place: Place) -> Place:
    place.fill(records(5), [decided()], records(5, seed=2))
    return place


def receipt_at(place: Place, document: Any) -> Path:
    path = place.folder / "receipt.jsonld"
    path.write_text(document if isinstance(document, str) else json.dumps(document), encoding="utf-8")
    return path


def test_a_receipt_is_confirmed_with_the_ledger_and_without(
    kept: Place, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = receipt_at(kept, signed(kept, decided()))
    code, out, err = run("check", path, "--key", kept.key, "--database", kept.address)
    assert (code, err) == (0, "") and out.endswith(", and in the ledger\n") and decided().id in out
    code, out, _ = run("check", path, "--key", f"{kept.key}.pub")
    assert code == 0 and "no ledger was at hand" in out
    # One of several keys, and from standard input.
    keys.Key.generate().write(kept.folder / "later.key")
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(path.read_bytes())))
    code, out, _ = run("check", "-", "--key", kept.folder / "later.key", "--key", kept.key, "--database", kept.address)
    assert code == 0


Change = Callable[[dict[str, Any]], object]


def last_state(document: dict[str, Any], identifier: str) -> dict[str, Any]:
    [process] = document["dpv:hasProcess"]
    [found] = [each for each in process["dpv:hasProcess"] if each["dct:identifier"] == identifier]
    status: dict[str, Any] = found["dpv:hasConsentStatus"][-1]
    return status


ALTERED: dict[str, tuple[Change, str]] = {
    "unsigned": (lambda it: it.pop("smartee:ledger"), "unsigned"),
    "a record that the ledger has not answered": (
        lambda it: [it["smartee:ledger"].pop(each) for each in ("key", "signature")],
        "unsigned",
    ),
    "a record that it would not have": (lambda it: it["smartee:ledger"].update(key="", signature=""), "unsigned"),
    "what is no answer": (lambda it: it.update({"smartee:ledger": []}), "unsigned"),
    "a signature that is cut": (
        lambda it: it["smartee:ledger"].update(signature=it["smartee:ledger"]["signature"][:-1]),
        "altered",
    ),
    "a signature that is none": (lambda it: it["smartee:ledger"].update(signature="!"), "altered"),
    "a signature of another length": (lambda it: it["smartee:ledger"].update(signature="AAAA"), "altered"),
    "no signature": (lambda it: it["smartee:ledger"].pop("signature"), "incomplete"),
    "another key": (lambda it: it["smartee:ledger"].update(key="0" * 16), "signed by the key"),
    "a record of another form": (lambda it: it["smartee:ledger"]["record"].pop("how"), "altered"),
    "two answers": (lambda it: it.update({"other:ledger": it["smartee:ledger"]}), "incomplete"),
    "the id around it": (lambda it: it.update({"dpv:hasIdentifier": "x"}), "dpv:hasIdentifier was altered"),
    "the policy around it": (
        lambda it: it["dpv:hasNotice"][0].update({"dpv:hasIdentifier": "00000000"}),
        "the notice's dpv:hasIdentifier was altered",
    ),
    "what was granted around it": (
        lambda it: last_state(it, "business").update({"@type": ["dpv:ConsentGiven", "dpv:ExpressedConsent"]}),
        "what is granted was altered",
    ),
    "what was refused around it": (
        lambda it: last_state(it, "language").update({"@type": ["dpv:ConsentRefused"]}),
        "what is granted was altered",
    ),
    "a state that is none": (lambda it: last_state(it, "language").update({"@type": []}), "the state of language"),
    "the time around it": (
        lambda it: last_state(it, "business").update({"dpv:isIndicatedAtTime": "2020-01-01T00:00:00Z"}),
        "the time of business was altered",
    ),
    "no record at all": (lambda it: it.update({"@type": ["dpv:Process"]}), "no receipt"),
}


@pytest.mark.parametrize(("change", "words"), ALTERED.values(), ids=ALTERED)
def test_an_altered_receipt_is_not_confirmed(file: Place, run: Run, change: Change, words: str) -> None:
    file.fill([decided()])
    document = signed(file, decided())
    change(document)
    code, out, err = run("check", receipt_at(file, document), "--key", file.key, "--database", file.address)
    assert (code, out) == (1, "") and words in err and err.count("\n") == 1


@pytest.mark.parametrize("field", decided().plain())
def test_an_altered_field_is_not_confirmed(file: Place, run: Run, field: str) -> None:
    file.fill([decided()])
    other = {
        "id": records(1, seed=8)[0].id,
        "fingerprint": "00000000",
        "granted": [],
        "event": "renewed",
        "minute": NOW - 3,
        "language": "zh-CN",
        "how": "call" if decided().how != "call" else "control",
    }
    document = signed(file, decided())
    document["smartee:ledger"]["record"][field] = other[field]
    code, _, err = run("check", receipt_at(file, document), "--key", file.key)
    assert code == 1 and "the signature is not over this record" in err


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '"x"', "[" * 100_000, "{}", "\ud800"], ids=range(8))
def test_what_is_no_receipt_is_told(file: Place, run: Run, text: str) -> None:
    file.fill()
    path = file.folder / "receipt.jsonld"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    code, _, err = run("check", path, "--key", file.key)
    assert code == 1 and "this is no receipt" in err


def test_a_signed_receipt_whose_line_is_gone_tells_that(kept: Place, run: Run) -> None:
    path = receipt_at(kept, signed(kept, decided()))
    kept.tamper("DELETE FROM ledger_line WHERE number = 6")
    code, _, err = run("check", path, "--key", kept.key, "--database", kept.address)
    assert code == 1 and "but it is not in the ledger" in err
    path = receipt_at(kept, signed(kept, replace(records(5)[2], how="call", granted=(), event="refused")))
    code, _, err = run("check", path, "--key", kept.key, "--database", kept.address)
    assert code == 1 and "but the ledger has it with other content" in err


def test_keys_are_made_and_told(file: Place, run: Run) -> None:
    code, out, _ = run("key", "--key", file.key, "--new")
    key = keys.private(file.key)
    assert (code, out) == (0, f"key {key.id}\n{key.pem}")
    assert run("key", "--key", f"{file.key}.pub")[1] == out
    assert run("key", "--key", file.key, "--new")[0] == 2
    assert keys.private(file.key).id == key.id


MISSING = """
import sys
class Refuse:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] == {missing!r}:
            raise ModuleNotFoundError(name, name=name)
sys.meta_path.insert(0, Refuse())
from consent.__main__ import main
sys.exit(main({given!r}))
"""


@pytest.mark.parametrize(
    ("missing", "given", "told"),
    [
        ("sqlalchemy", ["ledger", "verify"], 'pip install "smartee-consent[ledger]"'),
        ("cryptography", ["ledger", "key", "--new"], 'pip install "smartee-consent[ledger]"'),
        ("sqlalchemy", ["ledger", "report"], 'pip install "smartee-consent[ledger]"'),
        ("cryptography", ["ledger", "check", "consent.toml"], 'pip install "smartee-consent[ledger]"'),
        (
            "psycopg",
            ["ledger", "report", "--database", "postgresql://a/b"],
            'pip install "smartee-consent[ledger,postgresql]"',
        ),
        # What is no ledger's business does without.
        ("sqlalchemy", ["init"], ""),
        ("cryptography", ["check"], ""),
    ],
)
def test_without_its_packages_one_sentence_says_what_to_install(
    tmp_path: Path, missing: str, given: list[str], told: str
) -> None:
    if given != ["init"]:
        main(["init", str(tmp_path)])
    program = MISSING.format(missing=missing, given=given)
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, env={"PYTHONPATH": str(ROOT)}, capture_output=True, text=True
    )
    assert done.returncode == (2 if told else 0), done.stderr
    assert done.stderr.count("\n") == bool(told) and told in done.stderr and (missing in done.stderr or not told)
