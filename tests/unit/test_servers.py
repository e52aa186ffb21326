"""What the build says to servers: nginx and Apache themselves are asked what they make of it."""

import gzip
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace
from typing import Any

import brotli
import pytest

from consent.build.grants import allowing, granted
from consent.build.headers import COMMON, DOCUMENT, HASHED, SECURE_TRANSPORT, TAG, headers_for
from consent.build.servers import examples
from consent.core.decision import Decision, parse, text
from consent.core.site import Site
from tests.unit.real_servers import APACHE, BUILT, FOLDERS, HIDDEN, NGINX, OWN, SITE, apache, ask, nginx
from tests.unit.test_cases import SITE as PLAIN

RECORD = SITE.cookie("decision").name
NOW = 29398452
BASES = ["/", "/assets/consent/"]
# The parameters of which every origin is made: where the built folder is, and whether the site is strict.
PLACES = [(base, strict) for base in BASES for strict in (False, True)]
OURS = ("Access-Control-Allow-Origin", "Cache-Control", "Cross-Origin-Resource-Policy")
EVERY = {name.lower() for name, _ in (*COMMON, *DOCUMENT, *SECURE_TRANSPORT)} | {name.lower() for name in OURS}


def decisions(identifier: str) -> Iterator[tuple[str, bool]]:
    """Records, and whether a server should take them as a grant of `identifier`."""
    for ids in ((), ("language",), ("business",), ("language", "business")):
        yield text(Decision(ids, SITE.fingerprint, NOW)), identifier in ids
    both = text(Decision(("language", "business"), SITE.fingerprint, NOW))
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
        both.replace(str(NOW), "0"),
        both.replace("." + str(NOW), ""),
    ):
        yield wrong, False


def headers_with(identifier: str, name: str = RECORD) -> Iterator[tuple[str, bool]]:
    """`Cookie` headers, and whether a server should take them as a grant: where records differ, the least binds."""
    for record, allowed in decisions(identifier):
        yield f"a=b; {name}={record}; c=d", allowed
    grant = text(Decision((identifier,), SITE.fingerprint, NOW))
    refusal = text(Decision((), SITE.fingerprint, NOW - 1))
    yield "", False
    yield f"{name}={grant}", True
    yield f"a;{name}={grant};b", True
    yield f"{name}={grant}; {name}={grant}", True
    yield f"{name}={grant}; {name}={refusal}", False
    yield f"{name}={refusal}; a=b; {name}={grant}", False
    yield f"{name}={grant}; {name}=", False
    yield f"{name}={grant}; {name} ={refusal}", False
    yield f"x{name}={grant}", False
    yield f"a={name}={grant}", False
    yield f"{name}x={grant}", False
    yield f"{name}={grant}; x{name}={refusal}; a={name}=1", True


@pytest.mark.parametrize("identifier", SITE.optional_ids)
def test_the_decision_is_read_as_consent_decision_reads_it(identifier: str) -> None:
    for record, allowed in decisions(identifier):
        assert bool(re.fullmatch(granted(SITE, identifier), record)) == allowed, record
        if allowed:
            assert identifier in parse(record).granted
    for header, allowed in headers_with(identifier):
        assert bool(re.search(allowing(SITE, identifier), header)) == allowed, header


def test_a_long_header_takes_no_longer_than_its_length() -> None:
    expression = re.compile(allowing(SITE, "language"))
    for piece in ("; ", ";\t", f"; {RECORD}", f"{RECORD}=", f"; {RECORD}=1.{SITE.fingerprint}.language.1"):
        assert not expression.search(piece * (200_000 // len(piece)) + "x")


@pytest.mark.parametrize("base", BASES)
def test_they_say_the_whole_table(base: str) -> None:
    texts = examples(SITE, base)
    assert sorted(texts) == [
        ".htaccess",
        "_headers",
        "_headers-strict",
        "apache-consent.conf",
        "apache-strict.conf",
        "consent.json",
        "consent.mjs",
        "consent.php",
        "nginx-http.conf",
        "nginx-strict.conf",
        "nginx.conf",
    ]
    for files in (texts["nginx.conf"], texts[".htaccess"], texts["_headers"]):
        for name, value in (*COMMON, *DOCUMENT, *TAG[1], *HASHED[1]):
            assert name in files and value in files
        # It is for the whole host, so it is the site's.
        assert "Strict-Transport-Security" not in files
        assert re.search(rf"{base}(\(\?:)?servers", files)
    strict = (
        texts["nginx-strict.conf"] + texts["nginx-http.conf"],
        texts["apache-strict.conf"],
        texts["_headers-strict"],
    )
    for file in strict:
        for name, value in (*COMMON, *DOCUMENT, *SECURE_TRANSPORT):
            assert name in file and value in file


@pytest.mark.parametrize("base", BASES)
@pytest.mark.parametrize("file", ["_headers", "_headers-strict"])
def test_static_hosts_are_told_nothing_twice_and_of_our_files_alone(file: str, base: str) -> None:
    rules = re.split(r"\n(?=/)", examples(SITE, base)[file])[1:]
    said = {
        rule.splitlines()[0]: [line.split(":")[0].strip() for line in rule.splitlines()[1:] if line] for rule in rules
    }
    everywhere = said.pop("/*", [])
    assert bool(everywhere) == (file == "_headers-strict")
    assert all(address.startswith(base) for address in said)
    for names in said.values():
        assert len({*names, *everywhere}) == len(names) + len(everywhere)
    if not everywhere:
        matching = [re.escape(address).replace(r"\*", ".*") for address in said]
        for path in [*BUILT, *FOLDERS]:
            shown = base + path.removesuffix("index.html")
            assert sum(bool(re.fullmatch(each, shown)) for each in matching) == 1, path
        for path in (path for path in OWN if not path.startswith("c/")):
            assert not any(re.fullmatch(each, f"/{path}") for each in matching), path


def test_a_site_without_anything_optional_has_all_but_variables() -> None:
    site = Site({**PLAIN, "cookies": [{**each, "consent": False} for each in PLAIN["cookies"]]})
    texts = examples(site)
    assert set(texts) == set(examples(SITE)) and "consent_" not in texts["nginx-http.conf"]
    without = Site({**PLAIN, "cookies": [each for each in PLAIN["cookies"] if each["id"] in ("decision", "visit")]})
    assert examples(without)["nginx.conf"] == examples(Site(PLAIN))["nginx.conf"]


SERVERS = {
    "nginx": pytest.param(nginx, marks=pytest.mark.skipif(NGINX is None, reason="nginx is not installed: not asked")),
    "apache": pytest.param(
        apache, marks=pytest.mark.skipif(APACHE is None, reason="Apache is not installed: not asked")
    ),
}
pytestmark = pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed: no server is asked")


@pytest.fixture(scope="module", params=SERVERS.values(), ids=[*SERVERS])
def kind(request: pytest.FixtureRequest) -> Any:
    return request.param


@pytest.fixture(scope="module", params=PLACES, ids=lambda place: place[0] + " strict" * place[1])
def server(request: pytest.FixtureRequest, kind: Any) -> Iterator[SimpleNamespace]:
    """A server that has the built folder at a base: its addresses with and without TLS."""
    base, strict = request.param
    with TemporaryDirectory() as name:
        # Servers read as another user.
        Path(name).chmod(0o755)
        with kind(Path(name), base, strict) as found:
            found.base, found.strict, found.name = base, strict, kind.__name__
            yield found


def expected(path: str) -> dict[str, list[str]]:
    """What a file of ours gets, wherever it is."""
    return {name.lower(): [value] for name, value in headers_for("/" + path, False)}


class TestServer:
    @pytest.mark.parametrize("secure", [False, True], ids=["http", "https"])
    def test_each_of_our_files_has_its_headers(self, server: SimpleNamespace, secure: bool) -> None:
        for path in [*BUILT, *FOLDERS]:
            status, headers, body = ask((server.secure if secure else server.plain) + server.base + path)
            assert (status, body) == (200, BUILT[path if path in BUILT else path + "index.html"]), path
            ours = expected(path)
            charset = ours["content-type"][0]
            assert headers["content-type"][0].lower().replace(" ", "") == charset.replace(" ", ""), path
            for name, value in ours.items():
                if name != "content-type":
                    assert headers.get(name) == value, (path, name)
            more = {"strict-transport-security"} if server.strict else set()
            assert EVERY & set(headers) - more == EVERY & set(ours), path

    @pytest.mark.parametrize("secure", [False, True], ids=["http", "https"])
    def test_a_page_of_the_sites_own_has_none_of_ours(self, server: SimpleNamespace, secure: bool) -> None:
        for path in ["", *OWN]:
            status, headers, body = ask((server.secure if secure else server.plain) + "/" + path)
            assert (status, body) == (200, OWN[path or "index.html"]), path
            wanted = set()
            if server.strict:
                wanted = {name.lower() for name, _ in (*COMMON, *SECURE_TRANSPORT * secure)}
                if path.endswith((".html", ".svg")) or not path:
                    wanted |= {name.lower() for name, _ in DOCUMENT}
            assert EVERY & set(headers) == wanted, path
            assert all(len(headers[name]) == 1 for name in wanted)
            assert "content-encoding" not in headers and "content-language" not in headers

    def test_what_is_for_servers_is_not_served(self, server: SimpleNamespace) -> None:
        for path in (
            "servers/",
            "servers",
            *HIDDEN,
            "%73ervers/sbom.json",
            "./servers/sbom.json",
            "c/../servers/sbom.json",
        ):
            for more in ("", ".gz", ".br") if path.endswith(HIDDEN) else ("",):
                status, headers, body = ask(server.plain + server.base + path + more)
                assert status == 404 and b"hidden" not in body and "cache-control" not in headers, path + more
        assert b"Header" not in ask(server.plain + server.base + ".htaccess")[2]

    def test_what_was_compressed_beforehand_is_sent(self, server: SimpleNamespace) -> None:
        for path in [*BUILT, *FOLDERS]:
            address = server.secure + server.base + path
            body = BUILT[path if path in BUILT else path + "index.html"]
            _, headers, sent = ask(address, "-H", "Accept-Encoding: gzip")
            assert headers["content-encoding"] == ["gzip"] and headers["vary"] == ["Accept-Encoding"], path
            assert gzip.decompress(sent) == body
            assert headers["content-type"] == ask(address)[1]["content-type"], path
            for name in EVERY & set(expected(path)):
                assert headers[name] == expected(path)[name], (path, name)
        if server.name == "apache":
            _, headers, sent = ask(server.secure + server.base + "embed.js", "-H", "Accept-Encoding: gzip, br")
            assert headers["content-encoding"] == ["br"] and brotli.decompress(sent) == BUILT["embed.js"]
            assert headers["content-type"] == ["text/javascript; charset=utf-8"]
            assert "content-language" not in headers
        _, headers, sent = ask(server.secure + server.base + "embed.js", "-H", "Accept-Encoding: gzip;q=0, br;q=0.0")
        assert "content-encoding" not in headers and sent == BUILT["embed.js"]

    def test_what_is_kept_is_asked_for_again_without_its_body(self, server: SimpleNamespace) -> None:
        address = server.secure + server.base + "embed.js"
        for coding in ("identity", "gzip"):
            accept = ("-H", f"Accept-Encoding: {coding}")
            status, headers, body = ask(address, *accept, "-H", f"If-None-Match: {ask(address, *accept)[1]['etag'][0]}")
            assert status == 304 and body == b"" and headers["cache-control"] == expected("embed.js")["cache-control"]

    def test_a_mistake_is_not_kept_for_a_year(self, server: SimpleNamespace) -> None:
        status, headers, _ = ask(server.secure + server.base + "c/0123abcd/nothing.js")
        assert status == 404
        assert "cache-control" not in headers
        assert headers["x-content-type-options"] == ["nosniff"]

    def test_it_reads_the_decision(self, server: SimpleNamespace) -> None:
        read = set()
        for place, identifier in enumerate(("language", "business")):
            for cookies, allowed in headers_with(identifier):
                _, headers, body = ask(server.plain + "/consented", "-H", f"Cookie: {cookies}")
                told = body.decode()
                if server.name == "apache":
                    told = headers["x-consented"][0].replace("(null)", "0")
                assert told[place] == str(int(allowed)), cookies
                read.add(told)
        assert read == {"00", "01", "10", "11"}
