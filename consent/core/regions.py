"""The lists of places an address form used last, kept compactly in one cookie.

A list is `(parent, items)`: the code of the region above ("" for the provinces) and the (code, name) pairs in it. Codes
are those of GB/T 2260: six digits, two for each step, a child's starting with its parent's. The cookie holds a check
sum and the lists, last used first:

    1<check>|<parent>:<item>/<item>/...|<parent>:...

An item is the two digits that its parent's code lacks, then the name: the commonest characters as one sign each, any
other as three of base 64. Percent-encoded UTF-8, which every cookie is otherwise, would take nine.
"""

import binascii
import hashlib

from .errors import ValueRefused

VERSION = "1"
MAX_NAME = 40
# Two digits tell those of one list apart.
MAX_REGIONS = 99
# The signs that js-cookie leaves as they are beside letters and digits, for the characters names of places are full of.
_SHORT = "市区县自治州族山安阳江"
_SIGNS = "!$'()*.~@^`"
_BASE = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


def remember(lists, parent, items, room):
    """`lists` with this one as the last used; those used least recently go until the cookie's value fits `room` octets.

    A list that the compact form cannot give back exactly, or that alone is too large, is left out.
    """
    one = (parent, tuple((code, name) for code, name in items))
    others = [other for other in lists if other[0] != parent]
    # An item takes its two digits, an octet for a character and one between; what is far too large is not worth trying.
    if sum(len(name) + 3 for _, name in one[1]) > room:
        return _within(lists, room)
    packed = pack((one,))
    if len(packed) > room or unpack(packed) != (one,):
        return _within(lists, room)
    return _within([one] + others, room)


def pack_within(lists, room):
    """The cookie's value for as many of `lists`, those used last, as fit `room` octets; "" where none does."""
    kept = _within(lists, room)
    return pack(kept) if kept else ""


def _within(lists, room):
    kept = list(lists)
    while kept and len(pack(kept)) > room:
        kept.pop()
    return tuple(kept)


def find(lists, parent):
    """The items below `parent`, or None where they are not in the cache."""
    for above, items in lists:
        if above == parent:
            return items
    return None


def pack(lists):
    """The cookie's value for `lists`."""
    body = "|".join(_pack_list(parent, items) for parent, items in lists)
    return VERSION + _check(body) + "|" + body


def unpack(text):
    """The lists in a cookie's value; none where it is damaged, foreign, or not written by `pack`."""
    if not text or text[:1] != VERSION or text[7:8] != "|" or text[1:7] != _check(text[8:]):
        return ()
    lists = []
    for part in text[8:].split("|"):
        one = _unpack_list(part)
        if one is None:
            return ()
        lists.append(one)
    return tuple(lists)


def code(value):
    """`value` where it is a region's code or ""; ValueRefused otherwise."""
    if value != "" and not _is_code(value):
        raise ValueRefused("region", value, "six digits, or nothing for the provinces")
    return value


def answered(value):
    """The items in a server's answer, a list of objects with `code` and `name`; ValueRefused where it is not one."""
    expected = "a list of objects with a code of six digits and a name"
    if not isinstance(value, list):
        raise ValueRefused("list of regions", value, expected)
    if len(value) > MAX_REGIONS:
        raise ValueRefused("number of regions", len(value), "at most %d" % MAX_REGIONS)
    items = []
    for each in value:
        if not isinstance(each, dict) or not _is_code(each.get("code")) or not _is_name(each.get("name")):
            raise ValueRefused("region", each, expected)
        items.append((each["code"], each["name"]))
    return tuple(items)


def _is_code(value):
    return isinstance(value, str) and len(value) == 6 and all("0" <= digit <= "9" for digit in value)


def _is_name(value):
    return isinstance(value, str) and 0 < len(value) <= MAX_NAME


def _stem(parent):
    """A code without the pairs of zeros that fill it up."""
    while parent[-2:] == "00":
        parent = parent[:-2]
    return parent


def _check(body):
    return binascii.hexlify(hashlib.sha256(body.encode()).digest()[:3]).decode()


def _pack_list(parent, items):
    stem = _stem(parent)
    return parent + ":" + "/".join(each[len(stem) : len(stem) + 2] + _pack_name(name) for each, name in items)


def _pack_name(name):
    parts = []
    for character in name:
        at = _SHORT.find(character)
        if at >= 0:
            parts.append(_SIGNS[at])
        else:
            point = ord(character)
            parts.append(_BASE[point >> 12 & 63] + _BASE[point >> 6 & 63] + _BASE[point & 63])
    return "".join(parts)


def _unpack_list(part):
    parent, colon, rest = part.partition(":")
    if not colon or not (parent == "" or _is_code(parent)):
        return None
    stem = _stem(parent)
    items = []
    found = rest.split("/") if rest else ()
    if len(found) > MAX_REGIONS:
        return None
    for item in found:
        name = _unpack_name(item[2:])
        each = (stem + item[:2] + "000000")[:6]
        if not name or not _is_code(each):
            return None
        items.append((each, name))
    return parent, tuple(items)


def _unpack_name(text):
    characters = []
    at = 0
    while at < len(text):
        sign = _SIGNS.find(text[at])
        if sign >= 0:
            characters.append(_SHORT[sign])
            at += 1
            continue
        digits = [_BASE.find(digit) for digit in text[at : at + 3]]
        if len(digits) < 3 or min(digits) < 0:
            return None
        characters.append(chr(digits[0] << 12 | digits[1] << 6 | digits[2]))
        at += 3
    return "".join(characters)
