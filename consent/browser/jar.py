"""The browser's cookie jar, by ids of the declaration; JavaScript guards stand between it and what may throw."""

from ..core import header
from ..core.cookies import copies, find, parse, serialise, shared
from ..core.errors import CookieError


class Jar:
    """Cookies of the page behind `port`. `read` and `write` go through the gate, the rest to the jar itself."""

    def __init__(self, site, port):
        self._site = site
        self._port = port
        self._secure = port.page.location.protocol == "https:"
        self._domain = shared(site.domain, port.page.location.hostname)

    def read(self, identifier):
        """The decoded value as the page's own scripts see it, held ones included, or None."""
        return find(self._port.readPage() or "", self._site.cookie(identifier).name)

    def write(self, identifier, value):
        """Writes `value` as a script of the page would: the gate passes, holds or drops it.

        CookieError if it is too long, or where an older copy is in its way that no script can delete.
        """
        self._put(identifier, value, self._port.writePage)
        if self.read(identifier) not in (None, value):
            raise CookieError(self._site.cookie(identifier).name, "an older copy stays and is read first")

    def stored(self, identifier):
        """The decoded values of all copies in the jar, of whichever path; None for one that cannot be read."""
        return copies(self._port.readJar() or "", self._site.cookie(identifier).name)

    def store(self, identifier, value):
        """Puts `value` into the jar as its only copy; whether the browser keeps it. CookieError if too large.

        The region cache gives way where it takes more than is left for it.
        """
        self._put(identifier, value, self._port.writeJar)
        less = header.region_cache(self._site, self._pairs())
        if less == "":
            self.remove("regions")
        elif less is not None:
            self._put("regions", less, self._port.writeJar)
        return value in self.stored(identifier)

    def room(self):
        """The octets that the region cache may take."""
        return header.room(self._site, self._pairs())

    def remove(self, identifier, paths=""):
        """Deletes what a script can reach, held ones too, also at `paths`, joined by spaces; whether none is left."""
        self._port.expire(self._site.cookie(identifier).name, paths)
        return not self.stored(identifier)

    def agreed(self, identifier):
        """The decoded value where all copies in the jar say the same; else None: one of them was put beside ours."""
        found = self.stored(identifier)
        return found[0] if found and found.count(found[0]) == len(found) else None

    def enact(self, record):
        """Puts the record in, with the mark of the visit, and lets the gate work by it.

        Returns the names of the cookies that the browser would not give up, or None where it keeps no record.
        """
        left = self._port.enact(record)
        if left is None and record in self.stored("decision"):
            # What failed came after the record.
            return ()
        return None if left is None else tuple(left.split())

    def follow(self):
        """Lets the gate work by the record that is in the jar now, or by none."""
        self._port.follow()

    def insecure(self):
        """Whether the page came without TLS and the browser does keep its cookies, if not those of the https pages."""
        if self._secure:
            return False
        probe = self._site.cookie("decision").name + "_probe"
        self._port.writeJar(probe + "=1; Path=/; SameSite=Lax")
        kept = (probe, "1") in self._pairs()
        self._port.writeJar(probe + "=; Path=/; Max-Age=0")
        return kept

    def _put(self, identifier, value, put):
        cookie = self._site.cookie(identifier)
        text = serialise(cookie.name, value, cookie.days, secure=self._secure, domain=self._domain)
        put(text)
        # A copy at a deeper path or a parent domain would be read in place of ours.
        if self.stored(identifier) not in ((), (value,)):
            self._port.expire(cookie.name)
            put(text)

    def _pairs(self):
        return parse(self._port.readJar() or "")
