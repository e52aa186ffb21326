"""What the device gives and no rule can know: the time, chance, and what the visit remembers."""

import time

import js

from ..core import history

# Places in sessionStorage. The tag has another one, for a click that waits for Python: static/embed/click.js.
EARLIER = "smartee-consent.earlier"
SWITCHED = "smartee-consent.switched"


class Device:
    """The device behind `port`, whose guard stands before a storage that a browser may forbid."""

    def __init__(self, port):
        self._port = port
        self._storage = port.member(port.page, "sessionStorage")

    def minutes(self):
        """Whole minutes since 1970-01-01 UTC."""
        return int(time.time() // 60)

    def octets(self, count):
        """`count` random octets, from the browser's own source."""
        drawn = js.Uint8Array.new(count)
        js.crypto.getRandomValues(drawn)
        return bytes(drawn[at] for at in range(count))

    def earlier(self):
        """The visitor's decisions before the present one in this visit, as records joined by spaces."""
        return self._stored(EARLIER)

    def remember(self, before, present):
        """The decision `before` was followed by `present`; either may be None. A deletion forgets what went before."""
        self._store(EARLIER, history.appended(self.earlier(), before) if before and present else "")

    def switched(self, address):
        """Whether the page at `address` was reached because it switched the language by itself; asked once."""
        arrived = self._stored(SWITCHED) == address
        self._store(SWITCHED, "")
        return arrived

    def switch(self, address):
        """Remembers that the page goes to `address` because it switches the language by itself."""
        self._store(SWITCHED, address)

    def kept(self, item):
        """The keys in the page's storage of what the declaration calls `item`, held ones too."""
        storage = self._port.member(self._port.page, item.area + "Storage")
        found = self._port.invoke(js.Object, "keys", storage) if storage else ()
        if item.name.endswith("*"):
            return [key for key in found if key.startswith(item.name[:-1])]
        return [key for key in found if key == item.name]

    def discard(self, item):
        """Deletes what is kept of `item`; whether none is left."""
        storage = self._port.member(self._port.page, item.area + "Storage")
        for key in self.kept(item):
            self._port.invoke(storage, "removeItem", key)
        return not self.kept(item)

    def _stored(self, key):
        found = self._port.invoke(self._storage, "getItem", key) if self._storage else None
        return found or ""

    def _store(self, key, words):
        if self._storage and words:
            self._port.invoke(self._storage, "setItem", key, words)
        elif self._storage and self._stored(key):
            self._port.invoke(self._storage, "removeItem", key)
