"""What the site's ledger is told of a decision, and by which rules that waits on the device until the ledger has it.

The ledger is at the declared `record_url`. What lies on the device is input, not trust: what does not read exactly as
it is written here counts as not there.
"""

import json
from collections import namedtuple

from . import decision as decisions
from . import history, jsontext
from .identifiers import is_uuid4

# By which way a visitor decided: in the prompt, in the settings, by a control of the page, by a call of the script API.
PROMPT = "prompt"
SETTINGS = "settings"
CONTROL = "control"
CALL = "call"
WAYS = (PROMPT, SETTINGS, CONTROL, CALL)
EVENTS = (history.GIVEN, history.REFUSED, history.WITHDRAWN, history.RENEWED)

# What is to become of a record by the status of the answer.
TOLD = "told"
AGAIN = "again"
NEVER = "never"

# So many wait at most; more than these no visitor decides while a ledger is out of reach.
MAX_WAITING = 20
# What the tag decided without Python is told within a week or not at all: what a device has forgotten looks alike.
OWED_MINUTES = 7 * decisions.MINUTES_A_DAY
# In seconds, what is believed of a server that asks to wait.
MIN_PAUSE = 1
MAX_PAUSE = 3600
# RFC 5646 section 4.4.1.
MAX_TAG = 35
_LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_NUMERALS = "0123456789"
_HEX = "0123456789abcdef"
# Of a key of the ledger: 16 hex digits; of a signature (Ed25519, 64 octets) in base64url.
_KEY = 16
_SIGNATURE = 86
_PLACE = 6
_ENDING = 43
_LAST = 999999
# No entry is longer.
_MAX_TEXT = 1024

# What the ledger is told: `granted` are ids in the order of the declaration, `minute` counts from 1970-01-01 UTC.
Record = namedtuple("Record", ("id", "fingerprint", "granted", "event", "minute", "language", "how"))
# The same, since MicroPython's named tuples do not tell.
FIELDS = ("id", "fingerprint", "granted", "event", "minute", "language", "how")
# A record on the device: its place in the queue, whether the ledger has had its say, and by which key it signed, and
# how, or "". What it would not have is kept as what it has: else it would seem to be owed.
Entry = namedtuple("Entry", ("place", "record", "told", "key", "signature"))


def event(before, granted):
    """What the decision to grant the ids in `granted` was, where those in `before` were granted."""
    if [each for each in before if each not in granted]:
        return history.WITHDRAWN
    if [each for each in granted if each not in before]:
        return history.GIVEN
    return history.RENEWED if granted else history.REFUSED


def record(identifier, decision, before, language, how):
    """The record `identifier` of `decision`; `before` are the ids that were granted until then."""
    return Record(
        identifier,
        decision.fingerprint,
        decision.granted,
        event(before, decision.granted),
        decision.minutes,
        language,
        how,
    )


def pairs(record):
    """The record as `consent.core.jsontext` takes an object."""
    values = [list(each) if isinstance(each, tuple) else each for each in record]
    return tuple(zip(FIELDS, values))


def body(record):
    """The record as it is sent: at most 1,024 octets of ASCII."""
    return jsontext.text(pairs(record))


def proof(entry):
    """What stands on the device of an entry, and in the visitor's receipt: its record, and how the ledger signed it."""
    told = (("key", entry.key), ("signature", entry.signature)) if entry.told else ()
    return (("record", pairs(entry.record)),) + told


def name(entry):
    """How the entry's own key of the storage ends."""
    return "%06d.%s" % (entry.place, entry.record.id)


def text(entry):
    """What is kept under that key."""
    return jsontext.text(proof(entry))


def read(ending, raw):
    """The entry of which `raw` is kept under the key that ends so, or None where that is not exactly one."""
    place, dot, identifier = ending[:_PLACE], ending[_PLACE : _PLACE + 1], ending[_PLACE + 1 :]
    if len(ending) != _ENDING or dot != "." or not _only(place, _NUMERALS) or len(raw) > _MAX_TEXT:
        return None
    try:
        found = json.loads(raw)
    except (ValueError, RuntimeError):
        return None
    if not isinstance(found, dict):
        return None
    record, told = _record(found.get("record")), "key" in found
    if record is None or record.id != identifier:
        return None
    key, signature = (found["key"], found.get("signature")) if told else ("", "")
    if (key or signature) and not _is_signed(key, signature):
        return None
    entry = Entry(int(place), record, told, key or "", signature or "")
    return entry if text(entry) == raw else None


def queue(kept):
    """The entries in `kept`, pairs of how a key ends and what is there, in their order; what is none is left out."""
    found = [read(ending, raw) for ending, raw in kept]
    return sorted([each for each in found if each is not None], key=name)


def added(entries, record):
    """The entry with which `record` goes behind `entries`."""
    last = entries[-1].place if entries else 0
    return Entry(min(last + 1, _LAST), record, False, "", "")


def told(entry, signed):
    """`entry` as it is when the ledger has had its say, by what `signed` gave."""
    return Entry(entry.place, entry.record, True, signed[0], signed[1])


def waiting(entries):
    """Those of which the ledger has not heard yet."""
    return [each for each in entries if not each.told]


def surplus(entries):
    """Those that go: of the waiting ones the oldest over the bound, of the others all but the last."""
    told = [each for each in entries if each.told]
    return waiting(entries)[:-MAX_WAITING] + told[:-1]


def known(entries, decision):
    """The last entry that is of `decision`, or None."""
    found = [each for each in entries if decisions.Decision(*_decided(each.record)) == decision]
    return found[-1] if found else None


def owed(entries, decision, minutes):
    """Whether `decision` binds and nobody has told it: it was made without Python, not long before `minutes`."""
    if decision is None or known(entries, decision) is not None:
        return False
    return minutes - decision.minutes <= OWED_MINUTES


def granted_before(entries, decision):
    """What was granted before `decision`, as far as `entries` tell."""
    earlier = [each.record for each in entries if each.record.minute <= decision.minutes]
    return earlier[-1].granted if earlier else ()


def outcome(status):
    """What becomes of a record that the ledger answered with this status, 0 where it sends elsewhere.

    Of the client's errors some are of the moment (RFC 9110 section 15.5.9, RFC 8470, RFC 6585).
    """
    if status in (200, 201):
        return TOLD
    return NEVER if 400 <= status < 500 and status not in (408, 425, 429) else AGAIN


def pause(retry_after):
    """The seconds that a server asks to wait by this `Retry-After`; None where it says nothing of seconds."""
    words = (retry_after or "").strip()
    if not words or len(words) > 9 or not _only(words, _NUMERALS):
        return None
    return max(MIN_PAUSE, min(int(words), MAX_PAUSE))


def signed(answer, identifier):
    """The entry's `key` and `signature` by the ledger's answer, each "" where it does not sign.

    None where this is no answer of a ledger to the record `identifier`.
    """
    if not isinstance(answer, dict) or answer.get("id") != identifier:
        return None
    key, signature = answer.get("key"), answer.get("signature")
    return (key, signature) if _is_signed(key, signature) else ("", "")


def _record(found):
    """The record that `found`, which JSON says, is, or None."""
    if not isinstance(found, dict):
        return None
    record = Record(*[found.get(key) for key in FIELDS])
    if not is_uuid4(record.id) or not isinstance(record.granted, list) or record.event not in EVENTS:
        return None
    if type(record.minute) is not int or record.how not in WAYS:
        return None
    tag = record.language
    if not isinstance(tag, str) or not 0 < len(tag) <= MAX_TAG or not _only(tag, _LETTERS + _NUMERALS + "-"):
        return None
    if not isinstance(record.fingerprint, str) or not all(isinstance(each, str) for each in record.granted):
        return None
    # As far as a decision goes it is one.
    decided = decisions.Decision(tuple(record.granted), record.fingerprint, record.minute)
    if decisions.parse(decisions.text(decided)) != decided:
        return None
    return Record(record.id, record.fingerprint, decided.granted, record.event, record.minute, tag, record.how)


def _decided(record):
    return record.granted, record.fingerprint, record.minute


def _is_signed(key, signature):
    if not isinstance(key, str) or not isinstance(signature, str):
        return False
    if len(key) != _KEY or len(signature) != _SIGNATURE:
        return False
    return _only(key, _HEX) and _only(signature, _LETTERS + _NUMERALS + "-_")


def _only(text, characters):
    return all(character in characters for character in text)
