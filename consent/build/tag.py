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
# What is told where Python cannot come: that an answer is recorded, and that it cannot be.
NOTICES = ("confirmation.recorded", "confirmation.unrecorded")


@dataclass(frozen=True)
class Word:
    """Stands in a tree for a word of the language that is spoken: which of them."""

    place: int


def script(
    prebuilt: Callable[[str], str],
    site: Site,
    texts: Texts,
    styles: str,
    assets: str,
    in_hand: Sequence[str] = (),
    learns: bool = True,
) -> str:
    """The tag of `site`: of its `prebuilt` scripts, by name, the one with its switches, and in it what it declares.

    It has the words of the languages `in_hand`, or of all. Whether it `learns` those of others before it asks: else
    it asks at once, in the one that is in hand.
    """
    found = _values(site, styles, assets)
    question, words = _merged(site, texts)
    found |= _languages(site, words, in_hand, learns)
    return filled(prebuilt(named(found)), found, lambda w: literal(_spelt(question, w)))


def families(site: Site, texts: Texts) -> dict[str, str]:
    """Modules of words that the tag fetches where they are not in hand, by what tags of their languages begin with.

    Each has the words of a whole family.
    """
    _, words = _merged(site, texts)
    spellings = site.languages.spellings
    modules = {}
    for beginning, language in beginnings(spellings, ()).items():
        patterns = tongues([language, *site.languages], spellings, [language])
        kin = family_of(language, spellings)
        there = {each: found for each, found in patterns.items() if each in kin}
        modules[beginning] = f"export default {literal([there, {each: words[each] for each in kin}])};\n"
    return modules


def notices(texts: Texts) -> str:
    """The module of the views that tell what became of an answer where Python cannot come, by language."""
    views = {tag: [_notice(Messages(tag, told), key) for key in NOTICES] for tag, told in texts.items()}
    return f"export default {literal(views)};\n"


def constants(site: Site, texts: Texts, styles: str, assets: str) -> str:
    """The module `declaration` that the tag's scripts import, as static/embed/declaration.d.ts types it."""
    lines = [f"export const {name} = {value};" for name, value in embedded(site, texts, styles, assets).items()]
    return "\n".join(lines) + "\n"


def embedded(site: Site, texts: Texts, styles: str, assets: str) -> dict[str, str]:
    """The members of that module, by name, as JavaScript."""
    question, words = _merged(site, texts)
    plain = {**_values(site, styles, assets), **_languages(site, words)}
    template = f"(w) => {literal(_spelt(question, 'w'))}"
    return {"template": template, **{name: literal(value) for name, value in plain.items()}}


def _languages(
    site: Site, words: Mapping[str, Any], in_hand: Sequence[str] = (), learns: bool = True
) -> dict[str, Any]:
    there = in_hand or [*site.languages]
    more = len(there) < len(site.languages)
    known = tongues([*site.languages], site.languages.spellings, there)
    return {
        "tongues": known,
        "others": "|".join(beginnings(site.languages.spellings, known)),
        "words": {language: words[language] for language in there},
        "hasMore": more,
        "learns": learns and more,
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
            # No cookie has a name with a semicolon. Nothing is held of what needs no consent.
            *(
                [each.id, f";{each.id}", *([0, f"{each.area}Storage", each.name] if each.consent else [])]
                for each in site.storage
            ),
        ],
        # As the end of a host's name, and as `Domain` takes it (RFC 6265bis section 5.6.3).
        "domain": site.domain and "." + site.domain,
        "hasDomain": bool(site.domain),
        "hasStorage": any(each.consent for each in site.storage),
        "fingerprint": site.fingerprint,
        # Where nothing is optional no record binds, so that none is ever written.
        "recordSeconds": site.record_days * 86400 if site.optional else 0,
        "styles": styles,
    }


def _merged(site: Site, texts: Texts) -> tuple[Any, dict[str, list[Any]]]:
    """The question, which is much the same in all languages, and the words of each in their places."""
    languages = {tag: Messages(tag, texts[tag]) for tag in site.languages}
    words: list[Sequence[Any]] = [[site.languages.direction(tag) for tag in languages]]
    question = _template([view.prompt(site, messages).nodes[0] for messages in languages.values()], words)
    return question, {tag: [word[at] for word in words] for at, tag in enumerate(languages)}


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


def _spelt(node: Any, w: str) -> Any:
    """The template, to be written as JavaScript, of the words `w`."""
    if isinstance(node, list):
        return [_spelt(each, w) for each in node]
    return Code(f"{w}[{node.place}]") if isinstance(node, Word) else node


def _notice(messages: Messages, key: str) -> Any:
    hide = element("button", (("data-consent-action", "close"),), messages.get("confirmation.close"))
    return element(
        "section",
        (
            ("role", "alert"),
            ("tabindex", "-1"),
            ("aria-label", messages.get("confirmation.title")),
            ("data-consent-view", "confirmation"),
        ),
        element("div", (("class", "words"),), messages.get(key)),
        element("div", (("class", "actions"),), hide),
    ).nodes[0]
