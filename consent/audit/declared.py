"""What the declaration expects of a live site; without one, what can be asked of any site."""

import ipaddress
from functools import cache
from urllib.parse import urlsplit

from publicsuffixlist import PublicSuffixList

from ..build.checks import OWN_KEYS
from ..core.site import SESSION, SIGN_IN, Cookie, Site, Storage

ROLES_OF_SIGN_IN = ("account", "token", "uid")
# Of the cookies of a sign-in the one that proves it; the others only say who it is.
PROOF = "token"


class Declared:
    """The `site` as declared, or None: then every cookie and key is one that nobody has declared."""

    def __init__(self, site: Site | None) -> None:
        self.site = site
        self.asks = site is None or bool(site.optional)
        self.optional = () if site is None else tuple(site.optional_ids)

    def cookie(self, name: str) -> Cookie | None:
        """The declared cookie of this name, or None."""
        return None if self.site is None else self.site.named(name)

    def item(self, area: str, key: str) -> Storage | None:
        """The declared storage that a key in this area belongs to, or None."""
        for each in () if self.site is None else self.site.storage:
            kept = key.startswith(each.name[:-1]) if each.name.endswith("*") else key == each.name
            if kept and each.area == area:
                found: Storage = each
                return found
        return None

    def is_own(self, area: str, key: str) -> bool:
        """Whether the product itself keeps this, for the visit: the policy tells of it beside the declaration."""
        return self.site is not None and area == SESSION and key.startswith(OWN_KEYS)

    def signs_in(self, name: str) -> bool:
        """Whether the cookie of this name belongs to a sign-in: nobody who reads a report may learn what it holds."""
        found = self.cookie(name)
        return found is not None and (found.category == SIGN_IN or found.id in ROLES_OF_SIGN_IN)


@cache
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList()


@cache
def site_of(host: str) -> str:
    """The site that a host belongs to: its registrable domain (publicsuffix.org), or itself where it has none."""
    bare = host.strip("[].").lower()
    try:
        return str(ipaddress.ip_address(bare))
    except ValueError:
        return str(_suffixes().privatesuffix(bare) or bare)


def is_third(address: str, page: str) -> bool:
    """Whether a request to `address` leaves the site of `page`. What never reaches a server leaves nothing."""
    asked, own = urlsplit(address), urlsplit(page)
    if asked.scheme not in ("http", "https", "ws", "wss"):
        return False
    return site_of(asked.hostname or "") != site_of(own.hostname or "")
