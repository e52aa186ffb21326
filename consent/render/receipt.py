"""A decision on paper: a consent record with the fields of ISO/IEC TS 27560, in JSON-LD with W3C DPV's terms.

The shape is the one of the DPV's own schema for such records (`dpv-27560:record-2`), but for the identifier
of the person: none exists. The record is made when the visitor asks for it, and stored nowhere.
"""

import binascii

from ..core import history, jsontext
from ..core.dates import compact, iso
from ..core.decision import MINUTES_A_DAY
from ..core.locale import normalise
from .view import duration, policy_address

SCHEMA = "dpv-27560:record-2"
CONTEXT = (
    ("dct", "http://purl.org/dc/terms/"),
    ("dpv", "https://w3id.org/dpv#"),
    ("dpv-27560", "https://w3id.org/dpv/schema/dpv-27560#"),
    ("loc", "https://w3id.org/dpv/loc#"),
    ("pd", "https://w3id.org/dpv/pd#"),
    ("rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"),
    ("skos", "http://www.w3.org/2004/02/skos/core#"),
    ("dpv:hasEntity", (("@container", "@id"),)),
)
# Whose values are names of things, not words.
NAMING = (
    "dct:conformsTo",
    "dct:creator",
    "dpv:hasContact",
    "dpv:hasDataController",
    "dpv:hasDataSource",
    "dpv:hasJurisdiction",
    "dpv:hasLegalBasis",
    "dpv:hasLocation",
    "dpv:hasProcessing",
    "dpv:hasRecipient",
    "dpv:isIndicatedBy",
    "skos:broader",
)
# Names that hold within one record only.
CONTROLLER = "_:controller"
VISITOR = "_:visitor"
# What the purposes and the data of a category are in the DPV's taxonomies.
TERMS = {
    "preferences": ("dpv:ServicePersonalisation", "pd:Preference"),
    "authentication": ("dpv:EnforceAccessControl", "pd:Identifying"),
    "technical": ("dpv:TechnicalServiceProvision", "pd:DeviceBased"),
}
# And those of a category of the site's own: no more than that they are such.
OWN_TERMS = ("dpv:Purpose", "dpv:PersonalData")
# What became of consent, as the DPV calls it.
STATES = {
    history.GIVEN: "dpv:ConsentGiven",
    history.REFUSED: "dpv:ConsentRefused",
    history.WITHDRAWN: "dpv:ConsentWithdrawn",
    history.RENEWED: "dpv:RenewedConsentGiven",
}
MEDIA_TYPE = "application/ld+json"
# What a ledger has signed is read as it stands: JSON, of whose members no vocabulary knows.
PROVEN = (("smartee", "urn:smartee-consent:"), ("smartee:ledger", (("@type", "@json"),)))


def receipt(site, messages, decisions, record_id, now, address=None, proof=()):
    """The record of `decisions`, oldest first, the present one last, as `consent.core.jsontext` takes it.

    `record_id` is a UUID; `now` is the minute of export; `address` is where the policy can be read, or None for its
    address as declared; `proof` is what the site's ledger signed, and how, as pairs.
    """
    return (
        ("@context", CONTEXT + tuple((name, (("@type", "@id"),)) for name in NAMING) + (PROVEN if proof else ())),
        ("@type", ["dpv:ConsentRecord"]),
        ("dct:conformsTo", SCHEMA),
        ("dpv:hasIdentifier", record_id),
        ("dct:created", iso(now)),
        ("dct:creator", CONTROLLER),
        ("dct:language", _language(messages)),
        ("dpv:hasDataSubject", (("@id", VISITOR),)),
        ("dpv:hasNotice", [_notice(site, messages, decisions[-1], address)]),
        ("dpv:hasProcess", [_process(site, messages, decisions)]),
        ("dpv:hasEntity", ((CONTROLLER, _controller(site, messages)), (VISITOR, _visitor(messages)))),
    ) + ((("smartee:ledger", proof),) if proof else ())


def text(site, messages, decisions, record_id, now, address=None, proof=()):
    """The record as the text of a file."""
    return jsontext.text(receipt(site, messages, decisions, record_id, now, address, proof), 2) + "\n"


def download(site, messages, decisions, record_id, now, address=None, proof=()):
    """The record as a file to download: its name, and an address that holds all of it."""
    octets = text(site, messages, decisions, record_id, now, address, proof).encode()
    return file_name(now), "data:" + MEDIA_TYPE + ";base64," + _base64(octets)


def file_name(minutes):
    """What a record exported at `minutes` is called."""
    return "cookie-consent-" + compact(minutes) + ".jsonld"


def _base64(octets):
    # MicroPython copies all it has at each step: of a whole record at once that is 50 MB and a second.
    step = 30
    return "".join([binascii.b2a_base64(octets[at : at + step]).decode().strip() for at in range(0, len(octets), step)])


def _language(messages):
    # The schema wants two letters (ISO 639).
    return normalise(messages.language).split("-")[0]


def _notice(site, messages, decision, address):
    return (
        ("@type", ["dpv:ConsentNotice"]),
        ("dpv:hasIdentifier", decision.fingerprint),
        ("dct:hasVersion", site.policy_version),
        ("dct:language", messages.language),
        ("dpv:hasLocation", address or policy_address(site, messages.language)),
    )


def _process(site, messages, decisions):
    """What is the same for every purpose, and in it each purpose with its state, refused ones as well."""
    # Cookies go to the site's own server with each request: the controller receives them, nobody else does.
    return (
        ("@type", ["dpv:Process"]),
        ("dpv:hasDataController", [CONTROLLER]),
        ("dpv:hasLegalBasis", ["dpv:Consent"]),
        ("dpv:hasProcessing", ["dpv:Store", "dpv:Use"]),
        ("dpv:hasDataSource", ["dpv:DataSubjectDataSource"]),
        ("dpv:hasRecipient", [CONTROLLER]),
        ("dpv:hasRecipientThirdParty", []),
        ("dpv:hasStorageCondition", [_stored("dpv:StorageLocation", "dpv:hasLocation", "dpv:WithinDevice")]),
        ("dpv:hasJurisdiction", "loc:" + site.controller["country"]),
        ("dpv:hasConsentControl", [_withdrawal(messages)]),
        ("dpv:hasProcess", [_purpose(site, messages, decisions, cookie) for cookie in site.optional]),
    )


def _withdrawal(messages):
    way = messages.get("receipt.withdraw", label=messages.get("settings.withdraw"))
    return (("@type", ["dpv:WithdrawConsent"]), ("dpv:isExercisedAt", way))


def _purpose(site, messages, decisions, cookie):
    purpose, data = TERMS.get(cookie.category, OWN_TERMS)
    words = messages.get("purpose." + cookie.purpose)
    kept = _stored("dpv:StorageDuration", "dpv:hasDuration", _kept(messages, cookie))
    return (
        ("@type", ["dpv:Process"]),
        ("dct:identifier", cookie.id),
        (
            "dpv:hasPurpose",
            [
                (
                    ("@type", ["dpv:Purpose"]),
                    ("dct:identifier", cookie.purpose),
                    ("skos:broader", purpose),
                    ("skos:prefLabel", words),
                )
            ],
        ),
        (
            "dpv:hasPersonalData",
            [(("@type", ["dpv:PersonalData"]), ("skos:broader", data), ("skos:prefLabel", cookie.name))],
        ),
        ("dpv:hasStorageCondition", [kept]),
        ("dpv:hasConsentStatus", _statuses(site, messages, history.events(decisions, cookie.id))),
    )


def _stored(kind, name, value):
    return (("@type", [kind]), (name, value))


def _kept(messages, cookie):
    if cookie.days:
        return (("@type", ["dpv:TemporalDuration"]), ("rdf:value", "P%dD" % cookie.days))
    return (("@type", ["dpv:UntilEventDuration"]), ("rdf:value", duration(messages, cookie)))


def _statuses(site, messages, events):
    """What happened, oldest first; each held until the next one, the last one holds for as long as a record does."""
    ends = [event.minutes for event in events[1:]]
    ends.append(events[-1].minutes + site.record_days * MINUTES_A_DAY)
    return [_status(messages, event, until) for event, until in zip(events, ends)]


def _status(messages, event, until):
    return (
        ("@type", [STATES[event.state], "dpv:ExpressedConsent"]),
        ("dpv:isIndicatedBy", VISITOR),
        ("dpv:isIndicatedAtTime", iso(event.minutes)),
        ("dpv:isExercisedAt", messages.get("receipt.given")),
        ("dpv:hasDuration", (("@type", ["dpv:UntilTimeDuration"]), ("rdf:value", iso(until)))),
    )


def _controller(site, messages):
    return (
        ("@type", ["dpv:DataController"]),
        ("dpv:hasName", messages.get("controller")),
        ("dpv:hasContact", "mailto:" + site.controller["contact"]),
    )


def _visitor(messages):
    return (("@type", ["dpv:DataSubject"]), ("skos:note", messages.get("receipt.subject")))
