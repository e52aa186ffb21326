"""The logo rule in the browser: every combination of flag, model, surface and answer."""

import itertools
import json
from typing import Any

import pytest

from tests.cases import subjects
from tests.unit.test_cases import SITE

from .conftest import ROOT, Site, Visit, until

SURFACES = ("product-series", "animation-viewing", "animation-editing", "checkout")
FLAGS = ("dentacore", "lumina", None, "unknown", "https://evil.example/x.svg", "<img src=x onerror=alert(1)>")
MODELS = ("design-aligner", "design-only", "aligner-only", "retainer", None)
FLAG, MODEL = "special_logo_doctor", "smartee_online4_global_selected_key"
BODY = "".join(f'<div data-consent-surface="{surface}"></div>' for surface in SURFACES)
SHOWN = """
() => Object.fromEntries([...document.querySelectorAll('[data-consent-surface]')].map((place) => {
  const image = place.shadowRoot && place.shadowRoot.querySelector('img');
  return [place.dataset.consentSurface, image ? [image.getAttribute('src'), image.alt] : null];
}))
"""


def expected(site: Site, flag: str | None, model: str | None) -> dict[str, Any]:
    rows = {}
    for surface in SURFACES:
        found = subjects.run("logo", {"flag": flag, "model": model, "surface": surface}, SITE)
        rows[surface] = found and [site.url + found[0], found[1]]
    return rows


@pytest.mark.parametrize("answer", [None, "accept", "refuse"])
def test_every_combination(site: Site, visit: Visit, answer: str | None) -> None:
    visitor = visit(site)
    page = visitor.page(visitor.serve("surfaces.html", BODY), ready=False)
    page.locator("smartee-consent").dispatch_event("pointerover")
    page.evaluate("SmarteeConsent.ready")
    if answer:
        page.evaluate(f"SmarteeConsent.{answer}()")
    tried = 0
    for flag, model in itertools.product(FLAGS, MODELS):
        page.evaluate(
            """async ([flagName, flag, modelName, model]) => {
                 for (const [name, value] of [[flagName, flag], [modelName, model]])
                   document.cookie = name + (value === null ? '=; max-age=0' : '=' + encodeURIComponent(value));
                 await SmarteeConsent.businessModel.list();
               }""",
            [FLAG, flag, MODEL, model],
        )
        wanted = expected(site, flag, model)
        until(page, f"JSON.stringify(({SHOWN})()) === JSON.stringify({json.dumps(wanted)})")
        tried += len(wanted)
    assert tried == len(FLAGS) * len(MODELS) * len(SURFACES)
    assert all((ROOT / "static" / partner["logo"]).is_file() for partner in SITE["partners"])


def test_a_surface_added_later_and_an_account_that_goes(site: Site, visit: Visit) -> None:
    visitor = visit(site)
    page = visitor.page(visitor.serve("later.html", "<main></main>"), ready=False)
    page.evaluate("SmarteeConsent.session.start({account: 'a', uid: 'u', token: 't', partner: 'lumina'})")
    page.evaluate("SmarteeConsent.businessModel.set('design-only')")
    page.evaluate(
        "() => { const place = document.createElement('div'); place.dataset.consentSurface = 'animation-editing';"
        " document.querySelector('main').append(place); }"
    )
    image = page.locator("[data-consent-surface] img")
    image.wait_for()
    assert image.get_attribute("alt") == "Lumina Orthodontics"
    assert page.locator("[data-consent-surface]").get_attribute("data-consent-logo") == "lumina"
    page.evaluate("SmarteeConsent.session.end()")
    until(page, "!document.querySelector('[data-consent-surface]').shadowRoot.querySelector('img')")
