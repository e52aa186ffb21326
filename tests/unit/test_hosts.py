"""Requests as no browser of an honest page sends them, over a real line: foreign hosts, and requests that never end."""

import re
import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests import PATIENCE
from tests.unit.test_serve import running

GET = b"GET /api/business-models HTTP/1.1\r\n"
POST = b"POST /api/sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    built = tmp_path_factory.mktemp("built")
    (built / "index.html").write_text("<!doctype html><title>Start</title>")
    return built


@pytest.fixture(scope="module")
def port(folder: Path) -> Iterator[int]:
    with running(folder) as (port, _):
        yield port


@pytest.fixture(scope="module")
def impatient(folder: Path) -> Iterator[int]:
    with running(folder, patience=1) as (port, _):
        yield port


def answer(port: int, *pieces: bytes) -> bytes:
    """All that the server says before it ends the line."""
    with socket.create_connection(("127.0.0.1", port), PATIENCE) as line:
        for piece in pieces:
            line.sendall(piece)
        return b"".join(iter(lambda: line.recv(65536), b""))


def status(told: bytes) -> int:
    return int(told.split(b" ", 2)[1])


@pytest.mark.parametrize("path", [b"/", b"/api/business-models", b"/api/nothing"])
@pytest.mark.parametrize(
    "host",
    [
        b"evil.example",
        b"evil.example:8000",
        b"localhost.evil.example",
        b"localhost.",
        b"localhost@evil.example",
        b"evil.example#localhost",
        b"127.0.0.1.evil.example",
        b"127.0.0.2",
        b"2130706433",
        b"[::2]",
        b"[::1",
        b"::1",
        b"0.0.0.0",
        b"localhost:80:80",
        b"localhost:x",
        b"localhost/",
        b"",
        b"l\xc3\xb6calhost",
    ],
)
def test_a_host_that_is_not_ours_is_refused(port: int, host: bytes, path: bytes) -> None:
    told = answer(port, b"GET " + path + b" HTTP/1.1\r\nConnection: close\r\nHost: " + host + b"\r\n\r\n")
    assert status(told) in (400, 421)
    assert b"Start" not in told and b"label" not in told
    if status(told) == 421:
        assert told.endswith(b'{"error":"This server is not known by that name."}')
        assert b"no-store" in told


@pytest.mark.parametrize(
    "more", [b"", b"Host: localhost\r\nHost: localhost\r\n", b"Host: evil.example\r\nHost: localhost\r\n"]
)
@pytest.mark.parametrize("version", [b"1.0", b"1.1"])
def test_no_host_and_two_hosts_are_refused(port: int, more: bytes, version: bytes) -> None:
    told = answer(port, b"GET / HTTP/" + version + b"\r\nConnection: close\r\n" + more + b"\r\n")
    assert status(told) in (400, 421)


@pytest.mark.parametrize("host", [b"localhost", b"LOCALHOST:80", b"127.0.0.1", b"127.0.0.1:1", b"[::1]:8000"])
def test_this_machine_is_known(port: int, host: bytes) -> None:
    told = answer(port, GET + b"Connection: close\r\nHost: " + host + b"\r\n\r\n")
    assert status(told) == 200


def test_a_host_that_was_asked_for_is_known_beside(folder: Path) -> None:
    with running(folder, host="127.0.0.2") as (port, _):
        for host, expected in ((b"127.0.0.2", 200), (b"localhost", 200), (b"127.0.0.3", 421)):
            with socket.create_connection(("127.0.0.2", port), PATIENCE) as line:
                line.sendall(GET + b"Connection: close\r\nHost: " + host + b"\r\n\r\n")
                assert status(line.recv(65536)) == expected


# What is sent, and what is answered before the line ends: what needs no more is answered, what waits is told.
HALVES = {
    "nothing": ((b"",), [408]),
    "half a head": ((b"GET / HTTP/1.1\r\nHost: local",), [408]),
    "a head without its end": ((GET + b"Host: localhost\r\n",), [408]),
    "a head and no body": ((POST + b"Content-Length: 50\r\n\r\n",), [408]),
    "half a body": ((POST + b"Content-Length: 50\r\n\r\n", b'{"account":'), [408]),
    "a chunk without its end": ((POST + b"Transfer-Encoding: chunked\r\n\r\n", b"5\r\n{}"), [408]),
    "a body that nobody reads": ((b"GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 50\r\n\r\n", b"x"), [200]),
    "one request and a half": ((GET + b"Host: localhost\r\n\r\nGET / HTTP/1.1\r\nHost: lo",), [200, 408]),
    "half a second request": ((GET + b"Host: localhost\r\n\r\n", b"GET / HTTP/1.1\r\nHost: lo"), [200, 408]),
}


@pytest.mark.parametrize(("pieces", "expected"), HALVES.values(), ids=HALVES)
def test_half_a_request_ends(impatient: int, pieces: tuple[bytes, ...], expected: list[int]) -> None:
    told = answer(impatient, *pieces)
    assert [int(each) for each in re.findall(rb"HTTP/1\.1 (\d+) ", told)] == expected


def test_a_head_as_long_as_a_browser_makes_it_is_answered_however_it_comes(folder: Path) -> None:
    """Ten cookies of 4,096 octets and a long address, in pieces."""
    start, rest = GET.replace(b"GET /", b"GET /?" + b"a" * 60000), b"Host: localhost\r\nConnection: close\r\nCookie: "
    with running(folder) as (port, _):
        assert status(answer(port, start + rest, b"a" * 40000, b"a\r\n\r\n")) == 200


DRIPS: dict[str, tuple[bytes, Callable[[int], bytes]]] = {
    "a head": (b"GET / HTTP/1.1\r\nHost: localhost\r\n", lambda at: b"X-%d: 1\r\n" % at),
    "a body": (POST + b"Content-Length: 4000\r\n\r\n", lambda at: b" "),
    "chunks": (POST + b"Transfer-Encoding: chunked\r\n\r\n", lambda at: b"1\r\n \r\n"),
}


@pytest.mark.parametrize(("start", "drop"), DRIPS.values(), ids=DRIPS)
def test_a_request_that_drips_ends_however_often_it_drips(
    impatient: int, start: bytes, drop: Callable[[int], bytes]
) -> None:
    until = time.monotonic() + PATIENCE
    with socket.create_connection(("127.0.0.1", impatient), PATIENCE) as line:
        line.sendall(start)
        line.settimeout(0.1)
        at = 0
        while True:
            assert time.monotonic() < until, "it drips for ever"
            try:
                told = line.recv(65536)
                break
            except TimeoutError:
                at += 1
                line.sendall(drop(at))
    assert told.startswith(b"HTTP/1.1 408 ")


def test_the_impatient_server_answers_whole_requests(impatient: int) -> None:
    body = b'{"account": "dr.chen", "password": "wrong"}'
    head = POST + b"Connection: close\r\nContent-Length: %d\r\n\r\n" % len(body)
    assert status(answer(impatient, head[:30], head[30:], body[:9], body[9:])) == 401
