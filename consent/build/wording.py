"""All that is said on a site in each of its languages: the product's sentences, and the site's own words among them.

What depends on a language's grammar is settled here, by Unicode's CLDR as Babel has it: plurals, how a list is joined,
what stands between two sentences.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.dates import format_date

from ..core.messages import Messages
from .cldr import maximise
from .items import CONTROLLER_MORE
from .roles import PURPOSES

Plain = Mapping[str, Any]
Words = dict[str, str]
Wording = dict[str, Words]
# A product's text is one sentence, or one for each plural form of the language.
Product = Mapping[str, str | Mapping[str, str]]
# What the browser is not given: it has come to be in the styles, or among the words.
BUILD_ONLY = ("accent", "control", "keep_days", "position", "texts", "purposes", "law", "effective")
WORDS = ("text", "about", "label", "scenario")
# Between sentences these scripts have no space.
UNSPACED = ("hans", "hant", "jpan")
# Of the product's texts, what stands in place of a text that a role's cookie has none of.
ROLE = "role."
DAYS = "duration.days"
QUOTED = "quoted"


def wording(plain: Plain, texts: Mapping[str, Product]) -> Wording:
    """The words of each language of the checked declaration `plain`, by key; `texts` are the product's."""
    return {language: _words(plain, language, texts[language]) for language in plain["languages"]}


def wordless(plain: Plain) -> Plain:
    """What the browser is given of the checked declaration `plain`: all but the words."""
    tables = {
        key: [{name: each[name] for name in each if name not in WORDS} for each in value]
        if isinstance(value, list) and value and isinstance(value[0], dict)
        else value
        for key, value in plain.items()
        if key not in BUILD_ONLY
    }
    # The name in the fallback's language is a part of the fingerprint.
    first, controller = plain["languages"][0], plain["controller"]
    facts = {key: controller[key] for key in ("contact", "country")}
    return {**tables, "controller": {**facts, "name": {first: controller["name"][first]}}}


def grammar(language: str) -> Words:
    """How `language` joins what is listed (UTS 35, "List Patterns") and what it puts between sentences."""
    patterns = _cldr(language).list_patterns["standard"]
    space = "" if maximise(language).script in UNSPACED else " "
    return {**{f"list.{part}": patterns[part] for part in ("2", "start", "middle", "end")}, "space": space}


def plural(language: str, forms: Mapping[str, str], number: int) -> str:
    """The one of `forms`, by CLDR's names for plural forms, that `language` has for `number`."""
    return forms.get(_cldr(language).plural_form(number)) or forms["other"]


def plurals(language: str) -> list[str]:
    """The names of the plural forms that `language` has for whole numbers of days."""
    rule = _cldr(language).plural_form
    # What is only for millions or for fractions no number of days meets.
    return sorted({rule(number) for number in range(1001)})


def _cldr(language: str) -> Locale:
    try:
        return Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        # As good as any other for a language of which nothing is known.
        return Locale("en")


def _words(plain: Plain, language: str, product: Product) -> Words:
    given = product[DAYS]
    forms = {"other": given} if isinstance(given, str) else given
    days = {plain["record_days"], *(each["days"] for each in plain["cookies"] if each["days"])}
    words = {
        **{key: text for key, text in product.items() if isinstance(text, str)},
        **grammar(language),
        **{f"duration.{each}": plural(language, forms, each).replace("{days}", str(each)) for each in sorted(days)},
    }
    said = Messages(language, words)
    kept = (*plain["cookies"], *plain.get("storage", ()))
    used = {each["purpose"] for each in kept}
    return {
        **{key: text for key, text in words.items() if not key.startswith((ROLE, QUOTED))},
        "controller": plain["controller"]["name"][language],
        **{f"purpose.{id}": said.get(f"role.{role}.purpose") for role, id in PURPOSES.items() if id in used},
        **{f"purpose.{each['id']}": each["text"][language] for each in plain["purposes"]},
        **{f"scenario.{each['id']}": _scenario(plain, each, said) for each in kept},
        **{f"category.{each['id']}": each["text"][language] for each in plain["categories"]},
        **{f"policy.about.{each['id']}": each["about"][language] for each in plain["categories"]},
        **{f"model.{each['key']}": each["label"][language] for each in plain["models"]},
        **{f"change.{at}": each["text"][language] for at, each in enumerate(plain["changes"])},
        **_legal(plain, language, said),
    }


def _legal(plain: Plain, language: str, said: Messages) -> Words:
    """What the site declares of itself and of the law: nothing is said of the rest."""
    law, controller, effective = plain.get("law", {}), plain["controller"], plain.get("effective")
    words = {f"controller.{key}": controller[key][language] for key in CONTROLLER_MORE if key in controller}
    for key, text in law.items():
        ours = ["policy.law.basis.necessary" if key == "basis" else "policy.law.rights.text"]
        if key == "basis" and any(each["consent"] for each in (*plain["cookies"], *plain.get("storage", ()))):
            ours.insert(0, "policy.law.basis.optional")
        words[f"law.{key}"] = said.sentences(*map(said.get, ours)) if text is True else text[language]
    if effective:
        day = format_date(date.fromisoformat(effective), "long", _cldr(language))
        words["effective"] = said.get("policy.effective", date=day)
    return words


def _scenario(plain: Plain, kept: Plain, said: Messages) -> str:
    """When what is `kept` on the device is used: the site's own words, or the product's on its role."""
    own: str | None = kept["scenario"].get(said.language)
    if own:
        return own
    models = [said.get(QUOTED, text=each["label"][said.language]) for each in plain["models"] if each["logo"]]
    told: str = said.get(f"role.{kept['id']}.scenario", models=said.joined(models))
    return told
