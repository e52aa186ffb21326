"""What must hold for any input at all, tried by hypothesis."""

import string
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from consent.build import html
from consent.core import cookies, decision, models, preferences, regions
from consent.core.site import Site
from consent.render import markup
from tests.unit.test_cases import SITE

SITE = Site(SITE)
TEXT = st.text(alphabet=st.characters(exclude_categories=["Cs"]))
NOW = 29_398_452


@given(TEXT)
def test_a_value_comes_back_as_it_was_written(value: Any) -> None:
    assume(value[:1] != '"')
    assert cookies.decode(cookies.encode_value(value)) == value


@given(TEXT)
def test_what_is_written_is_a_cookie_octet_string(value: Any) -> None:
    allowed = set(string.printable) - set(string.whitespace) - set('",;\\')
    assert set(cookies.encode_value(value)) <= allowed


@given(TEXT)
def test_any_value_can_be_read(raw: str) -> None:
    cookies.decode(raw)
    cookies.parse(raw)
    preferences.stored_business(raw)
    SITE.languages.match(raw)
    assert regions.unpack(raw) == ()
    models.unpack(SITE, raw)


@given(TEXT)
def test_only_an_exact_record_binds(raw: str) -> None:
    found = decision.read(SITE, raw, NOW)
    assert found is None or decision.text(found) == raw


@given(st.text(alphabet="1.-+0123456789abcdef" + "languagebusiness", max_size=60))
def test_records_that_look_right(tail: str) -> None:
    raw = f"1.{SITE.fingerprint}.{tail}"
    found = decision.read(SITE, raw, NOW)
    assert found is None or decision.text(found) == raw


@given(st.sets(st.sampled_from(SITE.optional_ids)), st.integers(NOW - 180 * 1440 + 1, NOW))
def test_every_decision_survives_its_text(granted: Any, minutes: int) -> None:
    made = decision.decide(SITE, granted, minutes)
    text = decision.text(made)
    assert decision.read(SITE, text, NOW) == made
    assert len(text.encode()) <= decision.MAX_BYTES
    assert text == cookies.encode_value(text)


@given(TEXT)
def test_text_never_becomes_markup(text: str) -> None:
    page = html.html(markup.element("p", (("title", text),), text))
    inside = page.removeprefix("<p title=").removesuffix("</p>")
    assert inside.count("<") == 0
    assert inside.count(">") == 1
    assert inside.count('"') == 2


@given(
    st.lists(
        st.tuples(st.integers(10, 99), st.text(min_size=1, max_size=8, alphabet="市区县省广州江A𠅤·")), max_size=40
    )
)
def test_the_region_cache_is_exact_and_within_its_octets(items: Any) -> None:
    listed = tuple((f"44{code}00", name) for code, name in items)
    name = SITE.cookie("regions").name
    room = cookies.MAX_OCTETS - len(name)
    kept = regions.remember((("110000", (("110100", "北京市"),)),), "440000", listed, room)
    text = regions.pack(kept)
    assert len(name) + len(text) <= cookies.MAX_OCTETS
    assert text == cookies.encode_value(text)
    assert regions.unpack(text) == kept
    found = regions.find(kept, "440000")
    assert found is None or found == listed
