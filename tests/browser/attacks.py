"""What attacks have in common: payloads, a page with every place for them, and what is seen of a page afterwards."""

from typing import Any
from urllib.parse import quote

from playwright.sync_api import Browser, Page

from consent.build import declaration

from .conftest import ROOT, Site, Visitor
from .test_choice import RECORD, VISIT
from .test_doctor import NAMES, SURFACES

ELSEWHERE = "https://evil.example/steal"
MARKUP = "\"'><img src=x onerror=owned.push(1)><script>owned.push(2)</script><svg onload=owned.push(3)>"
ADDRESS = "javascript:owned.push(4)//"
# The ten cookies of the policy: id to name.
TEN = {**NAMES, "language": "Language", "decision": RECORD, "visit": VISIT}
# The fingerprint of the policy.
MARK = declaration.load(ROOT / "pyscript.toml").fingerprint
# Kind to the value as it stands in the jar.
PAYLOADS = {
    "markup": quote(MARKUP, safe=""),
    "an address with a script": quote(ADDRESS, safe=""),
    "a foreign address": quote(ELSEWHERE, safe=""),
    "a value as long as a browser keeps": "x" * 3900,
    "an encoding that is none": "%E0%A4%A%%%ZZ%C3%28%u0041%00",
    "JSON of another kind": quote('{"__proto__":{"key":1},"key":["a"],"label":{"en":{}}}', safe=""),
    "JSON that is cut": quote('[{"key":"a","label":{"en":"', safe=""),
}
WIDGETS = ("language", "business-model", "region", "policy")
PLACES = "".join(f'<div data-consent-widget="{each}"></div>' for each in WIDGETS) + "".join(
    f'<div data-consent-surface="{each}"></div>' for each in SURFACES
)
WATCH = "globalThis.owned = []; globalThis.alert = globalThis.open = (what) => owned.push(what);"
# What is in the page and in every shadow tree of it: elements that nobody of us made, and addresses of other places.
SEEN = """() => {
  const within = (root) => [...root.querySelectorAll('*')];
  const trees = (root) => [root, ...within(root).flatMap((each) => each.shadowRoot ? trees(each.shadowRoot) : [])];
  const all = trees(document).flatMap(within), shadows = trees(document).slice(1).flatMap(within);
  const addresses = ['href', 'src', 'action', 'formaction'];
  return {
    owned: owned.length,
    handlers: all.flatMap((each) => each.getAttributeNames()).filter((name) => name.startsWith('on')),
    scripts: shadows.filter((each) => /^(script|iframe|object|embed|svg|base|meta|link)$/i.test(each.localName)).length,
    addresses: shadows.flatMap((each) => addresses.flatMap((name) => each.getAttribute(name) ?? []))
      .filter((address) => !address.startsWith(location.origin) && !/^(data:|mailto:|#)/.test(address)),
    logos: document.querySelectorAll('[data-consent-logo]').length,
    here: location.href,
  };
}"""
HARMLESS = {"owned": 0, "handlers": [], "scripts": 0, "addresses": [], "logos": 0}
LEARN = """async () => {
  await SmarteeConsent.ready;
  const settled = (promise) => promise.then((value) => value, ({ message }) => ({ message }));
  return {
    models: await settled(SmarteeConsent.businessModel.list()),
    provinces: await settled(SmarteeConsent.regions.children()),
    state: SmarteeConsent.state,
    allows: ['language', 'business'].map(SmarteeConsent.allows),
    current: SmarteeConsent.session.current,
    language: SmarteeConsent.language.get(),
    model: SmarteeConsent.businessModel.get(),
    lang: document.documentElement.lang,
    asked: !!document.querySelector('smartee-consent')?.shadowRoot.querySelector('[data-consent-view=prompt]'),
    told,
  };
}"""


def attacked(browser: Browser, site: Site, **options: Any) -> Visitor:
    """A visitor whose pages tell when a payload has run."""
    visitor = Visitor(browser.new_context(locale="en-GB", **options), site.url)
    visitor.context.add_init_script(WATCH)
    return visitor


def observe(visitor: Visitor, page: Page) -> dict[str, Any]:
    """What a page of the visitor has become, once its lists are there."""
    found = page.evaluate(LEARN)
    found |= page.evaluate(SEEN)
    # What the browser itself says of a request that was refused or failed is no error of ours.
    thrown = [
        each for each in visitor.errors if not each.startswith(("Failed to load resource", "Fetch API cannot load"))
    ]
    found |= {"foreign": list(visitor.foreign), "errors": thrown}
    return found


def harmless(found: dict[str, Any], here: str) -> None:
    """Nothing ran, nothing foreign is in the page or was asked for, nothing was thrown; the page is where it was."""
    assert {key: found[key] for key in HARMLESS} == HARMLESS
    assert (found["foreign"], found["errors"], found["here"]) == ([], [], here)
    # What is told is a sentence.
    for name, detail in found["told"]:
        if name == "error":
            assert "Traceback" not in detail["message"] and "\n" not in detail["message"]
