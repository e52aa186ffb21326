"""The demonstration's back end: what each address below /api/ answers."""

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from consent.build import declaration
from consent.demo.accounts import Account, Accounts
from consent.demo.app import make_app
from consent.demo.regions import RegionsMissing, read_regions
from consent.demo.sessions import Sessions
from consent.server.throttle import MOST_KEYS, Throttle

ROOT = Path(__file__).resolve().parents[2]
SITE = declaration.load(ROOT / "pyscript.toml")
PASSWORD = "aligner-demo"
TOKEN = "smartee_online4_global_token"


class Clock:
    """Time that passes only when told to."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "index.html").write_text("<!doctype html><title>Start</title>")
    return tmp_path


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def client(folder: Path, clock: Clock) -> TestClient:
    app = make_app(folder, SITE, clock=clock)
    return TestClient(app, "http://localhost", follow_redirects=False, raise_server_exceptions=False)


def sign_in(client: TestClient, account: str = "dr.chen", password: str = PASSWORD, **more: Any) -> Response:
    return client.post("/api/sign-in", json={"account": account, "password": password} | more)


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


@pytest.mark.parametrize(("account", "partner"), [("dr.chen", "dentacore"), ("dr.lind", "lumina"), ("dr.amari", None)])
def test_sign_in_tells_who_signed_in(client: TestClient, account: str, partner: str | None) -> None:
    answer = sign_in(client, account)
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    body = answer.json()
    assert sorted(body) == ["account", "partner", "token", "uid"]
    assert (body["account"], body["partner"]) == (account, partner)
    assert len(body["token"]) >= 43 and body["uid"]
    assert "set-cookie" not in answer.headers
    assert partner is None or SITE.partner(partner) is not None


def test_tokens_and_uids_differ(client: TestClient) -> None:
    answers = [sign_in(client, name).json() for name in ("dr.chen", "dr.chen", "dr.lind")]
    assert len({each["token"] for each in answers}) == 3
    assert len({each["uid"] for each in answers}) == 2


@pytest.mark.parametrize("account", ["dr.chen", "nobody", " ", "dr.chen\0"])
def test_wrong_sign_in(client: TestClient, account: str) -> None:
    answer = sign_in(client, account, "wrong")
    assert answer.status_code == 401
    assert list(answer.json()) == ["error"]
    assert answer.headers["www-authenticate"].startswith("Bearer ")


def test_an_unknown_account_takes_the_same_work(monkeypatch: pytest.MonkeyPatch) -> None:
    verified = []
    hasher = SimpleNamespace(verify=lambda known, _: verified.append(known))
    monkeypatch.setattr("consent.demo.accounts.HASHER", hasher)
    assert Accounts().check("nobody", PASSWORD) is None
    found = Accounts().check("dr.chen", PASSWORD)
    assert found and found.name == "dr.chen"
    assert len(verified) == 2
    parameters = {known.rsplit("$", 2)[0] for known in verified}
    assert parameters == {"$argon2id$v=19$m=19456,t=2,p=1"}


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"{", "application/json", 400),
        (b"[]", "application/json", 400),
        (b"\xff", "application/json", 400),
        (b"[" * 4000, "application/json", 400),
        (b"{}", "application/json", 400),
        (b'{"account": 1, "password": "x"}', "application/json", 400),
        (b'{"account": "a", "password": ""}', "application/json", 400),
        (b'{"account": "a", "password": "\\ud800"}', "application/json", 400),
        (json.dumps({"account": "a" * 65, "password": "x"}).encode(), "application/json", 400),
        (json.dumps({"account": "a", "password": "x" * 5000}).encode(), "application/json", 413),
        (b"account=a&password=b", "application/x-www-form-urlencoded", 415),
        (b"{}", "", 415),
    ],
)
def test_sign_in_refuses_what_it_cannot_read(client: TestClient, body: Any, kind: str, status: int) -> None:
    answer = client.post("/api/sign-in", content=body, headers={"Content-Type": kind})
    assert answer.status_code == status
    assert answer.json()["error"].endswith(".")
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_guessing_is_slowed_down_and_an_honest_doctor_is_not(client: TestClient, clock: Clock) -> None:
    for _ in range(20):
        assert sign_in(client).status_code == 200
    for _ in range(5):
        assert sign_in(client, "dr.lind", "guess").status_code == 401
    assert sign_in(client, "dr.lind").status_code == 200
    for _ in range(15):
        assert sign_in(client, "dr.lind", "guess").status_code == 401
    # Whichever account is guessed at, and with whatever password.
    for account in ("dr.lind", "dr.chen"):
        answer = sign_in(client, account)
        assert answer.status_code == 429
        assert 0 < int(answer.headers["retry-after"]) <= 11
    clock.now += int(answer.headers["retry-after"])
    assert sign_in(client, "dr.lind").status_code == 200


def test_guessing_slows_down_nobody_at_another_address(folder: Path, clock: Clock) -> None:
    app = make_app(folder, SITE, clock=clock)
    guesser, doctor = (TestClient(app, "http://localhost", client=(each, 50000)) for each in ("10.0.0.1", "10.0.0.2"))
    while sign_in(guesser, "dr.lind", "guess").status_code == 401:
        pass
    assert sign_in(guesser, "dr.lind").status_code == 429
    assert sign_in(doctor, "dr.lind").status_code == 200


def test_throttle_forgets_the_keys_used_longest_ago(clock: Clock) -> None:
    throttle = Throttle(1, 10.0, clock)
    assert [throttle.take("a"), throttle.take("a")] == [0.0, 10.0]
    clock.now += 4
    assert throttle.take("a") == pytest.approx(6)
    for number in range(MOST_KEYS):
        throttle.take(number)
    assert throttle.take("a") == 0.0
    throttle.give_back("b")
    assert [throttle.take("b"), throttle.take("b") > 0] == [0.0, True]


def test_cases_are_the_doctors_own(client: TestClient) -> None:
    seen = {}
    for account in ("dr.chen", "dr.lind", "dr.amari"):
        answer = client.get("/api/cases", headers=bearer(sign_in(client, account).json()["token"]))
        assert answer.status_code == 200
        assert answer.headers["cache-control"] == "no-store"
        seen[account] = answer.json()
    numbers = [case["number"] for cases in seen.values() for case in cases]
    assert len(numbers) == len(set(numbers)) >= 9
    keys = {model.key for model in SITE.models}
    for cases in seen.values():
        updated = [case["updated"] for case in cases]
        assert updated == sorted(updated, reverse=True)
        for case in cases:
            assert case["model"] in keys
            assert 0 <= case["aligner"] <= case["aligners"]


@pytest.mark.parametrize(
    ("headers", "challenge"),
    [
        ({}, 'Bearer realm="smartee-demo"'),
        ({"Authorization": "Basic YTpi"}, 'Bearer realm="smartee-demo"'),
        ({"Authorization": "Bearer "}, 'Bearer realm="smartee-demo"'),
        (bearer("x"), 'Bearer realm="smartee-demo", error="invalid_token"'),
        ({"Cookie": TOKEN + "=x"}, 'Bearer realm="smartee-demo", error="invalid_token"'),
    ],
)
def test_no_cases_without_a_token(client: TestClient, headers: dict[str, str], challenge: str) -> None:
    answer = client.get("/api/cases", headers=headers)
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == challenge
    assert answer.json()["error"]


def test_sign_out_revokes(client: TestClient) -> None:
    token = sign_in(client).json()["token"]
    other = sign_in(client).json()["token"]
    for _ in range(2):
        assert client.post("/api/sign-out", headers=bearer(token)).status_code == 204
    assert client.get("/api/cases", headers=bearer(token)).status_code == 401
    assert client.get("/api/cases", headers=bearer(other)).status_code == 200


def test_a_token_lasts_as_long_as_the_policy_says(client: TestClient, clock: Clock) -> None:
    token = sign_in(client).json()["token"]
    clock.now += SITE.cookie("token").days * 86400 - 1
    assert client.get("/api/cases", headers=bearer(token)).status_code == 200
    clock.now += 1
    assert client.get("/api/cases", headers=bearer(token)).status_code == 401


def test_the_oldest_sessions_end_first(clock: Clock) -> None:
    sessions = Sessions(clock, 60, most=2)
    account = Account("a", "1", None, "")
    tokens = [sessions.start(account) for _ in range(3)]
    assert [sessions.find(token) for token in tokens] == [None, account, account]


@pytest.mark.parametrize(("address", "secure"), [("http://localhost", False), ("https://localhost", True)])
@pytest.mark.parametrize("way", ["body", "query"])
def test_httponly_token(folder: Path, address: str, secure: bool, way: str) -> None:
    client = TestClient(make_app(folder, SITE), address)
    query, more = ("", {"httponly": True}) if way == "body" else ("?httponly=1", {})
    answer = client.post("/api/sign-in" + query, json={"account": "dr.lind", "password": PASSWORD} | more)
    assert answer.json() == {"account": "dr.lind", "uid": "b56fb3f3de71", "partner": "lumina"}
    cookie = answer.headers["set-cookie"].lower()
    parts = cookie.split("; ")
    assert parts[0].startswith(TOKEN + "=")
    assert sorted(parts[1:]) == sorted(
        ["httponly", f"max-age={30 * 86400}", "path=/", "samesite=lax"] + ["secure"] * secure
    )
    assert client.get("/api/cases").status_code == 200
    # What a form of another site could send changes nothing.
    assert client.post("/api/sign-out").status_code == 403
    assert client.post("/api/sign-out", data={"a": "b"}).status_code == 403
    assert client.get("/api/cases").status_code == 200
    token = client.cookies[TOKEN]
    answer = client.post("/api/sign-out", json={})
    assert answer.status_code == 204
    assert TOKEN not in client.cookies
    assert client.get("/api/cases", headers=bearer(token)).status_code == 401


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://localhost:81"])
@pytest.mark.parametrize("address", ["/api/sign-in", "/api/sign-out"])
def test_posts_from_another_origin_are_refused(client: TestClient, address: str, origin: str) -> None:
    body = {"account": "dr.chen", "password": PASSWORD}
    assert client.post(address, json=body, headers={"Origin": origin}).status_code == 403
    assert client.post(address, json=body, headers={"Origin": "http://localhost"}).status_code < 300


def regions(client: TestClient, parent: str | None = None) -> dict[str, str]:
    answer = client.get("/api/regions", params={} if parent is None else {"parent": parent})
    assert answer.status_code == 200
    return {each["name"]: each["code"] for each in answer.json()}


def test_regions_from_province_to_district(client: TestClient) -> None:
    provinces = regions(client)
    assert len(provinces) == 34
    assert regions(client, "") == provinces
    assert regions(client, provinces["浙江省"])["杭州市"] == "330100"
    assert regions(client, "330100")["西湖区"] == "330106"
    # Established in December 2024: the data is not older than that.
    assert "和安县" in regions(client, "653200")


def test_municipalities_have_a_city_of_their_own_name(client: TestClient) -> None:
    assert regions(client, "110000") == {"北京市": "110100"}
    assert regions(client, "310100")["松江区"] == "310117"
    assert regions(client, "500000") == {"重庆市": "500100", "县": "500200"}
    assert len(regions(client, "500100")) == 26 and len(regions(client, "500200")) == 12


@pytest.mark.parametrize("code", ["330106", "441900", "710000"])
def test_regions_with_nothing_below(client: TestClient, code: str) -> None:
    assert regions(client, code) == {}


@pytest.mark.parametrize(
    ("parent", "status"),
    [("999999", 404), ("33", 400), ("abcdef", 400), ("３３０１００", 400), ("../etc", 400)],
)
def test_regions_that_do_not_exist(client: TestClient, parent: str | None, status: int) -> None:
    answer = client.get("/api/regions", params={"parent": parent})
    assert answer.status_code == status
    assert answer.json()["error"].endswith(".")


@pytest.mark.parametrize("address", ["/api/regions", "/api/regions?parent=330000", "/api/business-models"])
def test_what_is_the_same_for_everybody_may_be_kept(client: TestClient, address: str) -> None:
    answer = client.get(address)
    assert answer.headers["cache-control"] == "public, max-age=86400"
    again = client.get(address, headers={"If-None-Match": "W/" + answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == answer.headers["etag"]
    assert client.get(address, headers={"If-None-Match": '"other"'}).status_code == 200


@pytest.mark.parametrize("content", [None, b"{", b'{"a": 1}', b'[{"name": "x"}]', b"[1]"])
def test_regions_that_cannot_be_read(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "regions.json"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(RegionsMissing, match="npm ci"):
        read_regions(file)


def test_business_models_are_the_declared_ones(client: TestClient) -> None:
    models = client.get("/api/business-models").json()
    assert [each["key"] for each in models] == [model.key for model in SITE.models]
    assert models[0]["label"]["en"] == "Design + Aligner"
    assert [each["logo"] for each in models] == [model.logo for model in SITE.models]
    assert all(set(each["label"]) == set(SITE.languages) for each in models)


@pytest.mark.parametrize(
    ("method", "address", "status"),
    [
        ("GET", "/api/", 404),
        ("GET", "/api/unknown", 404),
        ("POST", "/api/unknown", 404),
        ("GET", "/api/cases/", 404),
        ("GET", "/api/sign-in", 405),
        ("POST", "/api/regions", 405),
        ("DELETE", "/api/cases", 405),
    ],
)
def test_api_errors_are_json(client: TestClient, method: str, address: str, status: int) -> None:
    answer = client.request(method, address)
    assert answer.status_code == status
    assert list(answer.json()) == ["error"]
    assert ("allow" in answer.headers) == (status == 405)


def test_a_failure_of_the_server_tells_nothing(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("consent.demo.api.cases_of", lambda _: 1 / 0)
    answer = client.get("/api/cases", headers=bearer(sign_in(client).json()["token"]))
    assert answer.status_code == 500
    assert answer.json() == {"error": "Something went wrong on the server."}
