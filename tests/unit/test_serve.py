"""The serving of a built folder: from memory, and by a server that says where it is."""

import asyncio
import gzip
import http.client
import json
import signal
import socket
import ssl
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import brotli
import pytest
from starlette.testclient import TestClient

from consent.build import declaration
from consent.build.headers import headers_for
from consent.demo.app import make_app
from consent.demo.files import FolderUnreadable, choose
from consent.demo.patience import SECONDS
from consent.demo.serve import HOST, HostUnusable, PortUnusable, listen, serve
from tests import PATIENCE, coroutines

ROOT = Path(__file__).resolve().parents[2]
SITE = declaration.load(ROOT / "pyscript.toml")
SCRIPT = b"'use strict';\n" * 200


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    built = tmp_path / "built"
    files = {
        "index.html": b"<!doctype html><title>Start</title>",
        "embed.js": SCRIPT,
        "embed.js.br": brotli.compress(SCRIPT),
        "embed.js.gz": gzip.compress(SCRIPT),
        "c/0123abcd/app.mpy": b"M\x06\x00\x1f",
        "c/0123abcd/a.wasm": b"\0asm",
        "policy/en/index.html": b"<!doctype html><title>Policy</title>",
        "policy/\u4e2d\u6587.txt": "\u4f60\u597d".encode(),
        ".htaccess": b"secret",
        ".git/config": b"secret",
    }
    for name, body in files.items():
        file = built / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(body)
    (tmp_path / "secret.txt").write_text("secret")
    return built


@pytest.fixture
def client(folder: Path) -> TestClient:
    return TestClient(make_app(folder, SITE), "http://localhost", follow_redirects=False)


@pytest.mark.parametrize(
    ("accept", "coding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip", "gzip"),
        ("x-gzip", "gzip"),
        ("br;q=0.5, gzip", "gzip"),
        ("br;q=0, *", "gzip"),
        ("*", "br"),
        ("BR", "br"),
        ("identity", "identity"),
        ("identity, br;q=0.5", "identity"),
        ("identity;q=0.5, br;q=0.5", "br"),
        ("br;q=x", "identity"),
        ("br;q=nan", "identity"),
        ("*;q=0", "identity"),
        ("", "identity"),
    ],
)
def test_the_coding_that_is_asked_for(client: TestClient, accept: str, coding: str) -> None:
    assert choose(accept, ("identity", "br", "gzip")) == coding
    assert choose(accept, ("identity",)) == "identity"
    answer = client.get("/embed.js", headers={"Accept-Encoding": accept})
    assert answer.headers.get("content-encoding", "identity") == coding
    assert answer.content == SCRIPT
    assert answer.headers["vary"] == "Accept-Encoding"


def test_each_coding_has_its_own_etag(client: TestClient) -> None:
    tags = set()
    for coding in ("br", "gzip", "identity"):
        asked = {"Accept-Encoding": coding}
        answer = client.get("/embed.js", headers=asked)
        tags.add(answer.headers["etag"])
        again = client.get("/embed.js", headers=asked | {"If-None-Match": f'"x", {answer.headers["etag"]}'})
        assert (again.status_code, again.content) == (304, b"")
        assert {"etag", "cache-control", "vary"} <= set(again.headers)
        assert not {"content-encoding", "content-length", "content-type"} & set(again.headers)
        head = client.head("/embed.js", headers=asked)
        assert head.content == b"" and dict(head.headers) == dict(answer.headers)
    assert len(tags) == 3
    answer = client.get("/embed.js", headers={"Accept-Encoding": "br", "If-None-Match": tags.pop()})
    assert answer.status_code in (200, 304)
    assert client.get("/embed.js", headers={"If-None-Match": "*"}).status_code == 304


@pytest.mark.parametrize("address", ["http://localhost", "https://localhost"])
def test_files_come_with_the_headers_of_the_table(folder: Path, address: str) -> None:
    client = TestClient(make_app(folder, SITE), address)
    for path in ("/", "/index.html", "/embed.js", "/c/0123abcd/app.mpy", "/c/0123abcd/a.wasm", "/policy/en/"):
        answer = client.get(path)
        assert answer.status_code == 200
        for name, value in headers_for(path, address.startswith("https")):
            assert answer.headers[name] == value
        assert ("strict-transport-security" in answer.headers) == address.startswith("https")


def test_a_folder_is_its_index(client: TestClient) -> None:
    assert client.get("/policy/en/").text == "<!doctype html><title>Policy</title>"
    answer = client.get("/policy/en?a=b")
    assert (answer.status_code, answer.headers["location"]) == (308, "/policy/en/?a=b")
    assert client.get("/policy/").status_code == 404
    assert client.get("/policy/%E4%B8%AD%E6%96%87.txt").text == "你好"


@pytest.mark.parametrize(
    "path",
    [
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/c/../../secret.txt",
        "/c/%2e%2e%2f%2e%2e%2fsecret.txt",
        "/..%5csecret.txt",
        "//secret.txt",
        "/etc/passwd",
        "//etc/passwd",
        "/.htaccess",
        "/.git/config",
        "/embed.js.br",
        "/embed.js/",
        "/embed.js%00",
        "/index.html%00.js",
        "/nothing",
        "//evil.example/policy/en",
    ],
)
def test_nothing_else_is_served(client: TestClient, path: str) -> None:
    answer = client.get("http://localhost" + path)
    assert answer.status_code == 404
    assert "secret" not in answer.text and "root:" not in answer.text
    assert answer.headers["content-security-policy"]


def test_paths_that_no_client_tidies_up(folder: Path) -> None:
    """As above, but with the bytes put on the line as they are."""
    with running(folder) as (port, _):
        paths = (b"/../secret.txt", b"/c/../../secret.txt", b"/%2e%2e/secret.txt", b"/./index.html")
        for path in (*paths, b"/../built/index.html", b"*", b"/\xff", b"//"):
            with socket.create_connection(("127.0.0.1", port), 5) as line:
                line.sendall(b"GET " + path + b" HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                answer = b"".join(iter(lambda: line.recv(65536), b""))
            assert answer.split(b" ", 2)[1] in (b"400", b"404"), path
            assert b"secret" not in answer


def test_files_are_only_read(client: TestClient) -> None:
    answer = client.post("/embed.js", content=b"x")
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD")


def test_a_missing_page_can_have_a_page(folder: Path) -> None:
    (folder / "404.html").write_text("<!doctype html><title>Gone</title>")
    answer = TestClient(make_app(folder, SITE), "http://localhost").get("/nothing")
    assert (answer.status_code, answer.text) == (404, "<!doctype html><title>Gone</title>")
    assert answer.headers["content-type"] == "text/html; charset=utf-8"


def test_a_folder_that_leads_out_is_not_served(folder: Path, tmp_path: Path) -> None:
    (folder / "way-out.txt").symlink_to(tmp_path / "secret.txt")
    with pytest.raises(FolderUnreadable, match=r"way-out\.txt leads out"):
        make_app(folder, SITE)
    with pytest.raises(FolderUnreadable, match="no such folder"):
        make_app(tmp_path / "none", SITE)


PROGRAM = """
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from consent.core.errors import ConsentError
from consent.build import declaration
from consent.demo.serve import serve
folder, port, host, patience, *tls = sys.argv[1:]
site = declaration.load(Path("pyscript.toml"))
try:
    serve(Path(folder), site, int(port), tuple(map(Path, tls)) or None, host, float(patience))
except ConsentError as error:
    sys.exit(str(error))
"""


class running:
    """The server as a process of its own: its port, and the process, stopped by Ctrl-C at the end."""

    def __init__(self, folder: Path, *tls: Path, host: str = HOST, patience: float = SECONDS) -> None:
        self.arguments = [sys.executable, "-c", PROGRAM, str(folder), "0", host, str(patience), *map(str, tls)]

    def __enter__(self) -> tuple[int, subprocess.Popen[str]]:
        pipes: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
        self.process = subprocess.Popen(self.arguments, cwd=ROOT, **pipes)
        assert self.process.stdout and self.process.stderr
        self.line = self.process.stdout.readline()
        assert self.line.startswith("Smartee Consent is at http"), self.process.stderr.read()
        return int(self.line.rstrip("/\n").rpartition(":")[2]), self.process

    def __exit__(self, *error: object) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        out, err = self.process.communicate(timeout=PATIENCE)
        assert (self.process.returncode, out, err) == (0, "", "")


def ask(
    connection: http.client.HTTPConnection,
    method: str,
    path: str,
    value: Any = None,
    headers: dict[str, str] | None = None,
) -> SimpleNamespace:
    """The answer to one request over `connection`, as it came: nothing is unpacked."""
    body = None if value is None else json.dumps(value)
    kind = {} if value is None else {"Content-Type": "application/json"}
    connection.request(method, path, body, kind | (headers or {}))
    answer = connection.getresponse()
    return SimpleNamespace(status=answer.status, headers=answer.headers, content=answer.read())


def test_serve_answers_where_it_says_and_stops_quietly(folder: Path) -> None:
    with running(folder) as (port, process):
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        answer = ask(line, "GET", "/embed.js", headers={"Accept-Encoding": "br"})
        assert (brotli.decompress(answer.content), answer.headers["Content-Encoding"]) == (SCRIPT, "br")
        assert answer.headers["Date"] and "Server" not in answer.headers
        head = ask(line, "HEAD", "/embed.js")
        assert (head.content, head.headers["Content-Length"]) == (b"", str(len(SCRIPT)))
        assert len(json.loads(ask(line, "GET", "/api/regions").content)) == 34
        who = {"account": "dr.chen", "password": "aligner-demo"}
        assert ask(line, "POST", "/api/sign-in", who).status == 200
        assert ask(line, "POST", "/api/sign-in", {"account": "x" * 90000}).status == 413
        assert ask(line, "GET", "/").status == 200
        # A connection that is still open does not hold up the end.
        process.send_signal(signal.SIGINT)
        process.wait(PATIENCE)
        line.close()


def test_small_answers_do_not_wait_for_an_acknowledgement() -> None:
    """Sent in two pieces under Nagle's algorithm, each of the later ones would take 40 ms of delayed ACK."""

    async def off() -> bool:
        told = asyncio.get_running_loop().create_future()

        def accepted(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            told.set_result(writer.get_extra_info("socket").getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
            writer.close()

        with listen(0) as listener:
            server = await asyncio.start_server(accepted, sock=listener)
            _, writer = await asyncio.open_connection(*listener.getsockname())
            answer = await told
            writer.close()
            server.close()
        return answer

    assert coroutines.run(off())


def test_serve_with_tls(folder: Path, tmp_path: Path) -> None:
    certificate, key = tmp_path / "cert.pem", tmp_path / "key.pem"
    request = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=localhost".split()
    subprocess.run(
        [*request, "-addext", "subjectAltName=DNS:localhost", "-keyout", key, "-out", certificate],
        check=True,
        capture_output=True,
    )
    with running(folder, certificate, key) as (port, _):
        trust = ssl.create_default_context(cafile=str(certificate))
        line = http.client.HTTPSConnection("localhost", port, context=trust, timeout=PATIENCE)
        assert ask(line, "GET", "/").headers["Strict-Transport-Security"]
        who = {"account": "dr.chen", "password": "aligner-demo", "httponly": True}
        assert "; Secure" in ask(line, "POST", "/api/sign-in", who).headers["Set-Cookie"]
        line.close()


def test_a_port_that_is_taken_is_told_in_one_line(folder: Path) -> None:
    with running(folder) as (port, _):
        arguments = [sys.executable, "-c", PROGRAM, str(folder), str(port), HOST, "9"]
        second = subprocess.run(arguments, cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE)
        assert second.returncode == 1
        told = "it is taken; choose another one with --port (make: PORT=)"
        assert second.stderr == f"port {port} cannot be used: {told}\n"
        assert second.stdout == ""


@pytest.mark.parametrize("port", [-1, 70000])
def test_a_port_that_cannot_be(folder: Path, port: int) -> None:
    with pytest.raises(PortUnusable, match=str(port)):
        serve(folder, SITE, port)


@pytest.mark.parametrize("host", ["192.0.2.1", "nobody.invalid", "a" * 70 + ".invalid", ""])
def test_a_host_that_is_not_this_machine(folder: Path, host: str) -> None:
    with pytest.raises(HostUnusable, match="no address to serve at"):
        serve(folder, SITE, 0, host=host)
