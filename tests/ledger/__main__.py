"""`make ledger`: SIGKILL again and again while a ledger is written, and damage anywhere in its files."""

import argparse
import random
import sys
import tempfile
from pathlib import Path

from sqlalchemy import text

from consent.server.ledger.errors import LedgerBroken
from consent.server.ledger.verify import opened
from tests.ledger import flips
from tests.ledger.kills import killed
from tests.ledger.places import Place, records
from tests.postgresql import ABSENT, BINARIES, Cluster, cluster

# Octets of a page of PostgreSQL's.
PAGE = 8192


def main() -> int:
    parser = argparse.ArgumentParser(prog="tests.ledger", description=__doc__)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument(
        "--flips", type=int, default=40, help="bits turned over in PostgreSQL's files; each restarts it"
    )
    asked = parser.parse_args()
    if BINARIES is None:
        print(ABSENT, file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for part in ("killed", "damaged", "copy", "postgresql", "pages"):
            (folder / part).mkdir()
        _kills("SQLite", Place(str(folder / "killed/ledger.sqlite"), folder / "killed"), asked.kills)
        with cluster() as server:
            _kills("PostgreSQL", Place(server.database(), folder / "postgresql"), asked.kills)
            place = Place(server.database(), folder / "pages")
            print(f"PostgreSQL: {_damaged(server, place, asked.flips)}", flush=True)
        place = Place(str(folder / "damaged/ledger.sqlite"), folder / "damaged")
        flips.small(place)
        found = flips.flipped(place, flips.every_octet(place), folder / "copy")
        held = found.tried - found.without_effect
        print(
            f"SQLite: a bit of each of {found.tried:,} octets turned over: {held:,} found, in the rest nothing is kept"
        )
    return 0


def _kills(database: str, place: Place, times: int) -> None:
    acknowledged, lines = killed(place, times)
    told = f"{acknowledged:,} acknowledged records, none lost; {lines:,} lines hold"
    print(f"{database}: killed {times} times while writing: {told}", flush=True)


def _damaged(server: Cluster, place: Place, times: int) -> str:
    """Turns over bits in the files of the table and its indexes, each alone; asserts that each is found."""
    place.fill(records(400), records(300, seed=2))
    with opened(place.address).reading() as connection:
        names = ("ledger_line", "ledger_line_pkey", "ledger_line_id_key")
        files = [
            server.folder / "data" / connection.execute(text(f"SELECT pg_relation_filepath('{name}')")).scalar_one()
            for name in names
        ]
    chance = random.Random(1)
    for at in range(times):
        file = files[at % len(files)]
        server.stop()
        whole = file.read_bytes()
        # The first page of an index tells of the whole, and no search reads its inner pages but from the top.
        octet = chance.randrange(PAGE if at % len(files) else 0, len(whole))
        file.write_bytes(whole[:octet] + bytes([whole[octet] ^ 1 << chance.randrange(8)]) + whole[octet + 1 :])
        server.start()
        try:
            place.verify()
        except LedgerBroken:
            pass
        else:
            raise AssertionError(f"{file.name}: a bit of octet {octet} was turned over and not found")
        server.stop()
        file.write_bytes(whole)
        server.start()
    place.verify()
    return f"a bit turned over {times} times in the table and its indexes: each found"


if __name__ == "__main__":
    sys.exit(main())
