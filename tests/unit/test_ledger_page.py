"""docs/ledger.md: what it says of what a page tells is so."""

import json
import re

from consent.core import ledger
from consent.core.decision import MINUTES_A_DAY, Decision
from tests.docs import blocks, page

PAGE = " ".join(page("ledger").split())


def test_the_record_it_shows_is_one_as_it_is_sent() -> None:
    shown = blocks("ledger", "json")[0].strip()
    found = json.loads(shown)
    decision = Decision(tuple(found["granted"]), found["fingerprint"], found["minute"])
    assert ledger.body(ledger.record(found["id"], decision, (), found["language"], found["how"])) == shown


def test_every_member_event_and_way_is_told() -> None:
    rows = re.findall(r"(?m)^\| `(\w+)` \| (.+) \|$", page("ledger").split("### What is kept")[0])
    assert tuple(name for name, _ in rows) == ledger.FIELDS
    said = dict(rows)
    assert set(re.findall(r"`(\w+)`", said["event"])) == set(ledger.EVENTS)
    assert set(re.findall(r"`(\w+)`", said["how"])) == set(ledger.WAYS)


def test_the_figures_are_those_of_the_code() -> None:
    assert f"At most {ledger.MAX_WAITING} records wait" in PAGE
    assert f"within {ledger.OWED_MINUTES // MINUTES_A_DAY} days" in PAGE
    assert f"of the last {ledger.OWED_MINUTES // MINUTES_A_DAY} days" in PAGE
    assert ("an hour at most" in PAGE, ledger.MAX_PAUSE) == (True, 3600)
    waits = [status for status in range(400, 600) if ledger.outcome(status) == ledger.AGAIN]
    assert "no answer, 408, 425, 429, 5xx" in PAGE
    assert waits == [408, 425, 429, *range(500, 600)]
