"""The policy tells every fact it is bound to, its pages stand by themselves, a decision comes out on paper."""

import base64
import copy
import itertools
import json
import random
import re
import tomllib
from collections.abc import Iterator
from datetime import datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest

from consent.build import declaration, policy_pages
from consent.build.html import html
from consent.build.mistakes import WrongDeclaration
from consent.build.product import said
from consent.core import dates, decision, identifiers, jsontext
from consent.core.messages import Messages
from consent.core.site import Site
from consent.render import receipt
from consent.render.markup import VOID
from consent.render.policy import policy
from consent.render.tables import BROWSERS

ROOT = Path(__file__).parents[2]
PLAIN = declaration.validate(declaration.read(ROOT / "pyscript.toml"))
SITE = Site(PLAIN)
TEXTS = said(SITE)
PAGES = [*SITE.languages, None]
DECIDED = decision.decide(SITE, ("language",), 29398452)
RECORD_ID = identifiers.uuid4(bytes(range(16)))

# What the policy has to say, and words of ours that say it, in each language.
FACTS = {
    "who is responsible": (
        "Shanghai Smartee Denti-Technology Co., Ltd. and its affiliates are responsible",
        "上海正雅齿科科技股份有限公司及其关联公司负责",
    ),
    "how to reach them": (
        "privacy_dpo@smartee.cn",
        "privacy_dpo@smartee.cn",
    ),
    "what a cookie is": (
        "a small text file that a site stores on your computer or phone",
        "存放在您的电脑或手机上的小型文本文件",
    ),
    "what first-party cookies are": (
        "only that site can read them",
        "也只有该网站可以读取",
    ),
    "what third-party cookies are": (
        "set by external services that a site brings in",
        "由网站引入的外部服务设置",
    ),
    "what session cookies are": (
        "Session cookies are deleted when you close the browser",
        "会话 Cookie 在您关闭浏览器时删除",
    ),
    "what persistent cookies are": (
        "Persistent cookies stay on the device after that",
        "持久性 Cookie 在关闭浏览器后仍留在设备上",
    ),
    "that every visit asks": (
        "accept or refuse the optional cookies each time you visit",
        "您每次访问时，我们都会请您接受或拒绝",
    ),
    "that nothing is kept unanswered": (
        "Before you answer, and after you refuse, we store none",
        "在您答复之前，以及在您拒绝之后，我们不会保存任何",
    ),
    "how long an answer holds": (
        "How long it holds: 180 days",
        "有效期：180 天",
    ),
    "why cookies remember": (
        "such as your user name or your language, so that you need not enter it again",
        "用户名、语言等信息，您就不必重复填写",
    ),
    "that only first-party cookies are used": (
        "Ours are all first-party cookies: set and controlled by us",
        "全部是第一方 Cookie，由我们设置和管理",
    ),
    "that there are no analytics": (
        "Cookies can serve to count visits anonymously; ours do not",
        "匿名统计访问情况，本站的 Cookie 不作此用",
    ),
    "that there are no third parties": (
        "No other organisation sets or reads cookies here",
        "没有其他机构在本站设置或读取 Cookie",
    ),
    "that there are no external services": (
        "External services. We bring none in",
        "没有引入外部服务",
    ),
    "what needs no consent, and why": (
        "rely on them: cookies for signing in, and technical cookies. They need no consent",
        "某些页面或功能所依赖，包括登录 Cookie 和技术性 Cookie。这些 Cookie 无需您同意",
    ),
    "when sign-in cookies are set": (
        "When you do so you accept its privacy policy, which applies to them too",
        "登录即表示您接受该服务的隐私政策",
    ),
    "that names may change": (
        "Their names may change for technical reasons",
        "因技术原因，其名称可能变更",
    ),
    "how to remove all": (
        "Clearing the browsing history, with its cookies, removes all cookies of every site you have visited",
        "会删除您访问过的所有网站的全部 Cookie",
    ),
    "what else is lost": (
        "other saved information with it, such as saved sign-in details and site preferences",
        "例如已保存的登录信息和网站偏好",
    ),
    "how to manage one site": (
        "look at the cookies of one site in the browser's privacy settings",
        "在浏览器的隐私设置中查看某个网站的 Cookie",
    ),
    "that cookies can be blocked": (
        "Most browsers can also keep sites from placing cookies at all",
        "多数浏览器还可以完全禁止网站存放 Cookie",
    ),
    "what then does not work": (
        "signing in does not work",
        "登录将无法使用",
    ),
    "what then is a burden": (
        "set some things again on every visit or page",
        "每次访问或打开页面时，您可能都要重新设置",
    ),
    "why the policy changes": (
        "because laws and regulations change, our services improve, or for other relevant reasons",
        "因法律法规变化、服务改进或其他相关原因",
    ),
    "when a change applies": (
        "posted on our website or app and applies from the day it is posted",
        "在我们的网站或应用上发布，自发布之日起生效",
    ),
    "to look again": (
        "Please look at this page now and then",
        "建议您不时查看本页",
    ),
    "that a change asks again": (
        "we ask you again and say what is new",
        "我们会重新征求您的意见，并说明变化之处",
    ),
    "how to change one's mind": (
        "withdraw your consent. The cookies you no longer allow are deleted from this device at once",
        "撤回同意。您不再允许的 Cookie 会立即从此设备中删除",
    ),
    "that related technologies are used": (
        "session storage of the tab (sessionStorage): for a click made before the page is ready",
        "会话存储（sessionStorage）：一是暂存您在页面就绪前的点击",
    ),
    "that cookies are there to make the sites work": (
        "Cookies are there so that the sites work properly",
        "使用 Cookie 是为了让网站正常运行",
    ),
    "of which sites and apps it tells": (
        "on the sites and apps they run",
        "运营的网站和应用中",
    ),
    "for whom a partner's logo is, and why": (
        "for the sake of its brand identity and a professional appearance",
        "品牌形象",
    ),
    "what the token confirms": (
        "it confirms your identity and your permissions",
        "身份和权限",
    ),
    "that a visit needs nothing entered again": (
        "so that you need not enter it again, not even during the same visit",
        "同一次访问",
    ),
    "what may not work at all without cookies": (
        "some services and functions may not work at all",
        "部分服务和功能可能完全无法使用",
    ),
    "which version this is": (
        "Version 2026-11",
        "版本 2026-11",
    ),
}


class Reader(HTMLParser):
    """A page's elements in order, as (name, attributes), its words, and the rows of its tables.

    Fails on a tag that is not closed in turn.
    """

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.rows: list[list[str]] = []
        self._open: list[str] = []
        self.feed(html)
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th"):
            self.rows[-1].append("")
        if tag not in (*VOID, "meta", "link"):
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "script" not in self._open:
            self.words += data
        if "td" in self._open or "th" in self._open:
            self.rows[-1][-1] += data

    def named(self, *names: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name in names]


def messages(language: str) -> Messages:
    return Messages(language, TEXTS[language])


def read(language: str) -> Reader:
    return Reader(policy_pages.page(SITE, TEXTS, language))


@pytest.mark.parametrize("fact", FACTS)
def test_the_policy_tells(fact: str) -> None:
    for language, words in zip(("en", "zh-CN"), FACTS[fact], strict=True):
        assert words in read(language).words, language


@pytest.mark.parametrize("language", [*SITE.languages])
def test_each_cookie_is_told_with_all_that_has_to_be_told(language: str) -> None:
    texts = TEXTS[language]
    rows = read(language).rows
    for cookie in SITE.cookies:
        assert [
            cookie.name,
            texts[f"purpose.{cookie.purpose}"],
            texts[f"scenario.{cookie.id}"],
            texts[f"duration.{cookie.days or 'visit'}"],
            texts["policy.reader"],
            texts["policy.needed" if cookie.consent else "policy.not-needed"],
        ] in rows


@pytest.mark.parametrize("language", [*SITE.languages])
def test_each_browser_is_told_how(language: str) -> None:
    rows = read(language).rows
    for browser, _ in BROWSERS:
        key = f"policy.browser.{browser}"
        assert [TEXTS[language][key + part] for part in ("", ".delete", ".manage", ".block")] in rows


@pytest.mark.parametrize("language", [*SITE.languages])
def test_no_word_is_missing_and_no_placeholder_is_left(language: str) -> None:
    words = Reader(html(policy(SITE, messages(language), ["language"]))).words
    assert "policy." not in words
    assert "{" not in words
    assert TEXTS[language]["policy.column.present"] in words


def test_the_policys_words_have_their_values() -> None:
    texts = {
        "policy.intro": "Of {controller}.",
        "policy.short.optional": "{count} of {total}.",
        "policy.ask.record": "{name} for {duration}.",
        "duration.180": "half a year",
        "controller": "Smartee & Co.",
        "policy.version": "As of {version}.",
    }
    words = Reader(html(policy(SITE, Messages("en", texts)))).words
    assert "Of Smartee & Co.." in words
    assert f"2 of {len(SITE.cookies)}." in words
    assert f"{SITE.cookie('decision').name} for half a year." in words
    assert "As of 2026-11." in words


def test_what_is_on_the_device_is_told_only_where_it_is_known() -> None:
    def cells(present: list[str] | None) -> list[dict[str, str | None]]:
        found = Reader(html(policy(SITE, messages("en"), present)))
        return [cell for cell in found.named("td") if cell["data-label"] == "On this device"]

    assert cells(None) == []
    assert len(cells([])) == len(cells(["language"])) == len(SITE.cookies + SITE.storage)
    assert html(policy(SITE, messages("en"), ["language"])).count("<strong>yes</strong>") == 1


@pytest.mark.parametrize("language", PAGES)
def test_a_page_is_whole_in_itself(language: str) -> None:
    page = read(language)
    spoken = language or SITE.languages[0]
    (html,) = page.named("html")
    assert html == {"lang": spoken, "dir": "ltr"}
    (script,) = page.named("script")
    assert "data-consent-hide" in script
    assert script.get("data-consent-lang") == language
    (widget,) = [element for _, element in page.elements if "data-consent-widget" in element]
    assert widget["data-consent-widget"] == "policy"
    for _, attributes in page.elements:
        assert "style" not in attributes
        assert not any(name.startswith("on") for name in attributes)
    identifiers = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    assert len(set(identifiers)) == len(identifiers)
    for name, attributes in page.elements:
        if "aria-labelledby" in attributes:
            assert attributes["aria-labelledby"] in identifiers, name
    levels = [int(name[1]) for name, _ in page.elements if name in ("h1", "h2", "h3", "h4")]
    assert levels.count(1) == 1 == levels[0]
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))


@pytest.mark.parametrize("language", PAGES)
def test_a_pages_addresses_are_in_the_folder_wherever_it_lies(language: str, tmp_path: Path) -> None:
    policy_pages.write_pages(SITE, TEXTS, tmp_path)
    base = "https://example.test/any/where/"
    here = urljoin(base, f"policy/{language}/" if language else "policy/")
    page = read(language)
    assert [urljoin(here, script["src"]) for script in page.named("script")] == [base + "embed.js"]
    told = {}
    for link in page.named("link"):
        key = link.get("hreflang", link["rel"])
        told[key] = urljoin(here, link["href"])
    assert told["stylesheet"] == base + "policy/policy.css"
    assert told["canonical"] == urljoin(base, f"policy/{language or SITE.languages[0]}/")
    assert told["x-default"] == base + "policy/"
    for tag in SITE.languages:
        assert told[tag] == f"{base}policy/{tag}/"
        assert (tmp_path / "policy" / tag / "index.html").is_file()
    assert (tmp_path / "policy/index.html").read_text(encoding="utf-8") == policy_pages.page(SITE, TEXTS, None)
    linked = [urljoin(here, link["href"]) for link in page.named("a") if "hreflang" in link]
    assert linked == [f"{base}policy/{tag}/" for tag in SITE.languages]


def test_a_page_is_written_from_right_to_left_where_its_language_is() -> None:
    controller = {**PLAIN["controller"], "name": {"ar": "Smartee"}}
    site = Site({**PLAIN, "languages": ["ar"], "right_to_left": ["ar"], "controller": controller})
    assert '<html lang="ar" dir="rtl">' in policy_pages.page(site, {"ar": TEXTS["en"]}, "ar")


LAW = """
effective = 2026-11-01
[consent.controller]
address = { en = "1 Example Road", zh-CN = "示例路 1 号" }
representative = { en = "Example GmbH", zh-CN = "Example GmbH" }
officer = { en = "An Officer", zh-CN = "负责人" }
[consent.law]
basis = true
rights = { en = "You may object.", zh-CN = "您可以提出异议。" }
recipients = { en = "Nobody else.", zh-CN = "无其他人。" }
transfers = { en = "To China.", zh-CN = "传输至中国。" }
complaint = { en = "To the authority.", zh-CN = "向主管机关。" }
"""


def test_what_the_site_declares_of_itself_and_of_the_law_is_told() -> None:
    consent = copy.deepcopy(declaration.read(ROOT / "pyscript.toml")["consent"])
    more = tomllib.loads(LAW.replace("[consent.", "["))
    consent = {**consent, **more, "controller": {**consent["controller"], **more["controller"]}}
    site = Site(declaration.validate({"consent": consent}))
    words = Reader(html(policy(site, Messages("en", said(site)["en"])))).words
    assert "Version 2026-11 · In force since November 1, 2026" in words
    assert (
        "Legal basisOptional cookies: your consent. "
        "All other cookies: they are necessary for a service that you ask for."
        "Who receives the dataNobody else.Transfers to other countriesTo China.Your rightsYou may object."
        "Complaints to an authorityTo the authority."
    ) in words
    assert "Postal address1 Example RoadRepresentativeExample GmbHData protection officerAn Officer" in words
    chinese = Reader(html(policy(site, Messages("zh-CN", said(site)["zh-CN"])))).words
    assert "2026年11月1日" in chinese and "向主管机关。" in chinese


def test_nothing_is_told_of_the_law_that_the_site_does_not_declare() -> None:
    page = html(policy(SITE, messages("en")))
    for part in ("policy-law", "Legal basis", "Postal address", "In force since"):
        assert part not in page


def test_the_contents_lead_to_every_section_that_is_there() -> None:
    page = Reader(html(policy(SITE, messages("en"))))
    links = [link["href"] for link in page.named("a") if str(link["href"]).startswith("#")]
    headings = [heading["id"] for heading in page.named("h2")]
    assert links == [f"#{each}" for each in headings if each not in ("policy-state", "policy-contents")]
    assert len(links) > 9


@pytest.mark.parametrize(
    ("choice", "told", "withdraw"),
    [
        (("unasked", None), "Optional cookies: not answered", False),
        (
            ("accepted", "today"),
            "Optional cookies: acceptedYou chose this on today, under policy version 2026-11.",
            True,
        ),
        (("refused", "today"), "Optional cookies: refusedYou chose this on today", False),
        (("partial", "today"), "Optional cookies: some acceptedYou chose this on today", True),
    ],
)
def test_the_present_choice_is_told_where_it_is_known(choice: Any, told: str, withdraw: bool) -> None:
    page = html(policy(SITE, messages("en"), [], choice=choice))
    assert told in Reader(page).words
    assert ('data-consent-action="withdraw"' in page) == withdraw
    assert "<noscript>" not in page


def test_a_language_without_steps_has_links_to_the_makers_words() -> None:
    site = Site({**PLAIN, "languages": ["de"], "controller": {**PLAIN["controller"], "name": {"de": "Smartee"}}})
    texts = {key: text for key, text in TEXTS["en"].items() if not re.search(r"browser\..*\.block", key)}
    page = Reader(html(policy(site, Messages("de", texts))))
    assert {link["href"] for link in page.named("a")} >= {address for _, address in BROWSERS}
    assert "Where to find this, as explained by the makers of the browsers:ChromeEdge" in page.words


def test_the_changes_are_listed_newest_first() -> None:
    changes = [
        {"version": "2026-12", "text": {"en": "First.", "zh-CN": "一"}, "fingerprint": "00000000"},
        {"version": "2027-01", "text": {"en": "Second.", "zh-CN": "二"}, "fingerprint": "11111111"},
    ]
    site = Site({**PLAIN, "changes": changes})
    words = Reader(html(policy(site, Messages("en", said(site)["en"])))).words
    assert "What has changed so far:Version 2027-01Second.Version 2026-12First." in words


@pytest.mark.parametrize("fingerprint", [None, "", "6cd4482", "5f30c364b", "6CD4482B", "ghijklmn", 12345678])
def test_a_change_says_the_fingerprint_before_it(fingerprint: str) -> None:
    document = declaration.read(ROOT / "pyscript.toml")
    change = {"version": "2026-12", "text": {"en": "New.", "zh-CN": "新"}, "fingerprint": fingerprint}
    document["consent"]["changes"] = [change]
    with pytest.raises(WrongDeclaration) as raised:
        declaration.validate(document)
    assert raised.value.key == 'consent.changes "2026-12".fingerprint'
    assert raised.value.mistakes[0].value == fingerprint
    document["consent"]["changes"] = [{**change, "fingerprint": "5f30c364"}]
    assert Site(declaration.validate(document)).changes[0].fingerprint == "5f30c364"


@pytest.mark.parametrize("country", [None, "", "cn", "CHN", "C1", "ÄÖ"])
def test_a_controller_is_in_a_country(country: str) -> None:
    document = declaration.read(ROOT / "pyscript.toml")
    document["consent"]["controller"]["country"] = country
    with pytest.raises(WrongDeclaration) as raised:
        declaration.validate(document)
    assert raised.value.key == "consent.controller.country"


def test_moments_are_those_of_the_calendar() -> None:
    start = datetime(1970, 1, 1)
    days = [1440 * day for day in range(150_000)]
    chance = random.Random(27560)
    for minutes in days + [chance.randrange(0, 10**9) for _ in range(2_000)]:
        assert dates.iso(minutes) == (start + timedelta(minutes=minutes)).isoformat() + "Z"


def test_json_text_is_what_json_reads() -> None:
    def some(depth: int) -> Any:
        kind = chance.randrange(6 if depth else 4)
        if kind == 0:
            return chance.choice([None, True, False])
        if kind == 1:
            return chance.randrange(-(10**12), 10**12)
        if kind < 4:
            codes = [chance.choice([chance.randrange(128), 0x6B63, 0x2028, 0x1F9B7]) for _ in range(12)]
            return "".join(map(chr, codes))
        if kind == 4:
            return [some(depth - 1) for _ in range(chance.randrange(5))]
        return tuple((f"{at}\n", some(depth - 1)) for at in range(chance.randrange(5)))

    def plain(value: Any) -> Any:
        if isinstance(value, tuple):
            return {key: plain(item) for key, item in value}
        return [plain(item) for item in value] if isinstance(value, list) else value

    chance = random.Random(8259)
    for _ in range(500):
        value = some(4)
        for indent in (0, 1, 2):
            text = jsontext.text(value, indent)
            assert json.loads(text) == plain(value)
            assert list(json.loads(text)) == [key for key, _ in value] if isinstance(value, tuple) else True


@pytest.mark.parametrize("language", [*SITE.languages])
def test_a_receipt_has_what_a_consent_record_asks_for(language: str) -> None:
    address = "https://example.test/policy/"
    text = receipt.text(SITE, messages(language), (DECIDED,), RECORD_ID, 29398999, address)
    record = json.loads(text)
    assert 2_000 < len(text.encode()) < 6_000
    assert record["@type"] == ["dpv:ConsentRecord"]
    assert record["dct:conformsTo"] == "dpv-27560:record-2"
    assert record["dpv:hasIdentifier"] == "00010203-0405-4607-8809-0a0b0c0d0e0f"
    assert record["dct:created"] == "2025-11-23T23:19:00Z"
    assert len(record["dct:language"]) == 2
    (notice,) = record["dpv:hasNotice"]
    assert notice["dct:hasVersion"] == "2026-11"
    assert notice["dct:language"] == language
    assert notice["dpv:hasLocation"] == address
    controller = record["dpv:hasEntity"][record["dct:creator"]]
    assert controller["dpv:hasName"] == SITE.controller["name"][language]
    assert controller["dpv:hasContact"] == "mailto:privacy_dpo@smartee.cn"
    (process,) = record["dpv:hasProcess"]
    assert process["dpv:hasLegalBasis"] == ["dpv:Consent"]
    assert process["dpv:hasRecipientThirdParty"] == []
    assert process["dpv:hasStorageCondition"][0]["dpv:hasLocation"] == "dpv:WithinDevice"
    assert process["dpv:hasJurisdiction"] == "loc:CN"
    assert TEXTS[language]["settings.withdraw"] in process["dpv:hasConsentControl"][0]["dpv:isExercisedAt"]
    states = {}
    for each in process["dpv:hasProcess"]:
        (status,) = each["dpv:hasConsentStatus"]
        states[each["dct:identifier"]] = status["@type"][0]
        (purpose,) = each["dpv:hasPurpose"]
        assert purpose["skos:prefLabel"] == TEXTS[language][f"purpose.{purpose['dct:identifier']}"]
        assert each["dpv:hasStorageCondition"][0]["dpv:hasDuration"]["rdf:value"] == "P365D"
        assert status["dpv:isIndicatedAtTime"] == "2025-11-23T14:12:00Z"
        assert status["dpv:hasDuration"]["rdf:value"] == "2026-05-22T14:12:00Z"
    assert states == {"language": "dpv:ConsentGiven", "business": "dpv:ConsentRefused"}


def test_what_was_decided_holds_until_it_was_decided_anew() -> None:
    granted = [("language",), (), ("language", "business"), ("language",)]
    decided = [decision.decide(SITE, each, 29398452 + at) for at, each in enumerate(granted)]
    record = json.loads(receipt.text(SITE, messages("en"), decided, RECORD_ID, 29398999))
    told = record["dpv:hasProcess"][0]["dpv:hasProcess"][0]["dpv:hasConsentStatus"]
    assert [(each["@type"][0], each["dpv:isIndicatedAtTime"][11:16]) for each in told] == [
        ("dpv:ConsentGiven", "14:12"),
        ("dpv:ConsentWithdrawn", "14:13"),
        ("dpv:ConsentGiven", "14:14"),
        ("dpv:RenewedConsentGiven", "14:15"),
    ]
    assert [each["dpv:hasDuration"]["rdf:value"] for each in told] == [
        "2025-11-23T14:13:00Z",
        "2025-11-23T14:14:00Z",
        "2025-11-23T14:15:00Z",
        "2026-05-22T14:15:00Z",
    ]


def test_a_receipt_tells_what_purposes_and_data_are_by_the_category() -> None:
    site = Site({**PLAIN, "cookies": [{**cookie, "consent": True} for cookie in PLAIN["cookies"]]})
    decided = decision.decide(site, site.optional_ids, 29398452)
    record = json.loads(receipt.text(site, messages("en"), (decided,), RECORD_ID, 29398999))
    told = {
        each["dct:identifier"]: [each[name][0]["skos:broader"] for name in ("dpv:hasPurpose", "dpv:hasPersonalData")]
        for each in record["dpv:hasProcess"][0]["dpv:hasProcess"]
    }
    terms = {
        "preferences": ["dpv:ServicePersonalisation", "pd:Preference"],
        "authentication": ["dpv:EnforceAccessControl", "pd:Identifying"],
        "technical": ["dpv:TechnicalServiceProvision", "pd:DeviceBased"],
    }
    assert told == {cookie.id: terms[cookie.category] for cookie in site.cookies}


def test_a_receipt_uses_no_name_that_its_context_does_not_know() -> None:
    record = json.loads(receipt.text(SITE, messages("en"), (DECIDED,), RECORD_ID, 29398999))
    prefixes = {name for name in record["@context"] if ":" not in name}

    def names(value: Any) -> Iterator[str]:
        if isinstance(value, dict):
            for key, item in value.items():
                yield key
                yield from names(item)
        elif isinstance(value, list):
            for item in value:
                yield from names(item)

    del record["@context"]
    used = {name.partition(":")[0] for name in names(record) if not name.startswith(("@", "_:"))}
    assert used <= prefixes


def test_a_receipt_holds_no_identifier_of_the_visitor() -> None:
    record = json.loads(receipt.text(SITE, messages("en"), (DECIDED,), RECORD_ID, 29398999))
    assert record["dpv:hasDataSubject"] == {"@id": "_:visitor"}
    assert set(record["dpv:hasEntity"]["_:visitor"]) == {"@type", "skos:note"}


def test_a_receipt_is_downloaded_whole() -> None:
    arguments = (SITE, messages("zh-CN"), (DECIDED,), RECORD_ID, 29398999, "https://example.test/policy/")
    name, address = receipt.download(*arguments)
    assert name == "cookie-consent-20251123T2319Z.jsonld"
    kind, _, data = address.partition(";base64,")
    assert kind == "data:application/ld+json"
    assert base64.b64decode(data, validate=True).decode() == receipt.text(*arguments)
