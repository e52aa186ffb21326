"""Which tags mean which of the declared languages, and which way each language runs, by the data of Unicode's CLDR.

What comes out is small and is all that Python and the tag know of languages at run time.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from ..core.locale import normalise
from .cldr import UNREGISTERED, Tongue, apart, codes, distance, family, maximise, paradigms, regions, script, scripts

# The distance of UTS 35 up to which another script of the same language is read as well.
OTHER_SCRIPT = 10


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
    """A regular expression of JavaScript and Python for what tags that mean `language` by the `table` begin with.

    It is for tags with hyphens, in any case, stands in brackets with a word's end behind, and finds what
    `Languages.match` does.
    """
    excepted: dict[tuple[str, ...], list[str]] = {}
    for key in (key for key, meaning in table.items() if meaning == language):
        longer = tuple(other[len(key) + 1 :] for other in table if _above(other, table) == key)
        excepted.setdefault(longer, []).append(key)
    return "|".join(
        _any(keys) + f"(?!-{_any(longer)}\\b)" if longer else "|".join(_alternatives(keys))
        for longer, keys in excepted.items()
    )


def tongues(languages: Sequence[str], table: Mapping[str, str], in_hand: Collection[str]) -> dict[str, str | int]:
    """Such a pattern for each of the languages `in_hand` and their families, the fallback first, where it is known.

    0 stands for a pattern that is the language's own tag.
    """
    kin = {each for language in in_hand for each in family_of(language, table)}
    patterns = {each: pattern(each, table) for each in languages if each in kin or each == languages[0]}
    return {language: 0 if found == normalise(language) else found for language, found in patterns.items()}


def beginnings(table: Mapping[str, str], known: Collection[str]) -> dict[str, str]:
    """What tags of the languages that are not `known` begin with, longer ones first, and the language that each means.

    Themselves, and the shortest that only their families begin with: what else tells them apart is told with the words.
    """
    found: dict[str, str] = {}
    for key in sorted(table, key=lambda key: (len(key), key)):
        if table[key] and (key == normalise(table[key]) or not _above(key, found)):
            found[key] = table[key]
    return {key: found[key] for key in reversed(found) if found[key] not in known}


def family_of(language: str, table: Mapping[str, str]) -> list[str]:
    """The languages that share a first subtag with `language`, and itself."""
    firsts = {key.split("-")[0] for key, meaning in table.items() if meaning == language}
    return list(dict.fromkeys(meaning for key, meaning in table.items() if meaning and key.split("-")[0] in firsts))


def right_to_left(languages: Sequence[str]) -> list[str]:
    """Those of `languages` whose script runs from right to left."""
    return [tag for tag in languages if script(maximise(tag)).get("rtl") == "YES"]


def _any(words: Iterable[str]) -> str:
    found = _alternatives(words)
    return f"({'|'.join(found)})" if len(found) > 1 else found[0]


def _alternatives(words: Iterable[str]) -> list[str]:
    """Expressions that find the `words` together, what several begin with once; what may be left out is in brackets."""
    tails: dict[str, list[str]] = {}
    for word in words:
        head, _, tail = word.partition("-")
        tails.setdefault(head, []).append(tail)
    ends = [head for head, found in tails.items() if "" in found]
    longer = {head: found for head, all_of in tails.items() if (found := [tail for tail in all_of if tail])}
    optional = [head for head, found in longer.items() if found == ends]
    alike = [f"({'|'.join(f'{head}-' for head in optional)})?{_any(ends)}"] if optional else ends
    return alike + [f"{head}-{_any(found)}" for head, found in longer.items() if head not in optional]


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
    for code in codes():
        language = maximise(code).language
        kin = [each for each in tongues if family(each.language) == family(language)]
        if not kin:
            continue
        yield code
        if code in UNREGISTERED:
            continue
        written = {*scripts(language), *(each.script for each in kin)} - {""}
        yield from (f"{code}-{each}" for each in written)
        spoken = {*regions(language), *(each.region for each in kin)} - {""}
        yield from (f"{code}-{each}" for each in spoken)
        yield from (f"{code}-{here}-{there}" for here in written for there in spoken)


def _nearest(tag: str, declared: dict[str, Tongue]) -> str:
    """The one of `declared` in the family of `tag` that is nearest to it; "" where all are in another script."""
    wanted = maximise(tag)
    first = paradigms()

    def rank(language: str) -> tuple[int, bool, bool]:
        offered = declared[language]
        return distance(wanted, offered), offered not in first, offered != maximise(offered.language)

    kin = [
        each
        for each, offered in declared.items()
        if family(wanted.language) == family(offered.language) and _readable(wanted, offered)
    ]
    return min(kin, key=rank, default="")


def _readable(wanted: Tongue, offered: Tongue) -> bool:
    """Whether who reads `wanted` reads the script of `offered`: Serbian has two, those of Chinese are held apart."""
    return apart(wanted, offered, 2) <= OTHER_SCRIPT
