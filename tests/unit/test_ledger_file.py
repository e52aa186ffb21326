"""Damage to a ledger's file: a bit that is turned over anywhere is found, or where it stands nothing of a record is."""

import shutil
from pathlib import Path

import pytest

from consent.core.errors import ConsentError
from consent.server.ledger.errors import LedgerBroken
from consent.server.ledger.file import OCTETS
from tests.ledger import flips
from tests.ledger.places import Place, records


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    folder = tmp_path / "copy"
    folder.mkdir()
    return folder


def test_a_flipped_bit_anywhere_in_the_file_is_found_or_holds_nothing(file: Place, copy: Path) -> None:
    """A sample; `make ledger` turns a bit of every octet."""
    flips.small(file)
    found = flips.flipped(file, flips.some(file, 150), copy)
    assert found.tried == 150 and found.tried - found.without_effect > 30


def test_a_flipped_bit_in_the_head_of_the_file_is_found(file: Place, copy: Path) -> None:
    flips.small(file)
    bits = [(at, bit) for at in range(OCTETS) for bit in (0, 7)]
    found = flips.flipped(file, bits, copy)
    assert found.without_effect == 2 * len(flips.OWN)


def test_where_nothing_is_kept_nothing_lies_that_was_removed(file: Place) -> None:
    """Or a line that is gone could still be read."""
    told = records(400)
    file.fill(told)
    store = file.store()
    store.prune(told[300].minute, told[300].minute)
    store.close()
    octets = file.path.read_bytes()
    assert all(each.canonical.encode() not in octets for each in told)
    assert all(bytes.fromhex(each.id.replace("-", "")) not in octets for each in told[:300])


def test_a_flipped_bit_in_the_log_is_found_or_changes_nothing(file: Place, copy: Path) -> None:
    """The log takes a broken end for one that was never written: only what is noted tells."""
    store = file.store()
    for batch in (records(3), records(5, seed=2), records(4, seed=3)):
        store.append(batch)
    found = flips.flipped(file, flips.some(file, 120, "-wal"), copy, "-wal")
    store.close()
    assert found.tried == 120 and found.without_effect < found.tried


def test_a_lost_log_is_found(file: Place, copy: Path) -> None:
    file.fill(records(3))
    store = file.store()
    store.append(records(5, seed=2))
    shutil.copyfile(file.path, copy / file.path.name)
    alone = Place(str(copy / file.path.name), file.folder)
    with pytest.raises(LedgerBroken, match="line 4: missing"):
        alone.verify()
    store.close()


def test_a_cut_or_longer_file_is_found(file: Place) -> None:
    flips.small(file)
    whole = file.path.read_bytes()
    for wrong in (whole[:-1], whole[: -flips.PAGE], whole[: flips.PAGE], whole + bytes(flips.PAGE), whole + b"\0"):
        file.path.write_bytes(wrong)
        with pytest.raises(ConsentError):
            file.verify()


def test_a_flipped_bit_in_the_note_is_found(file: Place) -> None:
    file.fill(records(3))
    whole = file.note.read_bytes()
    for at in range(len(whole)):
        file.note.write_bytes(whole[:at] + bytes([whole[at] ^ 1 << at % 8]) + whole[at + 1 :])
        with pytest.raises(LedgerBroken, match=r"ledger\.head"):
            file.verify()
