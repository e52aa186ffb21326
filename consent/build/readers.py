"""What a server in another language reads the visitor's answer with: a script each, with the declaration baked in."""

import json
from pathlib import Path
from typing import Any

from consent.core.decision import AHEAD_MINUTES, MINUTES_A_DAY, VERSION
from consent.core.site import Site

# The scripts, as they are before the build puts the declaration into them.
TEMPLATES = Path(__file__).parent / "templates"
PLACE = "DECLARATION"


def declared(site: Site) -> dict[str, Any]:
    """As much of the declaration as a server needs: `servers/consent.json`, which `consent.server` reads."""
    return {
        "fingerprint": site.fingerprint,
        "record_days": site.record_days,
        "undeclared": site.undeclared,
        "optional": list(site.optional_ids),
        "cookies": [{"id": each.id, "name": each.name, "consent": each.consent} for each in site.cookies],
        # For the ledger: in which languages is asked, and under which policies was.
        "languages": list(site.languages),
        "earlier": [each.fingerprint for each in site.changes],
    }


def readers(site: Site) -> dict[str, str]:
    """File name to text."""
    baked = json.dumps(_baked(site), indent=2)
    return {
        "consent.json": json.dumps(declared(site), indent=2) + "\n",
        # No `'` is in JSON's syntax, and PHP takes `\` in such a text for itself only before these two.
        "consent.php": _script("consent.php", baked.replace("\\", "\\\\").replace("'", "\\'")),
        "consent.mjs": _script("consent.mjs", baked),
    }


def _baked(site: Site) -> dict[str, Any]:
    return {
        "record": site.cookie("decision").name,
        "version": VERSION,
        "fingerprint": site.fingerprint,
        "minutes": site.record_days * MINUTES_A_DAY,
        "ahead": AHEAD_MINUTES,
        "optional": list(site.optional_ids),
        "necessary": [each.id for each in site.cookies if not each.consent],
    }


def _script(name: str, baked: str) -> str:
    return (TEMPLATES / name).read_text(encoding="utf-8").replace(PLACE, baked)
