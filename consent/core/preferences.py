"""What the two optional cookies may hold: a declared language, and the key of a business model."""

from .errors import ValueRefused

MAX_KEY = 64


def language(site, value):
    """The declared language that `value` means in any common spelling (`zh_CN`, `zh-Hans`, `EN`).

    ValueRefused where the site does not speak it.
    """
    found = site.languages.match(value)
    if found is None:
        raise ValueRefused("language", value, "one of " + ", ".join(site.languages))
    return found


def stored_language(site, value):
    """The declared language that a cookie's `value` means, or None: a cookie is input, not trust."""
    return site.languages.match(value)


def business(value, keys):
    """`value` where it is one of `keys`; ValueRefused otherwise."""
    if value not in keys:
        raise ValueRefused("business model", value, "one of " + ", ".join(keys))
    return value


def stored_business(value):
    """A cookie's `value` where it has the shape of a business model's key, or None."""
    if not value or len(value) > MAX_KEY:
        return None
    for character in value:
        if not (character.isdigit() or character.isalpha() or character in "-_.") or ord(character) > 126:
            return None
    return value
