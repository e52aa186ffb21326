"""The chain in both databases: each record once, whoever writes, whatever ends meanwhile; old lines go, no others."""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from consent.core.decision import MINUTES_A_DAY
from consent.server.ledger import database as databases
from consent.server.ledger import keys, reading
from consent.server.ledger.chain import Head
from consent.server.ledger.database import Database
from consent.server.ledger.errors import KeyUnusable, LedgerBroken, LedgerUnreachable
from consent.server.ledger.keys import Key
from consent.server.ledger.store import Outcome, Store
from consent.server.ledger.writer import Writer
from tests.ledger.kills import killed
from tests.ledger.places import NOW, Place, record, records

APPENDED, KNOWN, CONFLICT = Outcome.APPENDED, Outcome.KNOWN, Outcome.CONFLICT


def test_what_is_appended_is_there_in_its_order(place: Place) -> None:
    told = records(7)
    place.fill(told[:1], told[1:3], told[3:])
    lines = place.lines()
    assert [line.record for line in lines] == told
    assert [line.number for line in lines] == [1, 2, 3, 4, 5, 6, 7]
    # The last one of each commit.
    assert [line.number for line in lines if line.seal] == [1, 3, 7]
    found = place.verify()
    assert (found.lines, found.removed, found.head) == (7, 0, lines[-1].head)


def test_a_new_ledger_is_empty_and_holds(place: Place) -> None:
    place.fill()
    assert place.verify() == (0, 0, Head(0, bytes(32)), ())
    assert place.lines() == []


def test_each_id_is_there_once(place: Place) -> None:
    one, two, three = records(3)
    other = replace(one, how="call" if one.how != "call" else "control")
    store = place.store()
    assert store.append([one, two, one, other]) == [APPENDED, APPENDED, KNOWN, CONFLICT]
    assert store.append([two, other, three]) == [KNOWN, CONFLICT, APPENDED]
    assert store.append([one, two, three]) == [KNOWN, KNOWN, KNOWN]
    assert store.append([]) == []
    store.close()
    assert [line.record for line in place.lines()] == [one, two, three]
    assert place.verify().lines == 3


def test_each_id_is_there_once_whoever_tells_it_at_the_same_time(place: Place) -> None:
    told = records(40)
    stores = [place.store() for _ in range(4)]
    begin = threading.Barrier(len(stores))

    def tell(store: Store) -> list[Outcome]:
        begin.wait()
        return [outcome for each in told for outcome in store.append([each])]

    with ThreadPoolExecutor(len(stores)) as pool:
        outcomes = [*pool.map(tell, stores)]
    for store in stores:
        store.close()
    for each in zip(*outcomes, strict=True):
        assert sorted(outcome.value for outcome in each) == ["appended", "known", "known", "known"]
    assert place.verify().lines == len(told)


def test_who_waits_for_a_commit_goes_into_the_next_one(place: Place) -> None:
    told = records(100)
    writer = Writer(place.store())
    with ThreadPoolExecutor(20) as pool:
        outcomes = [*pool.map(lambda each: writer.put(each).result(), told)]
    writer.close()
    assert set(outcomes) == {APPENDED}
    assert {line.record for line in place.lines()} == {*told}
    assert place.verify().lines == len(told)


def test_after_it_was_closed_a_writer_has_written_what_waited(place: Place) -> None:
    writer = Writer(place.store())
    futures = [writer.put(each) for each in records(30)]
    writer.close()
    assert {each.result(timeout=0) for each in futures} == {APPENDED}


def test_what_was_acknowledged_survives_a_kill(place: Place) -> None:
    acknowledged, lines = killed(place, 3)
    assert 6 <= acknowledged <= lines


def test_a_database_that_is_busy_is_told_and_left_as_it_was(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    place.fill(records(2))
    monkeypatch.setattr(databases, "PATIENCE", 0.01)
    store = place.store()
    other = Database(place.address, writable=True)
    with other.writing(), pytest.raises(LedgerUnreachable):
        store.append([record()])
    assert store.append([record()]) == [APPENDED]
    store.close()
    other.close()
    assert place.verify().lines == 3


def test_a_failed_commit_leaves_nothing_and_the_writer_goes_on(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    store = place.store()
    writer = Writer(store)

    def fail(*_: Any) -> None:
        raise MemoryError

    with monkeypatch.context() as patched:
        patched.setattr("consent.server.ledger.store.head_text", fail)
        with pytest.raises(LedgerUnreachable):
            writer.put(record()).result()
    assert writer.put(record()).result() is APPENDED
    writer.close()
    assert place.verify().lines == 1


GUARDED = [
    "UPDATE ledger_line SET event = 'given' WHERE number = 3",
    "DELETE FROM ledger_line WHERE number = 3",
    "DELETE FROM ledger_line",
    "UPDATE ledger_anchor SET number = 2",
    "DELETE FROM ledger_anchor",
    "TRUNCATE ledger_line",
    "TRUNCATE ledger_anchor",
]


@pytest.mark.parametrize("statement", GUARDED)
def test_the_database_itself_refuses_what_is_no_append(place: Place, statement: str) -> None:
    store = place.store()
    store.append([replace(each, minute=NOW - 10 * MINUTES_A_DAY) for each in records(2)])
    store.append(records(2, seed=2, days=1))
    assert store.prune(NOW - 5 * MINUTES_A_DAY, NOW) == 2
    store.close()
    database = Database(place.address, writable=True)
    with pytest.raises((LedgerBroken, LedgerUnreachable, DBAPIError)), database.writing() as connection:
        connection.execute(text(statement))
    database.close()
    assert place.verify()[:2] == (2, 2)


def test_old_lines_go_from_the_front_and_the_chain_holds(place: Place) -> None:
    told = records(50, days=50)
    place.fill(*([each] for each in told[:10]), told[10:20], told[20:])
    before = place.verify().head
    store = place.store()
    edge = NOW - 30 * MINUTES_A_DAY
    assert store.prune(edge, NOW) == sum(each.minute < edge for each in told) == 20
    assert store.prune(edge, NOW) == 0
    assert [line.record for line in place.lines()] == told[20:]
    found = place.verify(before)
    assert (found.lines, found.removed, found.head) == (30, 20, before)
    # And again, and what follows; also where the last removed line was not the last of its commit.
    assert store.append([record()]) == [APPENDED]
    assert store.prune(NOW - 20 * MINUTES_A_DAY, NOW + 1) == 10
    assert place.verify(before)[:2] == (21, 30)
    # Of what has gone only the anchor's own head can still be held to what was noted.
    [remark] = place.verify(Head(9, bytes(32)), before).remarks
    assert remark.startswith("line 9 has been removed")
    with pytest.raises(LedgerBroken, match="the anchor at 30"):
        place.verify(Head(30, bytes(32)))
    store.close()


def test_all_lines_may_go(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("consent.server.ledger.store.REMOVED_AT_ONCE", 4)
    place.fill(records(9))
    store = place.store()
    assert [store.prune(NOW + 1, NOW) for _ in range(4)] == [4, 4, 1, 0]
    head = place.verify().head
    assert (place.lines(), head.number) == ([], 9)
    assert store.append([record()]) == [APPENDED]
    store.close()
    found = place.verify(head)
    assert (found.lines, found.removed, found.head.number) == (1, 9, 10)


def test_a_line_that_came_late_goes_when_those_before_it_do(place: Place) -> None:
    young, old = NOW, NOW - 100 * MINUTES_A_DAY
    told = [replace(each, minute=minute) for each, minute in zip(records(4), (old, young, old, young), strict=True)]
    place.fill(told)
    store = place.store()
    assert store.prune(NOW - 10, NOW) == 1
    assert store.prune(NOW + 1, NOW) == 3
    store.close()


def test_what_was_removed_is_not_in_the_file_any_more(file: Place) -> None:
    told = records(300)
    file.fill(told)
    store = file.store()
    assert store.prune(told[200].minute, NOW) == 200
    store.close()
    octets = file.path.read_bytes()
    assert all(bytes.fromhex(each.id.replace("-", "")) not in octets for each in told[:200])
    assert all(bytes.fromhex(each.id.replace("-", "")) in octets for each in told[200:])


def test_the_writer_removes_old_lines_by_itself(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("consent.server.ledger.store.REMOVED_AT_ONCE", 7)
    place.fill(records(50, days=50))
    writer = Writer(place.store(), keep_days=30, clock=lambda: NOW * 60.0)
    writer.put(record(minute=NOW)).result()
    writer.close()
    found = place.verify()
    assert found.lines + found.removed == 51 and found.removed in (7, 14, 20)


def test_without_a_note_of_the_last_head_nothing_is_appended(place: Place) -> None:
    place.fill(records(5))
    noted = place.note.read_bytes()
    place.tamper("DELETE FROM ledger_line WHERE number > 3")
    for _ in range(2):
        with pytest.raises(LedgerBroken, match="nothing is appended"):
            place.store()
    assert place.note.read_bytes() == noted


def test_a_note_never_goes_back(file: Place) -> None:
    key = keys.private(file.key, create=True)
    from consent.server.ledger.note import Note

    note = Note(file.note)
    for number in (3, 12, 4, 0):
        note.write(Head(number, bytes([number]) * 32), key)
    assert note.sealed((key,)) == Head(12, bytes([12]) * 32)
    with pytest.raises(LedgerBroken, match="not of a key"):
        note.sealed((Key.generate(),))
    assert Note(file.folder / "none").sealed((key,)) is None


def test_a_key_is_made_once_for_its_owner_alone(file: Place) -> None:
    with ThreadPoolExecutor(8) as pool:
        ids = {key.id for key in pool.map(lambda _: keys.private(file.key, create=True), range(8))}
    assert len(ids) == 1
    assert file.key.stat().st_mode & 0o777 == 0o600
    assert {keys.public(file.key).id, keys.public(keys.public_path(file.key)).id} == ids
    # Nothing lies about that was half written.
    assert {each.name for each in file.folder.iterdir()} == {"ledger.key", "ledger.key.pub"}


WRONG_KEYS = {
    "nothing": b"",
    "no key": b"-----BEGIN PRIVATE KEY-----\nMC4CAQ\n-----END PRIVATE KEY-----\n",
    "another text": b"ledger",
}


@pytest.mark.parametrize("octets", WRONG_KEYS.values(), ids=WRONG_KEYS)
def test_what_is_no_key_is_told(file: Place, octets: bytes) -> None:
    file.key.write_bytes(octets)
    for read in (keys.private, keys.public):
        with pytest.raises(KeyUnusable, match=r"ledger\.key"):
            read(file.key)
    assert file.key.read_bytes() == octets


def test_a_key_of_another_kind_is_told(file: Place) -> None:
    from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

    other = generate_private_key(SECP256R1())
    file.key.write_bytes(other.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    with pytest.raises(KeyUnusable, match="another kind"):
        keys.private(file.key)
    file.key.write_bytes(other.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
    with pytest.raises(KeyUnusable, match="another kind"):
        keys.public(file.key)


@pytest.mark.parametrize("address", ["mysql://here/ledger", "sqlite://", "sqlite:///:memory:", "oracle+x://a", "a://"])
def test_other_databases_are_none(address: str) -> None:
    with pytest.raises(LedgerUnreachable):
        Store(address, Key.generate())


def test_a_place_that_cannot_be_written_is_told_without_the_password(file: Place) -> None:
    with pytest.raises(LedgerUnreachable, match="ledger"):
        Store("/proc/none/ledger.sqlite", Key.generate())
    with pytest.raises(LedgerUnreachable) as refused:
        Store(f"postgresql://me:secret@/ledger?host={file.folder}", Key.generate())
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize("name", ["a ledger?.sqlite", "mode=ro&x#1.sqlite", "é%20.sqlite"])
def test_a_file_may_have_any_name(tmp_path: Path, name: str) -> None:
    place = Place(str(tmp_path / name), tmp_path)
    place.fill(records(2))
    assert place.path.is_file() and place.verify().lines == 2
    place = Place(f"sqlite:///{tmp_path}/by-address.sqlite", tmp_path / "b")
    place.folder.mkdir()
    place.fill(records(3))
    assert place.verify().lines == 3


def test_a_record_is_found_by_its_id(place: Place) -> None:
    told = records(20)
    place.fill(told)
    with Database(place.address, writable=False).reading() as connection:
        found = reading.find(connection, [told[3].id, record().id, told[19].id])
    assert found == {told[3].id: told[3], told[19].id: told[19]}
