"""Whether a visitor's receipt is one that the ledger signed, says what was signed, and has its line."""

import json
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from ...core import history
from ...core.dates import iso
from ...render.receipt import STATES
from . import keys, reading
from .chain import receipt_text
from .database import Database
from .errors import ReceiptWrong, RecordWrong
from .record import Record

# The member that the ledger's answer stands in, by its last name: prefixes are the document's own.
MEMBER = "ledger"
# No receipt is longer; it is somebody else's file.
LARGEST = 1_000_000
_GRANTED = {STATES[history.GIVEN], STATES[history.RENEWED]}
_REFUSED = {STATES[history.REFUSED], STATES[history.WITHDRAWN]}


class Signed(NamedTuple):
    """What the ledger answered: the record as it was told, the key's id and the signature."""

    record: Record
    key: str
    signature: bytes


def check(octets: bytes, public: Sequence[keys.PublicKey], ledger: Database | None) -> str:
    """In a sentence what is confirmed of a receipt; ReceiptWrong says what does not hold.

    Without a ledger at hand the signature alone is confirmed: what the key signed was on the disk by then.
    """
    document = _document(octets)
    signed = _signed(document)
    record = signed.record
    for key in public:
        if key.id == signed.key:
            break
    else:
        given = ", ".join(key.id for key in public)
        raise ReceiptWrong(f"the receipt is signed by the key {signed.key!r:.40}; the one at hand is {given}")
    if not key.confirms(receipt_text(record), signed.signature):
        raise ReceiptWrong("the signature is not over this record: a field of it, or the signature, was altered")
    for what, found, expected in _told(document, record):
        if found != expected:
            raise ReceiptWrong(
                f"{what} was altered: the receipt says {found!r:.80}, what was signed is {expected!r:.80}"
            )
    confirmed = f"the receipt {record.id} of {iso(record.minute)} is signed by the key {key.id}"
    if ledger is None:
        return f"{confirmed}; no ledger was at hand to look for it"
    with ledger.reading() as connection:
        there = reading.find(connection, [record.id]).get(record.id)
        removed, _ = reading.start(connection)
    if there is None:
        hint = f"; {removed.number} lines were removed for their age" if removed.number else ""
        raise ReceiptWrong(f"{confirmed}, but it is not in the ledger{hint}")
    if there != record:
        raise ReceiptWrong(f"{confirmed}, but the ledger has it with other content")
    return f"{confirmed}, and in the ledger"


def _document(octets: bytes) -> dict[str, Any]:
    try:
        if len(octets) > LARGEST:
            raise ValueError("too long")
        document = json.loads(octets)
    except (ValueError, RecursionError) as error:
        raise ReceiptWrong("this is no receipt: not JSON") from error
    if not isinstance(document, dict) or "dpv:ConsentRecord" not in _list(document.get("@type")):
        raise ReceiptWrong("this is no receipt: not a consent record in JSON-LD")
    return document


def _signed(document: dict[str, Any]) -> Signed:
    found = [value for name, value in document.items() if name.rpartition(":")[2] == MEMBER]
    if not any(isinstance(each, dict) and (each.get("key") or each.get("signature")) for each in found):
        raise ReceiptWrong("the receipt is unsigned: the ledger had not answered when it was made, or is off")
    [member] = found if len(found) == 1 else [None]
    if not isinstance(member, dict) or not {"record", "key", "signature"} <= set(member):
        raise ReceiptWrong("what the ledger signed is incomplete; expected record, key and signature")
    try:
        return Signed(Record.of(member["record"]), member["key"], keys.decode(member["signature"]))
    except RecordWrong as error:
        raise ReceiptWrong(f"the record that was signed was altered: {error}") from error
    except (TypeError, ValueError) as error:
        raise ReceiptWrong("the signature is no base64url; it was altered") from error


def _told(document: dict[str, Any], record: Record) -> Iterator[tuple[str, Any, Any]]:
    """What the rest of the receipt says of the same, and what was signed of it."""
    yield "dpv:hasIdentifier", document.get("dpv:hasIdentifier"), record.id
    for notice in _objects(document, "dpv:hasNotice"):
        yield "the notice's dpv:hasIdentifier", notice.get("dpv:hasIdentifier"), record.fingerprint
    for process in _objects(document, "dpv:hasProcess"):
        granted = set()
        for purpose in _objects(process, "dpv:hasProcess"):
            name = purpose.get("dct:identifier")
            statuses = _objects(purpose, "dpv:hasConsentStatus")
            status = statuses[-1] if statuses else {}
            kinds = {each for each in _list(status.get("@type")) if isinstance(each, str)}
            if bool(kinds & _GRANTED) == bool(kinds & _REFUSED):
                yield f"the state of {name}", sorted(kinds), "one that DPV has"
            if kinds & _GRANTED:
                granted.add(name)
            yield f"the time of {name}", status.get("dpv:isIndicatedAtTime"), iso(record.minute)
        yield "what is granted", sorted(map(str, granted)), sorted(record.granted)


def _objects(value: Any, name: str) -> list[dict[str, Any]]:
    return [each for each in _list(value.get(name)) if isinstance(each, dict)]


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
