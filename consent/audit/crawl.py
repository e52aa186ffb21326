"""Which pages an audit visits: those it is given, and with a crawl those that they lead to on the same origin."""

import re
from collections.abc import Iterable
from urllib.parse import urldefrag, urlsplit

from protego import Protego

# What robots.txt may name us by, and what requests for it say who asks.
AGENT = "smartee-consent-audit"
# Nobody is to be signed out, and nothing deleted, by a visit.
_ACTS = re.compile(r"(?i)(log|sign)[-_]?(out|off)|abmelden|delete|remove|unsubscribe")
# What is no page, as far as its name tells.
_FILES = re.compile(
    r"(?i)\.(7z|avi|bin|bmp|css|csv|docx?|dmg|epub|exe|gif|gz|ico|jpe?g|js|json|m4a|mjs|mov|mp[34]|ogg|pdf|png|pptx?|rar|"
    r"rss|svg|tar|tgz|toml|txt|wasm|wav|web[mp]|woff2?|xlsx?|xml|zip)$"
)


class Frontier:
    """The pages yet to be visited, in the order in which they were found; never one twice, never more than `most`.

    `robots` is the text of the origin's robots.txt, or "" where it has none (RFC 9309, 2.3.1.3).
    """

    def __init__(self, given: Iterable[str], most: int = 0, robots: str = "") -> None:
        self.pages = list(dict.fromkeys(plain(each) for each in given))
        self.skipped: list[str] = []
        # What was no page after all.
        self.broken: list[str] = []
        self._most = max(most, len(self.pages))
        self._origins = {origin(each) for each in self.pages} if most else set()
        self._rules = Protego.parse(robots)
        self._at = 0

    def take(self) -> list[str]:
        """The pages that were not taken before."""
        taken, self._at = self.pages[self._at :], len(self.pages)
        return taken

    def add(self, links: Iterable[str]) -> None:
        """Notes where a page leads to. What robots.txt rules out is skipped, and told."""
        for link in map(plain, links):
            if origin(link) not in self._origins or link in self.pages or _acts(link):
                continue
            if not self._rules.can_fetch(link, AGENT):
                if link not in self.skipped:
                    self.skipped.append(link)
            elif len(self.pages) < self._most:
                self.pages.append(link)


def plain(address: str) -> str:
    """An address as a server sees it: without a fragment, with a path."""
    bare = urldefrag(address).url
    return bare if urlsplit(bare).path else bare + "/"


def origin(address: str) -> str:
    """Scheme, host and port of an address."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def _acts(link: str) -> bool:
    parts = urlsplit(link)
    return bool(_FILES.search(parts.path) or _ACTS.search(parts.path + "?" + parts.query))
