"""How many records are taken: of one network, and in all. Of whom they are is neither kept nor told."""

import hashlib
import ipaddress
import secrets
import time
from collections.abc import Callable

from ..throttle import Throttle

# Of one address at once, and seconds until one more: an office or a school may stand behind it.
OF_ONE, SECONDS_OF_ONE = 60, 1.0
# Of all, and seconds until one more.
OF_ALL, SECONDS_OF_ALL = 5000, 0.001
# One household has as many addresses as it likes below such a prefix (RFC 6177).
PREFIX = 64


class Bounds:
    """Counts by a digest of the address, keyed with what this process alone knows and forgets when it ends."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._salt = secrets.token_bytes(32)
        self._one = Throttle(OF_ONE, SECONDS_OF_ONE, clock)
        self._all = Throttle(OF_ALL, SECONDS_OF_ALL, clock)

    def take(self, address: str) -> float:
        """0.0 where a record from `address` is taken, and counted; else the seconds until one will be."""
        return self._one.take(self._digest(address)) or self._all.take("")

    def _digest(self, address: str) -> bytes:
        return hashlib.blake2b(_network(address).encode(), key=self._salt, digest_size=16).digest()


def _network(address: str) -> str:
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        # A socket of the machine, or a name that a proxy gave.
        return address
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped:
            return str(found.ipv4_mapped)
        return str(ipaddress.ip_network((found, PREFIX), strict=False))
    return str(found)
