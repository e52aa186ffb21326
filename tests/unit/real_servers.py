"""nginx and Apache, started for a test with a site that has the built folder in it, as its pages say to do."""

import gzip
import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import brotli

from consent.build import declaration
from consent.build.servers import examples
from tests import PATIENCE

SITE = declaration.load(Path(__file__).resolve().parents[2] / "pyscript.toml")


def found(name: str) -> str | None:
    return shutil.which(name) or shutil.which(name, path="/usr/sbin:/usr/local/sbin")


# Where Debian has them; of elsewhere nothing is known.
MODULES = Path("/usr/lib/apache2/modules")
NGINX, APACHE = found("nginx"), found("apache2") if MODULES.is_dir() else None

# The built folder, and beside it what is the site's own: some of it where the product's might lie, were it at the root.
BUILT = {
    "embed.js": b"'use strict';\n" * 100,
    "smartee-consent.d.ts": b"export {};\n" * 100,
    "c/0123abcd/pyscript.js": b"export default 1;\n" * 100,
    "c/0123abcd/micropython.mjs": b"export default 1;\n" * 100,
    "c/0123abcd/micropython.wasm": b"\0asm" * 100,
    "c/0123abcd/consent.rom": b"rom" * 100,
    "c/0123abcd/en.json": b"{}" * 100,
    "c/0123abcd/NOTICES.txt": b"Terms\n" * 100,
    "policy/index.html": b"<!doctype html><title>Policy</title>" * 10,
    "policy/en/index.html": b"<!doctype html><title>Policy</title>" * 10,
    "policy/zh-CN/index.html": b"<!doctype html><title>\xe6\x94\xbf\xe7\xad\x96</title>" * 10,
    "policy/policy.css": b"a { color: red }\n" * 100,
}
FOLDERS = ["policy/", "policy/en/", "policy/zh-CN/"]
HIDDEN = ("servers/nginx.conf", "servers/consent.php", "servers/sbom.json")
OWN = {
    "index.html": b"<!doctype html><title>Start</title>",
    "site.js": b"'use strict';",
    "logo.svg": b"<svg xmlns='http://www.w3.org/2000/svg'/>",
    "policy/own.html": b"<!doctype html><title>Another policy</title>",
    "policy/fr/index.html": b"<!doctype html><title>Encore</title>",
    "c/short/a.html": b"<!doctype html><title>C</title>",
    "c/0123ABCD/a.js": b"1",
    "blog/embed.js": b"2",
    "embed.json": b"{}",
    "embed.js.map": b"{}",
}


NGINX_CONFIGURATION = """
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
    include {said}/nginx-http.conf;
    server {{
        listen 127.0.0.1:{plain};
        listen 127.0.0.1:{secure} ssl http2;
        ssl_certificate {folder}/cert.pem;
        ssl_certificate_key {folder}/key.pem;
        root {folder}/root;
        # Its own, and not ours.
        index home.html;
        {before}
        include {said}/nginx.conf;
        {strict}
        location = /consented {{
            default_type text/plain;
            return 200 "$consent_language$consent_business";
        }}
        {behind}
        location / {{
            try_files $uri /index.html;
        }}
    }}
}}
"""
# As many a site has it.
FILES_OF_A_SITE = """
        location ~* \\.(?:js|css|svg|html)$ {{
            {strict}
            etag on;
        }}
"""
APACHE_CONFIGURATION = """
ServerName localhost
ServerRoot {folder}
PidFile {folder}/apache.pid
ErrorLog {folder}/error.log
LogLevel warn
DocumentRoot {folder}/root
{modules}
{user}
TypesConfig /etc/mime.types
Listen 127.0.0.1:{plain}
Listen 127.0.0.1:{secure} https
DirectoryIndex index.html
# As some systems have it: Breton, and what is compressed when it goes out.
AddLanguage br .br
AddOutputFilterByType DEFLATE text/html text/css text/javascript application/json text/plain
<Directory />
    Options FollowSymLinks
    AllowOverride None
</Directory>
<Directory {folder}/root>
    AllowOverride FileInfo
    Require all granted
</Directory>
<FilesMatch "^\\.ht">
    Require all denied
</FilesMatch>
Include {said}/apache-consent.conf
{strict}
<Location /consented>
    Header always set X-Consented "%{{CONSENT_LANGUAGE}}e%{{CONSENT_BUSINESS}}e"
    Redirect 204 /consented
</Location>
<VirtualHost 127.0.0.1:{secure}>
    SSLEngine on
    SSLCertificateFile {folder}/cert.pem
    SSLCertificateKeyFile {folder}/key.pem
</VirtualHost>
"""
# As Debian has them on, and the three that the site is asked for.
LOADED = (
    "mpm_event authn_core authz_core authz_host alias dir mime setenvif env filter deflate negotiation headers"
    " rewrite ssl socache_shmcb"
)


def write_site(folder: Path, base: str) -> Path:
    """The site's folder, with the built one in it as the build leaves it; the texts for servers beside it."""
    root = folder / "root"
    texts = examples(SITE, base)
    built = {f"{base[1:]}{name}": body for name, body in BUILT.items()}
    built |= {f"{base[1:]}{name}": b"hidden" for name in HIDDEN}
    for name, body in (OWN | built).items():
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(body)
        if name in built:
            file.with_name(file.name + ".gz").write_bytes(gzip.compress(body))
            file.with_name(file.name + ".br").write_bytes(brotli.compress(body))
    (root / base[1:] / ".htaccess").write_text(texts[".htaccess"], encoding="utf-8")
    said = folder / "said"
    said.mkdir()
    for name, words in texts.items():
        (said / name).write_text(words, encoding="utf-8")
    openssl = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=localhost".split()
    subprocess.run(
        [*openssl, "-keyout", folder / "key.pem", "-out", folder / "cert.pem"], check=True, capture_output=True
    )
    return said


@contextmanager
def nginx(folder: Path, base: str, strict: bool) -> Iterator[SimpleNamespace]:
    said = write_site(folder, base)
    more = f"include {said}/nginx-strict.conf;" if strict else ""
    # It takes over sockets that listen already: no other process can take the ports, and nobody need wait for it.
    with listening() as plain, listening() as secure:
        ports = {"plain": plain.getsockname()[1], "secure": secure.getsockname()[1]}
        # Its worker must read what we have written.
        user = "user root;" if os.geteuid() == 0 else ""
        own = FILES_OF_A_SITE.format(strict=more)
        # At the root it is behind ours, as told; a folder of ours is taken whole, wherever it is included.
        order = {"before": own, "behind": ""} if base != "/" else {"before": "", "behind": own}
        words = NGINX_CONFIGURATION.format(folder=folder, said=said, strict=more, user=user, **order, **ports)
        (folder / "main.conf").write_text(words)
        command: list[Any] = [NGINX, "-p", folder, "-e", "stderr", "-c", folder / "main.conf"]
        sockets = [plain.fileno(), secure.fileno()]
        given: dict[str, Any] = {
            "pass_fds": sockets,
            "env": {**os.environ, "NGINX": "".join(f"{each};" for each in sockets)},
        }
        tried = subprocess.run([*command, "-t"], capture_output=True, text=True, **given)
        complaints = [line for line in tried.stderr.splitlines() if "[warn]" in line]
        assert tried.returncode == 0 and complaints == [], tried.stderr
        process = subprocess.Popen(command, stderr=subprocess.DEVNULL, **given)
    with ending(process):
        yield origins(ports)


@contextmanager
def apache(folder: Path, base: str, strict: bool) -> Iterator[SimpleNamespace]:
    said = write_site(folder, base)
    # It takes no sockets from others: the ports are free until it listens, and taken ones end it.
    with listening() as plain, listening() as secure:
        ports = {"plain": plain.getsockname()[1], "secure": secure.getsockname()[1]}
    words = APACHE_CONFIGURATION.format(
        folder=folder,
        said=said,
        strict=f"Include {said}/apache-strict.conf" if strict else "",
        modules="\n".join(f"LoadModule {each}_module {MODULES}/mod_{each}.so" for each in LOADED.split()),
        # Who is root cannot serve as root.
        user="User www-data\nGroup www-data" if os.geteuid() == 0 else "",
        **ports,
    )
    (folder / "main.conf").write_text(words)
    command = [str(APACHE), "-f", str(folder / "main.conf"), "-D", "FOREGROUND"]
    tried = subprocess.run([*command[:3], "-t"], capture_output=True, text=True)
    assert tried.returncode == 0, tried.stderr
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    with ending(process):
        for port in ports.values():
            answered = ["curl", "-sk", "--retry-connrefused", "--retry", str(PATIENCE), "--retry-delay", "1"]
            subprocess.run([*answered, f"http://127.0.0.1:{port}/"], check=True, capture_output=True)
        yield origins(ports)


@contextmanager
def ending(process: "subprocess.Popen[bytes]") -> Iterator[None]:
    try:
        yield
    finally:
        process.terminate()
        process.wait(PATIENCE)


def origins(ports: dict[str, int]) -> SimpleNamespace:
    return SimpleNamespace(plain=f"http://127.0.0.1:{ports['plain']}", secure=f"https://127.0.0.1:{ports['secure']}")


def listening() -> socket.socket:
    return socket.create_server(("127.0.0.1", 0))


def ask(address: str, *options: str) -> tuple[int, dict[str, list[str]], bytes]:
    """Status, headers (a list for each lower-case name) and body; over HTTP/2 where there is TLS."""
    command = ["curl", "-sk", "--http2", "-D", "-", "--path-as-is", "--max-time", str(PATIENCE), *options, address]
    raw = subprocess.run(command, check=True, capture_output=True).stdout
    head, _, body = raw.partition(b"\r\n\r\n")
    status, *lines = head.decode().split("\r\n")
    headers: dict[str, list[str]] = {}
    for line in lines:
        name, _, value = line.partition(":")
        headers.setdefault(name.lower(), []).append(value.strip())
    return int(status.split()[1]), headers, body
