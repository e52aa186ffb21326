"""Sites of their own declaration: none of the product's features but those they declare, and no error for the rest."""

import shutil
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from consent.build import assets, declaration, product
from consent.build.positions import POSITIONS
from consent.build.product import said
from consent.core.site import Site

from .conftest import SITES, Built, Visit, Visitor, control, eventually, hosted, idle, prompt, told, until

PLACES = "".join(f'<div data-consent-widget="{each}"></div>' for each in ("language", "business-model", "region"))
SURFACES = '<div data-consent-surface="product-series">of the page</div>'
BASE = "https://own.example/"
# Each call, and whose cookie is missing.
CALLS = {
    "SmarteeConsent.language.set('en')": "language",
    "SmarteeConsent.businessModel.set('x')": "business",
    "SmarteeConsent.businessModel.list()": "business",
    "SmarteeConsent.session.start({ account: 'a', uid: 'u' })": "account",
    "SmarteeConsent.session.end()": "account",
    "SmarteeConsent.regions.children()": "regions",
}


def _of(folder: Path) -> Any:
    """The site in `folder`, as far as `hosted` asks for it."""
    return SimpleNamespace(folder=folder)


def opened(visit: Visit, site: Any, body: str = "") -> tuple[Visitor, Page]:
    visitor = hosted(visit, site, BASE)
    # What would be an icon of the site is no matter here.
    page = visitor.page(visitor.serve("page.html", body, '<link rel="icon" href="data:,">'), ready=False)
    return visitor, page


def outcome(page: Page, call: str) -> str:
    return page.evaluate(
        f"{call}.then((value) => JSON.stringify(value) ?? '', (error) => 'rejected: ' + error.message)"
    )


def test_a_site_without_roles_asks_records_and_tells(built: Built, visit: Visit) -> None:
    visitor, page = opened(visit, built("studio"), f'{PLACES}{SURFACES}<div data-consent-widget="policy"></div>')
    expect(prompt(page)).to_contain_text("how you like the pages to look and Keeps your basket")
    expect(page.get_by_role("heading", name="Every cookie we use")).to_be_visible()
    page.evaluate("document.cookie = 'theme=dark'; document.cookie = 'basket=3'")
    assert not {"theme", "basket"} & set(visitor.cookies())
    control(page, "accept").click()
    until(page, "SmarteeConsent.state === 'accepted'")
    assert visitor.cookies()["theme"] == "dark"
    assert ".theme+text-size+basket." in visitor.cookies()["aurora_consent"]
    control(page, "settings").click()
    expect(page.locator("smartee-consent input[type=checkbox]")).to_have_count(3)
    # No widget, no logo, no list that is asked for, no error.
    for place in page.locator("[data-consent-widget]:not([data-consent-widget=policy])").all():
        assert place.evaluate("(place) => place.shadowRoot") is None
    assert page.locator("[data-consent-surface]").inner_text() == "of the page"
    assert [each for each in visitor.requests if "/api/" in each] == []
    assert told(page, "error") == []


# What is nearer to it than its opposite, of the window's edges, in a language that runs from left to right.
EDGES = {
    "card": ("bottom", "left"),
    "bar": ("bottom",),
    "centre": (),
    "bottom": ("bottom",),
    "bottom-start": ("bottom", "left"),
    "bottom-end": ("bottom", "right"),
    "top": ("top",),
}


def gaps(page: Page) -> dict[str, float]:
    """Pixels between the prompt and each edge of the window."""
    return page.evaluate(
        "() => { const box = document.querySelector('smartee-consent').shadowRoot.querySelector('section')"
        ".getBoundingClientRect(); return { top: box.top, left: box.left, bottom: innerHeight - box.bottom,"
        " right: innerWidth - box.right }; }"
    )


@pytest.mark.parametrize("position", POSITIONS)
@pytest.mark.parametrize("width", [1280, 360])
def test_the_prompt_stands_where_the_site_wants_it(
    built: Built, visit: Visit, tmp_path: Path, position: str, width: int
) -> None:
    plain = declaration.validate(declaration.read(SITES / "studio.toml"))
    site = Site({**plain, "position": position})
    folder = tmp_path / "dist"
    shutil.copytree(built("studio").folder, folder)
    tag = product.embed(assets.ready(), site, said(site), f"c/{next((folder / 'c').iterdir()).name}/")
    (folder / "embed.js").write_text(tag, encoding="utf-8")
    size = {"width": width, "height": 720}
    visitor = hosted(visit, _of(folder), BASE, viewport=size, reduced_motion="reduce")
    page = visitor.page(visitor.serve("page.html", "<button>Under</button>", '<link rel="icon" href="data:,">'))
    edges = EDGES[position] if width > 640 else EDGES[position][:1] or ("bottom",)
    expect(prompt(page)).to_be_visible()
    found = gaps(page)
    other = {"top": "bottom", "bottom": "top", "left": "right", "right": "left"}
    for each in edges:
        assert 0 <= found[each] < 30 < found[other[each]], (each, found)
    assert min(found.values()) >= 0
    if len(edges) < 2:
        assert abs(found["left"] - found["right"]) < 2
    if not edges:
        assert abs(found["top"] - found["bottom"]) < 2
    # What has the focus and cannot be scrolled from under the prompt makes it go to the other edge.
    under = page.get_by_role("button", name="Under")
    under.evaluate(
        "(button, [edge, left]) => Object.assign(button.style, { position: 'fixed', [edge]: '4em', left })",
        [edges[0] if edges else "top", f"{found['left'] + 40}px"],
    )
    if not edges:
        under.evaluate("(button) => Object.assign(button.style, { top: '50vh' })")
    page.keyboard.press("Tab")
    under.focus()
    edge = other[edges[0]] if edges else "top"
    eventually(page, lambda: gaps(page)[edge] < 30, lambda: gaps(page))


@pytest.mark.parametrize("domain", ["own.example", ""])
def test_moving_to_a_domain_and_back_leaves_one_copy(built: Built, visit: Visit, tmp_path: Path, domain: str) -> None:
    plain = declaration.validate(declaration.read(SITES / "studio.toml"))
    site = Site({**plain, "domain": domain})
    folder = tmp_path / "dist"
    shutil.copytree(built("studio").folder, folder)
    tag = product.embed(assets.ready(), site, said(site), f"c/{next((folder / 'c').iterdir()).name}/")
    (folder / "embed.js").write_text(tag, encoding="utf-8")
    base = "https://www.own.example/"
    visitor = hosted(visit, _of(folder), base)
    # What was kept before, for the host alone and for the domain.
    old = {"name": "aurora_consent", "value": "1.00000000.-.29398452", "path": "/"}
    before: Any = [{**old, "domain": each} for each in ("www.own.example", ".own.example")]
    visitor.context.add_cookies(before)
    page = visitor.page(visitor.serve("page.html", "", '<link rel="icon" href="data:,">'), ready=False)
    page.evaluate("document.cookie = 'theme=dark'")
    control(page, "accept").click()
    until(page, "SmarteeConsent.state === 'accepted'")
    kept = [(each["name"], each["domain"]) for each in visitor.jar()]
    where = f".{domain}" if domain else "www.own.example"
    # The page's own cookie is as the page wrote it.
    assert sorted(kept) == [("aurora_consent", where), ("aurora_visit", where), ("theme", "www.own.example")]


def test_calls_for_what_is_not_declared_say_so(built: Built, visit: Visit) -> None:
    visitor, page = opened(visit, built("studio"))
    found = {call: outcome(page, call) for call in CALLS}
    assert found == {
        call: f'rejected: this site declares no cookie with the id "{role}"' for call, role in CALLS.items()
    }
    assert page.evaluate("SmarteeConsent.businessModel.get()") is None
    assert page.evaluate("SmarteeConsent.session.current") is None
    assert page.evaluate("SmarteeConsent.language.get()") == "en"
    page.evaluate("document.documentElement.lang = 'pt'")
    assert page.evaluate("SmarteeConsent.language.get()") == "pt"
    assert page.evaluate("['language', 'account', 'nonsense'].map(SmarteeConsent.allows)") == [False] * 3
    assert [each for each in visitor.requests if "/api/" in each] == []


def test_a_site_with_nothing_optional_asks_nobody(built: Built, visit: Visit) -> None:
    visitor, page = opened(visit, built("plain"), '<button data-consent-action="settings">Cookies</button>')
    page.evaluate("SmarteeConsent.ready")
    idle(page)
    expect(page.locator("smartee-consent")).to_have_count(0)
    assert page.evaluate("SmarteeConsent.state") == "unasked"
    assert page.evaluate("SmarteeConsent.allows('account')") is True
    # No interpreter comes for it.
    assert [each for each in visitor.requests if "/c/" in each] == []
    for call in ("accept", "refuse", "withdraw"):
        assert outcome(page, f"SmarteeConsent.{call}()") == ""
    assert visitor.cookies() == {}
    page.get_by_text("Cookies", exact=True).click()
    expect(page.locator("smartee-consent dialog")).to_contain_text("there is nothing to choose")
    expect(page.locator("smartee-consent input")).to_have_count(0)
    page.keyboard.press("Escape")
    expect(page.locator("smartee-consent")).to_have_count(0)
    assert visitor.cookies() == {}
    assert told(page, "error") == []


def test_a_sign_in_of_no_more_than_an_account(built: Built, visit: Visit) -> None:
    visitor, page = opened(visit, built("plain"))
    assert outcome(page, "SmarteeConsent.session.start({ account: 'ann' })") == ""
    assert visitor.cookies() == {"plain_account": "ann"}
    assert page.evaluate("JSON.stringify(SmarteeConsent.session.current)") == '{"account":"ann"}'
    assert outcome(page, "SmarteeConsent.session.end()") == ""
    assert page.evaluate("SmarteeConsent.session.current") is None
    refused = outcome(page, "SmarteeConsent.session.start({ account: 'ann', uid: '7' })")
    assert 'this site declares no cookie with the id "uid"' in refused
    assert visitor.cookies() == {}
