"""Which tags mean which of the declared languages, and which way each language runs, by the data of Unicode's CLDR.

Likely subtags, language aliases and language matching are those of UTS 35, part 1. What comes out is small and is all
that Python and the tag know of languages at run time.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from ..core.locale import normalise

CLDR = Path(__file__).parents[2] / "node_modules/cldr-core"
# Windows' and .NET's names for the two ways of writing Chinese, alone or behind the language.
SCRIPT_NAMES = {"chs": "hans", "cht": "hant"}
# And the country's code in place of the language's.
UNREGISTERED = {"cn": "zh", **{name: f"zh-{script}" for name, script in SCRIPT_NAMES.items()}}
# The distance of UTS 35 up to which another script of the same language is read as well.
OTHER_SCRIPT = 10


class Tongue(NamedTuple):
    """A language as it is written somewhere: the subtags of a maximised tag, in lower case; "" where none is known."""

    language: str
    script: str
    region: str


def spellings(languages: Sequence[str]) -> dict[str, str]:
    """What `Languages.match` looks up: the prefix of a tag to the one of `languages` that it means, or to "" for none.

    A key is in lower case with hyphens. What follows from a shorter key is left out.
    """
    declared = {tag: maximise(tag) for tag in languages}
    exact = {normalise(tag): tag for tag in languages}
    table: dict[str, str] = {}
    # Shorter ones first, since they imply the longer ones.
    for tag in sorted({*exact, *_candidates(declared.values())}, key=lambda tag: (len(tag), tag)):
        meaning = exact.get(tag) or _nearest(tag, declared)
        if meaning != _found(table, tag):
            table[tag] = meaning
    return dict(sorted(table.items()))


def pattern(language: str, table: Mapping[str, str]) -> str:
    """A regular expression of JavaScript and Python for the tags that mean `language` by the `spellings` in `table`.

    It is for tags with hyphens, in any case, and finds what `Languages.match` does.
    """
    excepted: dict[tuple[str, ...], list[str]] = {}
    for key in (key for key, meaning in table.items() if meaning == language):
        longer = tuple(other[len(key) + 1 :] for other in table if _above(other, table) == key)
        excepted.setdefault(longer, []).append(key)
    meant = "|".join(
        _any(keys) + f"(?!-{_any(longer)}\\b)" if longer else "|".join(keys) for longer, keys in excepted.items()
    )
    return f"^ *({meant})\\b"


def _any(words: Sequence[str]) -> str:
    return f"({'|'.join(words)})" if len(words) > 1 else words[0]


def right_to_left(languages: Sequence[str]) -> list[str]:
    """Those of `languages` whose script runs from right to left."""
    return [tag for tag in languages if _script(maximise(tag)).get("rtl") == "YES"]


def maximise(tag: str) -> Tongue:
    """`tag` with the script and region that are likely where it says none (UTS 35, "Likely Subtags")."""
    language, script, region = _parts(_canonical(normalise(tag)))
    for known in ((language, script, region), (language, script), (language, region), (language,)):
        likely = _likely().get("-".join(filter(None, known)))
        if likely:
            _, likely_script, likely_region = _parts(likely)
            return Tongue(language, script or likely_script, region or likely_region)
    return Tongue(language, script, region)


def _found(table: Mapping[str, str], tag: str) -> str:
    """What `tag` means by the `table` without it, as `Languages.match` has it."""
    return table.get(_above(tag, table), "")


def _above(tag: str, table: Mapping[str, str]) -> str:
    """The longest prefix of `tag` that the `table` has, `tag` itself left out; "" where it has none."""
    while tag:
        tag = tag[: max(tag.rfind("-"), 0)]
        if tag in table:
            break
    return tag


def _candidates(declared: Iterable[Tongue]) -> Iterator[str]:
    """Every tag that may mean something else than its prefix does."""
    tongues = list(declared)
    for code in _codes():
        language = maximise(code).language
        kin = [each for each in tongues if _family(each.language) == _family(language)]
        if not kin:
            continue
        yield code
        if code in UNREGISTERED:
            continue
        scripts = {*_scripts(language), *(each.script for each in kin)} - {""}
        yield from (f"{code}-{script}" for script in scripts)
        regions = {*_regions(language), *(each.region for each in kin)} - {""}
        yield from (f"{code}-{region}" for region in regions)
        yield from (f"{code}-{script}-{region}" for script in scripts for region in regions)


def _nearest(tag: str, declared: dict[str, Tongue]) -> str:
    """The one of `declared` in the family of `tag` that is nearest to it; "" where all are in another script."""
    wanted = maximise(tag)
    paradigms = [maximise(each) for each in _matching()["paradigmLocales"]["_locales"]]

    def rank(language: str) -> tuple[int, bool, bool]:
        offered = declared[language]
        return _distance(wanted, offered), offered not in paradigms, offered != maximise(offered.language)

    kin = [each for each in declared if _related(wanted, declared[each]) and _readable(wanted, declared[each])]
    return min(kin, key=rank, default="")


def _readable(wanted: Tongue, offered: Tongue) -> bool:
    """Whether who reads `wanted` reads the script of `offered`: Serbian has two, those of Chinese are held apart."""
    return _apart(wanted, offered, 2) <= OTHER_SCRIPT


def _related(one: Tongue, other: Tongue) -> bool:
    return _family(one.language) == _family(other.language)


def _distance(wanted: Tongue, offered: Tongue) -> int:
    """How far apart two ways of writing are (UTS 35, "Language Matching"): in language, in script and in region."""
    return sum(_apart(wanted, offered, length) for length in (1, 2, 3))


def _apart(wanted: Tongue, offered: Tongue, length: int) -> int:
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
def _codes() -> tuple[str, ...]:
    """Every first part of a tag that CLDR knows: a language, or what stands for one.

    Not the codes that BCP 47 never had, of three letters where there is one of two (`eng`, `zho`, `chi`).
    """
    languages = {_parts(tag).language for tag in (*_likely(), *_locales())}
    aliases = {tag.lower() for tag, alias in _listed().items() if alias["_reason"] not in ("overlong", "bibliographic")}
    return tuple(
        sorted(code for code in {*languages, *aliases, *UNREGISTERED} if normalise(code) == code and "-" not in code)
    )


def _family(language: str) -> str:
    """The language that `language` is a way of writing of, or itself: Norwegian of Bokmål."""
    parents = _cldr("supplemental/parentLocales.json")["supplemental"]["parentLocales"]["parentLocale"]
    parent: str = parents.get(language, "und")
    return language if "-" in parent or parent == "und" else parent


@cache
def _scripts(language: str) -> frozenset[str]:
    """The scripts that systems offer this language in, by every name."""
    scripts = {_parts(tag).script for tag in _offered() if _parts(tag).language == language}
    return frozenset({*scripts, *(name for name, script in SCRIPT_NAMES.items() if script in scripts)})


@cache
def _regions(language: str) -> frozenset[str]:
    """The regions for which systems offer this language."""
    return frozenset(_parts(tag).region for tag in _offered() if _parts(tag).language == language)


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


@cache
def _offered() -> tuple[str, ...]:
    """The locales of CLDR with their likely scripts and regions; none in a script that is out of use (UAX 31)."""
    tongues = (maximise(tag) for tag in _locales())
    return tuple("-".join(filter(None, each)) for each in tongues if _script(each).get("idUsage") != "EXCLUSION")


@cache
def _locales() -> tuple[str, ...]:
    return tuple(tag.lower() for tag in _cldr("availableLocales.json")["availableLocales"]["full"])


def _matching() -> Any:
    found: dict[str, Any] = _cldr("supplemental/languageMatching.json")["supplemental"]["languageMatching"]
    return found["written-new"]


def _script(tongue: Tongue) -> dict[str, str]:
    """What CLDR tells of the script of `tongue`; nothing where it is not known."""
    found: dict[str, str] = _cldr("scriptMetadata.json")["scriptMetadata"].get(tongue.script.capitalize(), {})
    return found


def _lower(tags: dict[str, str]) -> dict[str, str]:
    return {tag.lower(): other.lower() for tag, other in tags.items()}


@cache
def _cldr(name: str) -> Any:
    return json.loads((CLDR / name).read_text(encoding="utf-8"))
