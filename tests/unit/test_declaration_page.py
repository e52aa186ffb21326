"""docs/declaration.md: its examples are declarations, and it has every key."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from consent.build import declaration
from consent.build.mistakes import WrongDeclaration
from consent.build.roles import ROLES
from consent.core.site import Site
from tests.docs import blocks, page

ROOT = Path(__file__).parents[2]
PAGE = page("declaration")
SMALLEST, *EXAMPLES = blocks("declaration", "toml")


def together(whole: dict[str, Any], part: dict[str, Any]) -> dict[str, Any]:
    """`whole` with what `part` has: tables of an array beside those that are there, else in place of what is there."""
    made = dict(whole)
    for key, value in part.items():
        if isinstance(value, dict) and isinstance(made.get(key), dict):
            made[key] = together(made[key], value)
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            made[key] = made.get(key, []) + value
        else:
            made[key] = value
    return made


def test_the_smallest_is_one() -> None:
    site = Site(declaration.validate(tomllib.loads(SMALLEST)))
    assert (site.optional, [each.id for each in site.cookies]) == ((), ["decision", "visit"])


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.strip().splitlines()[1])
def test_each_example_goes_into_the_smallest(example: str) -> None:
    assert declaration.validate(together(tomllib.loads(SMALLEST), tomllib.loads(example)))


def test_all_of_them_make_one_declaration() -> None:
    whole = tomllib.loads(SMALLEST)
    for example in EXAMPLES:
        whole = together(whole, tomllib.loads(example))
    assert declaration.validate(whole)


def test_every_key_is_there_with_its_default() -> None:
    rows = dict(re.findall(r"(?m)^\| `(\w+)` \| .* \| (.+?) \|$", PAGE))
    for key, (default, _, _) in declaration.SETTINGS.items():
        assert rows[key] == (
            "needed" if default is None else f"`{default if isinstance(default, int) else quoted(default)}`"
        ), key
    for key in (*declaration.TABLES, *declaration.COOKIE_KEYS):
        assert f"consent.{key}]" in PAGE or f"\n{key} = " in PAGE, key


def quoted(value: Any) -> str:
    return str(value).replace("'", '"') if isinstance(value, list) else f'"{value}"'


def test_every_role_is_told() -> None:
    table = PAGE.split("## Roles")[1].split("```")[0]
    assert set(re.findall(r"`(\w+)`", " ".join(re.findall(r"(?m)^\| (`.+?) \|", table)))) == set(ROLES)


def test_what_it_shows_of_mistakes_is_what_is_told(tmp_path: Path) -> None:
    shown = re.findall(r"(?m)^pyscript\.toml:\d+: (consent\..*)$", PAGE)
    text = (ROOT / "tests/sites/studio.toml").read_text(encoding="utf-8")
    text = text.replace("days = 365", "days = 500", 1).replace('category = "comfort"', 'category = "prefrences"', 1)
    path = tmp_path / "pyscript.toml"
    path.write_text(text.replace("comfort", "technical-too"), encoding="utf-8")
    with pytest.raises(WrongDeclaration) as caught:
        declaration.load(path)
    told = [line.split(": ", 1)[1] for line in str(caught.value).replace(", technical-too", "").splitlines()]
    assert sorted(told) == sorted(shown)
