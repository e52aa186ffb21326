"""The recipe for WordPress, with the real WordPress: the examples are read from it."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests import docs

from . import wordpress
from .conftest import Site, Visit, control, prompt
from .engines import ALL
from .recipes import INLINE, answer, is_first

PLUGIN, CONTENT = docs.section("recipes", "WordPress")


@pytest.mark.skipif(
    not wordpress.FOUND and not ALL, reason="WordPress is not installed: php-cli and wordpress bring it"
)
@pytest.mark.parametrize("place", ["plugin", "theme"])
def test_wordpress(site: Site, visit: Visit, tmp_path: Path, place: str) -> None:
    html = wordpress.render(tmp_path, site.url.removesuffix("/"), CONTENT, **{place: PLUGIN})
    assert is_first(html)
    (tmp_path / "front.html").write_text(html, encoding="utf-8")
    visitor = visit(site)
    # Its style elements are written into the page, and a filter for pictures has style attributes.
    loose = {"Content-Security-Policy": f"{INLINE['Content-Security-Policy']}; style-src 'self' 'unsafe-inline'"}
    own = {"": tmp_path / "front.html"}
    answer(visitor, lambda name: own.get(name, wordpress.CORE / name), **loose)
    page = visitor.page(site.url)
    assert page.evaluate("[document.documentElement.id, typeof jQuery]") == ["theme", "function"]
    expect(page.get_by_role("article", name="Cookie policy")).to_be_visible()
    control(page, "accept").click()
    expect(prompt(page)).to_have_count(0)
    assert page.evaluate("SmarteeConsent.state") == "accepted"
    page.reload()
    page.evaluate("SmarteeConsent.ready")
    expect(prompt(page)).to_have_count(0)
    # The policy has one of its own.
    page.locator("body > button").click()
    expect(page.locator("smartee-consent dialog")).to_be_visible()
