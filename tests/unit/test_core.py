"""What the core says beside its outcomes: errors with their evidence, the declaration as it was declared."""

from typing import Any

import pytest

from consent.core import dates, errors, flow, session
from consent.core.site import Site
from tests.unit.test_cases import SITE


@pytest.mark.parametrize(
    ("kind", "evidence", "message"),
    [
        (
            errors.DeclarationError,
            {"key": "consent.ask", "value": 7, "expected": "a text"},
            "consent.ask is 7; expected a text",
        ),
        (
            errors.CookieError,
            {"name": "a", "reason": "too large"},
            "cookie 'a': too large",
        ),
        (
            errors.ValueRefused,
            {"what": "language", "value": "fr", "expected": "en"},
            "'fr' is not a possible language; expected en",
        ),
        (
            errors.FetchError,
            {"url": "/regions", "reason": "answered 500"},
            "/regions: answered 500",
        ),
    ],
)
def test_an_error_is_a_sentence_and_carries_its_evidence(
    kind: type[errors.ConsentError], evidence: dict[str, Any], message: str
) -> None:
    error = kind(**evidence)
    assert str(error) == error.message == message
    assert {name: getattr(error, name) for name in evidence} == evidence


def test_an_error_repeats_no_more_of_a_value_than_people_read() -> None:
    error = errors.ValueRefused("region", "x" * 100, "a code")
    assert str(error) == "'" + "x" * 79 + " is not a possible region; expected a code"


def test_the_site_is_as_it_was_declared() -> None:
    site = Site(SITE)
    for name in ("policy_version", "ask", "record_days", "undeclared", "policy_url", "regions_url", "models_url"):
        assert getattr(site, name) == SITE[name]
    assert list(site.languages) == [site.languages[at] for at in range(len(site.languages))] == SITE["languages"]
    for cookie in SITE["cookies"]:
        found = site.cookie(cookie["id"])
        assert found == site.named(cookie["name"])
        assert {name: getattr(found, name) for name in found._fields} == {name: cookie[name] for name in found._fields}
    for model in SITE["models"]:
        found = site.model(model["key"])
        assert {name: getattr(found, name) for name in model} == model
    for partner in SITE["partners"]:
        found = site.partner(partner["key"])
        assert {name: getattr(found, name) for name in partner} == partner
    assert site.named("nobody") is site.model("nobody") is site.partner("nobody") is None


def test_a_date_is_of_whole_numbers() -> None:
    assert [(each, type(each)) for each in dates.date(68459040)] == [(2100, int), (3, int), (1, int)]


def test_effects_are_read_by_the_names_of_their_fields() -> None:
    assert flow.Record("a decision").decision == "a decision"
    assert flow.Expire(("language",)).ids == ("language",)
    shown = flow.Show("settings", "accepted")
    assert (shown.view, shown.outcome) == ("settings", "accepted")


def test_a_sign_out_removes_all_that_a_sign_in_stored() -> None:
    signed = {cookie["id"] for cookie in SITE["cookies"] if cookie["category"] == "authentication"}
    assert set(session.REMOVED) == {*signed, "partner"}
