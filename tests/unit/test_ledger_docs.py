"""docs/ledger.md: its commands, configuration and grants are run as they stand there."""

import importlib.util
import json
import os
import re
import shlex
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import httpx2
import psycopg
import pytest
from starlette.testclient import TestClient

from consent.__main__ import main
from consent.build import declaration
from consent.build.readers import declared
from consent.server.ledger import app, bounds
from tests import PATIENCE, docs
from tests.ledger.places import NOW, Place, record, records
from tests.postgresql import Cluster
from tests.unit.real_servers import NGINX

ROOT = Path(__file__).parents[2]
SITE = declaration.load(ROOT / "pyscript.toml")
PAGE = " ".join(docs.page("ledger").split())


def told() -> bytes:
    minute = int(time.time() // 60)
    return record(granted=("language",), event="given", minute=minute).canonical.encode()


@pytest.fixture
def srv(tmp_path: Path) -> Path:
    """What stands for `/srv`: a build's file, and an empty folder for the ledger."""
    for place in ("consent/servers", "site/assets/consent/servers"):
        (tmp_path / place).mkdir(parents=True)
        (tmp_path / place / "consent.json").write_text(json.dumps(declared(SITE)), encoding="utf-8")
    (tmp_path / "ledger").mkdir()
    return tmp_path


def block(language: str, beginning: str, srv: Path) -> str:
    """The one block of this language that has this in it, with its own `/srv`."""
    [found] = [each for each in docs.blocks("ledger", language) if beginning in each]
    return found.replace("/srv", str(srv))


def shell(script: str, folder: Path, **more: str) -> subprocess.CompletedProcess[str]:
    """Runs the commands, those of this environment's Python among them; what is installed is installed."""
    bin = folder / "bin"
    bin.mkdir(exist_ok=True)
    command = bin / "smartee-consent"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m consent "$@"\n')
    command.chmod(0o755)
    environment = {**os.environ, "PATH": f"{bin}:{Path(sys.executable).parent}:{os.environ['PATH']}", **more}
    lines = [line for line in script.splitlines() if not line.startswith("pip install")]
    return subprocess.run(
        ["/bin/sh", "-e", "-c", "\n".join(lines)],
        cwd=folder,
        env=environment | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )


@contextmanager
def served(srv: Path) -> Iterator[Path]:
    """What the page says to start, as it stands there; gives its socket once it answers."""
    script = block("sh", "uvicorn", srv)
    lines = [line for line in script.splitlines() if not line.startswith("pip install")]
    assert lines[-1].startswith("uvicorn ")
    lines[-1] = f"exec {sys.executable} -m {lines[-1]}"
    process = subprocess.Popen(
        ["/bin/sh", "-e", "-c", "\n".join(lines)],
        cwd=srv,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        assert process.stdout
        seen = []
        for line in process.stdout:
            seen.append(line)
            if "running on" in line:
                break
        else:
            raise AssertionError("".join(seen))
        yield srv / "ledger/ledger.sock"
    finally:
        process.terminate()
        rest = process.communicate(timeout=PATIENCE)[0]
    # It keeps no log of who asks.
    assert "POST" not in rest


def test_the_server_runs_as_told_and_says_nothing_of_who_asks(srv: Path) -> None:
    with served(srv) as at, httpx2.Client(transport=httpx2.HTTPTransport(uds=str(at))) as client:
        answers = [
            client.post("http://site/api/consent-records", content=told(), headers={"Content-Type": "application/json"})
            for _ in range(2)
        ]
    assert [each.status_code for each in answers] == [201, 200]
    place = Place(str(srv / "ledger/ledger.sqlite"), srv / "ledger")
    assert place.verify().lines == 1
    assert {each.name for each in (srv / "ledger").iterdir()} >= {"ledger.key", "ledger.key.pub", "ledger.head"}


CONFIGURATION = """
{user}
daemon off;
pid {srv}/nginx.pid;
error_log stderr warn;
events {{ }}
http {{
    access_log {srv}/access.log;
    client_body_temp_path {srv}/a;
    proxy_temp_path {srv}/b;
    fastcgi_temp_path {srv}/c;
    uwsgi_temp_path {srv}/d;
    scgi_temp_path {srv}/e;
    server {{
        listen 127.0.0.1:{port};
        {location}
    }}
}}
"""


@pytest.mark.skipif(NGINX is None, reason="nginx is not installed")
def test_nginx_hands_it_records_as_told(srv: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener, served(srv):
        port = listener.getsockname()[1]
        user = "user root;" if os.geteuid() == 0 else ""
        words = CONFIGURATION.format(srv=srv, port=port, location=block("nginx", "location", srv), user=user)
        (srv / "nginx.conf").write_text(words)
        process = subprocess.Popen(
            [str(NGINX), "-p", srv, "-e", "stderr", "-c", srv / "nginx.conf"],
            pass_fds=[listener.fileno()],
            env={**os.environ, "NGINX": f"{listener.fileno()};"},
        )
        try:
            origin = f"http://127.0.0.1:{port}"
            headers = {"Content-Type": "application/json", "Origin": origin}
            with httpx2.Client(base_url=origin, timeout=PATIENCE) as client:
                assert client.post("/api/consent-records", content=told(), headers=headers).status_code == 201
                assert client.post("/api/consent-records", content=b"x" * 3000, headers=headers).status_code == 413
                other = {**headers, "Origin": "http://localhost:1"}
                assert client.post("/api/consent-records", content=told(), headers=other).status_code == 403
        finally:
            process.terminate()
            process.wait(PATIENCE)
    assert (srv / "access.log").read_text() == ""


def test_it_is_mounted_as_told(srv: Path) -> None:
    path = srv / "ledger_site.py"
    path.write_text(block("python", "# ledger_site.py", srv), encoding="utf-8")
    spec = importlib.util.spec_from_file_location("ledger_site", path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    client = TestClient(module.app, "https://site.example")
    headers = {"Content-Type": "application/json", "Origin": "https://site.example"}
    assert client.post("/api/consent-records", content=told(), headers=headers).status_code == 201
    module.ledger.close()


def test_every_command_of_the_page_runs(srv: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = Place(str(srv / "ledger/ledger.sqlite"), srv / "ledger")
    place.fill(records(20))
    shutil.copyfile(ROOT / "pyscript.toml", srv / "pyscript.toml")
    commands = block("sh", "ledger verify\n", srv).splitlines()
    monkeypatch.setenv("LEDGER_DATABASE", place.address)
    monkeypatch.setenv("LEDGER_KEY", str(place.key))
    monkeypatch.chdir(srv)
    for line in commands:
        command, *arguments = shlex.split(line)
        # There is no receipt of that name.
        assert (command, main(arguments)) == ("smartee-consent", 2 if "check" in line else 0), line
    assert {"choices.svg", "decisions.csv", "decisions.jsonld"} <= {each.name for each in srv.iterdir()}
    parts = re.findall(r"`(\w+)`", docs.page("ledger").split("## Verifying it")[1])
    assert {"verify", "check", "prune"} <= set(parts)


def test_a_backup_of_a_ledger_that_is_written_verifies(srv: Path) -> None:
    place = Place(str(srv / "ledger/ledger.sqlite"), srv / "ledger")
    store = place.store()
    store.append(records(20))
    script = block("sh", ".backup", srv)
    copied, backup, verified = script.splitlines()
    assert shell(copied, srv).returncode == 0
    store.append(records(5, seed=2))
    assert backup == f"sqlite3 {place.address} '.backup backup.sqlite'"
    # As the command does, which not every machine has.
    with closing(sqlite3.connect(place.address)) as one, closing(sqlite3.connect(srv / "backup.sqlite")) as other:
        one.backup(other)
    store.close()
    done = shell(verified, srv)
    assert (done.returncode, done.stdout.splitlines()[0]) == (0, "25 lines hold"), done.stderr


def test_with_the_grants_of_the_page_a_server_adds_and_nothing_else(postgresql: Cluster, srv: Path) -> None:
    address = postgresql.database()
    [name] = re.findall(r"/(\w+)\?host=", address)
    owner = Place(address, srv / "ledger")
    script = block("sh", "ledger create", srv).replace(
        "postgresql://ledger_owner@/ledger?host=/run/postgresql", address
    )
    done = shell(script, srv, LEDGER_KEY=str(owner.key))
    assert done.returncode == 0, done.stderr
    [grants] = docs.blocks("ledger", "sql")
    with psycopg.connect(postgresql.told(name), autocommit=True) as connection:
        for role in ("ledger_server", "ledger_keeper"):
            connection.execute(f"DROP ROLE IF EXISTS {role}")
            connection.execute(f"CREATE ROLE {role} LOGIN")
        for statement in grants.split(";\n"):
            connection.execute(statement)
    server = Place(postgresql.address(name, "ledger_server"), owner.folder)
    server.fill(records(10))
    assert server.verify().lines == 10
    for statement in ("UPDATE ledger_line SET minute = 1", "DELETE FROM ledger_line", "TRUNCATE ledger_line"):
        told = postgresql.told(name).replace("user=postgres", "user=ledger_server")
        with psycopg.connect(told) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute(statement)
    keeper = Place(postgresql.address(name, "ledger_keeper"), owner.folder)
    store = keeper.store()
    assert store.prune(NOW, NOW) == 10
    store.close()
    assert owner.verify()[:2] == (0, 10)


def test_the_figures_and_defaults_it_tells_are_those_of_the_code() -> None:
    assert f"one address has told {bounds.OF_ONE} at once, or all together {bounds.OF_ALL:,}" in PAGE
    assert f"else no less than `record_days` | `{app.KEEP_DAYS}`" in PAGE
    source = (ROOT / "consent/server/ledger/app.py").read_text(encoding="utf-8")
    settings = dict(re.findall(r'os\.environ\.get\("(\w+)", "?([\w./()]+)', source))
    rows = dict(re.findall(r"(?m)^\| `(LEDGER_\w+)` \|.*\| `(.+?)` \|$", docs.page("ledger")))
    assert set(rows) == set(settings)
    assert {name: value for name, value in rows.items() if name != "LEDGER_KEEP_DAYS"} == {
        name: value for name, value in settings.items() if name != "LEDGER_KEEP_DAYS"
    }
