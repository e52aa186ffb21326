"""What each case table in `tables/` is about: from a case's `given` to what is to equal its `expected`.

One file for CPython and MicroPython. Errors become ["error", class name, message], Markup its text, tuples lists.
"""

import json

from consent.browser.jar import Jar
from consent.build import html
from consent.core import (
    alternates,
    cookies,
    dates,
    decision,
    flow,
    header,
    history,
    identifiers,
    jsontext,
    ledger,
    locale,
    messages,
    models,
    partner,
    policy_changes,
    preferences,
    regions,
    session,
)
from consent.core.errors import ConsentError
from consent.core.site import Model, Site
from consent.render import markup, policy, receipt, settings, view, widgets


def run(table, given, site):
    """The plain outcome of `given` under the subject `table`; `site` is the plain form of `site.json`."""
    try:
        return plain(SUBJECTS[table](given, site))
    except ConsentError as error:
        return ["error", type(error).__name__, error.message]


def plain(value):
    """`value` as JSON would hold it."""
    if isinstance(value, (list, tuple)):
        return [plain(each) for each in value]
    if isinstance(value, dict):
        return {key: plain(value[key]) for key in value}
    if isinstance(value, markup.Markup):
        return html.html(value)
    return value


def _languages(declared):
    """Those in the text `declared`, with the table that the build made of them (tests/unit/test_languages.py)."""
    with open(__file__.rsplit("/", 1)[0] + "/languages.json") as file:
        made = json.load(file)[declared]
    return locale.Languages(declared.split(), made["spellings"], made["right_to_left"])


def _site(plain_site, changes=None):
    changed = dict(plain_site)
    changed.update(changes or {})
    return Site(changed)


def _decision(site, granted):
    return None if granted is None else decision.decide(site, granted, 29000000)


def _given(given, *names):
    """Of the arguments called `names` those that a table gives: the others are left to the function itself."""
    return {name: given[name] for name in names if name in given}


def _step(given, plain_site):
    site = _site(plain_site, {"ask": given.get("ask", "every-visit"), "cookies": _cookies(given, plain_site)})
    state = flow.State(
        _decision(site, given["granted"]), given["answered"], given.get("quiet", False), given.get("view")
    )
    after, effects = flow.step(site, state, _event(site, *given["event"]))
    granted = None if after.decision is None else after.decision.granted
    outcome = [granted, after.answered, after.view, [_effect(each) for each in effects]]
    return outcome + [after.quiet] if "quiet" in given else outcome


def _prompt_due(given, plain_site):
    site = _site(plain_site, {"ask": given["ask"], "cookies": _cookies(given, plain_site)})
    return flow.prompt_due(site, _decision(site, given["granted"]), flow.answered(given["marks"]))


def _cookies(given, plain_site):
    """Those of the site, or only those that need no consent."""
    every = given.get("site") != "nothing optional"
    return [each for each in plain_site["cookies"] if every or not each["consent"]]


def _answer(given, plain_site):
    action, minutes = given
    if action not in flow.ANSWERS:
        return None
    effects = flow.step(_site(plain_site), flow.State(None, False, False, None), flow.ANSWERS[action](minutes))[1]
    return decision.text(effects[0].decision)


def _event(site, name, *fields):
    """The event of this name; what a table gives as ids in place of a decision is one, made at a fixed minute."""
    if name in ("Observe", "Unstored"):
        fields = (_decision(site, fields[0]),) + fields[1:]
    if name == "Save":
        fields = (tuple(fields[0]), fields[1], _decision(site, fields[2]))
    return getattr(flow, name)(*fields)


def _effect(effect):
    fields = [decision.text(each) if isinstance(each, decision.Decision) else each for each in effect]
    return [type(effect).__name__] + fields


def _read(given, plain_site):
    site = _site(plain_site)
    found = decision.read(site, given["raw"].replace("FINGERPRINT", site.fingerprint), given["now"])
    return None if found is None else [found.granted, found.minutes]


def _texts(given):
    """Keys for texts, but where a table says otherwise."""
    return messages.Messages(given.get("language", "en"), given.get("texts", {}))


def _view(given, plain_site):
    site = _site(plain_site)
    texts = _texts(given)
    name = given["view"]
    if name == "prompt":
        return view.prompt(site, texts, given.get("changes", ()))
    if name == "settings":
        more = _given(given, "moment", "receipt")
        if given["granted"]:
            more["withdrawable"] = True
        return settings.dialog(site, texts, given["granted"], **more)
    if name == "confirmation":
        return view.confirmation(site, texts, given["outcome"], **_given(given, "survivors", "signed_out"))
    if name == "blocked":
        return view.blocked(site, texts, **_given(given, "insecure"))
    if name == "language":
        return widgets.language(texts, given["names"], given["current"], given["unkept"])
    if name == "region":
        return widgets.region(texts, given["steps"], given["path"], given["failed"])
    if name == "logo":
        return widgets.logo(site.partner(given["partner"]))
    return widgets.business(texts, given["choices"], given["current"], given["unkept"], **_given(given, "gone"))


def _element(given, plain_site):
    children = [markup.element(child["element"]) if isinstance(child, dict) else child for child in given["children"]]
    return markup.element(given["name"], [tuple(pair) for pair in given["attributes"]], *children)


def _serialise(given, plain_site):
    value = given["value"] * given.get("times", 1)
    return cookies.serialise(given["name"], value, **_given(given, "days", "secure"))


def _stored(given, plain_site):
    """What the text of `serialise` says to a browser, whatever the order of its attributes."""
    # As tests/unit/browser_stub.js has the page: at a host in the domain, or not.
    domain = cookies.shared(given.get("site", ""), "a.cn")
    text = cookies.serialise(given["name"], given["value"], given["days"], given["secure"], domain)
    pair, *attributes = text.split("; ")
    return [pair, sorted(attributes)]


def _fits(given, plain_site):
    try:
        return cookies.serialise(given[0], "x" * given[1]) != ""
    except ConsentError:
        return False


class _Port:
    """A browser whose jar holds `header`, whatever is written; knows whether anything was to be expired."""

    protocol = "http:"
    hostname = "a.cn"

    def __init__(self, header):
        self.page = self.location = self
        self.header = header
        self.expired = False

    def readJar(self):
        return self.header

    def writeJar(self, text):
        pass

    def expire(self, name):
        self.expired = True


def _second_copy(given, plain_site):
    site = _site(plain_site)
    port = _Port("; ".join([site.cookie("visit").name + "=" + value for value in given]))
    Jar(site, port).store("visit", "1")
    return port.expired


def _logo(given, plain_site):
    shown = partner.logo(_site(plain_site), given["flag"], given["model"], given["surface"])
    return None if shown is None else [shown.logo, shown.name]


def _remember(given, plain_site):
    lists = ()
    for parent, items in given["lists"]:
        lists = regions.remember(lists, parent, [tuple(item) for item in items], given["room"])
    text = regions.pack(lists)
    return [text, regions.unpack(text)]


def _policy(given, plain_site):
    site = _site(plain_site, given.get("site"))
    texts = _texts(given)
    return policy.policy(site, texts, given.get("present"), given.get("level", 2))


def _policy_changes(given, plain_site):
    changes, fingerprint = given
    texts = {"change.%d" % at: change["text"] for at, change in enumerate(changes)}
    return policy_changes.since(_site(plain_site, {"changes": changes}), messages.Messages("en", texts), fingerprint)


def _receipt(given, plain_site):
    site = _site(plain_site, given.get("site"))
    texts = _texts(given)
    present = decision.decide(site, given["granted"], given["minutes"])
    decided = history.decisions(given.get("earlier", ""), present)
    proof = tuple((key, _json(value)) for key, value in given.get("proof", ()))
    return receipt.text(site, texts, decided, given["id"], given["now"], given.get("address"), proof)


def _binding(given, plain_site):
    site = _site(plain_site)
    found = decision.binding(
        site, [raw.replace("FINGERPRINT", site.fingerprint) for raw in given["raws"]], given["now"]
    )
    return None if found is None else [found.granted, found.minutes]


def _history(given, plain_site):
    present = decision.decide(_site(plain_site), given["granted"], given["minutes"])
    return history.events(history.decisions(given["earlier"], present), given["id"])


def _appended(given, plain_site):
    site = _site(plain_site)
    return history.appended(given["texts"], decision.decide(site, given["granted"], given["minutes"]))


def _json(value):
    """`value` as `jsontext` takes it: in a table, {"pairs": ...} is an object with an order."""
    if isinstance(value, dict):
        return tuple((key, _json(item)) for key, item in value["pairs"])
    return [_json(item) for item in value] if isinstance(value, list) else value


def _uuid(number):
    return "%08x-0000-4000-8000-000000000000" % number


def _recorded(given, plain_site):
    site = _site(plain_site)
    decided = decision.decide(site, given["granted"], given["minutes"])
    return ledger.body(ledger.record(_uuid(7), decided, given["before"], given["language"], given["how"]))


def _entries(given, plain_site):
    """Entries as they lie on a device, each by its place, its record's number, what that grants, when, and its key."""
    site = _site(plain_site)
    kept = []
    for place, number, granted, minutes, key in given:
        record = ledger.record(_uuid(number), decision.decide(site, granted, minutes), (), "en", "call")
        entry = ledger.Entry(place, record, False, "", "")
        if key is not None:
            entry = ledger.told(entry, (key, "s" * 86 if key else ""))
        kept.append((ledger.name(entry), ledger.text(entry)))
    return ledger.queue(kept)


def _places(entries):
    return [each.place for each in entries]


def _read_entry(given, plain_site):
    """Of an entry the text in which `ID` is the number of its record; what does not say otherwise stands under that."""
    ending = given.get("ending", "000003." + _uuid(7))
    found = ledger.read(ending, given["raw"].replace("ID", _uuid(7)))
    return None if found is None else [found.place, list(found.record), found.told, found.key, found.signature]


def _known(given, plain_site):
    site = _site(plain_site)
    found = ledger.known(
        _entries(given["entries"], plain_site), decision.decide(site, given["granted"], given["minutes"])
    )
    return None if found is None else found.place


def _owed(given, plain_site):
    granted = given["granted"]
    decided = None if granted is None else decision.decide(_site(plain_site), granted, given["minutes"])
    return ledger.owed(_entries(given["entries"], plain_site), decided, given["now"])


def _granted_before(given, plain_site):
    decided = decision.decide(_site(plain_site), (), given["minutes"])
    return ledger.granted_before(_entries(given["entries"], plain_site), decided)


def _added(given, plain_site):
    site = _site(plain_site)
    record = ledger.record(_uuid(9), decision.decide(site, (), 29000000), (), "en", "call")
    entry = ledger.added(_entries(given, plain_site), record)
    return [ledger.name(entry), entry.told, entry.key, entry.signature]


SUBJECTS = {
    "encode_value": lambda given, site: cookies.encode_value(given),
    "encode_name": lambda given, site: cookies.encode_name(given),
    "decode": lambda given, site: cookies.decode(given),
    "parse": lambda given, site: cookies.parse(given),
    "copies": lambda given, site: cookies.copies(given[0], given[1]),
    "find": lambda given, site: cookies.find(given[0], given[1]),
    "serialise": _serialise,
    "decision_parse": lambda given, site: decision.parse(given),
    "stored": _stored,
    "fits": _fits,
    "second_copy": _second_copy,
    "decision_read": _read,
    "decision_binding": _binding,
    "some_record": lambda given, site: decision.parse(given) is not None,
    "state": lambda given, site: decision.state(_site(site), _decision(_site(site), given)),
    "allows": lambda given, site: decision.allows(_site(site), _decision(_site(site), given[0]), given[1]),
    "history": _history,
    "history_appended": _appended,
    "ledger_event": lambda given, site: ledger.event(given[0], given[1]),
    "ledger_record": _recorded,
    "ledger_read": _read_entry,
    "ledger_queue": lambda given, site: _places(ledger.queue([tuple(each) for each in given])),
    "ledger_order": lambda given, site: _places(_entries(given, site)),
    "ledger_added": _added,
    "ledger_waiting": lambda given, site: _places(ledger.waiting(_entries(given, site))),
    "ledger_surplus": lambda given, site: _places(ledger.surplus(_entries(given, site))),
    "ledger_known": _known,
    "ledger_owed": _owed,
    "ledger_granted_before": _granted_before,
    "ledger_outcome": lambda given, site: ledger.outcome(given),
    "ledger_pause": lambda given, site: ledger.pause(given),
    "ledger_signed": lambda given, site: ledger.signed(given[0], given[1]),
    "is_identifier": lambda given, site: decision.is_identifier(given),
    "decision_text": lambda given, site: decision.text(decision.Decision(tuple(given[0]), given[1], given[2])),
    "fingerprint": lambda given, site: _site(site, given).fingerprint,
    "alternate": lambda given, site: alternates.find(
        given["links"], given["here"], "https://a.cn", given["language"], _languages("en zh-CN")
    ),
    "alternate_by_itself": lambda given, site: alternates.goes_by_itself(given[0], given[1], given[2]),
    "flow": _step,
    "prompt_due": _prompt_due,
    "answer": _answer,
    "locale_match": lambda given, site: _languages(given[1]).match(given[0]),
    "locale_choose": lambda given, site: _languages(given[1]).choose(given[0]),
    "locale_direction": lambda given, site: _languages(given[1]).direction(given[0]),
    "normalise": lambda given, site: locale.normalise(given),
    "localised": lambda given, site: locale.localised(given[0], given[1], given[2]),
    "language_switched": lambda given, site: preferences.switched(_site(site), given[0], given[1]) is not None,
    "language": lambda given, site: preferences.language(_site(site), given),
    "business": lambda given, site: preferences.business(given[0], given[1]),
    "stored_business": lambda given, site: preferences.stored_business(given),
    "messages": lambda given, site: messages.Messages("en", given[0]).get(given[1], **given[2]),
    "messages_around": lambda given, site: messages.Messages("en", given[0]).around(given[1], given[2]),
    "messages_joined": lambda given, site: messages.Messages("en", given[0]).joined(given[1]),
    "messages_sentences": lambda given, site: messages.Messages("en", given[0]).sentences(*given[1]),
    "placeholders": lambda given, site: messages.placeholders(given),
    "regions_remember": _remember,
    "regions_unpack": lambda given, site: regions.unpack(given),
    "regions_find": lambda given, site: regions.find(given[0], given[1]),
    "regions_code": lambda given, site: regions.code(given),
    "regions_answered": lambda given, site: regions.answered(given),
    "models_answered": lambda given, site: models.answered(_site(site), given),
    "models_pack": lambda given, site: models.pack([Model(key, label, False) for key, label in given]),
    "models_unpack": lambda given, site: models.unpack(_site(site), given),
    "header_largest": lambda given, site: header.largest(given),
    "header_room": lambda given, site: header.room(_site(site), [tuple(pair) for pair in given]),
    "header_region_cache": lambda given, site: header.region_cache(_site(site), [tuple(pair) for pair in given]),
    "logo": _logo,
    "session": lambda given, site: session.writes(_site(site), given),
    "policy": _policy,
    "receipt": _receipt,
    "uuid4": lambda given, site: identifiers.uuid4(bytes(given)),
    "is_uuid4": lambda given, site: identifiers.is_uuid4(given),
    "receipt_file_name": lambda given, site: receipt.file_name(given),
    "policy_changes": _policy_changes,
    "json_text": lambda given, site: jsontext.text(_json(given["value"]), given.get("indent", 0)),
    "dates": lambda given, site: dates.iso(given),
    "element": _element,
    "element_json": lambda given, site: json.loads(_element(given, site).json()),
    "tree": lambda given, site: html.html(markup.Markup(given)),
    "view": _view,
}
