"""The ledger's lines for others: as CSV (RFC 4180), and as JSON-LD after ISO/IEC TS 27560 in W3C DPV's terms.

What is the same for all records, the controller and the notices, stands once; each record is a node that names them.
"""

import csv
import io
import json
from collections.abc import Iterable, Iterator
from typing import Any

from ...core import history
from ...core.dates import iso
from ...core.site import Site
from ...render.receipt import CONTEXT, CONTROLLER, NAMING, OWN_TERMS, SCHEMA, STATES, TERMS, VISITOR
from .chain import Line

COLUMNS = ("number", "id", "fingerprint", "granted", "event", "time", "language", "how", "hash")
# Where one of several was withdrawn, the line does not tell which: only that it holds no more, or never did.
INVALID = "dpv:ConsentStatusInvalidForProcessing"


def as_csv(lines: Iterable[Line]) -> Iterator[str]:
    """The rows, the head first; `granted` are ids with `+` between them, `time` is in UTC."""
    yield _row(COLUMNS)
    for number, record, digest, _ in lines:
        granted, time = "+".join(record.granted), iso(record.minute)
        yield _row(
            (
                number,
                record.id,
                record.fingerprint,
                granted,
                record.event,
                time,
                record.language,
                record.how,
                digest.hex(),
            )
        )


def as_json_ld(lines: Iterable[Line], site: Site) -> Iterator[str]:
    """One document, a record a line; `site` tells who asked, and about what under the present policy."""
    context = {**_plain(CONTEXT), **{name: {"@type": "@id"} for name in NAMING}}
    yield f'{{"@context": {json.dumps(context)},\n"@graph": [\n'
    yield json.dumps(_controller(site), ensure_ascii=False)
    notices: set[str] = set()
    for line in lines:
        if line.record.fingerprint not in notices:
            notices.add(line.record.fingerprint)
            yield ",\n" + json.dumps(_notice(site, line.record.fingerprint), ensure_ascii=False)
        yield ",\n" + json.dumps(_record(site, line))
    yield "\n]}\n"


def _row(values: Iterable[object]) -> str:
    text = io.StringIO(newline="")
    csv.writer(text).writerow(values)
    return text.getvalue()


def _controller(site: Site) -> dict[str, Any]:
    return {
        "@id": CONTROLLER,
        "@type": ["dpv:DataController"],
        "dpv:hasName": [{"@language": tag, "@value": name} for tag, name in site.controller["name"].items()],
        "dpv:hasContact": "mailto:" + site.controller["contact"],
        "dpv:hasJurisdiction": "loc:" + site.controller["country"],
    }


def _notice(site: Site, fingerprint: str) -> dict[str, Any]:
    """The policy that was asked about; what it asked for is known of the present one alone."""
    notice: dict[str, Any] = {
        "@id": f"_:notice-{fingerprint}",
        "@type": ["dpv:ConsentNotice"],
        "dpv:hasIdentifier": fingerprint,
    }
    if fingerprint == site.fingerprint:
        notice["dct:hasVersion"] = site.policy_version
        notice["dpv:hasProcess"] = [_purpose(each) for each in site.optional]
    return notice


def _purpose(each: Any) -> dict[str, Any]:
    purpose, data = TERMS.get(each.category, OWN_TERMS)
    return {
        "@type": ["dpv:Process"],
        "dct:identifier": each.id,
        "dpv:hasPurpose": [{"@type": ["dpv:Purpose"], "dct:identifier": each.purpose, "skos:broader": purpose}],
        "dpv:hasPersonalData": [{"@type": ["dpv:PersonalData"], "skos:broader": data, "skos:prefLabel": each.name}],
    }


def _record(site: Site, line: Line) -> dict[str, Any]:
    record = line.record
    known = site.optional_ids if record.fingerprint == site.fingerprint else record.granted
    others = [each for each in known if each not in record.granted]
    return {
        "@type": ["dpv:ConsentRecord"],
        "dct:conformsTo": SCHEMA,
        "dpv:hasIdentifier": record.id,
        "dct:created": iso(record.minute),
        "dct:creator": CONTROLLER,
        "dct:language": record.language,
        "dpv:hasDataSubject": {"@id": VISITOR},
        "dpv:hasNotice": [{"@id": f"_:notice-{record.fingerprint}"}],
        "dpv:hasLegalBasis": ["dpv:Consent"],
        "dpv:hasConsentStatus": [_status(STATES[record.event], record.minute, record.how)],
        "dpv:hasProcess": [
            {
                "@type": ["dpv:Process"],
                "dct:identifier": each,
                "dpv:hasConsentStatus": [_status(_state(record.event, each in record.granted, others), record.minute)],
            }
            for each in known
        ],
    }


def _status(state: str, minute: int, how: str = "") -> dict[str, Any]:
    status = {
        "@type": [state, "dpv:ExpressedConsent"],
        "dpv:isIndicatedBy": VISITOR,
        "dpv:isIndicatedAtTime": iso(minute),
    }
    return status | ({"dpv:hasIndicationMethod": how} if how else {})


def _state(event: str, granted: bool, others: list[str]) -> str:
    """What the event meant for one purpose, as far as the line tells."""
    if granted:
        return STATES[history.RENEWED if event == history.RENEWED else history.GIVEN]
    if event == history.WITHDRAWN:
        return STATES[history.WITHDRAWN] if len(others) == 1 else INVALID
    return STATES[history.REFUSED]


def _plain(pairs: Any) -> Any:
    """What `consent.core.jsontext` takes for an object, as one."""
    return {name: _plain(value) if isinstance(value, tuple) else value for name, value in pairs}
