"""The headers in the words of other servers: nginx itself is asked what it makes of them."""

import gzip
import os
import re
import shutil
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from consent.build import declaration
from consent.build.headers import COMMON, DOCUMENT, HASHED, TAG, headers_for
from consent.build.servers import examples, granted
from consent.core.decision import Decision, parse, text
from tests import PATIENCE

SITE = declaration.load(Path(__file__).resolve().parents[2] / "pyscript.toml")
NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")


def decisions(identifier: str) -> Iterator[tuple[str, bool]]:
    """Records, and whether a server should take them as a grant of `identifier`."""
    now = 29398452
    for ids in ((), ("language",), ("business",), ("language", "business")):
        yield text(Decision(ids, SITE.fingerprint, now)), identifier in ids
    both = text(Decision(("language", "business"), SITE.fingerprint, now))
    other = "0" * 8 if SITE.fingerprint != "0" * 8 else "1" * 8
    for wrong in (
        "",
        both.replace(SITE.fingerprint, other),
        both.replace("language+business", "business+language"),
        both.replace("language+business", "language+business+language"),
        both.replace("language", "languages"),
        both.replace("+", "-"),
        both.replace("+", "%2B"),
        both.replace("1.", "2.", 1),
        both + "1234",
        both + "x",
        "x" + both,
        both.upper(),
        both.replace(str(now), "0"),
        both.replace("." + str(now), ""),
    ):
        yield wrong, False


@pytest.mark.parametrize("identifier", SITE.optional_ids)
def test_the_decision_is_read_as_consent_decision_reads_it(identifier: str) -> None:
    for record, allowed in decisions(identifier):
        assert bool(re.fullmatch(granted(SITE, identifier), record)) == allowed, record
        if allowed:
            assert identifier in parse(record).granted


def test_examples_say_the_whole_table() -> None:
    texts = examples(SITE, "/consent/")
    assert sorted(texts) == [".htaccess", "_headers", "nginx-http.conf", "nginx.conf"]
    nginx = texts["nginx-http.conf"] + texts["nginx.conf"]
    for known in (nginx, texts[".htaccess"], texts["_headers"]):
        for name, value in (*COMMON, *DOCUMENT, *TAG[1], *HASHED[1]):
            assert name in known and value in known
        assert "/consent/" in known


def test_static_hosts_are_told_nothing_twice() -> None:
    rules = re.split(r"\n(?=/)", examples(SITE)["_headers"])[1:]
    names = [{line.split(":")[0].strip() for line in rule.splitlines()[1:] if line} for rule in rules]
    assert [rule.splitlines()[0] for rule in rules] == ["/*", "/embed.js", "/c/*"]
    assert not names[0] & (names[1] | names[2])


CONFIGURATION = """
{user}
daemon off;
worker_processes 1;
pid {folder}/nginx.pid;
error_log stderr warn;
events {{ }}
http {{
    include /etc/nginx/mime.types;
    default_type application/octet-stream;
    access_log off;
    client_body_temp_path {folder}/a;
    proxy_temp_path {folder}/b;
    fastcgi_temp_path {folder}/c;
    uwsgi_temp_path {folder}/d;
    scgi_temp_path {folder}/e;
    include {folder}/nginx-http.conf;
    server {{
        listen 127.0.0.1:{plain};
        listen 127.0.0.1:{secure} ssl http2;
        ssl_certificate {folder}/cert.pem;
        ssl_certificate_key {folder}/key.pem;
        root {folder}/root;
        include {folder}/nginx.conf;
        location = /consented {{
            default_type text/plain;
            return 200 "$consent_language$consent_business";
        }}
    }}
}}
"""
FILES = {
    "index.html": b"<!doctype html><title>Start</title>",
    "embed.js": b"'use strict';\n" * 100,
    "logo.svg": b"<svg xmlns='http://www.w3.org/2000/svg'/>",
    "c/0123abcd/micropython.mjs": b"export default 1;\n" * 100,
    "c/0123abcd/micropython.wasm": b"\0asm" * 100,
    "c/0123abcd/consent.mpy": b"M\x06\x00\x1f",
    "c/0123abcd/en.json": b"{}",
    "c/short/a.txt": b"a",
}


@pytest.fixture(scope="module", params=["/", "/consent/"])
def nginx(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SimpleNamespace]:
    """nginx with the two files, serving FILES: its addresses with and without TLS."""
    base = request.param
    folder = tmp_path_factory.mktemp("nginx")
    for name, body in FILES.items():
        file = folder / "root" / base.strip("/") / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(body)
        file.with_name(file.name + ".gz").write_bytes(gzip.compress(body))
    for name, words in examples(SITE, base).items():
        (folder / name).write_text(words, encoding="utf-8")
    openssl = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=localhost".split()
    subprocess.run(
        [*openssl, "-keyout", folder / "key.pem", "-out", folder / "cert.pem"],
        check=True,
        capture_output=True,
    )
    # It takes over sockets that listen already: no other process can take the ports, and nobody need wait for it.
    with listening() as plain, listening() as secure:
        ports = {"plain": plain.getsockname()[1], "secure": secure.getsockname()[1]}
        # Its worker must read what we have written.
        user = "user root;" if os.geteuid() == 0 else ""
        (folder / "main.conf").write_text(CONFIGURATION.format(folder=folder, user=user, **ports))
        command: list[Any] = [NGINX, "-p", folder, "-e", "stderr", "-c", folder / "main.conf"]
        sockets = [plain.fileno(), secure.fileno()]
        more: dict[str, Any] = {
            "pass_fds": sockets,
            "env": {**os.environ, "NGINX": "".join(f"{each};" for each in sockets)},
        }
        tried = subprocess.run([*command, "-t"], capture_output=True, text=True, **more)
        complaints = [line for line in tried.stderr.splitlines() if "[warn]" in line]
        assert tried.returncode == 0 and complaints == [], tried.stderr
        process = subprocess.Popen(command, stderr=subprocess.DEVNULL, **more)
    try:
        origins = {"plain": f"http://127.0.0.1:{ports['plain']}", "secure": f"https://127.0.0.1:{ports['secure']}"}
        yield SimpleNamespace(base=base, **origins)
    finally:
        process.terminate()
        process.wait(PATIENCE)


def listening() -> socket.socket:
    return socket.create_server(("127.0.0.1", 0))


def ask(address: str, *options: str) -> tuple[str, dict[str, list[str]], bytes]:
    """Status line, headers (a list for each lower-case name) and body; over HTTP/2 where there is TLS."""
    command = ["curl", "-sk", "--http2", "-D", "-", "--max-time", str(PATIENCE), *options, address]
    raw = subprocess.run(command, check=True, capture_output=True).stdout
    head, _, body = raw.partition(b"\r\n\r\n")
    status, *lines = head.decode().split("\r\n")
    headers: dict[str, list[str]] = {}
    for line in lines:
        name, _, value = line.partition(":")
        headers.setdefault(name.lower(), []).append(value.strip())
    return status, headers, body


@pytest.mark.skipif(NGINX is None, reason="nginx is not installed: its two files are not tried")
@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed: nginx is not asked")
class TestNginx:
    @pytest.mark.parametrize("https", [False, True])
    @pytest.mark.parametrize("path", ["", *FILES])
    def test_it_sends_what_the_table_says(self, nginx: SimpleNamespace, https: bool, path: str) -> None:
        origin = nginx.secure if https else nginx.plain
        status, headers, body = ask(origin + nginx.base + path)
        assert status.split()[:2] == ["HTTP/2" if https else "HTTP/1.1", "200"]
        assert body == FILES[path or "index.html"]
        ours = {name.lower(): value for name, value in headers_for("/" + path, https)}
        if path != "embed.js" and not path.startswith("c/0123abcd/"):
            # The site's own mime.types rules over the rest.
            del ours["content-type"]
        for name, value in ours.items():
            assert headers.get(name) == [value], name
        for name in ("strict-transport-security", "content-security-policy", "access-control-allow-origin"):
            assert (name in headers) == (name in ours)

    def test_it_sends_what_was_compressed_beforehand(self, nginx: SimpleNamespace) -> None:
        address = nginx.secure + nginx.base + "embed.js"
        _, headers, body = ask(address, "-H", "Accept-Encoding: gzip")
        assert headers["content-encoding"] == ["gzip"] and headers["vary"] == ["Accept-Encoding"]
        assert gzip.decompress(body) == FILES["embed.js"]
        assert headers["content-type"] == ["text/javascript; charset=utf-8"]
        status, headers, body = ask(address, "-H", f"If-None-Match: {ask(address)[1]['etag'][0]}")
        assert status.split()[1] == "304" and body == b"" and "cache-control" in headers

    def test_a_mistake_is_not_kept_for_a_year(self, nginx: SimpleNamespace) -> None:
        status, headers, _ = ask(nginx.secure + nginx.base + "c/0123abcd/nothing.js")
        assert status.split()[1] == "404"
        assert "cache-control" not in headers
        assert headers["x-content-type-options"] == ["nosniff"]

    def test_it_reads_the_decision(self, nginx: SimpleNamespace) -> None:
        read = {}
        for place, identifier in enumerate(("language", "business")):
            for record, allowed in decisions(identifier):
                cookies = f"Cookie: a=b; smartee_online4_global_consent={record}; c=d"
                _, _, body = ask(nginx.plain + "/consented", "-H", cookies)
                assert chr(body[place]) == str(int(allowed)), record
                read[record] = body
        assert set(read.values()) == {b"00", b"01", b"10", b"11"}
        assert ask(nginx.plain + "/consented")[2] == b"00"
