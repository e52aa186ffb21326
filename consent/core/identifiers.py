"""Identifiers of records: UUIDs of version 4, which tell nothing but themselves (RFC 9562, section 5.4)."""

import binascii


def uuid4(octets):
    """The UUID of version 4 from 16 random octets."""
    octets = bytearray(octets)
    octets[6] = octets[6] & 0x0F | 0x40
    octets[8] = octets[8] & 0x3F | 0x80
    digits = binascii.hexlify(octets).decode()
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))


def is_uuid4(text):
    """Whether `text` is one as `uuid4` writes it."""
    if not isinstance(text, str) or len(text) != 36 or text.count("-") != 4:
        return False
    try:
        return uuid4(binascii.unhexlify(text.replace("-", ""))) == text
    except ValueError:
        return False
