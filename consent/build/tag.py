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
# What the tag tells where Python cannot come: that an answer is recorded, and that it cannot be. Their places among the
# words are 2 and 3.
NOTICES = ("confirmation.recorded", "confirmation.unrecorded")
# Stands for the told one of them.
TOLD = "\0"


def constants(site: Site, texts: Texts, styles: str, assets: str) -> str:
    """The module `declaration` that the tag's scripts import, as static/embed/declaration.d.ts types it."""
    lines = [f"export const {name} = {value};" for name, value in embedded(site, texts, styles, assets).items()]
    return "\n".join(lines) + "\n"


def embedded(site: Site, texts: Texts, styles: str, assets: str) -> dict[str, str]:
    """The members of that module, by name, as JavaScript."""
    template, words = _merged(site, texts)
    plain = {
        "assets": assets,
        "askEveryVisit": site.ask == EVERY_VISIT,
        "changed": bool(site.changes),
        "blockUndeclared": site.undeclared == BLOCK,
        # The days of those that need consent: the gate writes back no other.
        "cookies": [[each.id, each.name, *([each.days] if each.consent else [])] for each in site.cookies],
        # As the end of a host's name, and as `Domain` takes it (RFC 6265bis section 5.6.3).
        "domain": site.domain and "." + site.domain,
        "fingerprint": site.fingerprint,
        # Where nothing is optional no record binds, so that none is ever written.
        "recordMinutes": site.record_days * 1440 if site.optional else 0,
        "styles": styles,
        "words": words,
    }
    return {"template": template, **{name: _json(value) for name, value in plain.items()}}


def _merged(site: Site, texts: Texts) -> tuple[str, dict[str, list[Any]]]:
    """One template for what is much the same in all languages, and the words of each.

    The template is JavaScript: a function of the words, and of which of them a notice is to tell (none: the question).
    """
    languages = {tag: Messages(tag, texts[tag], texts[site.languages[0]]) for tag in site.languages}
    words: list[Sequence[Any]] = [
        [pattern(tag, site.languages.spellings) for tag in languages],
        [site.languages.direction(tag) for tag in languages],
        *([messages.get(key) for messages in languages.values()] for key in NOTICES),
    ]
    question = _template([view.prompt(site, messages).nodes[0] for messages in languages.values()], words)
    notice = _template([_notice(messages) for messages in languages.values()], words)
    template = f"(w, n) => n ? {notice.replace(_json(TOLD), 'w[n]')} : {question}"
    return template, {tag: [word[at] for word in words] for at, tag in enumerate(languages)}


def _template(nodes: list[Any], words: list[Sequence[Any]]) -> str:
    first = nodes[0]
    if all(node == first for node in nodes):
        return _json(first)
    if all(isinstance(node, list) and len(node) == len(first) for node in nodes):
        return "[" + ", ".join(_template(list(each), words) for each in zip(*nodes, strict=True)) + "]"
    if nodes not in words:
        words.append(nodes)
    return f"w[{words.index(nodes)}]"


def _notice(messages: Messages) -> Any:
    hide = element("button", (("data-consent-action", "close"),), messages.get("confirmation.close"))
    return element(
        "section",
        (("data-consent-view", "confirmation"), ("role", "alert"), ("tabindex", "-1")),
        element("div", (("class", "words"),), TOLD),
        element("div", (("class", "actions"),), hide),
    ).nodes[0]


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
