"""Hypothesis as on any machine: no example is too slow, whatever else the machine does; a ledger in each database."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.browser import engines
from tests.ledger.places import Place
from tests.postgresql import ABSENT, BINARIES, Cluster, cluster

settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Cluster]:
    """A PostgreSQL for these tests alone; only their processes are killed, so that nothing has to reach the disk."""
    if BINARIES is None:
        if engines.ALL:
            pytest.fail(ABSENT)
        pytest.skip(ABSENT)
    with cluster("fsync = off", "max_connections = 50") as found:
        yield found


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """Where a new ledger may lie, in each of the databases."""
    if request.param == "sqlite":
        return Place(str(tmp_path / "ledger.sqlite"), tmp_path)
    server: Cluster = request.getfixturevalue("postgresql")
    return Place(server.database(), tmp_path)


@pytest.fixture
def file(tmp_path: Path) -> Place:
    """Where a new ledger may lie in a file."""
    return Place(str(tmp_path / "ledger.sqlite"), tmp_path)
