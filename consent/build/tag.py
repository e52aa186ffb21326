"""What the build writes into the tag: the declaration's constants, and the views that it shows without Python."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..core.messages import Messages
from ..core.site import BLOCK, EVERY_VISIT, Site
from ..render import view
from ..render.markup import element
from .languages import beginnings, family_of, tongues
from .prebuilt import Code, filled, literal, named

Texts = Mapping[str, Mapping[str, str]]
# What the tag tells where Python cannot come: that an answer is recorded, and that it cannot be. Their places among the
# words are 1 and 2.
NOTICES = ("confirmation.recorded", "confirmation.unrecorded")
# Stands for the told one of them.
TOLD = "\0"


@dataclass(frozen=True)
class Word:
    """Stands in a tree for a word of the language that is spoken: which of them."""

    place: int


def script(
    prebuilt: Callable[[str], str], site: Site, texts: Texts, styles: str, assets: str, in_hand: Sequence[str] = ()
) -> str:
    """The tag of `site`: of its `prebuilt` scripts, by name, the one with its switches, and in it what it declares.

    It has the words of the languages `in_hand`, or of all.
    """
    found = _values(site, styles, assets)
    question, notice, words = _merged(site, texts)
    found |= _languages(site, words, in_hand)
    return filled(prebuilt(named(found)), found, lambda w, n: _chosen(question, notice, w, n))


def families(site: Site, texts: Texts) -> dict[str, str]:
    """Modules of words that the tag fetches where they are not in hand, by what tags of their languages begin with.

    Each has the words of a whole family.
    """
    _, _, words = _merged(site, texts)
    spellings = site.languages.spellings
    modules = {}
    for beginning, language in beginnings(spellings, ()).items():
        patterns = tongues([language, *site.languages], spellings, [language])
        kin = family_of(language, spellings)
        there = {each: found for each, found in patterns.items() if each in kin}
        modules[beginning] = f"export default {literal([there, {each: words[each] for each in kin}])};\n"
    return modules


def constants(site: Site, texts: Texts, styles: str, assets: str) -> str:
    """The module `declaration` that the tag's scripts import, as static/embed/declaration.d.ts types it."""
    lines = [f"export const {name} = {value};" for name, value in embedded(site, texts, styles, assets).items()]
    return "\n".join(lines) + "\n"


def embedded(site: Site, texts: Texts, styles: str, assets: str) -> dict[str, str]:
    """The members of that module, by name, as JavaScript."""
    question, notice, words = _merged(site, texts)
    plain = {**_values(site, styles, assets), **_languages(site, words, ())}
    template = f"(w, n) => {_chosen(question, notice, 'w', 'n')}"
    return {"template": template, **{name: literal(value) for name, value in plain.items()}}


def _languages(site: Site, words: Mapping[str, Any], in_hand: Sequence[str]) -> dict[str, Any]:
    there = in_hand or [*site.languages]
    known = tongues([*site.languages], site.languages.spellings, there)
    return {
        "tongues": known,
        "others": "|".join(beginnings(site.languages.spellings, known)),
        "words": {language: words[language] for language in there},
        "hasMore": len(there) < len(site.languages),
    }


def _values(site: Site, styles: str, assets: str) -> dict[str, Any]:
    """Those of them that no view is made of."""
    return {
        "assets": assets,
        "askEveryVisit": site.ask == EVERY_VISIT,
        "changed": bool(site.changes),
        "blockUndeclared": site.undeclared == BLOCK,
        # The days of those that need consent: the gate writes back no other.
        "cookies": [
            *([each.id, each.name, *([each.days] if each.consent else [])] for each in site.cookies),
            # No cookie has a name with a semicolon.
            *(
                [each.id, f";{each.id}", 0 if each.consent else None, f"{each.area}Storage", each.name]
                for each in site.storage
            ),
        ],
        # As the end of a host's name, and as `Domain` takes it (RFC 6265bis section 5.6.3).
        "domain": site.domain and "." + site.domain,
        "hasDomain": bool(site.domain),
        "hasStorage": bool(site.storage),
        "fingerprint": site.fingerprint,
        # Where nothing is optional no record binds, so that none is ever written.
        "recordSeconds": site.record_days * 86400 if site.optional else 0,
        "styles": styles,
    }


def _merged(site: Site, texts: Texts) -> tuple[Any, Any, dict[str, list[Any]]]:
    """The question and the notice, which are much the same in all languages, and the words of each in their places."""
    languages = {tag: Messages(tag, texts[tag]) for tag in site.languages}
    words: list[Sequence[Any]] = [
        [site.languages.direction(tag) for tag in languages],
        *([messages.get(key) for messages in languages.values()] for key in NOTICES),
    ]
    question = _template([view.prompt(site, messages).nodes[0] for messages in languages.values()], words)
    notice = _template([_notice(messages) for messages in languages.values()], words)
    return question, notice, {tag: [word[at] for word in words] for at, tag in enumerate(languages)}


def _template(nodes: list[Any], words: list[Sequence[Any]]) -> Any:
    """What the `nodes` of all languages have in common; a `Word` where they differ, which then stands in `words`."""
    first = nodes[0]
    if all(node == first for node in nodes):
        return first
    if all(isinstance(node, list) and len(node) == len(first) for node in nodes):
        return [_template(list(each), words) for each in zip(*nodes, strict=True)]
    if nodes not in words:
        words.append(nodes)
    return Word(words.index(nodes))


def _chosen(question: Any, notice: Any, w: str, n: str) -> str:
    """The template as JavaScript: of the words `w` the notice of the one at `n`; the question where there is none."""
    return f"{n}?{literal(_spelt(notice, w, n))}:{literal(_spelt(question, w, n))}"


def _spelt(node: Any, w: str, n: str) -> Any:
    if isinstance(node, list):
        return [_spelt(each, w, n) for each in node]
    if node == TOLD:
        return Code(f"{w}[{n}]")
    return Code(f"{w}[{node.place}]") if isinstance(node, Word) else node


def _notice(messages: Messages) -> Any:
    hide = element("button", (("data-consent-action", "close"),), messages.get("confirmation.close"))
    return element(
        "section",
        (("role", "alert"), ("tabindex", "-1"), ("data-consent-view", "confirmation")),
        element("div", (("class", "words"),), TOLD),
        element("div", (("class", "actions"),), hide),
    ).nodes[0]
