"""The ledger's address: what it answers, once what was told is on the disk; and that it keeps nothing of visitors."""

import asyncio
import json
import logging
import re
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from consent.build import declaration
from consent.build.readers import declared
from consent.core.decision import MINUTES_A_DAY
from consent.core.errors import DeclarationError
from consent.core.site import Site
from consent.demo.app import make_app as make_demonstration
from consent.server import Policy
from consent.server.ledger import Ledger, configured, keys, make_app
from consent.server.ledger import database as databases
from consent.server.ledger import writer as writers
from consent.server.ledger.bounds import OF_ALL, OF_ONE, Bounds
from consent.server.ledger.chain import receipt_text
from consent.server.ledger.database import Database
from consent.server.ledger.errors import KeyUnusable
from consent.server.ledger.record import LARGEST, Record
from tests import coroutines
from tests.ledger.places import NOW, Place, record, records

ROOT = Path(__file__).parents[2]
SITE = declaration.load(ROOT / "pyscript.toml")
POLICY = Policy(SITE)
HOST = "https://shop.example"
# What a request tells of a visitor; none of it may be anywhere afterwards.
ADDRESS = "203.0.113.77"
VISITOR = {
    "User-Agent": "Netscape/1.0 (Amiga)",
    "Cookie": "session=v1s1t0r; smartee_online4_global_uid=uid-4711",
    "Referer": HOST + "/private-page",
    "Accept-Language": "rm-CH",
    "X-Forwarded-For": "198.51.100.9",
    "Authorization": "Bearer s3cr3t-t0ken",
}


class Clock:
    """Time that passes only when told to."""

    def __init__(self, now: float) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now


def told(**fields: Any) -> Record:
    """What the banner of the site tells now."""
    good = {"fingerprint": SITE.fingerprint, "granted": ("language",), "event": "given", "minute": NOW}
    return record(**{**good, **fields})


def app_at(place: Place, **more: Any) -> Ledger:
    return make_app(POLICY, place.address, place.key, clock=lambda: NOW * 60.0, **more)


def client_of(app: Any, address: str = ADDRESS) -> TestClient:
    return TestClient(app, HOST, client=(address, 50000), raise_server_exceptions=False)


def post(client: TestClient, body: Record | bytes, **headers: str) -> Response:
    octets = body if isinstance(body, bytes) else body.canonical.encode()
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return client.post("/api/record", content=octets, headers={"Content-Type": "application/json", **named})


def test_a_record_is_acknowledged_with_a_signature(place: Place) -> None:
    app = app_at(place)
    client = client_of(app)
    one = told()
    answers = [post(client, one), post(client, one)]
    app.close()
    assert [each.status_code for each in answers] == [201, 200]
    assert answers[0].json() == answers[1].json()
    body = answers[0].json()
    key = keys.public(place.key)
    assert sorted(body) == ["id", "key", "signature"] and (body["id"], body["key"]) == (one.id, key.id)
    assert re.fullmatch(r"[\w-]{86}", body["signature"]) and re.fullmatch(r"[0-9a-f]{16}", body["key"])
    assert key.confirms(receipt_text(one), keys.decode(body["signature"]))
    for each in answers:
        assert each.headers["cache-control"] == "no-store" and "set-cookie" not in each.headers
    assert [line.record for line in place.lines()] == [one]
    assert place.verify().lines == 1


def test_an_id_that_is_there_with_other_content_is_a_conflict(place: Place) -> None:
    app = app_at(place)
    client = client_of(app)
    assert post(client, told()).status_code == 201
    answer = post(client, told(how="call", event="renewed"))
    app.close()
    assert (answer.status_code, [*answer.json()]) == (409, ["error"])
    assert place.verify().lines == 1


def test_one_record_that_many_tell_at_once_is_one_line(place: Place) -> None:
    app = app_at(place)
    begin = threading.Barrier(8)

    def tell(_: int) -> int:
        client = client_of(app)
        begin.wait()
        return post(client, told()).status_code

    with ThreadPoolExecutor(8) as pool:
        statuses = sorted(pool.map(tell, range(8)))
    app.close()
    assert statuses == [200] * 7 + [201]
    assert place.verify().lines == 1


LARGE = json.dumps({**told().plain(), "how": "x" * LARGEST}).encode()
REFUSED: dict[str, tuple[Record | bytes, dict[str, str], int]] = {
    "no JSON": (b"{", {}, 400),
    "nothing": (b"", {}, 400),
    "deep JSON": (b"[" * LARGEST, {}, 400),
    "no UTF-8": (b'{"id": "\xff"}', {}, 400),
    "a key more": (json.dumps({**told().plain(), "agent": "x"}).encode(), {}, 400),
    "another policy": (told(fingerprint="00000000"), {}, 400),
    "another language": (told(language="fr"), {}, 400),
    "an event that does not fit": (told(event="refused"), {}, 400),
    "too old": (told(minute=NOW - 181 * MINUTES_A_DAY), {}, 400),
    "from the future": (told(minute=NOW + 2 * MINUTES_A_DAY), {}, 400),
    "too large": (LARGE, {}, 413),
    "a form": (told(), {"Content_Type": "application/x-www-form-urlencoded"}, 415),
    "a text, as a page elsewhere may send": (told(), {"Content_Type": "text/plain;application/json"}, 415),
    "from another site": (told(), {"Sec_Fetch_Site": "cross-site"}, 403),
    "from another host of the site": (told(), {"Sec_Fetch_Site": "same-site", "Origin": HOST}, 403),
    "from another origin": (told(), {"Origin": "https://evil.example"}, 403),
    "from a page without an origin": (told(), {"Origin": "null"}, 403),
    "from another port": (told(), {"Origin": HOST + ":8443"}, 403),
}


@pytest.mark.parametrize(("body", "headers", "status"), REFUSED.values(), ids=REFUSED)
def test_what_is_wrong_is_refused_for_good_and_in_a_sentence(
    file: Place, body: Record | bytes, headers: dict[str, str], status: int
) -> None:
    app = app_at(file)
    answer = post(client_of(app), body, **headers)
    app.close()
    assert answer.status_code == status, answer.text
    assert [*answer.json()] == ["error"] and answer.json()["error"].endswith(".")
    assert "retry-after" not in answer.headers and answer.headers["cache-control"] == "no-store"
    assert file.lines() == []


@pytest.mark.parametrize(
    "headers",
    [
        {"Content_Type": "application/json; charset=utf-8"},
        {"Sec_Fetch_Site": "same-origin", "Origin": "https://behind-a-proxy.example"},
        {"Origin": HOST},
    ],
)
def test_the_site_itself_is_taken(file: Place, headers: dict[str, str]) -> None:
    app = app_at(file)
    assert post(client_of(app), told(), **headers).status_code == 201
    app.close()


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE", "OPTIONS"])
def test_other_methods_are_none(file: Place, method: str) -> None:
    app = app_at(file)
    answer = client_of(app).request(method, "/api/record")
    app.close()
    assert (answer.status_code, answer.headers["allow"]) == (405, "POST")
    assert not [name for name in answer.headers if name.startswith("access-control")]


def test_a_clock_that_is_ahead_is_asked_to_come_again(file: Place) -> None:
    clock = Clock(NOW * 60.0)
    app = make_app(POLICY, file.address, file.key, clock=clock)
    client = client_of(app)
    early = told(minute=NOW + 5)
    answer = post(client, early)
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "300")
    clock.now += 300
    assert post(client, early).status_code == 201
    app.close()


def test_a_busy_database_is_asked_again_later_and_nothing_is_lost(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(databases, "PATIENCE", 0.01)
    app = app_at(place)
    client = client_of(app)
    other = Database(place.address, writable=True)
    with other.writing():
        answer = post(client, told())
    other.close()
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "10")
    assert post(client, told()).status_code == 201
    app.close()
    assert place.verify().lines == 1


def test_where_more_wait_than_can_be_written_the_rest_comes_again(file: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writers, "WAITING", 1)
    app = app_at(file)
    # Nothing is taken out meanwhile.
    monkeypatch.setattr(writers.Writer, "begin", lambda _: None)
    app._writer.put(told())
    answer = post(client_of(app), told())
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "10")


def test_one_address_has_so_many_and_then_one_a_second(file: Place) -> None:
    clock = Clock(0.0)
    app = app_at(file, bounds=Bounds(clock))
    client = client_of(app)
    statuses = [post(client, b"{}").status_code for _ in range(OF_ONE + 2)]
    assert statuses == [400] * OF_ONE + [429] * 2
    assert post(client, told()).headers["retry-after"] == "1"
    # Nobody else is any slower.
    assert post(client_of(app, "192.0.2.1"), told()).status_code == 201
    clock.now += 1
    assert post(client, told()).status_code == 200
    app.close()


def test_all_together_have_a_bound_too() -> None:
    clock = Clock(0.0)
    bounds = Bounds(clock)
    taken = [bounds.take(f"10.{at // 65536}.{at // 256 % 256}.{at % 256}") == 0 for at in range(OF_ALL + 10)]
    assert sum(taken) == OF_ALL and not any(taken[OF_ALL:])


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("::ffff:192.0.2.1", "192.0.2.1", True),
        ("192.0.2.1", "192.0.2.2", False),
        ("fe80::1%eth0", "fe80::2%eth1", True),
        ("", "", True),
    ],
)
def test_who_counts_as_one(one: str, other: str, same: bool) -> None:
    clock = Clock(0.0)
    bounds = Bounds(clock)
    assert {bounds.take(one) for _ in range(OF_ONE)} == {0.0}
    assert (bounds.take(other) > 0) == same


def test_bounds_keep_no_address_and_each_process_its_own_digests() -> None:
    one, other = Bounds(), Bounds()
    for bounds in (one, other):
        bounds.take(ADDRESS)
    [mine], [theirs] = (list(bounds._one._buckets) for bounds in (one, other))
    assert isinstance(mine, bytes) and mine != theirs
    assert ADDRESS.encode() not in mine and ADDRESS not in repr(vars(one)) + repr(vars(one._one))


def test_nothing_of_a_visitor_is_stored_or_logged(
    file: Place, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    caplog.set_level(logging.DEBUG)
    monkeypatch.setattr(databases, "PATIENCE", 0.01)
    app = app_at(file)
    client = client_of(app)
    good = told()
    for body in (good, good, told(how="call"), told(language="fr"), b"{", LARGE):
        post(client, body, **{name.replace("-", "_"): value for name, value in VISITOR.items()})
    other = Database(file.address, writable=True)
    with other.writing():
        assert post(client, replace(good, id=record().id), **VISITOR).status_code in (200, 503)
        assert post(client, told(id="0f8fad5b-d9cb-469f-a165-70867728950e"), **VISITOR).status_code == 503
    other.close()
    # While it is open there is a log beside it; then none.
    seen = [each.read_bytes() for each in file.folder.iterdir()]
    app.close()
    seen += [each.read_bytes() for each in file.folder.iterdir()]
    assert {each.name for each in file.folder.iterdir()} == {
        "ledger.sqlite",
        "ledger.key",
        "ledger.key.pub",
        "ledger.head",
    }
    octets = b"".join(seen) + caplog.text.encode()
    # The record itself is there, so that the search would find what is.
    assert bytes.fromhex(good.id.replace("-", "")) in octets
    of_visitor = [ADDRESS, *VISITOR.values(), "v1s1t0r", "uid-4711", "Netscape", "private-page", "s3cr3t", "50000"]
    forms = [
        form for each in of_visitor for form in (each.encode(), each.encode("utf-16-le"), each.encode().hex().encode())
    ]
    forms += [bytes(map(int, each.split("."))) for each in (ADDRESS, "198.51.100.9")]
    assert [form for form in forms if form in octets] == []
    assert good.id not in caplog.text


def test_what_is_kept_of_a_record_are_its_fields_and_its_place_alone(place: Place) -> None:
    """A column that somebody adds has to be thought about."""
    from sqlalchemy import inspect

    place.fill()
    with Database(place.address, writable=False).reading() as connection:
        found = {
            name: [each["name"] for each in inspect(connection).get_columns(name)]
            for name in ("ledger_line", "ledger_anchor")
        }
        tables = {*inspect(connection).get_table_names()}
    fields = "number id fingerprint granted event minute language how hash seal".split()
    assert found == {"ledger_line": fields, "ledger_anchor": "number hash last minute seal".split()}
    assert tables == set(found)


def test_a_client_that_goes_away_takes_nothing_back(file: Place) -> None:
    app = app_at(file)
    body = told().canonical.encode()

    async def ask() -> None:
        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(_: Any) -> None:
            pass

        headers = [(b"content-type", b"application/json"), (b"host", b"shop.example")]
        scope = {"type": "http", "method": "POST", "path": "/", "headers": headers, "query_string": b"", "client": None}
        task = asyncio.create_task(app({**scope, "scheme": "https", "server": None}, receive, send))
        # As far as to the writer, and then no further.
        while app._writer._thread is None:
            await asyncio.sleep(0)
        task.cancel()

    coroutines.run(ask())
    assert post(client_of(app), told()).status_code == 200
    app.close()
    assert file.verify().lines == 1


def test_a_body_that_does_not_come_to_its_end_is_refused(file: Place) -> None:
    app = app_at(file)
    seen: list[Any] = []

    async def ask() -> None:
        pieces: list[dict[str, Any]] = [
            {"type": "http.disconnect"},
            {"type": "http.request", "body": b"{", "more_body": True},
        ]

        async def receive() -> dict[str, Any]:
            return pieces.pop()

        async def send(message: Any) -> None:
            seen.append(message)

        headers = [(b"content-type", b"application/json")]
        scope = {"type": "http", "method": "POST", "path": "/", "headers": headers, "query_string": b"", "client": None}
        await app({**scope, "scheme": "https", "server": None}, receive, send)

    coroutines.run(ask())
    app.close()
    assert seen[0]["status"] == 400


def test_it_ends_with_its_server_and_removes_old_lines_before(file: Place) -> None:
    file.fill([told(minute=NOW - 2000 * MINUTES_A_DAY)])
    app = app_at(file)
    with client_of(app) as client:
        assert post(client, told(id=records(1, seed=4)[0].id)).status_code == 201
    assert not file.path.with_name("ledger.sqlite-wal").exists()
    assert file.verify()[:2] == (1, 1)


def test_a_line_is_kept_as_long_as_its_record_may_be_told_again(file: Place) -> None:
    with pytest.raises(DeclarationError, match="keep_days is 179"):
        app_at(file, keep_days=179)
    app_at(file, keep_days=180).close()
    app_at(file, keep_days=0).close()


def test_a_lost_key_is_not_made_anew(file: Place) -> None:
    app = app_at(file)
    assert post(client_of(app), told()).status_code == 201
    app.close()
    file.key.unlink()
    with pytest.raises(KeyUnusable, match="No such file"):
        app_at(file)


def test_it_is_configured_by_the_environment(file: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    built = file.folder / "consent.json"
    built.write_text(json.dumps(declared(SITE)))
    monkeypatch.setenv("LEDGER_POLICY", str(built))
    monkeypatch.setenv("LEDGER_DATABASE", file.address)
    monkeypatch.setenv("LEDGER_KEY", str(file.key))
    import time

    monkeypatch.setattr(time, "time", lambda: NOW * 60.0)
    app = configured()
    assert post(client_of(app), told()).status_code in (201, 400)
    app.close()
    assert file.path.exists() and file.key.exists()
    for days in ("", "-1", "ten", "1.5", "1"):
        monkeypatch.setenv("LEDGER_KEEP_DAYS", days)
        with pytest.raises(DeclarationError):
            configured()


def test_the_demonstration_has_it_where_it_is_declared(file: Place) -> None:
    (file.folder / "site").mkdir()
    (file.folder / "site/index.html").write_text("<!doctype html><title>Start</title>")
    site = Site(SITE.plain)
    for record_url in ("api/consent-records", "/api/consent-records"):
        app = make_demonstration(file.folder / "site", site, ledger=file.folder / "kept", record_url=record_url)
        client = TestClient(app, "http://localhost")
        answer = post_to(client, "/api/consent-records", {"Origin": "http://localhost"})
        assert answer.status_code == 400 and "JSON" in answer.json()["error"]
        assert post_to(client, "/api/consent-records", {"Origin": "http://evil.example"}).status_code == 403
        assert client.get("/api/business-models").status_code == 200
    assert (file.folder / "kept/ledger.sqlite").is_file()
    off = make_demonstration(file.folder / "site", site, ledger=file.folder / "off", record_url="")
    assert post_to(TestClient(off, "http://localhost"), "/api/consent-records", {}).status_code == 404
    assert not (file.folder / "off").exists()


def post_to(client: TestClient, path: str, headers: dict[str, str]) -> Response:
    return client.post(path, content=b"{", headers={"Content-Type": "application/json", **headers})
