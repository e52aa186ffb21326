"""A PostgreSQL of one's own: a cluster in a temporary folder, on a socket there and no port, ended with the block."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from tests import PATIENCE

# Debian keeps them out of the path, a folder for each version.
_FOUND = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda path: int(path.parts[-3]))
BINARIES = _FOUND[-1].parent if _FOUND else None
# With which a test that is given no server is skipped.
ABSENT = "PostgreSQL (postgresql) is not installed"


class Cluster:
    """A running server; `folder` holds its data, its socket and its log."""

    def __init__(self, folder: Path, user: str | None) -> None:
        self.folder = folder
        self._user = user
        self._databases = 0

    def start(self) -> None:
        """Returns once connections are taken."""
        self._control("start", "--log", self.folder / "log", "--options", f"-k {self.folder} -h ''")

    def stop(self) -> None:
        """Ends it, with what was committed on the disk."""
        self._control("stop", "--mode", "fast")

    def database(self) -> str:
        """The address of a new, empty database."""
        self._databases += 1
        name = f"ledger_{self._databases}"
        with psycopg.connect(self.told("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return self.address(name)

    def told(self, name: str) -> str:
        """What the driver itself takes for the database of this name."""
        return f"host={self.folder} user=postgres dbname={name}"

    def address(self, name: str, user: str = "postgres") -> str:
        """The address of the database of this name."""
        return f"postgresql://{user}@/{name}?host={self.folder}"

    def run(self, program: str, *arguments: str | Path) -> str:
        """Runs one of PostgreSQL's programs as its owner; gives what it prints."""
        assert BINARIES
        # It refuses root.
        done = subprocess.run(
            [BINARIES / program, *arguments],
            user=self._user,
            group=pwd.getpwnam(self._user).pw_gid if self._user else None,
            extra_groups=[] if self._user else None,
            cwd=self.folder,
            env={**os.environ, "LC_ALL": "C", "HOME": str(self.folder)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=PATIENCE,
        )
        assert done.returncode == 0, done.stdout
        return done.stdout

    def _control(self, *arguments: str | Path) -> None:
        # Its child keeps what is printed open: it is not to be waited for.
        self.run("pg_ctl", "--pgdata", self.folder / "data", "--wait", "--timeout", str(PATIENCE), *arguments)


@contextmanager
def cluster(*settings: str) -> Iterator[Cluster]:
    """A new server with `settings`, each as in `fsync=off`, that checks its pages."""
    user = None
    # A socket's name is short, and its folder everybody's to enter.
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    if os.geteuid() == 0:
        names = {each.pw_name for each in pwd.getpwall()}
        user = "postgres" if "postgres" in names else "nobody"
        shutil.chown(folder, user)
    found = Cluster(folder, user)
    folder.chmod(0o755)
    try:
        found.run("initdb", "-D", folder / "data", "-U", "postgres", "-A", "trust", "-E", "UTF8", "-k", "--no-sync")
        with (folder / "data/postgresql.conf").open("a") as file:
            file.writelines(f"{each}\n" for each in settings)
        found.start()
        try:
            yield found
        finally:
            found.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
