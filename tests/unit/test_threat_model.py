"""What the threat model says of the product is so."""

import ast
import re
from pathlib import Path

from consent.core import models, regions
from consent.demo import patience

ROOT = Path(__file__).parents[2]
MODEL = " ".join((ROOT / "docs/threat-model.md").read_text(encoding="utf-8").split())


def constant(name: str) -> int:
    """A constant of the module that asks servers, which only MicroPython can import."""
    tree = ast.parse((ROOT / "consent/browser/server.py").read_text(encoding="utf-8"))
    [value] = [
        node.value for node in tree.body if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == name
    ]
    return int(ast.literal_eval(value))


def test_every_test_that_it_names_is_there() -> None:
    named = set(re.findall(r"`(test_\w+\.py)`", MODEL))
    assert len(named) > 8
    there = {path.name for folder in ("browser", "unit") for path in (ROOT / "tests" / folder).glob("test_*.py")}
    assert named <= there


def test_the_bounds_that_it_tells_are_those_of_the_code() -> None:
    assert f"at most {constant('MAX_OCTETS'):,} octets, {constant('PATIENCE_SECONDS')} seconds" in MODEL
    assert f"{models.MAX_MODELS} models and {regions.MAX_REGIONS} regions" in MODEL
    assert ("a request has ten seconds" in MODEL, patience.SECONDS) == (True, 10)
