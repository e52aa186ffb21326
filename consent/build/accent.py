"""The colours that the banner is given by one of the site's: an accent for light pages and one for dark ones."""

import re

# What a browser lays text on where a page sets nothing: white, and in the dark the lightest that one of them has
# (Firefox 42, 42, 46 in its newest; Chromium 18, 18, 18). Both are a little stricter than that.
LIGHT, DARK = (250, 250, 250), (48, 48, 52)
# WCAG 2.2, 1.4.3; enough for the edges too (1.4.11), which take 3.
ENOUGH = 4.5
EXPECTED = 'a colour of six hex digits such as "#0b6673"'

Colour = tuple[int, int, int]


def is_colour(value: object) -> bool:
    """Six hex digits behind a `#`; nothing is a colour too: the browser's own."""
    return isinstance(value, str) and re.fullmatch(r"#[0-9a-fA-F]{6}|", value) is not None


def contrast(one: Colour, other: Colour) -> float:
    """The contrast of two colours, from 1 to 21 (WCAG 2.2, "contrast ratio")."""
    dark, bright = sorted((_luminance(one), _luminance(other)))
    return (bright + 0.05) / (dark + 0.05)


def accents(given: str) -> tuple[str, str]:
    """The accent for light pages and for dark ones: the `given` one where it will do, else the nearest that does.

    Either is read on its paper, and its paper on it.
    """
    colour = _parsed(given)
    return _told(_towards(colour, (0, 0, 0), LIGHT)), _told(_towards(colour, (255, 255, 255), DARK))


def rules(given: str) -> str:
    """The styles that give the banner the accent `given`, behind those of static/styles/prompt.css."""
    if not given:
        return ""
    light, dark = accents(given)
    both = f"light-dark({light},{dark})"
    return _rule(light) + "@supports(color:light-dark(red,red)){" + _rule(both) + "}"


def _rule(accent: str) -> str:
    return "section,dialog{--accent:var(--smartee-consent-accent," + accent + ")}"


def _towards(colour: Colour, end: Colour, paper: Colour) -> Colour:
    """`colour`, mixed with as little of `end` as makes it stand out from `paper`."""
    for part in range(256):
        mixed = tuple(round(one + (other - one) * part / 255) for one, other in zip(colour, end, strict=True))
        if contrast(mixed, paper) >= ENOUGH:  # type: ignore[arg-type]
            return mixed  # type: ignore[return-value]
    raise AssertionError("no paper is as bright as white and as dark as black")


def _luminance(colour: Colour) -> float:
    """Relative luminance (WCAG 2.2)."""
    red, green, blue = (
        each / 255 / 12.92 if each / 255 <= 0.04045 else ((each / 255 + 0.055) / 1.055) ** 2.4 for each in colour
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _parsed(colour: str) -> Colour:
    red, green, blue = bytes.fromhex(colour[1:])
    return red, green, blue


def _told(colour: Colour) -> str:
    return "#" + bytes(colour).hex()
