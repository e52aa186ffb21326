"""Calls that cannot be carried out, pages that break what we work with: told in a sentence, and all else goes on."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser

from .attacks import MARKUP, PLACES, attacked
from .conditions import conditions
from .conftest import Once, Site, told, until
from .test_choice import RECORD
from .test_start import hold_runtime

WRONG = {
    "an argument that holds itself": "(() => { const all = []; all.push(all); return all; })()",
    "an argument that throws": "{ toJSON() { throw new RangeError('own'); } }",
    "an argument whose members throw": "{ get key() { throw new RangeError('own'); } }",
    "an argument that is a BigInt": "12345678901234567890n",
    "an argument that is a Proxy that throws": "new Proxy({}, { ownKeys() { throw 1; } })",
    "an argument of a million letters": "'x'.repeat(1000000)",
    "an argument 3,000 deep": "JSON.parse('['.repeat(3000) + ']'.repeat(3000))",
    "an argument that is a symbol": "Symbol('x')",
    "an argument that is the window": "window",
    "an argument of markup": "'<img src=x onerror=owned.push(1)>'",
}
METHODS = {"language.set": "language", "businessModel.set": "business", "regions.children": "regions"}
CALLS = {f"{what} of {method}": (what, method) for what in WRONG for method in METHODS}


def outcomes(browser: Browser, site: Site) -> dict[str, Any]:
    """What comes of every wrong call, made in a row before Python is there, with a right one behind each."""
    visitor = attacked(browser, site)
    let = hold_runtime(visitor)
    page = visitor.page(visitor.serve("calls.html"), ready=False)
    calls = ",".join(
        f"[{says!r}, () => SmarteeConsent.{method}({WRONG[what]})]" for says, (what, method) in CALLS.items()
    )
    page.evaluate(
        f"""() => {{
          const settled = (make) => {{
            try {{
              return make().then(() => 'done', (error) => error.message);
            }} catch (error) {{ return `threw ${{error}}`; }}
          }};
          globalThis.calls = [{calls}].map(async ([says, make]) => {{
            const wrong = settled(make), right = settled(() => SmarteeConsent.regions.children('110000'));
            return [says, [await wrong, await right]];
          }});
        }}"""
    )
    let()
    found = dict(page.evaluate("Promise.all(calls)"))
    found["told"] = [detail["message"] for detail in told(page, "error")]
    found["errors"] = visitor.errors + visitor.foreign + page.evaluate("owned")
    visitor.context.close()
    return found


@pytest.mark.parametrize("says", conditions("attack", {says: says for says in CALLS}))
def test_a_wrong_call_is_rejected_alone_and_in_words(once: Once, browser: Browser, site: Site, says: str) -> None:
    found = once("calls", lambda: outcomes(browser, site))
    wrong, right = found[says]
    assert right == "done"
    assert wrong != "done" or "symbol of regions" in says
    for message in (wrong, *found["told"]):
        assert "Traceback" not in message and "\n" not in message and len(message) < 300
    assert found["errors"] == []


# What a script of the page may have replaced by something that throws, after Python is there.
SPOILT = [
    "Document.prototype.createElement",
    "Document.prototype.querySelectorAll",
    "Document.prototype.querySelector",
    "Document.prototype.createTreeWalker",
    "DocumentFragment.prototype.querySelectorAll",
    "DocumentFragment.prototype.querySelector",
    "DocumentFragment.prototype.append",
    "DocumentFragment.prototype.replaceChildren",
    "Element.prototype.append",
    "Element.prototype.replaceChildren",
    "Element.prototype.setAttribute",
    "Element.prototype.getAttribute",
    "Element.prototype.hasAttribute",
    "Element.prototype.removeAttribute",
    "Element.prototype.remove",
    "Element.prototype.attachShadow",
    "Element.prototype.closest",
    "Node.prototype.contains",
    "HTMLElement.prototype.focus",
    "HTMLDialogElement.prototype.close",
    "EventTarget.prototype.addEventListener",
    "EventTarget.prototype.removeEventListener",
    "EventTarget.prototype.dispatchEvent",
    "CSSStyleSheet.prototype.replaceSync",
    "Storage.prototype.getItem",
    "Storage.prototype.setItem",
    "Performance.prototype.getEntriesByType",
    "globalThis.CustomEvent",
    "globalThis.URL",
    "globalThis.fetch",
    "globalThis.queueMicrotask",
]


@pytest.mark.parametrize("name", conditions("attack", {f"{name} throws once Python is there": name for name in SPOILT}))
def test_an_answer_is_recorded_whatever_the_page_breaks(browser: Browser, site: Site, name: str) -> None:
    visitor = attacked(browser, site)
    page = visitor.page(visitor.serve("broken.html", PLACES))
    page.evaluate(f"void ({name} = function () {{ throw new Error('broken by the page'); }})")
    outcome = page.evaluate("SmarteeConsent.accept().then(() => 'done', (error) => error.message)")
    assert outcome == "done" or ("\n" not in outcome and outcome)
    [text] = [cookie["value"] for cookie in visitor.jar() if cookie["name"] == RECORD]
    assert text.split(".")[2] == "language+business"
    assert page.evaluate("[SmarteeConsent.state, SmarteeConsent.allows('language')]") == ["accepted", True]
    # The next one counts as well.
    page.evaluate("SmarteeConsent.refuse().catch(() => {})")
    assert page.evaluate("SmarteeConsent.state") == "refused"
    for detail in told(page, "error"):
        assert "Traceback" not in detail["message"] and "\n" not in detail["message"]
    visitor.context.close()


PACKS = {
    "a pack cut in half": lambda pack: pack[: len(pack) // 2],
    "a pack of zeros": lambda pack: pack[:64] + bytes(len(pack) - 64),
    "a pack whose modules are no modules": lambda pack: pack.replace(b"M\x06", b"X\x06"),
    "a page in place of the pack": lambda pack: b"<!doctype html><title>" + MARKUP.encode(),
}


@pytest.mark.parametrize("spoil", conditions("attack", PACKS))
def test_a_damaged_pack_is_told_in_a_sentence(browser: Browser, site: Site, spoil: Callable[[bytes], bytes]) -> None:
    visitor = attacked(browser, site)
    [pack] = site.folder.glob("c/*/consent.rom")
    body = spoil(pack.read_bytes())
    visitor.context.route("**/consent.rom", lambda route: route.fulfill(body=body))
    page = visitor.page(visitor.serve("damaged.html", PLACES), ready=False)
    until(page, "told.some(([name]) => name === 'error')")
    for detail in told(page, "error"):
        assert "Traceback" not in detail["message"] and "\n" not in detail["message"]
    assert page.evaluate("SmarteeConsent.state") == "unasked"
    assert (visitor.foreign, page.evaluate("owned")) == ([], [])
    visitor.context.close()
