"""Unicode's CLDR on languages: likely subtags, aliases and matching, as UTS 35, part 1 has them."""

import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from ..core.locale import normalise

# Of the npm package cldr-core; an installed package has brought them along.
_PACKAGE = Path(__file__).parents[1]
_NPM = _PACKAGE.parent / "node_modules/cldr-core"
CLDR = _NPM if _NPM.is_dir() else _PACKAGE / "assets/cldr"
FILES = (
    "availableLocales.json",
    "scriptMetadata.json",
    "supplemental/aliases.json",
    "supplemental/languageMatching.json",
    "supplemental/likelySubtags.json",
    "supplemental/parentLocales.json",
    "supplemental/territoryContainment.json",
)
# Windows' and .NET's names for the two ways of writing Chinese, alone or behind the language.
SCRIPT_NAMES = {"chs": "hans", "cht": "hant"}
# And the country's code in place of the language's.
UNREGISTERED = {"cn": "zh", **{name: f"zh-{script}" for name, script in SCRIPT_NAMES.items()}}


class Tongue(NamedTuple):
    """A language as it is written somewhere: the subtags of a maximised tag, in lower case; "" where none is known."""

    language: str
    script: str
    region: str


def maximise(tag: str) -> Tongue:
    """`tag` with the script and region that are likely where it says none (UTS 35, "Likely Subtags")."""
    language, script, region = _parts(_canonical(normalise(tag)))
    for known in ((language, script, region), (language, script), (language, region), (language,)):
        likely = _likely().get("-".join(filter(None, known)))
        if likely:
            _, likely_script, likely_region = _parts(likely)
            return Tongue(language, script or likely_script, region or likely_region)
    return Tongue(language, script, region)


def distance(wanted: Tongue, offered: Tongue) -> int:
    """How far apart two ways of writing are (UTS 35, "Language Matching"): in language, in script and in region."""
    return sum(apart(wanted, offered, length) for length in (1, 2, 3))


def apart(wanted: Tongue, offered: Tongue, length: int) -> int:
    """How far apart they are in the last of their first `length` subtags."""
    if wanted[length - 1] == offered[length - 1]:
        return 0
    return next(
        int(rule["_distance"])
        for rule in _matching()["languageMatch"]
        if _holds(rule, wanted[:length], offered[:length])
        or (not rule.get("_oneway") and _holds(rule, offered[:length], wanted[:length]))
    )


def _holds(rule: dict[str, Any], desired: Sequence[str], supported: Sequence[str]) -> bool:
    return _fits(rule["_desired"], desired) and _fits(rule["_supported"], supported)


def _fits(pattern: str, subtags: Sequence[str]) -> bool:
    """Whether a rule's `pattern`, such as `en-*-$!enUS`, is of as many subtags and holds for these."""
    parts = pattern.split("-")
    return len(parts) == len(subtags) and all(map(_fits_one, parts, subtags))


def _fits_one(part: str, subtag: str) -> bool:
    if part.startswith("$"):
        return (subtag in _variable("$" + part.lstrip("$!"))) != part.startswith("$!")
    return part in ("*", subtag) or part.lower() == subtag


@cache
def _variable(name: str) -> frozenset[str]:
    """The regions that a name in CLDR's rules stands for, with all that lies within them."""
    contained = _cldr("supplemental/territoryContainment.json")["supplemental"]["territoryContainment"]
    waiting = _matching()["matchVariables"][name]["_value"].split("+")
    found: set[str] = set()
    while waiting:
        region = waiting.pop()
        found.add(region.lower())
        for key in (region, f"{region}-status-grouping"):
            waiting += contained.get(key, {}).get("_contains", [])
    return frozenset(found)


@cache
def codes() -> tuple[str, ...]:
    """Every first part of a tag that CLDR knows: a language, or what stands for one.

    Not the codes that BCP 47 never had, of three letters where there is one of two (`eng`, `zho`, `chi`).
    """
    languages = {_parts(tag).language for tag in (*_likely(), *_locales())}
    aliases = {tag.lower() for tag, alias in _listed().items() if alias["_reason"] not in ("overlong", "bibliographic")}
    return tuple(
        sorted(code for code in {*languages, *aliases, *UNREGISTERED} if normalise(code) == code and "-" not in code)
    )


def family(language: str) -> str:
    """The language that `language` is a way of writing of, or itself: Norwegian of Bokmål."""
    parents = _cldr("supplemental/parentLocales.json")["supplemental"]["parentLocales"]["parentLocale"]
    parent: str = parents.get(language, "und")
    return language if "-" in parent or parent == "und" else parent


@cache
def scripts(language: str) -> frozenset[str]:
    """The scripts that systems offer this language in, by every name."""
    scripts = {_parts(tag).script for tag in _offered() if _parts(tag).language == language}
    return frozenset({*scripts, *(name for name, script in SCRIPT_NAMES.items() if script in scripts)})


@cache
def regions(language: str) -> frozenset[str]:
    """The regions for which systems offer this language."""
    return frozenset(_parts(tag).region for tag in _offered() if _parts(tag).language == language)


def script(tongue: Tongue) -> dict[str, str]:
    """What CLDR tells of the script of `tongue`; nothing where it is not known."""
    found: dict[str, str] = _cldr("scriptMetadata.json")["scriptMetadata"].get(tongue.script.capitalize(), {})
    return found


def _canonical(tag: str) -> str:
    """`tag` with its deprecated, legacy and overlong parts replaced (UTS 35, "Language Aliases")."""
    subtags = tag.split("-")
    for length in range(len(subtags), 0, -1):
        replacement = _aliases().get("-".join(subtags[:length]))
        if replacement:
            language, script, region = _parts("-".join([replacement, *subtags[length:]]))
            given = _parts("-".join(["und", *subtags[length:]]))
            return "-".join(filter(None, (language, given.script or script, given.region or region)))
    return tag


@cache
def _parts(tag: str) -> Tongue:
    """The subtags of `tag` that tell languages apart (RFC 5646 section 2.1); variants and extensions do not."""
    language, *rest = tag.split("-")
    rest = [SCRIPT_NAMES.get(each, each) for each in rest]
    script = next((each for each in rest if len(each) == 4 and each.isalpha()), "")
    region = next((each for each in rest if len(each) == 2 or (len(each) == 3 and each.isdigit())), "")
    return Tongue(language, script, region)


@cache
def _offered() -> tuple[str, ...]:
    """The locales of CLDR with their likely scripts and regions; none in a script that is out of use (UAX 31)."""
    tongues = (maximise(tag) for tag in _locales())
    return tuple("-".join(filter(None, each)) for each in tongues if script(each).get("idUsage") != "EXCLUSION")


@cache
def _locales() -> tuple[str, ...]:
    return tuple(tag.lower() for tag in _cldr("availableLocales.json")["availableLocales"]["full"])


def paradigms() -> list[Tongue]:
    """The ways of writing that go before others of the same distance."""
    return [maximise(each) for each in _matching()["paradigmLocales"]["_locales"]]


@cache
def _likely() -> dict[str, str]:
    return _lower(_cldr("supplemental/likelySubtags.json")["supplemental"]["likelySubtags"])


@cache
def _aliases() -> dict[str, str]:
    return {**_lower({tag: alias["_replacement"] for tag, alias in _listed().items()}), **UNREGISTERED}


def _listed() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = _cldr("supplemental/aliases.json")["supplemental"]["metadata"]["alias"][
        "languageAlias"
    ]
    return found


def _matching() -> Any:
    found: dict[str, Any] = _cldr("supplemental/languageMatching.json")["supplemental"]["languageMatching"]
    return found["written-new"]


def _lower(tags: dict[str, str]) -> dict[str, str]:
    return {tag.lower(): other.lower() for tag, other in tags.items()}


@cache
def _cldr(name: str) -> Any:
    return json.loads((CLDR / name).read_text(encoding="utf-8"))
