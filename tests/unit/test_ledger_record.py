"""A record of the ledger: its exact form, its one text, and what a declaration allows."""

import json
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent.build import declaration
from consent.build.readers import declared
from consent.core.decision import MINUTES_A_DAY
from consent.core.errors import DeclarationError
from consent.core.site import Site
from consent.server.declared import Declared
from consent.server.ledger.chain import START, Head, digest, receipt_text
from consent.server.ledger.errors import RecordEarly, RecordWrong
from consent.server.ledger.record import EVENTS, LARGEST, LAST_MINUTE, WAYS, Record
from consent.server.ledger.rules import Rules
from tests.ledger.places import NOW, record

OURS = declaration.load(Path(__file__).parents[2] / "pyscript.toml")
# With an earlier policy.
SITE = Site({**OURS.plain, "changes": [{"version": "1", "fingerprint": "0123abcd"}]})
GOOD = record(fingerprint=SITE.fingerprint, granted=("language",), event="given", minute=NOW)
PLAIN = GOOD.plain()

IDS = st.from_regex(r"[a-z](?:[a-z0-9-]{0,8}[a-z0-9])?", fullmatch=True)
RECORDS = st.builds(
    Record,
    id=st.uuids(version=4).map(str),
    fingerprint=st.text("0123456789abcdef", min_size=8, max_size=8),
    granted=st.lists(IDS, unique=True, max_size=9).map(tuple),
    event=st.sampled_from(EVENTS),
    minute=st.integers(1, LAST_MINUTE),
    language=st.from_regex(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,4}", fullmatch=True),
    how=st.sampled_from(WAYS),
)


def test_the_signed_text_is_the_one_that_others_make_too() -> None:
    told = Record("0f8fad5b-d9cb-469f-a165-70867728950e", "5f30c364", ("language",), "given", NOW, "zh-CN", "prompt")
    assert receipt_text(told) == (
        b"smartee-consent receipt 1\n"
        b'{"event":"given","fingerprint":"5f30c364","granted":["language"],"how":"prompt",'
        b'"id":"0f8fad5b-d9cb-469f-a165-70867728950e","language":"zh-CN","minute":29398452}'
    )


@given(RECORDS)
def test_the_text_is_canonical_json_and_says_the_record(told: Record) -> None:
    assert told.canonical == json.dumps(told.plain(), sort_keys=True, separators=(",", ":"))
    assert Record.parse(told.canonical.encode()) == told
    assert len(told.canonical) <= LARGEST


@given(st.text(), st.text(), st.lists(st.text()))
def test_the_text_is_canonical_json_whatever_a_database_holds(event: str, language: str, granted: list[str]) -> None:
    told = replace(GOOD, event=event, language=language, granted=tuple(granted))
    assert told.canonical == json.dumps(told.plain(), sort_keys=True, separators=(",", ":"))


@given(RECORDS, RECORDS, st.binary(min_size=32, max_size=32), st.none() | st.binary(min_size=72, max_size=72))
def test_a_hash_covers_every_field_and_what_it_follows(one: Record, other: Record, octets: bytes, seal: Any) -> None:
    before = Head(3, octets)
    assert (digest(before, seal, one) == digest(before, seal, other)) == (one == other)
    assert len({digest(head, each, one) for head in (START, before, Head(4, octets)) for each in (None, b"1")}) == 6


@given(st.binary(max_size=200) | RECORDS.map(lambda each: each.canonical.encode()[:-1]))
def test_no_octets_are_more_than_wrong(octets: bytes) -> None:
    with pytest.raises(RecordWrong):
        Record.parse(octets)


WRONG: dict[str, dict[str, Any]] = {
    "an id of another version": {"id": "0f8fad5b-d9cb-1769-a165-70867728950e"},
    "an id of another variant": {"id": "0f8fad5b-d9cb-469f-c165-70867728950e"},
    "an id in capitals": {"id": PLAIN["id"].upper()},
    "an id with a line behind it": {"id": PLAIN["id"] + "\n"},
    "an id in braces": {"id": "{" + PLAIN["id"] + "}"},
    "no id": {"id": None},
    "a short fingerprint": {"fingerprint": "5f30c36"},
    "a fingerprint in capitals": {"fingerprint": "5F30C364"},
    "granted as a text": {"granted": "language"},
    "granted that are numbers": {"granted": [1]},
    "granted that are lists": {"granted": [["language"]]},
    "granted twice": {"granted": ["language", "language"]},
    "an id that none can be": {"granted": ["Language"]},
    "an empty id": {"granted": [""]},
    "two ids in one": {"granted": ["language+business"]},
    "more than a record holds": {"granted": [f"cookie-{at}" for at in range(20)]},
    "another event": {"event": "accepted"},
    "an event that is a list": {"event": ["given"]},
    "a minute as a text": {"minute": str(NOW)},
    "a minute with a point": {"minute": float(NOW)},
    "a minute that is true": {"minute": True},
    "no minute": {"minute": 0},
    "a minute before all": {"minute": -NOW},
    "a minute after all": {"minute": LAST_MINUTE + 1},
    "a language that none can be": {"language": "<b>"},
    "a language without an end": {"language": "en" + "-abcdefgh" * 5},
    "another way": {"how": "magic"},
    "a way that is none": {"how": None},
    "one key more": {"address": "192.0.2.1"},
}


@pytest.mark.parametrize("change", WRONG.values(), ids=WRONG)
def test_what_is_not_of_the_form_is_refused_in_words(change: dict[str, Any]) -> None:
    with pytest.raises(RecordWrong) as refused:
        Record.parse(json.dumps(PLAIN | change).encode())
    assert "expected" in str(refused.value) and "\n" not in str(refused.value)


@pytest.mark.parametrize("key", PLAIN)
def test_every_field_is_needed_and_once(key: str) -> None:
    with pytest.raises(RecordWrong):
        Record.of({name: value for name, value in PLAIN.items() if name != key})
    doubled = f"{{{json.dumps(key)}: {json.dumps(PLAIN[key])}, {GOOD.canonical[1:]}"
    with pytest.raises(RecordWrong, match="once"):
        Record.parse(doubled.encode())


@pytest.fixture(params=[SITE, Declared(json.loads(json.dumps(declared(SITE))))], ids=["the declaration", "of a build"])
def rules(request: pytest.FixtureRequest) -> Rules:
    return Rules(request.param)


ALLOWED: dict[str, dict[str, Any]] = {
    "everything": {"granted": ("language", "business")},
    "a refusal": {"granted": (), "event": "refused"},
    "all taken away": {"granted": (), "event": "withdrawn"},
    "one of two taken away": {"event": "withdrawn"},
    "the same again": {"event": "renewed"},
    "another language": {"language": "zh-CN"},
    "a clock a minute ahead": {"minute": NOW + 1},
    "the last minute in which a record holds": {"minute": NOW - SITE.record_days * MINUTES_A_DAY + 1},
    "an earlier policy, of which only the fingerprint is known": {
        "fingerprint": SITE.changes[0].fingerprint,
        "granted": ("analytics", "adverts"),
    },
}


@pytest.mark.parametrize("change", ALLOWED.values(), ids=ALLOWED)
def test_what_the_banner_can_tell_is_taken(rules: Rules, change: dict[str, Any]) -> None:
    rules.check(replace(GOOD, **change), NOW)


REFUSED: dict[str, dict[str, Any]] = {
    "a policy that there never was": {"fingerprint": "00000000"},
    "an id that is not declared": {"granted": ("analytics",)},
    "one that needs no consent": {"granted": ("token",)},
    "another order": {"granted": ("business", "language")},
    "a refusal that grants": {"event": "refused"},
    "a grant of nothing": {"granted": ()},
    "nothing again": {"granted": (), "event": "renewed"},
    "taken away where all is granted": {"granted": ("language", "business"), "event": "withdrawn"},
    "a refusal that grants, of an earlier policy": {"fingerprint": SITE.changes[0].fingerprint, "event": "refused"},
    "a language that is not declared": {"language": "fr"},
    "a language in another spelling": {"language": "zh-cn"},
    "a minute in which no record holds any more": {"minute": NOW - SITE.record_days * MINUTES_A_DAY},
    "a clock that is a day ahead": {"minute": NOW + MINUTES_A_DAY + 1},
}


@pytest.mark.parametrize("change", REFUSED.values(), ids=REFUSED)
def test_what_it_cannot_is_refused(rules: Rules, change: dict[str, Any]) -> None:
    with pytest.raises(RecordWrong):
        rules.check(replace(GOOD, **change), NOW)


@pytest.mark.parametrize("ahead", [2, MINUTES_A_DAY])
def test_a_minute_that_has_yet_to_come_may_be_told_then(rules: Rules, ahead: int) -> None:
    with pytest.raises(RecordEarly) as early:
        rules.check(replace(GOOD, minute=NOW + ahead), NOW)
    assert early.value.minutes == ahead


def test_a_file_of_an_older_build_stops_the_start_of_the_ledger_and_nothing_else() -> None:
    older = {key: value for key, value in declared(SITE).items() if key not in ("languages", "earlier")}
    site = Declared(older)
    assert site.fingerprint == SITE.fingerprint
    with pytest.raises(DeclarationError, match="build of now"):
        Rules(site)


def test_a_site_without_earlier_policies_knows_its_own_alone() -> None:
    site: Any = SimpleNamespace(
        fingerprint="12345678", changes=(), optional_ids=("a",), languages=("en",), record_days=180
    )
    Rules(site).check(replace(GOOD, fingerprint="12345678", granted=("a",)), NOW)
    with pytest.raises(RecordWrong, match="policy"):
        Rules(site).check(GOOD, NOW)
