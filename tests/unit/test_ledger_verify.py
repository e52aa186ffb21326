"""`ledger verify` on both databases: what is changed, removed or put in another's place is found, and told where."""

import re
from dataclasses import replace
from typing import Any

import pytest

from consent.server.ledger import keys
from consent.server.ledger.chain import Head, digest, head_text
from consent.server.ledger.errors import LedgerBroken, LedgerUnreachable
from consent.server.ledger.keys import Key
from consent.server.ledger.verify import opened, verify
from tests.ledger.places import NOW, Place, records

LINES = 12


@pytest.fixture
def filled(place: Place) -> Place:
    told = records(LINES)
    place.fill(told[:5], told[5:6], told[6:])
    assert place.verify().lines == LINES
    return place


CHANGED: dict[str, tuple[str, str]] = {
    "a fingerprint": ("fingerprint = '5f30c365'", "line 4:"),
    "what was granted": ("granted = CASE granted WHEN 'language' THEN '' ELSE 'language' END", "line 4:"),
    "what was granted, to no list": ("granted = '+'", "line 4:"),
    "an event": ("event = CASE event WHEN 'refused' THEN 'given' ELSE 'refused' END", "line 4:"),
    "an event, to none": ("event = 'accepted'", "line 4:"),
    "a minute": ("minute = minute + 1", "line 4:"),
    "a language": ("language = CASE language WHEN 'en' THEN 'zh-CN' ELSE 'en' END", "line 4:"),
    "a way": ("how = CASE how WHEN 'call' THEN 'prompt' ELSE 'call' END", "line 4:"),
    "a hash": ("hash = (SELECT hash FROM ledger_line WHERE number = 3)", "line 4:"),
    "a number": ("number = 40", "line 4:"),
    "a seal where none was": ("seal = (SELECT seal FROM ledger_line WHERE number = 5)", "line 5:"),
}


@pytest.mark.parametrize(("change", "where"), CHANGED.values(), ids=CHANGED)
def test_a_changed_field_is_found(filled: Place, change: str, where: str) -> None:
    filled.tamper(f"UPDATE ledger_line SET {change} WHERE number = 4")
    with pytest.raises(LedgerBroken, match=f"^{where}"):
        filled.verify()


def test_a_changed_id_is_found(filled: Place) -> None:
    identifier = records(1, seed=9)[0].id
    value: Any = identifier if "://" in filled.address else bytes.fromhex(identifier.replace("-", ""))
    filled.tamper("UPDATE ledger_line SET id = :id WHERE number = 4", id=value)
    with pytest.raises(LedgerBroken, match=r"^line 4: its hash is [0-9a-f]{64}, expected [0-9a-f]{64}"):
        filled.verify()


REMOVED = {
    "the first line": ("DELETE FROM ledger_line WHERE number = 1", "line 1: missing; the next one there is 2"),
    "one in the middle": ("DELETE FROM ledger_line WHERE number = 6", "line 6: missing; the next one there is 7"),
    "the last one": (f"DELETE FROM ledger_line WHERE number = {LINES}", f"line {LINES - 1}: it is the last one"),
    "the last commit": ("DELETE FROM ledger_line WHERE number > 6", "line 7: missing; the ledger ends there"),
    "all": ("DELETE FROM ledger_line", "line 1: missing"),
    "a seal within": ("UPDATE ledger_line SET seal = NULL WHERE number = 5", "line 6: its hash"),
    "the last seal": (f"UPDATE ledger_line SET seal = NULL WHERE number = {LINES}", f"line {LINES}: it is the last"),
}


@pytest.mark.parametrize(("statement", "words"), REMOVED.values(), ids=REMOVED)
def test_what_is_missing_is_found(filled: Place, statement: str, words: str) -> None:
    filled.tamper(statement)
    with pytest.raises(LedgerBroken, match=f"^{re.escape(words)}"):
        filled.verify()


def test_without_a_note_a_head_from_elsewhere_finds_a_missing_end(filled: Place) -> None:
    head = filled.verify().head
    filled.tamper("DELETE FROM ledger_line WHERE number > 6")
    # A chain by itself does not tell.
    assert filled.verify(note=False).lines == 6
    with pytest.raises(LedgerBroken, match="line 7: missing"):
        filled.verify(head, note=False)
    with pytest.raises(LedgerBroken, match="line 6: its head is"):
        filled.verify(Head(6, head.hash), note=False)
    with pytest.raises(LedgerBroken, match="both"):
        filled.verify(Head(6, head.hash), Head(6, bytes(32)), note=False)


def test_two_lines_in_each_others_place_are_found(filled: Place) -> None:
    filled.tamper(
        "UPDATE ledger_line SET number = 100 WHERE number = 3",
        "UPDATE ledger_line SET number = 3 WHERE number = 4",
        "UPDATE ledger_line SET number = 4 WHERE number = 100",
    )
    with pytest.raises(LedgerBroken, match=r"^line 3: its hash"):
        filled.verify()


def forged(place: Place, key: Key | None) -> None:
    """Writes the whole chain anew, another answer in line 2, and seals it with `key`."""
    before, seal = Head(0, bytes(32)), None
    for line in place.lines():
        told = replace(line.record, minute=line.record.minute - 1) if line.number == 2 else line.record
        head = Head(line.number, digest(before, seal, told))
        seal = line.seal and (key.seal(head_text(head)) if key else line.seal)
        place.tamper(
            "UPDATE ledger_line SET minute = :minute, hash = :hash, seal = :seal WHERE number = :number",
            minute=told.minute,
            hash=head.hash,
            seal=seal,
            number=line.number,
        )
        before = head


@pytest.mark.parametrize("own", [False, True])
def test_a_chain_that_was_written_anew_is_found_by_its_seal(filled: Place, own: bool) -> None:
    forged(filled, Key.generate() if own else None)
    with pytest.raises(LedgerBroken, match=f"^line {LINES}: its seal"):
        filled.verify(note=False)


def test_who_has_the_key_is_found_by_what_was_noted(filled: Place) -> None:
    head = filled.verify().head
    forged(filled, keys.private(filled.key))
    # Nothing in the ledger tells; hence the advice to note heads elsewhere.
    assert filled.verify(note=False).lines == LINES
    with pytest.raises(LedgerBroken, match=f"^line {LINES}: its head"):
        filled.verify(head, note=False)
    with pytest.raises(LedgerBroken, match=f"^line {LINES}: its head"):
        filled.verify()


@pytest.fixture
def pruned(filled: Place) -> Place:
    store = filled.store()
    assert store.prune(filled.lines()[6].record.minute, NOW) == 6
    store.close()
    assert filled.verify()[:2] == (LINES - 6, 6)
    return filled


ANCHORS = {
    "the anchor": ("DELETE FROM ledger_anchor", "line 1: missing; the next one there is 7"),
    "its number": ("UPDATE ledger_anchor SET number = 7", "the anchor at 7: its seal"),
    "its hash": (
        "UPDATE ledger_anchor SET hash = (SELECT hash FROM ledger_line WHERE number = 7)",
        "the anchor at 6: its seal",
    ),
    "its minute": ("UPDATE ledger_anchor SET minute = minute + 1", "the anchor at 6: its seal"),
    "its seal": ("UPDATE ledger_anchor SET seal = hash", "the anchor at 6: its seal"),
    "what it follows": ("UPDATE ledger_anchor SET last = NULL", "the anchor at 6: its seal"),
    "the first line left": ("DELETE FROM ledger_line WHERE number = 7", "line 7: missing"),
    "a field of the first line left": ("UPDATE ledger_line SET minute = 1 WHERE number = 7", "line 7: its hash"),
}


@pytest.mark.parametrize(("statement", "words"), ANCHORS.values(), ids=ANCHORS)
def test_where_lines_were_removed_no_more_can_be(pruned: Place, statement: str, words: str) -> None:
    pruned.tamper(statement)
    with pytest.raises(LedgerBroken, match=f"^{re.escape(words)}"):
        pruned.verify()


def test_a_key_that_was_replaced_goes_on(filled: Place) -> None:
    earlier = filled.key.rename(filled.folder / "earlier.key")
    Key.generate().write(filled.key)
    both = [keys.public(filled.key), keys.public(earlier)]
    # Until the next commit the end is the earlier key's.
    assert verify(opened(filled.address), both, note=filled.note).lines == LINES
    with pytest.raises(LedgerBroken, match="not of a key that was given"):
        filled.verify()
    filled.fill(records(1, seed=2))
    assert filled.verify().lines == LINES + 1


def test_it_reads_one_state_while_others_write(filled: Place) -> None:
    database = opened(filled.address)
    store = filled.store()
    with database.reading() as connection:
        from consent.server.ledger import reading

        seen = reading.last(connection)
        store.append(records(5, seed=3))
        assert reading.last(connection) == seen
        assert len([*reading.lines(connection)]) == LINES
    store.close()
    assert filled.verify().lines == LINES + 5


def test_what_is_no_ledger_is_told(file: Place) -> None:
    with pytest.raises(LedgerUnreachable, match="no such ledger"):
        opened(file.address)
    assert not file.path.exists()
    keys.private(file.key, create=True)
    for octets in (b"", b"text", bytes(8192)):
        file.path.write_bytes(octets)
        with pytest.raises(LedgerBroken, match=r"ledger\.sqlite"):
            file.verify()
        assert file.path.read_bytes() == octets
