"""The cookie grammar: names and values as js-cookie writes them, headers, attributes, and how to expire everything.

Text in, text out; no jar is touched. A wrong input is a `CookieError`, an unreadable one is None.
"""

from .errors import CookieError

# RFC 6265bis section 5.6: a name and a value of more than this many octets are ignored by the browser.
MAX_OCTETS = 4096
# RFC 6265bis section 5.5: an attribute value longer than this is ignored.
MAX_ATTRIBUTE_OCTETS = 1024
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


def encode_name(name):
    """`name` as js-cookie writes it. Takes any text that is not empty."""
    if not name:
        raise CookieError(name, "a cookie needs a name")
    return _encode(name, _IN_NAME)


def _encode(text, plain):
    try:
        octets = text.encode("utf-8")
    except UnicodeError:
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

    A pair without `=` is a nameless cookie: its name is "" (RFC 6265bis section 5.6).
    """
    pairs = []
    for part in header.split(";"):
        part = part.strip(" \t")
        if not part:
            continue
        at = part.find("=")
        if at < 0:
            pairs.append(("", part))
        else:
            pairs.append((part[:at].strip(" \t"), part[at + 1 :].strip(" \t")))
    return tuple(pairs)


def find(header, name):
    """The decoded value of the first readable cookie called `name`, or None."""
    for raw_name, raw_value in parse(header):
        if raw_name == name or decode(raw_name) == name:
            value = decode(raw_value)
            if value is not None:
                return value
    return None


def count(header, name):
    """How many cookies called `name` the header holds; more than one means several paths or domains."""
    return sum(1 for raw_name, _ in parse(header) if raw_name == name)


def serialise(name, value, days=0, path="/", domain=None, secure=False):
    """The text that stores a cookie: `value` is encoded, `days` 0 makes a session cookie, SameSite is Lax.

    CookieError where the browser would ignore it, because ignoring keeps the old value (RFC 6265bis section 5.6).
    """
    pair = encode_name(name) + "=" + encode_value(value)
    if len(pair) - 1 > MAX_OCTETS:
        raise CookieError(name, "%d octets; a browser keeps at most %d" % (len(pair) - 1, MAX_OCTETS))
    parts = [pair]
    if days:
        parts.append("Max-Age=%d" % (min(days, MAX_DAYS) * 86400))
    return "; ".join(parts + _scope(path, domain, secure) + ["SameSite=Lax"])


def expirations(name, host, path, secure=False):
    """Every text needed to expire the cookie `name` from a page at `host` and `path`.

    Deleting takes the same domain and path as setting (RFC 6265bis section 5.7), and a script is told neither: so
    host-only and each parent domain, at each folder of the path with and without its slash. A public suffix among
    the domains is refused by the browser, which is harmless.
    """
    texts = []
    for domain in (None,) + parent_domains(host):
        for folder in folders(path):
            texts.append("; ".join([encode_name(name) + "=", "Max-Age=0"] + _scope(folder, domain, secure)))
    return tuple(texts)


def parent_domains(host):
    """The domains that a page at `host` may set a cookie for, itself first; none for an address or a bare name."""
    labels = host.split(".")
    if ":" in host or labels[-1].isdigit():
        return ()
    return tuple(".".join(labels[at:]) for at in range(len(labels) - 1))


def folders(path):
    """`/` and every prefix of `path` that a cookie may be set for, each with and without a slash at its end."""
    found = ["/"]
    current = ""
    for step in path.split("/"):
        if step:
            current += "/" + step
            found.append(current)
            found.append(current + "/")
    return tuple(found)


def _scope(path, domain, secure):
    parts = ["Path=" + path]
    if domain:
        parts.append("Domain=" + domain)
    if secure:
        parts.append("Secure")
    return parts
