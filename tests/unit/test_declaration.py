"""What a declaration may say, beside what test_mistakes.py has of it; and that our own has what the policy tells."""

import json
import re
import tomllib
from pathlib import Path

import pytest

from consent.build import checks, declaration
from consent.core import decision
from consent.core.errors import DeclarationError
from consent.core.header import MAX_HEADER, largest
from consent.core.site import Site

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "pyscript.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", checks.INHERITED)
def test_no_cookie_has_a_name_that_js_cookie_never_finds(name: str) -> None:
    document = tomllib.loads(TEXT)
    document["consent"]["cookies"][5]["name"] = name
    with pytest.raises(DeclarationError, match=r'cookies "regions".name'):
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
    more = {
        **document["consent"]["cookies"][0],
        "id": identifier,
        "name": "more",
        "purpose": "more",
        "scenario": {"en": "x", "zh-CN": "x"},
    }
    document["consent"]["purposes"] = [{"id": "more", "text": {"en": "more", "zh-CN": "more"}}]
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
