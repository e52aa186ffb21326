"""What the build writes into the tag: the declaration's constants, and the views that it shows without Python."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from ..core.messages import Messages
from ..core.site import BLOCK, EVERY_VISIT, Site
from ..render import view
from ..render.markup import element
from .languages import pattern

Texts = Mapping[str, Mapping[str, str]]


def constants(site: Site, texts: Texts, styles: str, assets: str) -> str:
    """The module `declaration` that the tag's scripts import, as static/embed/declaration.d.ts types it."""
    lines = [f"export const {name} = {value};" for name, value in embedded(site, texts, styles, assets).items()]
    return "\n".join(lines) + "\n"


def embedded(site: Site, texts: Texts, styles: str, assets: str) -> dict[str, str]:
    """The members of that module, by name, as JavaScript."""
    fallback = texts[site.languages[0]]
    templates, words = merged(
        {language: views(site, Messages(language, texts[language], fallback)) for language in site.languages},
        [pattern(language, site.languages.spellings) for language in site.languages],
        [site.languages.direction(language) for language in site.languages],
    )
    plain = {
        "assets": assets,
        "askEveryVisit": site.ask == EVERY_VISIT,
        "changed": bool(site.changes),
        "blockUndeclared": site.undeclared == BLOCK,
        # The days of those that need consent: the gate writes back no other.
        "cookies": [[each.id, each.name, *([each.days] if each.consent else [])] for each in site.cookies],
        "fingerprint": site.fingerprint,
        "recordMinutes": site.record_days * 1440,
        "styles": styles,
        "words": words,
    }
    return {"templates": templates, **{name: _json(value) for name, value in plain.items()}}


def views(site: Site, messages: Messages) -> list[Any]:
    """The question, and what the tag tells where Python cannot come: that an answer is recorded, that it cannot be."""
    told = [_notice(messages, key) for key in ("confirmation.recorded", "blocked.title")]
    return [view.prompt(site, messages).nodes[0], *told]


def merged(languages: Mapping[str, Any], *first: Sequence[Any]) -> tuple[str, dict[str, list[Any]]]:
    """One template for what is much the same in all languages, and the words of each, which begin with `first`.

    The template is JavaScript, a function of the words that gives back what was merged.
    """
    words = list(first)
    template = _template(list(languages.values()), words)
    return f"(w) => {template}", {tag: [word[at] for word in words] for at, tag in enumerate(languages)}


def _template(nodes: list[Any], words: list[Sequence[Any]]) -> str:
    first = nodes[0]
    if all(node == first for node in nodes):
        return _json(first)
    if all(isinstance(node, list) and len(node) == len(first) for node in nodes):
        return "[" + ", ".join(_template(list(each), words) for each in zip(*nodes, strict=True)) + "]"
    if nodes not in words:
        words.append(nodes)
    return f"w[{words.index(nodes)}]"


def _notice(messages: Messages, key: str) -> Any:
    hide = element("button", (("data-consent-action", "close"),), messages.get("confirmation.close"))
    return element(
        "section",
        (("data-consent-view", "confirmation"), ("role", "alert"), ("tabindex", "-1")),
        element("div", (("class", "words"),), messages.get(key)),
        element("div", (("class", "actions"),), hide),
    ).nodes[0]


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
