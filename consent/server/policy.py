"""What a visitor allowed, read from the `Cookie` header of a request by the rules of `consent.core`."""

import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from ..core import cookies, decision
from ..core.site import Site
from .declared import Declared

# A file of this kind is the declaration itself, any other what a build made of it.
DECLARATION = ".toml"


@dataclass(frozen=True, slots=True)
class Consent:
    """A visitor's answer as one request tells it; `granted` are ids, in the order of the declaration."""

    state: str
    granted: tuple[str, ...]
    decided_at: datetime | None
    # The ids of all cookies that may be stored, those that need no consent among them.
    allowed: frozenset[str] = field(repr=False)

    def allows(self, identifier: str) -> bool:
        """Whether the cookie with this id may be stored: it needs no consent, or has it. False for an unknown id."""
        return identifier in self.allowed


class Policy:
    """Reads answers under one declaration. It never changes, so that one serves every request of every thread."""

    def __init__(self, site: Site | Declared) -> None:
        self.site = site
        self._record = site.cookie("decision").name
        self._necessary = frozenset(each.id for each in site.cookies if decision.allows(site, None, each.id))

    @classmethod
    def load(cls, path: str | Path) -> "Policy":
        """The policy of `servers/consent.json` in a built folder, or of a declaration (`.toml`).

        DeclarationError where the file cannot be read or is wrong.
        """
        if Path(path).suffix == DECLARATION:
            # Checks all of it, for which it takes what the build takes.
            from ..build import declaration

            return cls(declaration.load(Path(path)))
        return cls(Declared.read(Path(path)))

    def read(self, cookie_header: str | bytes | None, now: float | None = None) -> Consent:
        """What the visitor allows at `now`, which is in seconds since 1970 and by itself the present.

        Of several records the one that grants least binds; whatever does not parse exactly is unasked. No header is
        an error.
        """
        minutes = int((time.time() if now is None else now) // 60)
        found = decision.binding(self.site, cookies.copies(_text(cookie_header), self._record), minutes)
        granted = tuple(found.granted) if found else ()
        allowed = (each for each in self.site.optional_ids if decision.allows(self.site, found, each))
        decided_at = datetime.fromtimestamp(found.minutes * 60, UTC) if found else None
        return Consent(decision.state(self.site, found), granted, decided_at, self._necessary.union(allowed))


def _text(header: str | bytes | None) -> str:
    """The header as text; names and records are ASCII, so of the rest nothing but that it is something else counts."""
    if isinstance(header, bytes):
        return header.decode("latin-1")
    # What some servers decode with holds halves of characters.
    return (header or "").encode("utf-8", "replace").decode("utf-8")
