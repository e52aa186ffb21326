"""The tag as it is made once for all sites: a script for each way to fold its switches, with places for the rest.

A site's build needs neither a bundler nor Node: it takes the script of its switches and puts what it declares into the
places. Each is a literal that nothing else in the script says.
"""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from itertools import product
from typing import Any

from .bundler import BundleError

# What is known when the script is made, so that the code behind it falls away or stays.
SWITCHES = ("askEveryVisit", "changed", "blockUndeclared", "hasDomain", "hasStorage", "hasMore", "learns")
# What is known when a site is built. Nothing may be reckoned of the number, for that would be done beforehand. Of the
# length of what comes there where a short one would be written at each use.
PLACES = {
    "assets": '"@assets@"',
    "cookies": '["@cookies@"]',
    "domain": '"@domain@"',
    "fingerprint": '"@fingerprint@"',
    "recordSeconds": "15552001",
    "styles": '"@styles' + "@" * 2000 + '"',
    "template": '(w) => ["@question@", w]',
    "others": '"@others@"',
    "tongues": '{"@tongue@": 0}',
    "words": '{"@words@": ["@direction@"]}',
}
# How they look in the shortened script. What is in quotes may have become a part of a longer text.
_LOOKS = {
    "assets": "@assets@",
    "cookies": '["@cookies@"]',
    "domain": "@domain@",
    "fingerprint": "@fingerprint@",
    "recordSeconds": PLACES["recordSeconds"],
    "styles": PLACES["styles"],
    "others": "@others@",
    "tongues": '{"@tongue@":0}',
    "words": '{"@words@":["@direction@"]}',
}
# A number may be written at each use. All else stands once.
_MOST = {"recordSeconds": 2}
# The name is the one that the shortened script has for the words.
_TEMPLATE = re.compile(r'\["@question@",(?P<w>[\w$]+)\]')
# A member's name that needs no quotes.
_NAME = re.compile(r"[A-Za-z_$][\w$]*", re.ASCII)
# What makes the template, by what the script calls the words.
Template = Callable[[str], str]


class Code(str):
    """JavaScript that stands in a value as it is."""


def variants() -> Iterable[tuple[str, str]]:
    """Each way to set the switches, by its name, with the module `declaration` that the script is made with."""
    for values in product((False, True), repeat=len(SWITCHES)):
        switches = dict(zip(SWITCHES, values, strict=True))
        # Where all words are in hand there is nothing to learn.
        if switches["learns"] and not switches["hasMore"]:
            continue
        members = {name: literal(value) for name, value in switches.items()} | PLACES
        if not switches["hasDomain"]:
            members["domain"] = '""'
        if not switches["hasMore"]:
            members["others"] = '""'
        yield named(switches), "".join(f"export const {name} = {value};\n" for name, value in members.items())


def named(switches: Mapping[str, bool]) -> str:
    """The name of the script with these switches."""
    return "".join(str(int(switches[name])) for name in SWITCHES)


def checked(script: str) -> str:
    """`script`, where each place is in it as often as it is to be; BundleError where not."""
    counts = {name: script.count(look) for name, look in _LOOKS.items()}
    counts["template"] = len(_TEMPLATE.findall(script))
    # Without a domain there is no place for it, nor for other languages where all words are in hand.
    least = {"domain": 0, "others": 0}
    wrong = ", ".join(
        f"{name} {count} times"
        for name, count in counts.items()
        if not least.get(name, 1) <= count <= _MOST.get(name, 1)
    )
    if wrong:
        raise BundleError(f"the prebuilt tag is to say each place where it is used, but says {wrong}: see {__name__}")
    return script


def filled(script: str, values: Mapping[str, Any], template: Template) -> str:
    """`script` with a site's `values` in their places, and the template's code. BundleError where it lacks a place."""
    found = _TEMPLATE.search(checked(script))
    assert found
    texts = {_LOOKS[name]: _placed(name, values[name]) for name in _LOOKS}
    texts[found[0]] = template(found["w"])
    # All at once: what is put in is not looked at again.
    return re.sub("|".join(map(re.escape, texts)), lambda place: texts[place[0]], script)


def literal(value: Any) -> str:
    """`value` as JavaScript, in few bytes; nothing in it ends a script element that the tag is inlined into."""
    if isinstance(value, Mapping):
        return "{" + ",".join(f"{_member(name)}:{literal(each)}" for name, each in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ",".join(map(literal, value)) + "]"
    if isinstance(value, Code):
        return value
    if isinstance(value, str) and value.count('"') > value.count("'"):
        return _inlined("'" + re.sub(r"\\.|'", _requoted, json.dumps(value, ensure_ascii=False)[1:-1]) + "'")
    return _inlined(json.dumps(value, ensure_ascii=False))


def _requoted(found: re.Match[str]) -> str:
    return {'\\"': '"', "'": "\\'"}.get(found[0], found[0])


def _member(name: str) -> str:
    return name if _NAME.fullmatch(name) else literal(name)


def _inlined(text: str) -> str:
    return re.sub(r"<(?=/script)", r"<\\", text, flags=re.IGNORECASE).replace("<!--", r"\x3c!--")


def _placed(name: str, value: Any) -> str:
    # These may be within a longer text.
    return literal(value)[1:-1] if _LOOKS[name].endswith("@") else literal(value)
