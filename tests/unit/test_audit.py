"""The parts of an audit that meet no browser: where a crawl goes, what is masked, how a report is told."""

import argparse
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from consent.audit.arguments import AT_ONCE, MEMORY, OUT, arguments
from consent.audit.audit import Asked, Audited
from consent.audit.console import Terminal
from consent.audit.crawl import Frontier, plain
from consent.audit.declared import Declared
from consent.audit.journeys import NAMES
from consent.audit.masks import MASK, Masks
from consent.audit.observed import Cookie, Item, Journey, Moment, Request, Writer
from consent.audit.report import SCHEMA, NoBaseline, baseline, report
from consent.audit.rules import RULES
from consent.audit.verdicts import judge
from consent.audit.visitor import Options
from consent.audit.webpage import webpage
from consent.build import declaration
from consent.commands import run
from tests import docs
from tests.audit import size

ROOT = Path(__file__).parents[2]
SITE = declaration.load(ROOT / "pyscript.toml")
ROBOTS = "User-agent: *\nDisallow: /private/\nDisallow: /*.php$\nAllow: /private/open\n"


def test_a_crawl_stays_on_the_site_and_within_its_bound() -> None:
    frontier = Frontier(["https://a.example/"], 4, ROBOTS)
    assert frontier.take() == ["https://a.example/"]
    links = [
        "https://a.example/#top",
        "https://a.example/one#x",
        "https://a.example/private/two",
        "https://a.example/private/open",
        "https://a.example/three.php",
        "https://a.example/log-out",
        "https://a.example/?action=delete",
        "https://a.example/terms.pdf",
        "https://b.example/",
        "http://a.example/",
        "mailto:a@a.example",
        "https://a.example/four",
        "https://a.example/five",
    ]
    frontier.add(links)
    frontier.add(links)
    assert frontier.take() == ["https://a.example/one", "https://a.example/private/open", "https://a.example/four"]
    assert frontier.take() == []
    assert frontier.skipped == ["https://a.example/private/two", "https://a.example/three.php"]


def test_without_a_crawl_only_what_was_given_is_visited() -> None:
    frontier = Frontier(["https://a.example", "https://a.example/", "https://b.example/x?y=1#z"])
    assert frontier.take() == ["https://a.example/", "https://b.example/x?y=1"]
    frontier.add(["https://a.example/one"])
    assert frontier.take() == []
    assert (
        plain("https://a.example?q=1") == "https://a.example?q=1/"
        or plain("https://a.example/?q=1#r") == "https://a.example/?q=1"
    )


@pytest.mark.parametrize("spelt", ["s3cr3t/+=", "s3cr3t%2F%2B%3D"])
def test_a_secret_is_masked_however_it_is_spelt(spelt: str) -> None:
    masks = Masks(["s3cr3t/+=", "ab"])
    seen = Request(f"https://a.example/?t={spelt}&x=ab", "image", False, (spelt,))
    assert masks.over(seen) == Request(f"https://a.example/?t={MASK}&x=ab", "image", False, (MASK,))
    deep = (1, None, {"text": [f"{spelt}"]}, (Item("local", spelt, "x"),))
    assert masks.over(deep)[3][0].name == MASK


def test_a_secret_within_another_leaves_nothing_of_it() -> None:
    masks = Masks(["abcd"])
    masks.add("abcdefgh")
    assert masks.over("abcdefgh abcd") == f"{MASK} {MASK}"


COOKIE = Cookie("_ga", "(5 characters)", "a.example", "/", 1_800_086_400.0, False, True, "Lax", False, (
    Writer("script", "https://a.example/<b>.js", "document.cookie", {"path": "/"}),
))  # fmt: skip


def audited() -> Audited:
    moment = Moment(
        "ignore", "opened", "https://a.example/", 1_800_000_000.0, "unasked", (), "en", True, False, True,
        (COOKIE,), (Item("local", "k", "https://a.example"),),
        (Request("https://a.example/a.js", "script", False), Request("https://ads.example/?q", "image", True, ("id",))),
        200,
    )  # fmt: skip
    journeys = (Journey("ignore", (moment,), seconds=1.25), Journey("partial", (), lacking="nothing to tick"))
    asked = Asked(("https://a.example/",), 0, "chromium", Options(Path("pictures")))
    found = judge(Declared(SITE), journeys)
    return Audited(asked, SITE, 1_800_000_000.0, 2.5, {"python": "3"}, ("https://a.example/",), (), (), journeys, found)


def test_a_report_is_of_the_published_form_and_tells_other_sites_alone_by_address() -> None:
    told = report(audited())
    jsonschema.validate(told, json.loads(SCHEMA.read_text(encoding="utf-8")))
    jsonschema.validate(report(audited()._replace(site=None)), json.loads(SCHEMA.read_text(encoding="utf-8")))
    assert told["verdict"] == "findings" and told["begun"] == "2027-01-15T08:00:00Z"
    own, other = told["journeys"][0]["moments"][0]["requests"]
    assert own == {"origin": "https://a.example", "third": False, "kinds": {"script": 1}, "addresses": []}
    assert other["addresses"] == ["https://ads.example/?q"]


def test_what_a_baseline_knows_is_no_verdict(tmp_path: Path) -> None:
    path = tmp_path / "audit.json"
    path.write_text(json.dumps(report(audited())), encoding="utf-8")
    told = report(audited(), baseline(path) | {("cookie-secure", "gone")})
    assert told["verdict"] == "passed" and not [each for each in told["findings"] if each["new"]]
    assert told["gone"] == [{"rule": "cookie-secure", "subject": "gone"}]
    for text in ("", "[]", '{"findings": [1]}', '{"findings": [{}]}'):
        path.write_text(text, encoding="utf-8")
        with pytest.raises(NoBaseline, match=r"audit\.json"):
            baseline(path)


def test_the_page_shows_what_a_site_says_as_text() -> None:
    page = webpage(report(audited()), Path("pictures"))
    assert "<b>.js" not in page and "&lt;b&gt;.js" in page
    assert "not offered: nothing to tick" in page and "ads.example" in page


def test_the_terminal_tells_each_finding_with_its_rule(capsys: pytest.CaptureFixture[str]) -> None:
    terminal = Terminal()
    with terminal:
        terminal.told("ignore", "https://a.example/")
    terminal.verdict(report(audited()), ["wrote audit.json"])
    out, err = capsys.readouterr()
    assert "_ga: on a.example/; set by document.cookie" in out and "cookie-undeclared" in out
    assert "not offered: partial: nothing to tick" in out and "wrote audit.json" in out
    assert "ignore: https://a.example/" in err


WRONG: list[tuple[list[str], str]] = [
    (["a.example"], "a.example is no address of a page"),
    ([], "nothing is no address of a page"),
    (["https://a.example/", "--state", "missing.json"], "missing.json cannot be audited: No such file"),
    (["https://a.example/", "--baseline", "missing.json"], "missing.json is no report of an earlier audit"),
    (["https://a.example/", "--config", "missing.toml"], "missing.toml"),
]


@pytest.mark.parametrize(("asked", "words"), WRONG)
def test_what_cannot_be_done_is_told_in_a_line(
    asked: list[str], words: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    config = [] if "--config" in asked else ["--config", str(ROOT / "pyscript.toml")]
    monkeypatch.chdir(tmp_path)
    assert run(["audit", *asked, *config]) == 2
    assert words in capsys.readouterr().err
    assert not (tmp_path / OUT / "audit.json").exists()


def test_the_schema_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["audit", "--schema"]) == 0
    told: dict[str, Any] = json.loads(capsys.readouterr().out)
    check: Callable[[Any], None] = jsonschema.Draft202012Validator.check_schema
    check(told)


def test_the_documentation_has_every_rule_and_every_option() -> None:
    told = docs.page("audit")
    rows = re.findall(r"(?m)^\| `([a-z-]+)` \| (.+) \| (.+) \|$", told)
    assert rows == [tuple(rule) for rule in RULES.values()]
    parser = argparse.ArgumentParser()
    arguments(parser)
    options = [each.option_strings[0] for each in parser._actions if each.option_strings and each.dest != "help"]
    shown = re.findall(r"(?m)^\| `(--[a-z-]+)", told)
    assert sorted(shown) == sorted([*options, "--config", "--out"])
    assert f"{AT_ONCE} by default; each takes about {MEMORY} MB" in told
    assert f"at most {size.MINUTES} minutes\nand {size.MEMORY:,} MB" in told


def test_the_schema_names_every_journey() -> None:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    assert schema["$defs"]["journey"]["properties"]["name"]["enum"] == list(NAMES)
