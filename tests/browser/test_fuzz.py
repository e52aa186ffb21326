"""A sample of `make fuzz`: what is held reads back as the browser's own jar gives it."""

import pytest

from tests.fuzz.differential import BASE, differences, pages

from .conftest import Site, Visit, hosted
from .engines import only_chromium


@only_chromium("where browsers depart from RFC 6265bis the gate does as Chromium")
@pytest.mark.parametrize("seed", [20261128, 20261129])
def test_random_writes_are_read_back_as_without_the_gate(site: Site, visit: Visit, seed: int) -> None:
    plain, gated = (hosted(visit, site, BASE) for _ in range(2))
    assert list(differences(*pages(plain, gated), seed, 1000)) == []
    assert gated.jar() == []
