"""The domain that several hosts of a site share, as cookies name it in `Domain`."""

import importlib
from typing import Any

from .mistakes import Mistakes

AT = ("consent", "domain")
EXPECTED = 'a domain such as "example.com": at least two names of letters, digits and hyphens'
# RFC 6265bis section 4.1.3.2: what has no Domain. Names may carry it in any case.
HOST_ONLY = "__host-"
_LABEL = "abcdefghijklmnopqrstuvwxyz0123456789-"


def is_domain(value: Any) -> bool:
    """A domain in ASCII, in lower case, without a dot at its ends; not an address, nor one name alone. Or none: ""."""
    if not isinstance(value, str) or len(value) > 253:
        return False
    labels = value.split(".")
    return value == "" or (len(labels) > 1 and all(map(_is_label, labels)) and not labels[-1].isdigit())


def check(domain: Any, names: list[Any], mistakes: Mistakes) -> None:
    """Notes a `domain` that others share, and those of `names`, of cookies, that no domain goes with."""
    if not domain:
        return
    if _is_public(domain, mistakes):
        mistakes.note(AT, domain, "a domain of your own: anybody may have a site below this one (publicsuffix.org)")
    for place, name in enumerate(names):
        if isinstance(name, str) and name.lower().startswith(HOST_ONLY):
            steps = ("consent", "cookies", place, "name")
            mistakes.note(steps, name, "a name without __Host-, which no browser takes with consent.domain")


def _is_label(label: str) -> bool:
    plain = all(character in _LABEL for character in label)
    return plain and 0 < len(label) <= 63 and label[0] != "-" and label[-1] != "-"


def _is_public(domain: str, mistakes: Mistakes) -> bool:
    """Whether `domain` is a public suffix, by the list that a package brings; noted where that is not installed."""
    try:
        package = importlib.import_module("publicsuffixlist")
    except ImportError:
        mistakes.note(AT, domain, "none, or the package publicsuffixlist installed, by which it is checked")
        return False
    return bool(package.PublicSuffixList().publicsuffix(domain) == domain)
