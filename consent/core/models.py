"""The list of business models as the server gives it and as its cookie caches it."""

import json

from . import jsontext
from .cookies import encoded_size
from .errors import ValueRefused
from .header import LIMITS
from .preferences import stored_business
from .site import Model

MAX_MODELS = 30
MAX_LABEL = 80
EXPECTED = "a list of objects with a key and labels by language"


def answered(site, value):
    """The `Model`s in a server's answer; ValueRefused where it is none.

    Whether a model shows partner logos is not the server's to say: it comes from the declaration.
    """
    if not isinstance(value, list) or not 0 < len(value) <= MAX_MODELS:
        raise ValueRefused("list of business models", value, EXPECTED)
    models = []
    for each in value:
        if not isinstance(each, dict) or not _is_key(each.get("key")) or not _is_label(each.get("label")):
            raise ValueRefused("business model", each, EXPECTED)
        models.append(_model(site, each["key"], each["label"]))
    return tuple(models)


def pack(models):
    """The cookie's value for `models`: JSON, as js-cookie would read it; None where it does not fit the cookie."""
    # Writing out what is far too large is not worth the visitor's time.
    try:
        octets = sum(len(label.encode()) for each in models for label in each.label.values())
    except UnicodeError:
        return None
    if octets > LIMITS["models"]:
        return None
    text = jsontext.text([(("key", each.key), ("label", tuple(sorted(each.label.items())))) for each in models])
    size = encoded_size(text)
    return text if size is not None and size <= LIMITS["models"] else None


def unpack(site, text):
    """The models in a cookie's value, or None where it is damaged or foreign."""
    try:
        return answered(site, json.loads(text or "null"))
    except ValueError:
        return None
    except ValueRefused:
        return None


def _model(site, key, label):
    declared = site.model(key)
    return Model(key, label, declared is not None and declared.logo)


def _is_key(value):
    return isinstance(value, str) and stored_business(value) is not None


def _is_label(value):
    if not isinstance(value, dict) or not value:
        return False
    return all(isinstance(value[each], str) and 0 < len(value[each]) <= MAX_LABEL for each in value)
