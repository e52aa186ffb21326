"""What an audit takes for a finding, and what it does not: each rule from both sides."""

from pathlib import Path
from typing import Any

import pytest

from consent.audit.declared import Declared, is_third, site_of
from consent.audit.findings import MAX_EVIDENCE, changed, gathered
from consent.audit.observed import Control, Cookie, Item, Journey, Moment, Policy, Prompt, Request, Writer
from consent.audit.rules import RULES
from consent.audit.verdicts import judge
from consent.build import declaration

ROOT = Path(__file__).parents[2]
SITE = declaration.load(ROOT / "tests/audit/faulty.toml")
NOW = 1_800_000_000.0
DAY = 86400
MINUTES = int(NOW // 60)
BUTTON = Control("Accept cookies", "button", 140, 40, 16, 12, 8)
FAIR = Prompt("smartee", "en", (), BUTTON, BUTTON._replace(text="Refuse cookies"), 1, (), "https://shop.example/policy")
RECORD = f"1.{SITE.fingerprint}.-.{MINUTES}"
# What a visitor's browser holds after a refusal on a site without a fault.
SAFE = Cookie("shop_consent", RECORD, "www.shop.example", "/", NOW + 180 * DAY, False, True, "Lax", False)


def moment(**seen: Any) -> Moment:
    plain = Moment(
        "ignore", "opened", "https://www.shop.example/", NOW, "unasked", (), "en", True, False, True, (), (), (), 200
    )
    return plain._replace(**seen)


def refused(*cookies: Cookie, **seen: Any) -> Moment:
    return moment(**{"answer": "refused", "asked": False, "cookies": (SAFE, *cookies), **seen})


def cookie(name: str, **seen: Any) -> Cookie:
    return SAFE._replace(name=name, value="x", expires=None)._replace(**seen)


def judged(*moments: Moment, declared: Declared | None = None) -> set[tuple[str, str]]:
    journey = Journey("ignore", moments)
    return {each.key for each in judge(declared or Declared(SITE), [journey])}


WRITTEN = Writer("script", "https://www.shop.example/app.js", "document.cookie", {"path": "/"})
POLICY_ROWS = tuple((each.name, f"{each.days} days" if each.days else "the visit") for each in SITE.cookies)
POLICY = Policy("https://www.shop.example/policy", 200, "\n".join(name for name, _ in POLICY_ROWS), POLICY_ROWS)
LESS = SAFE._replace(expires=NOW + 29 * DAY)
OTHER = SAFE._replace(value=f"1.0a1b2c3d.-.{MINUTES}")
FOUND = [
    ("cookie-undeclared", "_ga", moment(cookies=(cookie("_ga"),))),
    ("cookie-before-consent", "theme", moment(cookies=(cookie("theme"),))),
    ("cookie-after-refusal", "theme", refused(cookie("theme"))),
    ("cookie-lives-longer", "shop_city", refused(cookie("shop_city", expires=NOW + 31 * DAY))),
    ("cookie-lives-longer", "shop_visit", refused(cookie("shop_visit", expires=NOW + 60))),
    ("cookie-secure", "shop_city", refused(cookie("shop_city", secure=False))),
    ("cookie-same-site", "shop_city", refused(cookie("shop_city", same_site="None"))),
    ("cookie-same-site", "shop_city", refused(cookie("shop_city", writers=(WRITTEN,)))),
    ("cookie-twice", "shop_city", refused(cookie("shop_city"), cookie("shop_city", path="/en/"))),
    ("cookie-wide", "shop_city", refused(cookie("shop_city", domain=".shop.example"))),
    ("token-readable", "shop_token", refused(cookie("shop_token"))),
    ("cookie-third-party", "id", refused(cookie("id", domain="ads.example", same_site="None"))),
    ("cookie-third-party", "id", moment(requests=(Request("https://ads.example/a.gif", "image", True, ("id",)),))),
    ("request-third-party", "ads.example", moment(requests=(Request("https://ads.example/a.gif", "image", True),))),
    ("storage-undeclared", "hint", moment(items=(Item("local", "hint", "https://www.shop.example"),))),
    ("storage-undeclared", "drafts", moment(items=(Item("session", "drafts", "https://www.shop.example"),))),
    ("storage-before-consent", "drafts", moment(items=(Item("local", "drafts", "https://www.shop.example"),))),
    ("storage-after-refusal", "drafts", refused(items=(Item("local", "drafts", "https://www.shop.example"),))),
    ("prompt-missing", "https://www.shop.example/", moment(asked=False)),
    ("accept-missing", "smartee", moment(prompt=FAIR._replace(accept=None))),
    ("refuse-missing", "smartee", moment(prompt=FAIR._replace(refuse=None, clicks=None))),
    ("refuse-layer", "smartee", moment(prompt=FAIR._replace(refuse=None, clicks=2))),
    ("refuse-smaller", "smartee", moment(prompt=FAIR._replace(refuse=BUTTON._replace(height=30)))),
    ("refuse-smaller", "smartee", moment(prompt=FAIR._replace(refuse=BUTTON._replace(font=13)))),
    ("refuse-smaller", "smartee", moment(prompt=FAIR._replace(refuse=BUTTON._replace(width=60)))),
    ("refuse-fainter", "smartee", moment(prompt=FAIR._replace(refuse=BUTTON._replace(contrast=3)))),
    ("refuse-fainter", "smartee", moment(prompt=FAIR._replace(refuse=BUTTON._replace(outline=1.5)))),
    ("refuse-link", "smartee", moment(prompt=FAIR._replace(refuse=BUTTON._replace(tag="a", outline=1)))),
    ("choice-ticked", "theme", moment(prompt=FAIR._replace(ticked=("theme",)))),
    ("policy-missing", "smartee", moment(prompt=FAIR._replace(policy=None))),
    ("policy-dead", "/policy", moment(policy=POLICY._replace(status=404))),
    ("policy-dead", "/policy", moment(policy=POLICY._replace(text=" "))),
    ("policy-lacks-cookie", "theme", moment(policy=POLICY._replace(text=POLICY.text.replace("theme", "themes")))),
    ("policy-other-duration", "theme", moment(policy=POLICY._replace(rows=(("theme", "30 days"),)))),
    ("policy-other-duration", "theme", moment(policy=POLICY._replace(rows=(("theme", "2 Jahre"),)))),
    ("policy-other-cookie", "_gid", moment(policy=POLICY._replace(rows=(*POLICY_ROWS, ("_gid", "1 day"))))),
    ("answer-no-effect", "refused", refused(step="answered", asked=True)),
    ("answer-not-kept", "refused", refused(asked=True)),
    ("answer-other", "refused", refused(cookies=(SAFE._replace(value=RECORD.replace("-", "theme")),))),
    ("answer-other", "refused", refused(cookies=(SAFE._replace(value="yes"),))),
    ("answer-other", "refused", refused(cookies=())),
    ("answer-twice", "refused", refused(SAFE._replace(path="/en/"))),
    ("asked-too-soon", "refused", refused(step="returned", asked=True)),
    ("asked-too-soon", "shop_consent", refused(cookies=(LESS,))),
    ("withdrawal-missing", "https://www.shop.example/", refused(control=False)),
    ("tab-not-told", "refused", refused(step="in the other tab", asked=True)),
    ("language-other", "fr for en", moment(prompt=FAIR._replace(language="fr"))),
    ("language-other", "de for en", moment(prompt=FAIR._replace(kind="words", spoken=("de",)))),
    ("declaration-other", "0a1b2c3d", refused(cookies=(OTHER,))),
]


@pytest.mark.parametrize(
    ("rule", "subject", "seen"), FOUND, ids=[f"{rule} {at}" for at, (rule, _, _) in enumerate(FOUND)]
)
def test_it_is_found_and_alone(rule: str, subject: str, seen: Moment) -> None:
    alone = {(rule, subject)}
    # Whatever comes from another site was asked for there.
    alone |= {("request-third-party", "ads.example")} if seen.requests else set()
    assert judged(seen) == alone


GRANTED = (
    ("cookie-not-granted", "layout", "partial", ("theme",)),
    ("cookie-not-granted", "layout", "accepted", ("theme",)),
    ("cookie-after-withdrawal", "layout", "withdrawn", ()),
)


@pytest.mark.parametrize(("rule", "name", "answer", "granted"), GRANTED)
def test_what_was_not_granted_is_told_by_what_was_answered(
    rule: str, name: str, answer: str, granted: tuple[str, ...]
) -> None:
    record = SAFE._replace(value=RECORD.replace("-", "+".join(granted) or "-"))
    seen = refused(answer=answer, granted=granted, cookies=(record, cookie(name), *map(cookie, granted)))
    assert judged(seen) == {(rule, name)}
    kept = Item("local", "drafts", "https://www.shop.example")
    stored = refused(answer=answer, granted=granted, cookies=(record,), items=(kept,))
    assert judged(stored) == {(rule.replace("cookie", "storage"), "drafts")}


FINE = [
    moment(prompt=FAIR),
    moment(asked=False, hidden=True),
    moment(asked=False, status=404),
    refused(cookie("shop_city", expires=NOW + 30 * DAY)),
    refused(cookie("shop_token", http_only=True)),
    refused(cookie("shop_city", writers=(WRITTEN._replace(attributes={"samesite": "lax"}),))),
    refused(items=(Item("session", "smartee-consent.earlier", "https://www.shop.example"),)),
    refused(step="returned"),
    moment(prompt=FAIR._replace(refuse=BUTTON._replace(text="No", width=50))),
    moment(prompt=FAIR._replace(language="en-GB")),
    moment(language="", prompt=FAIR._replace(language="fr")),
    moment(policy=POLICY),
    moment(policy=POLICY._replace(status=304)),
    moment(policy=POLICY._replace(rows=(("theme", "12 months"), ("theme", "1 Jahr")))),
    moment(policy=POLICY._replace(rows=(("Purpose", "Shows the shop"), ("theme", "since 2024, as 3 others")))),
]


@pytest.mark.parametrize("seen", FINE, ids=range(len(FINE)))
def test_it_is_no_finding(seen: Moment) -> None:
    assert judged(seen) == set()


def test_what_was_not_seen_is_not_taken_for_right() -> None:
    seen = refused()
    stopped = Journey("tab", (), failed="its control to refuse cannot be clicked")
    lacking = (Journey("partial", (seen,), lacking="no settings"), Journey("withdraw", (seen,), lacking="no control"))
    found = judge(Declared(SITE), [Journey("refuse", (seen,)), stopped, *lacking])
    assert {each.key for each in found} == {
        ("journey-failed", "tab"),
        ("withdrawal-missing", "https://www.shop.example/"),
    }


def test_every_rule_can_be_broken() -> None:
    tried = {rule for rule, _, _ in FOUND} | {rule for rule, _, _, _ in GRANTED}
    tried |= {rule.replace("cookie", "storage") for rule, _, _, _ in GRANTED}
    assert tried | {"asked-too-late", "journey-failed"} == RULES.keys()


def test_a_site_that_asks_at_every_visit_has_to() -> None:
    every = declaration.load(ROOT / "pyscript.toml")
    record = SAFE._replace(name="smartee_online4_global_consent", value=f"1.{every.fingerprint}.-.{MINUTES}")
    seen = refused(step="returned", cookies=(record,))
    assert judged(seen, declared=Declared(every)) == {("asked-too-late", "refused")}
    assert judged(seen._replace(asked=True), declared=Declared(every)) == set()


def test_without_a_declaration_only_what_holds_for_every_site_is_found() -> None:
    seen = refused(cookie("_ga", same_site="None"), cookie("session_id"), step="returned", asked=True)
    names = {("cookie-same-site", "_ga"), ("token-readable", "session_id"), ("asked-too-soon", "refused")}
    assert judged(seen, declared=Declared(None)) == names
    assert judged(moment(prompt=FAIR._replace(kind="words", language="de")), declared=Declared(None)) == {
        ("language-other", "de for en")
    }


def test_what_is_on_every_page_is_one_finding_with_some_evidence() -> None:
    pages = [moment(page=f"https://www.shop.example/{at}", cookies=(cookie("_ga"),)) for at in range(MAX_EVIDENCE + 5)]
    [finding] = judge(Declared(SITE), [Journey("ignore", tuple(pages))])
    assert len(finding.evidence) == MAX_EVIDENCE and finding.more == 5


def test_a_baseline_tells_only_what_changed() -> None:
    findings = judge(Declared(SITE), [Journey("ignore", (moment(cookies=(cookie("_ga"), cookie("theme"))),))])
    new, gone = changed(findings, {("cookie-undeclared", "_ga"), ("cookie-secure", "old")})
    assert [each.key for each in new] == [("cookie-before-consent", "theme")]
    assert gone == (("cookie-secure", "old"),)
    assert gathered([]) == ()


@pytest.mark.parametrize(
    ("host", "site"),
    [
        ("www.shop.example", "shop.example"),
        ("a.b.smartee.com.cn", "smartee.com.cn"),
        ("localhost", "localhost"),
        ("127.0.0.1", "127.0.0.1"),
        ("[::1]", "::1"),
        (".shop.example", "shop.example"),
    ],
)
def test_a_host_belongs_to_a_site(host: str, site: str) -> None:
    assert site_of(host) == site


@pytest.mark.parametrize(
    ("address", "third"),
    [
        ("https://cdn.shop.example/a.js", False),
        ("https://shop.example.evil/a.js", True),
        ("wss://chat.example/", True),
        ("data:text/plain,x", False),
        ("blob:https://www.shop.example/1", False),
    ],
)
def test_what_leaves_the_site(address: str, third: bool) -> None:
    assert is_third(address, "https://www.shop.example/") is third
