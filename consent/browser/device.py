"""What the device gives and no rule can know: the time, and chance."""

import time

import js


def minutes():
    """Whole minutes since 1970-01-01 UTC."""
    return int(time.time() // 60)


def octets(count):
    """`count` random octets, from the browser's own source."""
    drawn = js.Uint8Array.new(count)
    js.crypto.getRandomValues(drawn)
    return bytes(drawn[at] for at in range(count))
