"""One colour of a site gives two that can be read, in light and in dark."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent.build.accent import ENOUGH, accents, contrast, is_colour, rules

PAPERS = ((255, 255, 255), (18, 18, 18)), ((250, 250, 250), (43, 42, 51))
BYTE = st.integers(0, 255)


def _colour(text: str) -> tuple[int, int, int]:
    red, green, blue = bytes.fromhex(text[1:])
    return red, green, blue


@given(BYTE, BYTE, BYTE)
def test_either_accent_stands_out_from_its_paper(red: int, green: int, blue: int) -> None:
    found = accents("#" + bytes((red, green, blue)).hex())
    for papers in PAPERS:
        for accent, paper in zip(found, papers, strict=True):
            assert contrast(_colour(accent), paper) >= ENOUGH


def test_of_two_hundred_random_accents_all_can_be_read() -> None:
    chosen = random.Random(8)
    for _ in range(200):
        found = accents("#" + chosen.randbytes(3).hex())
        for accent, paper in zip(found, PAPERS[0], strict=True):
            assert contrast(_colour(accent), paper) >= 4.5


@pytest.mark.parametrize(
    ("given", "light", "dark"),
    [
        ("#075a66", "#075a66", None),
        ("#ffd400", None, "#ffd400"),
        ("#000000", "#000000", None),
        ("#FFFFFF", None, "#ffffff"),
    ],
)
def test_what_will_do_stays_as_it_is(given: str, light: str | None, dark: str | None) -> None:
    found = accents(given)
    assert found[0] == (light or found[0])
    assert found[1] == (dark or found[1])
    assert found[0] != found[1]


def test_contrast_is_as_the_rule_has_it() -> None:
    assert contrast((0, 0, 0), (255, 255, 255)) == pytest.approx(21)
    assert contrast((255, 212, 0), (255, 255, 255)) == pytest.approx(1.43, abs=0.01)


@pytest.mark.parametrize("value", ["#fff", "teal", "#12345g", "0b6673", "#0b66731", "#0b6673\n", 7, None, ["#0b6673"]])
def test_nothing_else_is_a_colour(value: object) -> None:
    assert not is_colour(value)
    assert is_colour("#0B6673")


def test_without_an_accent_there_is_no_rule() -> None:
    assert is_colour("")
    assert rules("") == ""
    assert rules("#ffd400").count("--smartee-consent-accent") == 2
