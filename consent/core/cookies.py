"""The cookie grammar: names and values as js-cookie writes them, headers, and the text that stores a cookie.

Text in, text out; no jar is touched. A wrong input is a `CookieError`, an unreadable one is None.
"""

from .errors import CookieError

# RFC 6265bis section 5.6: a name and a value of more than this many octets are ignored by the browser.
MAX_OCTETS = 4096
# RFC 6265bis section 5.5: a longer life is cut to this.
MAX_DAYS = 400

_ALWAYS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.!~*'"
# What js-cookie leaves readable beside the characters that encodeURIComponent leaves alone.
_IN_VALUE = _ALWAYS + "()#$&+/:<=>?@[]^`{|}"
_IN_NAME = _ALWAYS + "#$&+^`|"
_HEX = "0123456789ABCDEF"


def encode_value(value):
    """`value` as js-cookie writes it into a cookie. Takes any text; a lone surrogate is a CookieError."""
    return _encode(value, _IN_VALUE)


def encoded_size(value):
    """The octets that `value` takes in a cookie, or None where it is no text, or text that no cookie can hold."""
    try:
        return len(encode_value(value)) if isinstance(value, str) else None
    except CookieError:
        return None


def encode_name(name):
    """`name` as js-cookie writes it. Takes any text that is not empty."""
    if not name:
        raise CookieError(name, "a cookie needs a name")
    return _encode(name, _IN_NAME)


def _encode(text, plain):
    try:
        octets = text.encode("utf-8")
    except UnicodeError:
        octets = None
    # MicroPython writes half a character down as if it were a whole one.
    if octets is None or (len(octets) > len(text) and not _is_utf8(octets)):
        raise CookieError(text, "holds half a character (a lone surrogate)")
    parts = []
    for octet in octets:
        character = chr(octet)
        if octet < 128 and character in plain:
            parts.append(character)
        else:
            parts.append("%" + _HEX[octet >> 4] + _HEX[octet & 15])
    return "".join(parts)


def decode(text):
    """The text behind a cookie's raw name or value, or None where its percent-encoding is not UTF-8.

    As js-cookie does: quotes around a value go, `+` stays, a `%` that starts no pair of hex digits stays.
    """
    if text[:1] == '"':
        text = text[1:-1]
    if "%" not in text:
        return text
    octets = bytearray()
    raw = text.encode("utf-8")
    at = 0
    while at < len(raw):
        pair = raw[at + 1 : at + 3]
        if raw[at] == 37 and len(pair) == 2 and _is_hex(pair[0]) and _is_hex(pair[1]):
            octets.append(int(pair.decode(), 16))
            at += 3
        else:
            octets.append(raw[at])
            at += 1
    if not _is_utf8(octets):
        return None
    return bytes(octets).decode("utf-8")


def _is_hex(octet):
    return 48 <= octet <= 57 or 65 <= octet <= 70 or 97 <= octet <= 102


def _is_utf8(octets):
    """Whether these octets are UTF-8 by RFC 3629; said outright because MicroPython's decoder accepts more."""
    at = 0
    size = len(octets)
    while at < size:
        lead = octets[at]
        if lead < 0x80:
            at += 1
            continue
        if 0xC2 <= lead <= 0xDF:
            more, low, high = 1, 0x80, 0xBF
        elif 0xE0 <= lead <= 0xEF:
            more, low, high = 2, 0xA0 if lead == 0xE0 else 0x80, 0x9F if lead == 0xED else 0xBF
        elif 0xF0 <= lead <= 0xF4:
            more, low, high = 3, 0x90 if lead == 0xF0 else 0x80, 0x8F if lead == 0xF4 else 0xBF
        else:
            return False
        if at + more >= size or not low <= octets[at + 1] <= high:
            return False
        for follow in octets[at + 2 : at + 1 + more]:
            if not 0x80 <= follow <= 0xBF:
                return False
        at += 1 + more
    return True


def parse(header):
    """The raw (name, value) pairs of a Cookie header or of `document.cookie`, in order, duplicates kept.

    A pair without `=` is a nameless cookie: its name is "" (RFC 6265bis section 5.6). One without a value too is none.
    """
    pairs = []
    for part in header.split(";"):
        name, sign, value = part.partition("=")
        if not sign:
            name, value = "", part
        pair = (name.strip(" \t"), value.strip(" \t"))
        if pair != ("", ""):
            pairs.append(pair)
    return tuple(pairs)


def copies(header, name):
    """The decoded values of all cookies called `name`, in order; None for one that cannot be read.

    More than one means several paths or domains, or several spellings of the name.
    """
    found = [value for raw, value in parse(header) if raw == name or decode(raw) == name]
    return tuple(decode(value) for value in found)


def find(header, name):
    """The decoded value of the first readable cookie called `name`, or None."""
    for value in copies(header, name):
        if value is not None:
            return value
    return None


def shared(domain, host):
    """`domain` where the page's `host` belongs to it, else "": then a cookie is for the host alone."""
    return domain if domain and ("." + host).endswith("." + domain) else ""


def serialise(name, value, days=0, secure=False, domain=""):
    """The text that stores a cookie for the whole host, or for all of `domain`: `value` is encoded.

    `days` 0 makes a session cookie.

    CookieError where the browser would ignore it, because ignoring keeps the old value (RFC 6265bis section 5.6).
    """
    pair = encode_name(name) + "=" + encode_value(value)
    if len(pair) - 1 > MAX_OCTETS:
        raise CookieError(name, "%d octets; a browser keeps at most %d" % (len(pair) - 1, MAX_OCTETS))
    parts = [pair]
    if days:
        parts.append("Max-Age=%d" % (min(days, MAX_DAYS) * 86400))
    parts.append("Path=/")
    if domain:
        parts.append("Domain=" + domain)
    if secure:
        parts.append("Secure")
    return "; ".join(parts + ["SameSite=Lax"])
