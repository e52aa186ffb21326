"""The tables of a declaration, each in plain form: who answers for the cookies, what is kept, and the rest."""

from typing import Any

from ..core.cookies import MAX_DAYS
from ..core.site import LOCAL, SESSION
from . import roles
from .checks import (
    is_address,
    is_country,
    is_days,
    is_fingerprint,
    is_flag,
    is_key,
    is_line,
    is_name,
    is_storage_key,
    is_text,
    is_url,
    one_of,
)
from .mistakes import MISSING
from .tables import Table, Texts

COUNTRY = 'the two letters of a country (ISO 3166-1) such as "CN"'
FINGERPRINT = "the eight hex digits that `make build` told before this change"
NAME = "a cookie name: letters, digits and !#$&'*+-.^_`|~, no word of JavaScript's own objects"
STORAGE_KEY = "a key of one line, or how keys begin and a * after it; none of smartee-consent's own"
KEY = "a key of letters, digits, - _ and ."
# What more may be told of who answers for the cookies.
CONTROLLER_MORE = ("address", "representative", "officer")
CONTROLLER_KEYS = ("name", "contact", "country", *CONTROLLER_MORE)
CHANGE_KEYS = ("version", "text", "fingerprint")
LAW_KEYS = ("basis", "recipients", "transfers", "rights", "complaint")
# Of these the product has words, which `true` asks for.
LAW_WORDS = ("basis", "rights")

Plain = dict[str, Any]
# What a cookie may name, by the kind of that.
Names = dict[str, list[str] | None]


def controller(item: Table, texts: Texts) -> Plain:
    """Who answers for the cookies (GDPR article 13(1)(a) and (b)); the last three may be left out."""
    return {
        "name": item.texts("name", texts, name=True),
        "contact": item.take("contact", is_address, "an e-mail address"),
        "country": item.take("country", is_country, COUNTRY),
        **{key: item.texts(key, texts, name=True) for key in CONTROLLER_MORE if key in item},
    }


def law(item: Table, texts: Texts) -> Plain:
    """What the site says of the law (GDPR article 13, PIPL articles 17 and 39), as far as it does; by key, by language.

    True stands for the product's own words.
    """
    return {
        key: True if key in LAW_WORDS and item.get(key) is True else item.texts(key, texts)
        for key in LAW_KEYS
        if key in item
    }


def ids(found: list[Any], misspelt: bool) -> list[str] | None:
    """The ids that others may name; None where one of them is wrong, since that may be the one they mean."""
    return None if misspelt or None in found or len(set(found)) < len(found) else found


def _with(ids: list[str] | None, more: str | None) -> list[str] | None:
    return ids if ids is None or more is None or more in ids else [*ids, more]


def cookie(item: Table, texts: Texts, to_name: Names) -> Plain:
    return {
        **_kept(item, texts, to_name),
        "name": item.take("name", is_name, NAME),
        "days": item.take("days", is_days, f"a whole number of days from 0 (the visit) to {MAX_DAYS}"),
    }


def storage(item: Table, texts: Texts, to_name: Names) -> Plain:
    areas = (LOCAL, SESSION)
    return {
        **_kept(item, texts, to_name),
        "key": item.take("key", is_storage_key, STORAGE_KEY),
        "area": item.take("area", one_of(*areas), f'"{LOCAL}" or "{SESSION}"', known=areas),
    }


def _kept(item: Table, texts: Texts, to_name: Names) -> Plain:
    """What is told of a cookie and of a key alike; of a role's cookie the product has words to tell what it is for."""
    identifier = item.identifier()
    role = roles.PURPOSES.get(identifier)
    category, purpose = (
        item.take(key, is_text if ids is None else one_of(*ids), "one of " + ", ".join(ids or ()), default, ids or ())
        for key, ids, default in (
            ("category", to_name["category"], MISSING),
            ("purpose", _with(to_name["purpose"], role), role or MISSING),
        )
    )
    return {
        "id": identifier,
        "category": category,
        "purpose": purpose,
        "scenario": item.texts("scenario", texts) if "scenario" in item or not role else {},
        "consent": item.take("consent", is_flag, "true or false"),
    }


def model(item: Table, texts: Texts) -> Plain:
    return {
        "key": item.take("key", is_key, KEY),
        "label": item.texts("label", texts, name=True),
        "logo": item.take("logo", is_flag, "true or false"),
    }


def partner(item: Table) -> Plain:
    return {
        "key": item.take("key", is_key, KEY),
        "name": item.take("name", is_text, "the partner's name, read out where the logo cannot be seen"),
        "logo": item.take("logo", is_url, "the address of an image on this site"),
    }


def change(item: Table, texts: Texts) -> Plain:
    return {
        "version": item.take("version", is_line, "the policy version that brought the change"),
        "text": item.texts("text", texts),
        "fingerprint": item.take("fingerprint", is_fingerprint, FINGERPRINT),
    }
