"""The built-in control: what was decided, the settings and the way out, on a page that has none of its own."""

import time
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from consent.build.product import build

from .conftest import ROOT, SITES, Site, Visit, Visitor, control, drawn, hosted, prompt
from .states import BARE, EITHER, view

BASE = "https://www.own.example/"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The studio's site with the control, and its fingerprint."""
    place = tmp_path_factory.mktemp("corner")
    text = (SITES / "studio.toml").read_text(encoding="utf-8")
    text = text.replace("[consent]\n", '[consent]\ncontrol = "corner"\n', 1)
    for each in SITES.glob("*"):
        if each.is_dir():
            (place / each.name).symlink_to(each)
    (place / "site.toml").write_text(text, encoding="utf-8")
    return build(ROOT, place / "dist", place / "site.toml")


def opened(visit: Visit, folder: Any, decided: str = "", **options: Any) -> tuple[Visitor, Page]:
    site: Any = type("Of", (), {"folder": folder.out})
    visitor = hosted(visit, site, BASE, reduced_motion="reduce", **options)
    if decided:
        value = f"1.{folder.fingerprint}.{decided}.{int(time.time() // 60)}"
        visitor.context.add_cookies(
            [{"name": "aurora_consent", "value": value, "domain": "www.own.example", "path": "/"}]
        )
    head = EITHER + '<link rel="icon" href="data:,">'
    return visitor, visitor.page(visitor.serve("corner.html", BARE, head))


def corner(page: Page, action: str = "settings") -> Any:
    return page.locator(f"smartee-consent-control [data-consent-action={action}]")


def test_a_decided_page_shows_it_and_starts_nothing(folder: Any, visit: Visit) -> None:
    visitor, page = opened(visit, folder, "-")
    expect(corner(page)).to_contain_text("Cookie settings")
    expect(corner(page)).to_contain_text("Optional cookies: refused")
    expect(corner(page, "withdraw")).to_be_hidden()
    assert page.locator("smartee-realm").count() == 0
    assert not [each for each in visitor.requests if each.endswith((".wasm", ".rom"))]
    assert drawn(corner(page))["height"] >= 44
    corner(page).focus()
    page.keyboard.press("Enter")
    expect(view(page, "settings")).to_be_visible()
    page.keyboard.press("Escape")
    expect(view(page, "settings")).to_have_count(0)
    expect(corner(page)).to_be_focused()


def test_withdrawing_takes_one_step_as_accepting_does(folder: Any, visit: Visit) -> None:
    _, page = opened(visit, folder)
    control(page, "accept").click()
    expect(corner(page)).to_contain_text("Optional cookies: accepted")
    control(page, "close").click()
    corner(page, "withdraw").click()
    expect(view(page, "confirmation")).to_be_visible()
    assert page.evaluate("SmarteeConsent.state") == "refused"
    expect(corner(page)).to_contain_text("Optional cookies: refused")
    expect(corner(page, "withdraw")).to_be_hidden()


@pytest.mark.parametrize("size", [(1280, 800), (390, 844), (320, 256)], ids=str)
def test_it_is_never_over_the_question(folder: Any, visit: Visit, size: tuple[int, int]) -> None:
    _, page = opened(visit, folder, viewport={"width": size[0], "height": size[1]})
    expect(prompt(page)).to_be_visible()
    expect(corner(page)).to_have_count(1)
    box = drawn(page.locator("smartee-consent-control div"))
    over = "([x, y]) => document.elementFromPoint(x, y).localName"
    for across in (0.05, 0.5, 0.95):
        point = [box["x"] + across * box["width"], box["y"] + box["height"] / 2]
        assert page.evaluate(over, point) == "smartee-consent"


def test_it_gives_way_to_what_has_the_focus(folder: Any, visit: Visit) -> None:
    _, page = opened(visit, folder, "-")
    expect(corner(page)).to_be_visible()
    page.evaluate(
        "() => { const link = document.querySelector('a');"
        " link.style.cssText = 'position: fixed; left: 60px; bottom: 40px; width: 20px; height: 10px'; }"
    )
    page.locator("a").focus()
    expect(page.locator("smartee-consent-control")).to_have_attribute("data-end", "")
    assert drawn(page.locator("smartee-consent-control"))["x"] > 600


def test_who_declares_none_has_no_byte_of_it(site: Site) -> None:
    assert not list(site.folder.rglob("control.js"))
    assert "control.js" not in (site.folder / "embed.js").read_text(encoding="utf-8")
