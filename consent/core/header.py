"""The `Cookie` header of all that the product writes, which goes along with every request: how long it may grow.

Each value has its limit; the region cache takes what the others leave, and gives way when they grow. Octets are those
of the header: values encoded, with the names, `=` and `; ` counted.
"""

from .cookies import MAX_OCTETS

# Common servers take 8,192 octets in a header (nginx, Apache); the site's own cookies are to fit beside ours.
MAX_HEADER = 5999
# Octets of the encoded value, by the id of the cookie: a tag (RFC 5646 section 4.4.1), a model's or a partner's key, a
# record are as long as they may be by their own rules.
LIMITS = {
    "language": 35,
    "business": 64,
    "account": 1024,
    "token": 2048,
    "uid": 128,
    "models": 1536,
    "partner": 64,
    "decision": 100,
    "visit": 1,
}
# Their places are kept while they are not there: a page's script may write them, or the gate, without asking.
_KEPT = ("language", "business", "partner", "decision", "visit")


def largest(names):
    """The octets of a header in which every value is as long as it may be; `names` is a dict of names by id."""
    sizes = [_size(names[each], LIMITS[each]) for each in LIMITS if each in names]
    return sum(sizes) - len("; ")


def room(site, pairs):
    """The octets that the value of the region cache may take beside `pairs`, the raw (name, value) of the jar."""
    left = MAX_HEADER
    there = [name for name, _ in pairs]
    for cookie in site.cookies:
        if cookie.id in LIMITS:
            # A server may have set the token so that no script sees it.
            hidden = cookie.id == "token" and site.declares("account") and site.cookie("account").name in there
            taken = sum(_size(name, len(value.encode())) for name, value in pairs if name == cookie.name)
            if cookie.id in _KEPT or (hidden and not taken):
                taken = max(taken, _size(cookie.name, LIMITS[cookie.id]))
            left -= taken
    name = site.cookie("regions").name
    return max(0, min(left - len(name + "="), MAX_OCTETS - len(name)))


def region_cache(site, pairs):
    """What the region cache among `pairs` is to be, now that others may have grown; None where it may stay as it is.

    As many of its lists as fit, those used last; "" where none does.
    """
    if not site.declares("regions"):
        return None
    name = site.cookie("regions").name
    there = [value for each, value in pairs if each == name]
    left = room(site, pairs)
    # Copies count too.
    if len(("; " + name + "=").join(there)) <= left:
        return None
    # Here, because most pages have no such cache.
    from . import regions

    return regions.pack_within(regions.unpack(there[0]), left)


def _size(name, octets):
    return len(name) + len("=") + octets + len("; ")
