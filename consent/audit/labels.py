"""What the controls of banners say, in every language that this project has, and where known banners have them."""

import json
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
LOCALES = HERE.parent / "locales"
# Which of this product's texts means what.
OWN = {
    "accept": ("prompt.accept",),
    "refuse": ("prompt.refuse",),
    "settings": ("prompt.settings",),
    "save": ("settings.save",),
    "reopen": ("prompt.settings", "settings.withdraw"),
}

Labels = Mapping[str, Mapping[str, list[str]]]


@cache
def labels() -> Labels:
    """By what a control does and by language: what it may say."""
    said = tomllib.loads((HERE / "labels.toml").read_text(encoding="utf-8"))
    for locale in sorted(LOCALES.glob("*.json")):
        texts = json.loads(locale.read_text(encoding="utf-8"))
        for role, keys in OWN.items():
            said[role].setdefault(locale.stem, []).extend(texts[key] for key in keys)
    return said


@cache
def known() -> list[dict[str, Any]]:
    """Known banners: a name, and selectors by what is there."""
    found: list[dict[str, Any]] = tomllib.loads((HERE / "known.toml").read_text(encoding="utf-8"))["known"]
    return found
