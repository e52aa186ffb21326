"""The browser's cookie jar, by ids of the declaration; JavaScript guards stand between it and what may throw."""

from ..core.cookies import decode, expirations, find, parse, serialise


class Jar:
    """Cookies of the page behind `port`. `read` and `write` go through the gate, the rest to the jar itself."""

    def __init__(self, site, port):
        self._site = site
        self._port = port
        location = port.page.location
        self._host = location.hostname
        self._path = location.pathname
        self._secure = location.protocol == "https:"

    def read(self, identifier):
        """The decoded value as the page's own scripts see it, held ones included, or None."""
        return find(self._port.readPage(), self._site.cookie(identifier).name)

    def write(self, identifier, value):
        """Writes `value` as a script of the page would: the gate passes, holds or drops it. CookieError if too large."""
        self._port.writePage(self._text(identifier, value))

    def check(self, writes):
        """CookieError where one of the (id, value) pairs is too large to store."""
        for identifier, value in writes:
            self._text(identifier, value)

    def stored(self, identifier):
        """The decoded values of all copies in the jar, of whichever path."""
        name = self._site.cookie(identifier).name
        pairs = parse(self._port.readJar() or "")
        return tuple(decode(value) for raw, value in pairs if raw == name)

    def store(self, identifier, value):
        """Puts `value` into the jar as its only copy; whether the browser keeps it. CookieError if too large."""
        text = self._text(identifier, value)
        if len(self.stored(identifier)) > 1:
            self.remove(identifier)
        self._port.writeJar(text)
        if self.stored(identifier) == (value,):
            return True
        # A copy at a deeper path or a parent domain hides ours.
        self.remove(identifier)
        self._port.writeJar(text)
        return value in self.stored(identifier)

    def remove(self, identifier):
        """Expires every copy that a script can reach; whether none is left."""
        name = self._site.cookie(identifier).name
        for text in expirations(name, self._host, self._path, self._secure):
            self._port.writeJar(text)
        return not self.stored(identifier)

    def forget(self, identifier):
        """Removes the cookie from the jar and from what the gate holds of it; whether none is left."""
        self._port.release(self._site.cookie(identifier).name)
        return self.remove(identifier)

    def enact(self, record):
        """Puts the record in, with the mark of the visit, and lets the gate work by it.

        Returns the names of the cookies that the browser would not give up, or None where it keeps no record.
        """
        left = self._port.enact(record)
        return None if left is None else tuple(left.split())

    def follow(self):
        """Lets the gate work by the record that is in the jar now, or by none."""
        self._port.follow()

    def insecure(self):
        """Whether the page came without TLS and the browser does keep cookies of it, if not those of the https pages."""
        if self._secure:
            return False
        probe = self._site.cookie("decision").name + "_probe"
        self._port.writeJar(probe + "=1; Path=/; SameSite=Lax")
        kept = (probe, "1") in parse(self._port.readJar() or "")
        self._port.writeJar(probe + "=; Path=/; Max-Age=0")
        return kept

    def _text(self, identifier, value):
        cookie = self._site.cookie(identifier)
        return serialise(cookie.name, value, cookie.days, secure=self._secure)
