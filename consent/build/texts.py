"""The product's own sentences in each language that a site speaks, and what the site says in place of some.

They come from `locales/<tag>.json` beside the declaration, or else from the file of that name in this package.
"""

import json
import re
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Any

from ..core.messages import placeholders
from .checks import is_text
from .mistakes import MISSING, Mistake, Mistakes, WrongDeclaration, nearest
from .places import Steps
from .wording import DAYS, plurals

OURS = Path(__file__).parents[1] / "locales"
# Where a site has locales of its own, beside its declaration.
FOLDER = "locales"
# As many keys that are missing are named.
NAMED = 5

# A text, or one for each plural form of the language.
Text = str | dict[str, str]
Texts = dict[str, dict[str, Text]]
# Where a browser has these things, step by step: a language without them has links to the makers' own words.
STEPS = re.compile(r"policy\.browser\.[a-z-]+\.(delete|manage|block)")
# What the cookie, or the key, of a role is for.
ROLE = re.compile(r"role\.([a-z]+)\.(?:purpose|scenario)")


def reference(language: str = "en") -> dict[str, Text]:
    """Every sentence of ours by its key; in English what each locale has to have, with the same placeholders."""
    found: dict[str, Text] = json.loads((OURS / f"{language}.json").read_text(encoding="utf-8"))
    return found


def locales(
    languages: Iterable[str], folder: Path | None = None, replaced: Mapping[str, Mapping[str, Text]] | None = None
) -> Texts:
    """The product's texts in each of `languages`, those in `replaced` (by language and key) in place of ours.

    `folder` is that of the declaration. WrongDeclaration where a language is in no file, or a file falls short.
    """
    wrong: list[Mistake] = []
    texts = {}
    for language in languages:
        # What is lacking was told when the declaration was checked.
        found = _locale(language, folder, wrong, ())
        if found is None:
            wrong.append(Mistake("", None, "consent.languages", language, missing(language, folder)))
        else:
            texts[language] = {**found, **(replaced or {}).get(language, {})}
    if wrong:
        raise WrongDeclaration(wrong)
    return texts


def missing(language: str, folder: Path | None) -> str:
    """What is expected of a language that is in no file."""
    ours = ", ".join(_tags(OURS))
    meant = nearest(language, _tags(OURS) + (_tags(folder / FOLDER) if folder else []))
    return f"one of {ours}, or a file {FOLDER}/{language}.json beside this one" + (
        f'; did you mean "{meant}"?' if meant else ""
    )


def check(languages: list[str], roles: Collection[str], folder: Path, mistakes: Mistakes) -> list[str]:
    """Notes the languages that are in no file, and what is wrong in those of the site's own; gives the former.

    Of what a role is for, words are needed where it is among the site's `roles`.
    """
    wrong: list[Mistake] = []
    lacking = [language for language in languages if _locale(language, folder, wrong, roles) is None]
    for language in lacking:
        mistakes.note(("consent", "languages"), language, missing(language, folder))
    mistakes.add(wrong)
    return lacking


def replacements(found: Any, languages: list[str], mistakes: Mistakes) -> Texts:
    """The table [consent.texts] by language and key: `found` is by key, quoted or dotted, and language."""
    texts: Texts = {}
    at: Steps = ("consent", "texts")
    if not isinstance(found, dict):
        mistakes.note(at, found, "a table [consent.texts]")
        return texts
    known = reference()
    for steps, text in _leaves(found):
        key, language = ".".join(steps[:-1]), steps[-1]
        where = (*at, *steps)
        if ".".join(steps) in known:
            mistakes.note(where, text, f'a table of texts such as {{ {(languages or ["en"])[0]} = "..." }}')
        elif key not in known:
            expected = (
                f'a key of consent/locales/en.json, such as "prompt.title" = {{ {(languages or ["en"])[0]} = "..." }}'
            )
            mistakes.note(where, text, expected, nearest(key or language, known))
        elif language not in languages:
            mistakes.note(
                where, text, "one of consent.languages: " + ", ".join(languages), nearest(language, languages)
            )
        elif not is_text(text):
            mistakes.note(where, text, "a text in this language")
        elif (wanted := _lacks(text, known[key])) is not None:
            mistakes.note(where, text, wanted)
        else:
            texts.setdefault(language, {})[key] = text
    return texts


def _leaves(table: Mapping[str, Any], above: tuple[str, ...] = ()) -> list[tuple[tuple[str, ...], Any]]:
    found: list[tuple[tuple[str, ...], Any]] = []
    for key, value in table.items():
        found += _leaves(value, (*above, key)) if isinstance(value, dict) else [((*above, key), value)]
    return found


def _tags(folder: Path) -> list[str]:
    return sorted(path.stem for path in folder.glob("*.json"))


def _locale(language: str, folder: Path | None, wrong: list[Mistake], roles: Collection[str]) -> dict[str, Text] | None:
    """The texts of this language, the site's own before ours; None where no file has them."""
    own = folder / FOLDER / f"{language}.json" if folder else None
    if own and own.is_file():
        return _own(own, wrong, roles)
    return reference(language) if (OURS / f"{language}.json").is_file() else None


def _lacks(text: str, reference: Text) -> str | None:
    """What is expected in place of `text` by the placeholders of the `reference`; None where it is right."""
    other = reference if isinstance(reference, str) else reference["other"]
    return None if placeholders(text) == placeholders(other) else "a text with the placeholders of: " + other


def _plural(language: str, forms: dict[Any, Any]) -> str | None:
    """What is expected of the plural `forms` in `language`; None where they are right."""
    wanted = plurals(language)
    if not set(wanted) <= set(forms) or not all(map(is_text, forms.values())):
        return "a text for each plural form of the language: " + ", ".join(wanted)
    # "One day" and "two days" need no number where the language says it otherwise.
    return _lacks(forms["other"], "{days}")


def _own(path: Path, wrong: list[Mistake], roles: Collection[str]) -> dict[str, Text]:
    """The texts in the site's own file at `path`; what is wrong with it is added to `wrong`."""
    known = reference()
    try:
        raw = path.read_text(encoding="utf-8-sig")
        found = json.loads(raw)
    except (OSError, ValueError, RecursionError) as error:
        line = getattr(error, "lineno", None)
        wrong.append(Mistake(str(path), line, path.name, str(error), "a file of JSON in UTF-8"))
        return {}
    if not isinstance(found, dict):
        wrong.append(
            Mistake(str(path), 1, path.name, found, "an object of texts by their keys, as consent/locales/en.json")
        )
        return {}

    def note(key: str, expected: str) -> None:
        place = re.search(rf"\s*{re.escape(json.dumps(key, ensure_ascii=False))}\s*:", raw)
        line = raw.count("\n", 0, place.end()) + 1 if place else None
        wrong.append(Mistake(str(path), line, key, found[key], expected))

    for key, text in found.items():
        if key not in known:
            meant = nearest(key, [each for each in known if each not in found])
            note(key, "a key of consent/locales/en.json" + (f'; did you mean "{meant}"?' if meant else ""))
        elif key == DAYS and isinstance(text, dict):
            wanted = _plural(path.stem, text)
            if wanted:
                note(key, wanted)
        elif not is_text(text):
            note(key, "a text")
        elif (wanted := _lacks(text, known[key])) is not None:
            note(key, wanted)
    lacking = [key for key in known if key not in found and _is_needed(key, roles)]
    if lacking:
        more = f" and {len(lacking) - NAMED} more" if len(lacking) > NAMED else ""
        wrong.append(Mistake(str(path), None, ", ".join(lacking[:NAMED]) + more, MISSING, "a text for each key"))
    return found


def _is_needed(key: str, roles: Collection[str]) -> bool:
    role = ROLE.fullmatch(key)
    return role[1] in roles if role else not STEPS.fullmatch(key)
