"""What an audit asks a page by: JavaScript, for it runs there."""

import json
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent
# What the page's scripts are told on by; nobody else on the page has a name like it.
TELL = "__smartee_consent_audit"


@cache
def text(name: str) -> str:
    """The script of this name; a page is asked by it many times a second."""
    return (HERE / f"{name}.js").read_text(encoding="utf-8")


def watch() -> str:
    """What runs before any script of a page does."""
    return text("watch").replace("TELL", json.dumps(TELL))
