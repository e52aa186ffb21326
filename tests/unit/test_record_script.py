"""Of several copies of the record the tag and Python take the same one, whatever the ids of the cookies."""

import json
import subprocess
from itertools import combinations
from pathlib import Path

import pytest

from consent.build.bundler import esbuild
from consent.build.product import said
from consent.build.tag import constants
from consent.core import decision
from consent.core.site import Site

from .test_port import BROWSER

ROOT = Path(__file__).parents[2]
NOW = 29398461
# Each the beginning of another, with every kind of character that an id may have behind it.
IDS = ("business-model", "business", "business2", "businesses")
AGES = (0, 1, 1439, 1440, 180 * 1440 - 1, 180 * 1440)


@pytest.fixture(scope="module")
def site() -> Site:
    plain = json.loads((ROOT / "tests/cases/site.json").read_text(encoding="utf-8"))
    optional = [{**plain["cookies"][0], "id": each, "name": each} for each in IDS]
    return Site({**plain, "cookies": optional + [each for each in plain["cookies"] if not each["consent"]]})


@pytest.fixture(scope="module")
def script(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("record")
    declaration = folder / "declaration.js"
    declaration.write_text(constants(site, said(site), "", "c/"), encoding="utf-8")
    bundled = folder / "record.mjs"
    source = str(ROOT / "tests/unit/record_subjects.js")
    shape = ("--bundle", "--format=esm", "--platform=node", "--target=es2020", f"--banner:js={BROWSER}")
    esbuild([source, *shape, f"--alias:declaration={declaration}", f"--outfile={bundled}"], ROOT)
    return bundled


def records(site: Site) -> list[str]:
    """Every grant at every age, and what is no record of this policy."""
    grants = [each for count in range(3) for each in combinations(IDS, count)]
    texts = [decision.text(decision.decide(site, each, NOW - age)) for each in grants for age in AGES]
    return [*texts, decision.text(decision.decide(site, IDS, NOW + 2)), f"1.00000000.-.{NOW}", "-", ""]


def test_the_tag_takes_the_copy_that_python_takes(site: Site, script: Path) -> None:
    pairs = [list(pair) for pair in combinations(records(site), 2)]
    asked = [(texts, NOW) for pair in pairs for texts in (pair, pair[::-1])]
    told = subprocess.run(["node", str(script)], input=json.dumps(asked), capture_output=True, text=True, timeout=60)
    assert told.returncode == 0, told.stderr
    expected = [decision.binding(site, texts, NOW) for texts, _ in asked]
    wrong = [
        (texts, found, bound and decision.text(bound))
        for (texts, _), found, bound in zip(asked, json.loads(told.stdout), expected, strict=True)
        if found != (bound and decision.text(bound))
    ]
    assert wrong == []
