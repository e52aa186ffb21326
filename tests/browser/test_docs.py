"""What the documentation shows works as it stands there: its blocks are read from it."""

import json
import re
from typing import Any

import pytest
from playwright.sync_api import expect

from consent.core import models, regions
from consent.core.site import Site as Declared
from tests.docs import blocks
from tests.docs import page as text_of
from tests.unit.test_cases import SITE

from .conftest import ROOT, Site, Visit, control, eventually, prompt
from .picture import properties
from .screenshots import chosen


def test_the_api_does_what_is_told_of_it(site: Site, visit: Visit) -> None:
    visitor = visit(site)
    said: list[str] = []
    visitor.context.on("console", lambda message: said.append(message.text))
    page = visitor.page(site.url)
    # The events first: what follows makes them.
    for code in sorted(blocks("api", "js"), key=lambda code: "addEventListener" not in code):
        page.evaluate(f"async () => {{ {code} }}")
    for words in ("unasked", "accepted", "refused", "zh-CN", "4711"):
        eventually(page, lambda words=words: any(words in each for each in said), lambda: said)  # type: ignore[misc]
    assert page.evaluate("SmarteeConsent.state") == "refused"


def test_every_member_and_event_is_on_the_page_of_the_api() -> None:
    text = text_of("api")
    types = (ROOT / "static/smartee-consent.d.ts").read_text(encoding="utf-8")
    assert set(re.findall(r"smartee-consent:([\w-]+)'", types)) == set(
        re.findall(r"\| `smartee-consent:([\w-]+)`", text)
    )


def test_the_lists_are_taken() -> None:
    first, second = (json.loads(block) for block in blocks("lists", "json"))
    assert [each.key for each in models.answered(Declared(SITE), first)] == ["design-aligner", "retainer"]
    assert regions.answered(second) == (("310000", "上海市"), ("440000", "广东省"))


PROPERTIES = re.findall(r"(?m)^\| `(--smartee-consent-[\w-]+)`", text_of("theming"))


def test_every_property_is_on_the_page_of_the_looks() -> None:
    styles = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "static/styles").glob("*.css"))
    assert set(PROPERTIES) == set(re.findall(r"var\((--smartee-consent-[\w-]+)", styles))


def test_every_property_has_its_picture() -> None:
    pictures = {name: picture for name, _, picture in properties()}
    assert list(pictures) == PROPERTIES
    views = {path for path in (ROOT / "docs/pictures").iterdir() if path.stem in chosen()}
    assert len(views) == len(chosen()) == 12
    kept = sorted({*(ROOT / "docs/pictures").iterdir()} - views)
    assert sorted(pictures.values()) == kept
    assert len({path.read_bytes() for path in kept}) == len(PROPERTIES)


def test_a_theme_reaches_the_prompt(site: Site, visit: Visit) -> None:
    visitor = visit(site)
    head = f"<style>{blocks('theming', 'css')[0]}</style>"
    policy = {"Content-Security-Policy": "style-src 'self' 'unsafe-inline'"}
    page = visitor.page(visitor.serve("theme.html", head=head, **policy))
    expect(control(page, "accept")).to_have_css("background-color", "rgb(122, 31, 75)")
    expect(control(page, "accept")).to_have_css("border-radius", "2px")
    expect(prompt(page)).to_have_css("background-color", "rgb(255, 253, 248)")


MESSAGES = re.findall(r"(?m)^\| (`.*?) \|", text_of("troubleshooting"))


@pytest.mark.parametrize("message", MESSAGES)
def test_every_message_that_is_explained_is_one_of_ours(message: str) -> None:
    sources: list[Any] = [*(ROOT / "static").rglob("*.js"), *(ROOT / "consent").rglob("*.py")]
    text = "".join(path.read_text(encoding="utf-8") for path in sources)
    for words in re.findall(r"`(.*?)`", message):
        assert words in text
