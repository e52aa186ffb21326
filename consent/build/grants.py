"""The visitor's consent as a regular expression over the `Cookie` header, for servers that have nothing better."""

import re

from consent.core.decision import VERSION
from consent.core.site import Site


def granted(site: Site, identifier: str) -> str:
    """An expression, without anchors, of the decisions that bind now and grant `identifier`.

    It takes only the one spelling that `consent.core.decision` writes. A decision made under an older policy does not
    match: its fingerprint is another. How old it is cannot be told here; the browser drops it in time.
    """
    place = site.optional_ids.index(identifier)
    before = "".join(rf"(?:{each}\+)?" for each in site.optional_ids[:place])
    after = "".join(rf"(?:\+{each})?" for each in site.optional_ids[place + 1 :])
    return rf"{VERSION}\.{site.fingerprint}\.{before}{identifier}{after}\.[1-9][0-9]{{0,8}}"


def allowing(site: Site, identifier: str) -> str:
    """An expression of the headers whose records all grant `identifier`, and of which there is one at least.

    So whoever can add a record can take consent away, never give it.
    """
    name = rf"(?:^|;)[ \t]*{re.escape(site.cookie('decision').name)}[ \t]*="
    record = rf"[ \t]*{granted(site, identifier)}[ \t]*(?:;|$)"
    return rf"^(?!.*{name}(?!{record})).*{name}{record}"


def variable(identifier: str) -> str:
    """What a server calls the consent to this cookie."""
    return "consent_" + identifier.replace("-", "_")
