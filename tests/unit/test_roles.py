"""A site declares what it has: each role of the product may be left out, and any other cookie may be there."""

import copy
import re
from pathlib import Path
from typing import Any

import pytest

from consent import features
from consent.build import declaration, servers
from consent.build.html import html
from consent.build.mistakes import WrongDeclaration
from consent.build.modules import lacking, shipped
from consent.build.policy_pages import page
from consent.build.product import said
from consent.build.roles import NEEDED, ROLES
from consent.build.tag import embedded
from consent.core import decision, header, session
from consent.core.errors import ValueRefused
from consent.core.messages import Messages
from consent.core.site import Site
from consent.render import receipt, settings, view

ROOT = Path(__file__).parents[2]
OWN = declaration.read(ROOT / "pyscript.toml")
STUDIO = declaration.load(ROOT / "tests/sites/studio.toml")
PLAIN = declaration.load(ROOT / "tests/sites/plain.toml")
OPTIONAL = [role for role in ROLES if role not in NEEDED]


def without(*roles: str) -> Site:
    """Our own site, but for the cookies of these roles."""
    document: Any = copy.deepcopy(dict(OWN))
    consent = document["consent"]
    consent["cookies"] = [each for each in consent["cookies"] if each["id"] not in roles]
    return Site(declaration.validate(document))


def words(site: Site, language: str = "en") -> str:
    return page(site, said(site), language)


def messages(site: Site) -> Messages:
    return Messages("en", said(site)["en"])


@pytest.mark.parametrize("roles", [*([role] for role in OPTIONAL), OPTIONAL], ids=lambda roles: "+".join(roles))
def test_a_site_without_a_role_has_nothing_of_it(roles: list[str]) -> None:
    site, ours = without(*roles), without()
    assert all(not site.declares(role) for role in roles)
    told = words(site) + str(embedded(site, said(site), "", "")) + "".join(servers.examples(site).values())
    told += html(settings.dialog(site, messages(site), ()))
    for role in roles:
        assert f">{messages(ours).get('purpose.' + ours.cookie(role).purpose)}<" not in told
        # `Language` is a word of headers and pages too.
        assert role == "language" or ours.cookie(role).name not in told


@pytest.mark.parametrize("role", NEEDED)
def test_a_site_needs_what_keeps_the_answer(role: str) -> None:
    with pytest.raises(WrongDeclaration, match=f'a cookie with the id "{role}"'):
        without(role)


@pytest.mark.parametrize("role", [*OPTIONAL, None])
def test_a_feature_is_there_with_its_cookies_alone(role: str | None) -> None:
    site = without(*[role] if role else [])
    roles = {name: needed for name, needed in features.ROLES.items() if name != "ledger"}
    lacking = {name: features.lacking(name, site) for name in roles}
    assert {name for name, found in lacking.items() if found} == {
        name for name, needed in roles.items() if role in needed
    }
    assert {found for found in lacking.values() if found} <= {role}


def test_every_feature_that_can_be_asked_for_says_what_it_is_for() -> None:
    named = {name for name, _ in features.CALLS.values()} | {name for _, name in features.WIDGETS}
    assert set(features.ROLES) == named | {"logo", "ledger"}


def ledger(record_url: str, **receipt: Any) -> Site:
    """The studio's site with this address of a ledger, and a key of a storage with the id of its role."""
    document: Any = copy.deepcopy(dict(declaration.read(ROOT / "tests/sites/studio.toml")))
    item = {"id": "receipt", "key": "studio:*", "area": "local", "category": "technical", "consent": False, **receipt}
    document["consent"] |= {"record_url": record_url, "storage": [item]}
    return Site(declaration.validate(document))


def test_the_ledger_is_there_with_its_address_alone() -> None:
    words = {"en": "Keeps what you bought.", "zh-CN": "保存您的购物记录。"}
    assert features.lacking("ledger", ledger("api/records")) is None
    # Without one the id is as good as any other of the site's own.
    own = ledger("", area="session", key="bought", consent=True, scenario=words)
    assert features.lacking("ledger", own) == "receipt" and "receipt" in own.optional_ids
    assert features.lacking("ledger", STUDIO) == "receipt"
    assert ledger("api/records").fingerprint == STUDIO.fingerprint


def test_the_policy_and_the_settings_tell_of_the_receipt_in_the_product_s_words() -> None:
    site = ledger("api/records")
    told = said(site)["en"]
    assert told["purpose.keep-receipt"].startswith("keeping proof of your answer")
    for page_of in (words(site), html(settings.dialog(site, messages(site), ()))):
        assert told["purpose.keep-receipt"] in page_of and told["scenario.receipt"] in page_of
        assert "studio:*" in page_of and "until it is deleted" in page_of


def test_what_a_site_lacks_is_not_sent_to_the_browser() -> None:
    whole = set(shipped())
    less = {name: set(shipped(without=lacking(site))) for name, site in (("studio", STUDIO), ("plain", PLAIN))}
    gone = {"features/ledger.py", "browser/outbox.py", "core/ledger.py"}
    assert {f"consent/{each}" for each in gone} <= whole - less["studio"]
    assert {"consent/features/business.py", "consent/features/logo.py", "consent/core/models.py"} <= whole - less[
        "plain"
    ]
    assert not lacking(ledger("api/records")) & {"consent.features.ledger", "consent.browser.outbox"}
    # What is not there nothing can ask for: each feature is made where it is not lacking.
    assert all(module.startswith(("consent.features.", "consent.browser.outbox")) for module in lacking(PLAIN))


def test_models_are_needed_for_the_role_alone() -> None:
    document: Any = copy.deepcopy(dict(OWN))
    del document["consent"]["models"]
    with pytest.raises(WrongDeclaration, match=r"consent\.models is missing"):
        declaration.validate(document)
    cookies = document["consent"]["cookies"]
    document["consent"]["cookies"] = [each for each in cookies if each["id"] != "business"]
    assert declaration.validate(document)["models"] == []


def test_what_signs_in_takes_what_is_declared_and_refuses_the_rest() -> None:
    assert session.writes(PLAIN, {"account": "a"}) == (("account", "a"),)
    assert session.removed(PLAIN) == ("account",)
    for key in ("uid", "token", "partner"):
        with pytest.raises(ValueRefused, match=f'this site declares no cookie with the id "{key}"') as caught:
            session.writes(PLAIN, {"account": "a", key: "geheim"})
        assert "geheim" not in str(caught.value)


def test_the_header_is_told_without_the_region_cache_too() -> None:
    assert header.region_cache(STUDIO, [("theme", "x" * 7000)]) is None
    site = without("account")
    taken = header.MAX_HEADER - header.room(site, [(site.cookie("token").name, "t")])
    assert taken < header.MAX_HEADER - header.LIMITS["token"]


def test_the_policy_of_another_site_has_nothing_that_it_does_not_have() -> None:
    for site in (STUDIO, PLAIN):
        text = re.sub(r"<[^>]+>", " ", words(site))
        told = text + html(settings.dialog(site, messages(site), ())) + html(view.blocked(site, messages(site)))
        for word in ("sign", "Smartee", "smartee", "business", "token", "Preferences", "Sign-in"):
            # A cookie is explained by the example of a user name, and browsers keep sign-in details of other sites.
            found = re.findall(rf"[^.]*\b{word}[^.]*\.", told)
            assert [each for each in found if "saved sign-in details" not in each] == [], word


def test_categories_of_its_own_follow_ours_and_are_told_in_its_words() -> None:
    text = words(STUDIO)
    heads = re.findall(r"<h3>(.+?)</h3>", text)
    assert heads == ["Technical", "Comfort"]
    assert "<caption>They spare you doing things twice.</caption>" in text
    assert "<caption>它们让您不必重复操作。</caption>" in words(STUDIO, "zh-CN")
    plain = declaration.validate(declaration.read(ROOT / "tests/sites/studio.toml"))
    plain["cookies"][0]["consent"] = False
    dialog = html(settings.dialog(Site(plain), messages(STUDIO), ()))
    assert re.findall(r"<summary>(\w+) <", dialog) == ["Technical", "Comfort"]
    paper = receipt.text(STUDIO, messages(STUDIO), (decision.decide(STUDIO, ("theme",), 29398452),), "id", 29398452)
    assert '"dpv:PersonalData"' in paper


def test_a_purpose_of_several_cookies_is_asked_once() -> None:
    prompt = html(view.prompt(STUDIO, messages(STUDIO)))
    assert "only, for: Remembers how you like the pages to look and Keeps your basket for later visits.</p>" in prompt
    needed = words(STUDIO).split("needs your consent:")[1].split("</section>")[0]
    assert needed.count("<li>") == 2
    dialog = html(settings.dialog(STUDIO, messages(STUDIO), ()))
    assert re.findall(r'name="([\w-]+)" role="switch"', dialog) == ["theme", "text-size", "basket"]


def test_where_nothing_is_optional_nobody_is_asked_and_nothing_is_kept_of_an_answer() -> None:
    dialog = html(settings.dialog(PLAIN, messages(PLAIN), ()))
    told = re.sub(r"<[^>]+>", "", dialog)
    assert "there is nothing to choose" in dialog
    for part in ("<fieldset", 'action="save"', 'action="withdraw"', 'scope="optional"', "plain_consent", "plain_visit"):
        assert part not in dialog and part not in told
    assert 'data-consent-scope="all"' in dialog and "plain_account" in told
    text = re.sub(r"<[^>]+>", "", words(PLAIN))
    assert "We ask you for nothing" in text and "plain_account" in text
    for part in ("plain_consent", "plain_visit", "withdraw", "Withdraw", "accept", "180 days", "your answer"):
        assert part not in text, part
    assert embedded(PLAIN, said(PLAIN), "", "")["recordSeconds"] == "0"


def test_a_site_of_no_cookies_at_all_says_so() -> None:
    plain = declaration.validate(declaration.read(ROOT / "tests/sites/plain.toml"))
    plain["cookies"] = [each for each in plain["cookies"] if each["id"] in NEEDED]
    site = Site(plain)
    text = words(site)
    assert "This site uses no cookies." in text and '<table class="cookies"' not in text
    assert "Always on" not in html(settings.dialog(site, messages(site), ()))


@pytest.mark.parametrize(
    ("identifier", "meant"),
    [("langauge", "language"), ("busines", None), ("region", None), ("uuid", None), ("theme", None)],
)
def test_a_misspelt_role_is_told_and_a_word_of_its_own_is_not(identifier: str, meant: str | None) -> None:
    document: Any = copy.deepcopy(dict(declaration.read(ROOT / "tests/sites/studio.toml")))
    document["consent"]["cookies"][0]["id"] = identifier
    if meant is None:
        assert declaration.validate(document)
        return
    with pytest.raises(WrongDeclaration, match=f'did you mean "{meant}"'):
        declaration.validate(document)


def test_the_servers_name_a_variable_that_there_is() -> None:
    text = servers.examples(STUDIO)["nginx-http.conf"]
    assert "proxy_set_header X-Consent-Theme $consent_theme;" in text
    assert "X-Consent" not in servers.examples(PLAIN)["nginx-http.conf"]
