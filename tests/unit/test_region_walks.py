"""The region cache against all real divisions: a thousand random walks, never over its octets, never a wrong list."""

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from consent.core import cookies, regions
from consent.demo.regions import DATA
from tests.unit.test_cases import SITE

ROOT = Path(__file__).parents[2]
NAME = next(cookie["name"] for cookie in SITE["cookies"] if cookie["id"] == "regions")
WALKS = 1000


def lists(code: str, tree: Any) -> Any:
    """Every real list by the code above it."""
    found = {code: tuple((region["code"], region["name"]) for region in tree)}
    for region in tree:
        found.update(lists(region["code"], region.get("children") or []))
    return found


REAL = lists("", json.loads((ROOT / DATA).read_text(encoding="utf-8")))


def walk(chance: random.Random) -> Iterator[str]:
    """The parents whose lists one visitor looks at: provinces, a province, perhaps a city."""
    parent = ""
    while True:
        yield parent
        if not REAL[parent] or chance.random() < 0.1:
            return
        parent = chance.choice(REAL[parent])[0]


def test_every_real_list_comes_back_exactly() -> None:
    assert len(REAL) > 3000
    for parent, items in REAL.items():
        assert regions.unpack(regions.pack(((parent, items),))) == ((parent, items),)


def test_a_thousand_walks() -> None:
    chance = random.Random(20261123)
    jar = ""
    fetched = hits = 0
    fullest = 0
    for _ in range(WALKS):
        for parent in walk(chance):
            cached = regions.unpack(jar)
            assert all(items == REAL[above] for above, items in cached), "a wrong list"
            items = regions.find(cached, parent)
            if items is None:
                fetched += 1
                items = REAL[parent]
            else:
                hits += 1
            assert items == REAL[parent]
            cached = regions.remember(cached, parent, items, cookies.MAX_OCTETS - len(NAME))
            assert cached[0] == (parent, items), "what was just used stands first"
            jar = regions.pack(cached)
            text = cookies.serialise(NAME, jar)
            octets = len(text.split(";")[0]) - 1
            fullest = max(fullest, octets)
            assert octets <= cookies.MAX_OCTETS
        # A second pick of the same place takes no request.
        assert regions.find(regions.unpack(jar), parent) == REAL[parent]
    assert fetched and hits
    assert fullest > cookies.MAX_OCTETS * 0.9, "the walks never filled the cookie, so they proved nothing"


def test_damage_anywhere_drops_the_cache() -> None:
    chance = random.Random(1)
    whole = regions.pack([(parent, REAL[parent]) for parent in ("", "440000", "440100")])
    for _ in range(500):
        at = chance.randrange(len(whole))
        damaged = whole[:at] + chance.choice("!AZz09|:/%") + whole[at + 1 :]
        assert regions.unpack(damaged) in ((), regions.unpack(whole) if damaged == whole else ())
        assert regions.unpack(whole[:at]) == ()
