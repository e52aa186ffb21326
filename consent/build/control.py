"""The built-in control of the settings, for sites that declare one: a file of its own, so that no other site has it."""

from collections.abc import Mapping

from ..core.site import Site
from .prebuilt import literal

CORNER = "corner"
STATES = ("unasked", "accepted", "refused", "partial")
SCRIPT = "control.js"
# Behind the tag, whose own element and address it goes by (static/embed/script.js).
_START = (
    "(e=>import(new URL(%s,new URL(e?.dataset.consentBase||'.',e?.src||location))).catch(()=>{}))"
    "(document.currentScript||document.querySelector('script[data-consent-base]'));"
)


def start(hashed: str) -> str:
    """What the tag says to have the control of the folder `hashed`."""
    return _START % literal(hashed + SCRIPT)


def script(prebuilt: str, site: Site, texts: Mapping[str, Mapping[str, str]]) -> str:
    """The control's script with the words of the site's languages in it."""
    words = {tag: _words(site, tag, texts[tag]) for tag in site.languages}
    return f"const WORDS={literal(words)};{prebuilt}"


def _words(site: Site, tag: str, told: Mapping[str, str]) -> list[object]:
    states = {state: told["control." + state] for state in STATES}
    return [site.languages.direction(tag), told["settings.withdraw"], told["control.label"], states]
