"""What a browser lacks, or a page takes away, costs Python or some looks: never the gate, the question or the answer.

The README names the oldest browsers; what they do not have is taken away here, one by one and all at once.
"""

import pytest
from playwright.sync_api import expect

from .conditions import conditions
from .conftest import Site, Visit, prompt, until
from .test_choice import RECORD, VISIT
from .test_gate import MODEL
from .test_hostile_pages import OPTIONAL, PAGES, clicked

# What one of the oldest browsers lacks, or a page or a browser's settings may take away from any, by its owner.
MEMBERS = {
    "window": """CSSStyleSheet CookieStore CookieChangeEvent cookieStore requestIdleCallback WebAssembly
        cancelIdleCallback trustedTypes HTMLDialogElement ToggleEvent AggregateError WeakRef FinalizationRegistry
        structuredClone PerformanceObserver navigation scheduler queueMicrotask PointerEvent open
        HTMLFrameElement Intl crypto customElements""",
    "Document.prototype": "adoptedStyleSheets replaceChildren startViewTransition fullscreenElement",
    "ShadowRoot.prototype": "adoptedStyleSheets replaceChildren setHTMLUnsafe",
    "CSSStyleSheet.prototype": "replaceSync replace",
    "Element.prototype": """attachShadow replaceChildren toggleAttribute checkVisibility setHTML getAnimations animate
        moveBefore ariaHidden ariaLabel part""",
    "HTMLElement.prototype": "showPopover hidePopover togglePopover popover inert attachInternals",
    "HTMLDialogElement.prototype": "showModal show close requestClose closedBy",
    "DocumentFragment.prototype": "replaceChildren",
    "WebAssembly": "compileStreaming instantiateStreaming compile Memory Module Instance",
    "Array": "fromAsync",
    "Array.prototype": "at findLast findLastIndex toSorted toReversed toSpliced with",
    "Object": "hasOwn groupBy",
    "Promise": "allSettled any withResolvers try",
    "Promise.prototype": "finally",
    "String.prototype": "at matchAll replaceAll trimStart trimEnd isWellFormed toWellFormed padStart",
    "Symbol.prototype": "description",
    "AbortSignal": "timeout any",
    "URL": "canParse parse",
    "Crypto.prototype": "randomUUID",
    "Response.prototype": "bytes body",
}
TAKEN = {f"{owner}.{name}": f"delete {owner}.{name}" for owner, names in MEMBERS.items() for name in names.split()}
# Behind them what cannot be deleted, or is there and fails.
CASES = {**TAKEN, **PAGES["before"], "all of it": "\n".join(f"try {{ {text} }} catch {{}}" for text in TAKEN.values())}


@pytest.mark.parametrize(
    "taken", conditions("page", {f"a browser without this: {text}": js for text, js in CASES.items()})
)
def test_the_gate_holds_and_an_answer_counts(site: Site, visit: Visit, taken: str) -> None:
    visitor = visit(site, reduced_motion="reduce")
    visitor.script("early.js", f"try {{ {taken} }} catch {{}}")
    visitor.script("own.js", OPTIONAL)
    visitor.context.add_cookies([{"name": MODEL, "value": "gp", "url": site.url}])
    tag = '<script src="/early.js"></script><script src="/embed.js"></script><script src="/own.js"></script>'
    address = visitor.serve("old.html", "<p>Words</p>", tag=tag, **{"Content-Security-Policy": ""})
    page = visitor.page(address, ready=False)
    # Not what the page has written, nor what was there before.
    assert not {"Language", MODEL} & {*visitor.cookies()}
    assert page.evaluate("document.cookie.split('; ').sort()") == ["Language=zh-CN", f"{MODEL}=gp"]
    expect(prompt(page)).to_be_visible()
    clicked(page, "refuse")
    until(page, "SmarteeConsent.state === 'refused'")
    assert sorted(visitor.cookies()) == [RECORD, VISIT]
    expect(prompt(page)).to_have_count(0)
    assert "theirs" not in "".join(visitor.errors)
