"""What the documentation shows, so that tests do what it tells."""

import re
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "docs"


def page(name: str) -> str:
    """The text of docs/`name`.md."""
    return (FOLDER / f"{name}.md").read_text(encoding="utf-8")


def blocks(name: str, language: str) -> list[str]:
    """The blocks of code in `language` on that page."""
    return re.findall(rf"(?ms)^```{language}\n(.*?)^```", page(name))


def section(name: str, heading: str) -> list[str]:
    """The blocks of code under that heading of that page, whatever their language."""
    found = re.search(rf"(?ms)^## {re.escape(heading)}\n(.*?)(?=^## |\Z)", page(name))
    assert found, heading
    return re.findall(r"(?ms)^```\w+\n(.*?)^```", found[1])
