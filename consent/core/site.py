"""The site's declaration as immutable values: its cookies, models, partners and settings.

`Site` is made from the plain form that `consent.build.declaration` has validated, so nothing is checked here again.
"""

import binascii
import hashlib
from collections import namedtuple

from .locale import Languages

EVERY_VISIT = "every-visit"
WHEN_NEEDED = "when-needed"
REPORT = "report"
BLOCK = "block"
# What a cookie may be for, in the order in which they are told; a site's own follow.
SIGN_IN = "authentication"
CATEGORIES = ("preferences", SIGN_IN, "technical")

# `purpose` is the id of a purpose; `days` 0 is a session cookie.
Cookie = namedtuple("Cookie", ("id", "name", "category", "purpose", "days", "consent"))
# What pages keep beside cookies: `name` is the key, or the beginning of keys before a `*`; `area` is the storage it is
# in, which knows no `days`: they are None.
Storage = namedtuple("Storage", ("id", "name", "category", "purpose", "days", "consent", "area"))
# Until the tab is closed; until it is deleted.
SESSION = "session"
LOCAL = "local"
# `label` maps a language to a text, or is empty where the name is among the words; `logo` tells whether partner logos
# are shown in this model.
Model = namedtuple("Model", ("key", "label", "logo"))
# `logo` is the address of the image, relative to embed.js.
Partner = namedtuple("Partner", ("key", "name", "logo"))
# `version` brought the change; `fingerprint` is the one that the policy had before.
Change = namedtuple("Change", ("version", "fingerprint"))


class Site:
    """What one site declares. Read only; `plain` is a dict as `consent.build.declaration.validate` returns it."""

    def __init__(self, plain):
        self.plain = plain
        self.policy_version = plain["policy_version"]
        self.ask = plain["ask"]
        self.record_days = plain["record_days"]
        self.domain = plain["domain"]
        self.undeclared = plain["undeclared"]
        self.languages = Languages(plain["languages"], plain["spellings"], plain["right_to_left"])
        # (tag, the language's own name for itself)
        self.names = tuple(plain.get("names", ()))
        self.policy_url = plain["policy_url"]
        self.regions_url = plain["regions_url"]
        self.models_url = plain["models_url"]
        # Where decisions are told, or "".
        self.record_url = plain["record_url"]
        self.controller = plain["controller"]
        self.cookies = tuple(
            Cookie(
                cookie["id"],
                cookie["name"],
                cookie["category"],
                cookie["purpose"],
                cookie["days"],
                cookie["consent"],
            )
            for cookie in plain["cookies"]
        )
        self.storage = tuple(
            Storage(
                each["id"],
                each["key"],
                each["category"],
                each["purpose"],
                None,
                each["consent"],
                each["area"],
            )
            for each in plain.get("storage", ())
        )
        self.categories = CATEGORIES + tuple(each["id"] for each in plain["categories"])
        self.models = tuple(Model(model["key"], model.get("label", {}), model["logo"]) for model in plain["models"])
        self.partners = tuple(Partner(each["key"], each["name"], each["logo"]) for each in plain["partners"])
        self.changes = tuple(Change(each["version"], each["fingerprint"]) for each in plain["changes"])
        self.optional = tuple(each for each in self.cookies + self.storage if each.consent)
        # Where nobody is asked, nothing is kept of an answer.
        self.used = tuple(each for each in self.cookies if self.optional or each.id not in ("decision", "visit"))
        self.optional_ids = tuple(each.id for each in self.optional)
        self.fingerprint = _fingerprint(self)
        self._by_id = {cookie.id: cookie for cookie in self.cookies}
        self._storage = {each.id: each for each in self.storage}
        self._by_name = {cookie.name: cookie for cookie in self.cookies}

    def declares(self, identifier):
        """Whether there is something with this id: without it there is nothing of what it is for."""
        return identifier in self._by_id or identifier in self._storage

    def cookie(self, identifier):
        """The cookie with this id; KeyError where it is not declared."""
        return self._by_id[identifier]

    def stored(self, identifier):
        """What is kept in a storage under this id, or None."""
        return self._storage.get(identifier)

    def named(self, name):
        """The cookie of this name in the jar, or None where the policy does not know it."""
        return self._by_name.get(name)

    def partner(self, key):
        """The partner of this key, or None."""
        for partner in self.partners:
            if partner.key == key:
                return partner
        return None

    def model(self, key):
        """The declared business model of this key, or None."""
        for model in self.models:
            if model.key == key:
                return model
        return None


def _fingerprint(site):
    """Eight hex digits over what a visitor consents to: policy version, controller, optional cookies, purposes, days.

    Texts and cookie names are left out, so that a mended typo or a technical renaming asks nobody again; and the
    controller's name in other languages than the first, so that a translation does not.
    """
    lines = [site.policy_version, site.controller["name"][site.languages[0]]]
    for each in site.optional:
        kept = each.area if each.days is None else "%d" % each.days
        lines.append("=".join((each.id, each.purpose, kept)))
    digest = hashlib.sha256("\n".join(lines).encode()).digest()
    return binascii.hexlify(digest[:4]).decode()
