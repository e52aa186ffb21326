"""What the middleware strips of an answer: by the table of the gate, and however a cookie or a deletion is spelt."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.unit.test_server_middleware import SITES, Pairs, through_asgi, through_wsgi

CASES = Path(__file__).parents[1] / "cases"
GATE = json.loads((CASES / "script/gate.json").read_text(encoding="utf-8"))
Through = Callable[..., Pairs]


@pytest.fixture(params=[through_asgi, through_wsgi], ids=["asgi", "wsgi"])
def through(request: pytest.FixtureRequest) -> Through:
    return request.param


@pytest.mark.parametrize("case", GATE, ids=lambda case: case["says"])
def test_it_does_with_an_answer_what_the_gate_does_with_a_write(through: Through, case: dict[str, Any]) -> None:
    given = case["given"]
    line = f"{given['name']}=1; Path=/" + ("; Max-Age=0" if given.get("deleting") else "; Max-Age=60")
    headers = [("Set-Cookie", line)]
    left = through(SITES[given.get("undeclared", "report")], given["granted"], headers)
    assert left == (headers if case["expected"] in ("pass", "tell") else [])


SPELLINGS = [
    "Language=fr",
    "Language=",
    "Language=fr; Path=/; Secure; HttpOnly; SameSite=Lax",
    "Language=fr; Domain=smartee.cn; Max-Age=31536000",
    " \tLanguage\t =fr",
    "%4Canguage=fr",
    "%4canguage=fr",
    "L%61n%67uage=fr",
    '"Language"=fr',
    '"%4Canguage"=fr',
    # Nameless: a page reads the bare value.
    "Language",
    "=Language=fr",
    " = =Language=fr",
    "=%4Canguage=fr",
    # No browser takes these; what lies between might mend them.
    "\x0bLanguage=fr",
    "Lang\x00uage=fr",
    "\x7fLanguage=fr",
    # What no browser surely takes for a deletion.
    "Language=fr; Max-Age=1",
    "Language=fr; Max-Age=0; Max-Age=60",
    "Language=fr; Max-Age=60; Max-Age=0",
    "Language=fr; Max-Age=60; Expires=Thu, 01 Jan 1970 00:00:00 GMT",
    "Language=fr; Max-Age=",
    "Language=fr; Max-Age",
    "Language=fr; Max-Age=0x",
    "Language=fr; Max-Age=0.5",
    "Language=fr; Max-Age=\u0660".encode().decode("latin-1"),
    "Language=fr; Max-Age=" + "0" * 1025,
    "Language=fr; Max-Age=-" + "9" * 5000,
    "Language=fr; Max-Age =60; Expires=Thu, 01 Jan 1970 00:00:00 GMT",
    "Language=fr; Expires=Thu, 01 Jan 2026 00:00:00 GMT",
    "Language=fr; Expires=Thu, 01 Jan 26 00:00:00 GMT",
    "Language=fr; Expires=Thu, 31 Feb 1970 00:00:00 GMT",
    "Language=fr; Expires=Thu, 01 Jan 0001 00:00:00 GMT",
    "Language=fr; Expires=Thu, 01 Jan 1970 24:00:00 GMT",
    "Language=fr; Expires=Thu, 01 Jun 1970 00:00:00 PST",
    "Language=fr; Expires=Thu, 01 Abc 1970 00:00:00 GMT",
    "Language=fr; Expires=yesterday",
    "Language=fr; Expires=0",
    "Language=fr; Expires=",
    "Language=fr; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Expires=Thu, 01 Jan 2026 00:00:00 GMT",
    "Language=fr; Expires=Thu, 01 Jan 1970 00:00:00 GMT" + " " * 2000 + "x",
    "Language=Max-Age=0",
]


@pytest.mark.parametrize("line", SPELLINGS)
def test_no_spelling_comes_round_it(through: Through, line: str) -> None:
    headers = [("Set-Cookie", line), ("X-A", "b")]
    assert through(SITES["report"], (), headers) == [("X-A", "b")]
    assert through(SITES["report"], ("business",), headers) == [("X-A", "b")]
    assert through(SITES["report"], ("language",), headers) == headers


PASSING = [
    "Language=; Max-Age=0",
    "Language=fr; max-age=00; Path=/",
    "Language=; MAX-AGE = -1",
    "Language=; Max-Age=0; Expires=Thu, 01 Jan 2026 00:00:00 GMT",
    "Language=; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Path=/",
    "Language=; expires=Thu, 01-Jan-1970 00:00:01 GMT; Max-Age=0",
    "Language=; Expires=Thu, 01-Jan-70 00:00:00 GMT",
    "Language=; Expires=1 jan 1970 00:00:00",
    "Language=; Expires=Sun, 23 Nov 2025 12:13:20 GMT",
    "%4Canguage=; Max-Age=0",
    "language=fr",
    "Language2=fr",
    "xLanguage=fr",
    "Language%00=fr",
    "%254Canguage=fr",
    "%FFLanguage=fr",
    "a=Language=fr",
    "a=b, Language=fr",
    "smartee_online4_global_token=1; HttpOnly",
    "smartee_online4_global_consent=1",
    "",
    "=",
    ";",
]


@pytest.mark.parametrize("line", PASSING)
def test_deletions_and_what_is_not_optional_pass(through: Through, line: str) -> None:
    headers = [("Set-Cookie", line)]
    assert through(SITES["report"], None, headers) == headers


@pytest.mark.parametrize("line", ["_ga=1", "language=fr", "a=Language=fr", "=x", "x", "", "%FF=1"])
def test_what_the_policy_does_not_know_goes_where_it_is_to_be_blocked(through: Through, line: str) -> None:
    headers = [("Set-Cookie", line), ("Set-Cookie", "smartee_online4_global_token=1"), ("Set-Cookie", "b=; Max-Age=0")]
    assert through(SITES["block"], ("language", "business"), headers) == headers[1:]
    assert through(SITES["report"], None, headers) == headers


@pytest.mark.parametrize("name", ["Set-Cookie", "set-cookie", "SET-COOKIE", "sEt-cOOkie"])
def test_all_lines_are_looked_at_and_the_others_keep_their_order(through: Through, name: str) -> None:
    headers = [
        ("Content-Type", "text/html"),
        (name, "Language=fr"),
        (name, "a=1"),
        ("Vary", "Cookie"),
        (name, "smartee_online4_global_selected_key=design-only"),
        (name, "b=2"),
        (name, "Language=en; Path=/de"),
        ("Set-Cookie2", "Language=fr"),
    ]
    kept = [pair for pair in headers if not pair[1].startswith(("Language=", "smartee")) or pair[0] == "Set-Cookie2"]
    assert through(SITES["report"], None, list(headers)) == kept
    assert through(SITES["report"], ("language", "business"), list(headers)) == headers


def test_one_line_of_a_log_tells_each_name_and_no_value(through: Through, caplog: pytest.LogCaptureFixture) -> None:
    lines = [
        "Language=secret1",
        "Language=secret2",
        "%4Canguage=secret3",
        "=Language=secret4",
        "smartee_online4_global_selected_key=secret5",
        "_ga=secret6",
        "secret7",
        "=secret8",
        "a\nb=secret9",
        "x" * 5000 + "=secret0",
    ]
    through(SITES["block"], None, [("Set-Cookie", line) for line in lines])
    told = [record.getMessage() for record in caplog.records]
    assert [record.name for record in caplog.records] == ["consent.server"] * 6
    assert "secret" not in caplog.text
    for name, message in zip(["Language", "smartee_online4_global_selected_key", "'_ga'"], told, strict=False):
        assert f"of {name} is stripped" in message
    assert all(len(message) < 200 and "\n" not in message for message in told)
    caplog.clear()
    through(SITES["block"], None, [("Set-Cookie", "Language=; Max-Age=0")])
    through(SITES["report"], ("language",), [("Set-Cookie", "Language=fr"), ("Set-Cookie", "_ga=1")])
    assert caplog.records == []
