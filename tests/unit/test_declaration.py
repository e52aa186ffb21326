"""A wrong declaration stops the build with one line that says key, value and what was expected."""

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from consent.build import declaration
from consent.core import decision
from consent.core.errors import DeclarationError
from consent.core.header import MAX_HEADER, largest
from consent.core.site import Site

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "pyscript.toml").read_text(encoding="utf-8")

# What is written wrongly: (pattern, replacement, key, what the message must name).
MISTAKES = {
    "an unknown way of asking": (r'ask = "every-visit"', 'ask = "sometimes"', "consent.ask", "when-needed"),
    "days in words": (r"record_days = 180", 'record_days = "half a year"', "consent.record_days", "1 to 400"),
    "more days than a cookie lives": (r"record_days = 180", "record_days = 500", "consent.record_days", "1 to 400"),
    "true where a number belongs": (r"days = 365", "days = true", "consent.cookies[0].days", "0 (the visit) to 400"),
    "a name that is no token": (r'name = "Language"', 'name = "My Language"', "consent.cookies[0].name", "cookie name"),
    "a name that is written otherwise than it reads": (
        r'name = "Language"',
        'name = "Lang%uage"',
        "consent.cookies[0].name",
        "letters, digits and !#$&'*+-.^_`|~",
    ),
    "a name that is written as another reads": (
        r'name = "Language"',
        'name = "%4Canguage"',
        "consent.cookies[0].name",
        "cookie name",
    ),
    "a name that every JavaScript object has": (
        r'name = "Language"',
        'name = "constructor"',
        "consent.cookies[0].name",
        "JavaScript",
    ),
    "a name that only a server can set": (
        r'name = "smartee_online4_global_uid"',
        'name = "__Host-Http-uid"',
        "consent.cookies[4].name",
        "that a script can set",
    ),
    "the same name twice": (
        r'name = "Language"',
        'name = "special_logo_doctor"',
        "consent.cookies[7].name",
        "no earlier one has",
    ),
    "a purpose nobody declared": (
        r'purpose = "remember-language"',
        'purpose = "spy"',
        "consent.cookies[0].purpose",
        "consent.purposes",
    ),
    "a role left out": (r'id = "uid"', 'id = "user"', "consent.cookies", '"uid"'),
    "a misspelt key": (r"policy_version =", "policy_verson =", "consent.policy_verson", "policy_version"),
    "a text in a language that is not spoken": (
        r"zh-CN( = \"记住您的语言)",
        r"zh\1",
        "consent.purposes[0].text.zh",
        "consent.languages",
    ),
    "a text missing in a language": (
        r', zh-CN = "记住您的语言.*?"',
        "",
        "consent.purposes[0].text.zh-CN",
        "a text in this language",
    ),
    "a language nobody wrote": (r'"zh-CN"\]', '"tlh"]', "consent.controller.name.zh-CN", "consent.languages"),
    "an address elsewhere": (r'"api/regions"', '"https://cdn.example/regions"', "consent.regions_url", "on this site"),
    "consent for the answer itself": (
        r'(?s)(id = "decision".*?consent = )false',
        r"\1true",
        "consent.cookies[8].consent",
        "cannot wait",
    ),
    "a visit that lasts": (r"days = 0", "days = 1", "consent.cookies[9].days", "one visit"),
    "no contact": (r"contact = .*", 'contact = "nobody"', "consent.controller.contact", "e-mail"),
    "a partner's logo as markup": (
        r'"partners/lumina.svg"',
        '"javascript:alert(1)"',
        "consent.partners[1].logo",
        "on this site",
    ),
    "not TOML at all": (r"(?m)^\[consent\]$", "[consent", "pyscript.toml", "valid TOML"),
}


def wrong(name: str, folder: Path) -> tuple[Path, str, str]:
    pattern, replacement, key, expected = MISTAKES[name]
    text, count = re.subn(pattern, replacement, TEXT, count=1)
    assert count == 1
    path = folder / "pyscript.toml"
    path.write_text(text, encoding="utf-8")
    return path, key, expected


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_names_key_value_and_expectation(name: str, tmp_path: Path) -> None:
    path, key, expected = wrong(name, tmp_path)
    with pytest.raises(DeclarationError) as caught:
        declaration.load(path)
    message = str(caught.value)
    assert key in message and expected in message
    assert "\n" not in message.rstrip()


def test_the_command_says_one_line_and_no_traceback(tmp_path: Path) -> None:
    path, key, _ = wrong("days in words", tmp_path)
    command = [sys.executable, "-m", "consent", "build", "--config", str(path), "--out", str(tmp_path / "out")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert f"{key} is 'half a year'; expected" in done.stderr
    assert not (tmp_path / "out").exists()


def test_a_missing_file_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(DeclarationError, match="No such file"):
        declaration.load(tmp_path / "none.toml")


@pytest.mark.parametrize("name", declaration.INHERITED)
def test_no_cookie_has_a_name_that_js_cookie_never_finds(name: str) -> None:
    document = tomllib.loads(TEXT)
    document["consent"]["cookies"][5]["name"] = name
    with pytest.raises(DeclarationError, match=r"cookies\[5\].name"):
        declaration.validate(document)


def test_a_token_may_be_one_that_only_the_server_sets() -> None:
    document = tomllib.loads(TEXT)
    document["consent"]["cookies"][3]["name"] = "__Host-Http-token"
    assert Site(declaration.validate(document)).cookie("token").name == "__Host-Http-token"


def test_names_may_be_as_long_as_the_header_has_room_for_them() -> None:
    document = tomllib.loads(TEXT)
    cookies = document["consent"]["cookies"]
    for cookie in cookies:
        more = MAX_HEADER - largest({each["id"]: each["name"] for each in cookies})
        if cookie["id"] != "regions":
            cookie["name"] = cookie["name"].ljust(min(len(cookie["name"]) + more, 128), "x")
    assert largest({each["id"]: each["name"] for each in cookies}) == MAX_HEADER
    declaration.validate(document)
    cookies[-1]["name"] += "x"
    with pytest.raises(DeclarationError, match=r"6000 octets.*at most 5999 in all"):
        declaration.validate(document)


@pytest.mark.parametrize(("octets", "fits"), [(100, True), (101, False)])
def test_a_record_of_a_hundred_octets_fits_and_one_more_does_not(octets: int, fits: bool) -> None:
    document = tomllib.loads(TEXT)
    frame = len(decision.text(decision.Decision(("language", "business", ""), "0" * 8, 10**8)))
    identifier = "x" * (octets - frame)
    more = {**document["consent"]["cookies"][0], "id": identifier, "name": "more"}
    document["consent"]["cookies"].append(more)
    record = decision.Decision(("language", "business", identifier), "0" * 8, 10**8)
    text = decision.text(record)
    assert len(text) == octets
    assert decision.parse(text) == (record if fits else None)
    if fits:
        assert declaration.validate(document)
    else:
        with pytest.raises(DeclarationError, match="a record of 100 bytes"):
            declaration.validate(document)


def test_a_renamed_cookie_is_a_change_of_one_line() -> None:
    text, count = re.subn('name = "smartee_online4_global_city"', 'name = "smartee_5_city"', TEXT)
    assert count == 1
    site = Site(declaration.validate(tomllib.loads(text)))
    assert site.cookie("regions").name == "smartee_5_city"
    assert site.named("smartee_5_city").id == "regions"


def test_the_policy_s_cookies_are_all_declared() -> None:
    names = {cookie.name: cookie for cookie in declaration.load(ROOT / "pyscript.toml").cookies}
    needs = {name: cookie.consent for name, cookie in names.items()}
    assert needs == {
        "Language": True,
        "smartee_online4_global_selected_key": True,
        "smartee_online4_global_account": False,
        "smartee_online4_global_token": False,
        "smartee_online4_global_uid": False,
        "smartee_online4_global_city": False,
        "smartee_online4_global_bussiness_type_list": False,
        "special_logo_doctor": False,
        "smartee_online4_global_consent": False,
        "smartee_online4_global_visit": False,
    }


def test_the_cases_use_the_site_as_declared() -> None:
    """The shared tables run on a copy in JSON, because MicroPython reads no TOML."""
    copied = json.loads((ROOT / "tests/cases/site.json").read_text(encoding="utf-8"))
    assert copied == declaration.validate(declaration.read(ROOT / "pyscript.toml"))
