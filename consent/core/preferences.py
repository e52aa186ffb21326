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


def switched(site, kept, page):
    """The language to switch a page in the language `page` to, since `kept` stands in the cookie; None for no switch.

    What means no language of the site switches nothing: a cookie is input, not trust.
    """
    language = site.languages.match(kept)
    return None if language == site.languages.choose((page,)) else language


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
