"""What visitors were asked under the present fingerprint, remembered in a file beside the declaration.

The fingerprint leaves texts out, so that a mended typo asks nobody. A text that has become another one is no typo: who
agreed to the old one has not agreed to it, and the build stops until the policy has a new version.
"""

import difflib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ..core.site import Site
from .mistakes import Mistakes
from .places import Steps

FILE = "consent.lock.json"
# The tables of what is kept on a device.
KEPT = ("cookies", "storage")
# A text as like the earlier one as this, from 0 to 1, is that one mended.
MENDED = 0.8
EXPECTED = (
    "a new consent.policy_version, since visitors agreed to {before!r}; or, where it means the same, "
    f"{FILE} deleted and built again"
)

Plain = dict[str, Any]
# Kind ("purposes", "scenarios"), id, language, to a text.
Asked = dict[str, dict[str, dict[str, str]]]


def check(plain: Plain, folder: Path, mistakes: Mistakes) -> None:
    """Notes every text of `plain` that is another than the one remembered in `folder`, while the fingerprint is not."""
    try:
        kept = _kept(folder, Site(plain).fingerprint)
    except ValueError:
        mistakes.note((FILE,), "no file that `build` wrote", "that file, or none")
        return
    for steps, kind, identifier, language, text in _texts(plain):
        before = kept.get(kind, {}).get(identifier, {}).get(language, text)
        if difflib.SequenceMatcher(None, before, text, autojunk=False).ratio() < MENDED:
            mistakes.note(steps, text, EXPECTED.format(before=before))


def write(plain: Plain, folder: Path) -> None:
    """Remembers in `folder` what visitors are asked by `plain`; what was first asked under a fingerprint stays.

    A folder that cannot be written has no memory.
    """
    fingerprint = Site(plain).fingerprint
    asked: Asked = {}
    for _, kind, identifier, language, text in _texts(plain):
        asked.setdefault(kind, {}).setdefault(identifier, {})[language] = text
    try:
        kept = _kept(folder, fingerprint)
        for kind, by_id in kept.items():
            for identifier, texts in by_id.items():
                asked.setdefault(kind, {}).setdefault(identifier, {}).update(texts)
        text = json.dumps({"fingerprint": fingerprint, "asked": asked}, ensure_ascii=False, indent=1) + "\n"
        path = folder / FILE
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            # Whole or not at all, whoever builds beside.
            made = path.with_suffix(".new")
            made.write_text(text, encoding="utf-8")
            made.replace(path)
    except OSError:
        return


def _kept(folder: Path, fingerprint: str) -> Asked:
    """What is remembered of this fingerprint; nothing where nothing is. ValueError where the file is another's."""
    try:
        found = json.loads((folder / FILE).read_text(encoding="utf-8"))
    except OSError:
        return {}
    if not isinstance(found, dict) or not _is_asked(found.get("asked")):
        raise ValueError(FILE)
    asked: Asked = found["asked"]
    return asked if found.get("fingerprint") == fingerprint else {}


def _is_asked(value: Any, depth: int = 3) -> bool:
    if not depth:
        return isinstance(value, str)
    return isinstance(value, dict) and all(_is_asked(each, depth - 1) for each in value.values())


def _texts(plain: Plain) -> Iterator[tuple[Steps, str, str, str, str]]:
    """Each text that a visitor agrees by: where it stands, its kind, of what, its language, the text."""
    asked = {each["purpose"] for kept in KEPT for each in plain[kept] if each["consent"]}
    for place, purpose in enumerate(plain["purposes"]):
        if purpose["id"] in asked:
            for language, text in purpose["text"].items():
                yield ("consent", "purposes", place, "text", language), "purposes", purpose["id"], language, text
    for kept in KEPT:
        for place, each in enumerate(plain[kept]):
            if each["consent"]:
                for language, text in each["scenario"].items():
                    yield ("consent", kept, place, "scenario", language), "scenarios", each["id"], language, text
