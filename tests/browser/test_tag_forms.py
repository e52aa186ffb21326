"""Wherever the tag stands, and however it came there, its files are found, and none but its own are loaded."""

import pytest
from playwright.sync_api import expect

from .conditions import conditions
from .conftest import Site, Visit, told, until

FORMS = {
    "the tag as a module, with data-consent-base": (
        '<script type="module" src="/embed.js" data-consent-base="/"></script>'
    ),
    "the tag inlined, with data-consent-base": '<script data-consent-base="/">{tag}</script>',
    "the tag in a bundle in another folder, with data-consent-base": (
        '<script src="/assets/js/bundle.js" data-consent-base="/"></script>'
    ),
    "the tag in a bundle, with data-consent-base relative to the bundle": (
        '<script src="/assets/js/bundle.js" data-consent-base="../../"></script>'
    ),
    "the tag from a blob, with data-consent-base": (
        "<script>addEventListener('DOMContentLoaded', async () => {{"
        " const blob = await (await fetch('/embed.js')).blob(); const script = document.createElement('script');"
        " script.src = URL.createObjectURL(blob);"
        " script.dataset.consentBase = '/'; document.head.append(script); }});</script>"
    ),
    "the tag added by a script": (
        "<script>const script = document.createElement('script'); script.src = '/embed.js';"
        " document.head.append(script);</script>"
    ),
    "an image that is called currentScript": (
        '<img name="currentScript" src="//elsewhere.test/x.png"><script src="/embed.js"></script>'
    ),
    "a form that is called currentScript": '<form name="currentScript"></form><script src="/embed.js"></script>',
    "a base of another origin": '<base href="//elsewhere.test/"><script src="{own}embed.js"></script>',
}


@pytest.mark.parametrize("form", conditions("delivery", FORMS))
def test_wherever_the_tag_stands_its_files_are_found_and_are_its_own(site: Site, visit: Visit, form: str) -> None:
    visitor = visit(site)
    source = (site.folder / "embed.js").read_text(encoding="utf-8")
    visitor.script("assets/js/bundle.js", f"globalThis.before = 1;\n{source}")
    visitor.context.route("https://elsewhere.test/**", lambda route: route.abort())
    visitor.context.route("http://elsewhere.test/**", lambda route: route.abort())
    tag = form.format(tag=source, own=site.url)
    policy = "script-src 'self' blob: 'unsafe-inline' 'wasm-unsafe-eval'"
    page = visitor.page(visitor.serve("deep/er/page.html", tag=tag, **{"Content-Security-Policy": policy}), ready=False)
    until(page, "globalThis.SmarteeConsent")
    page.evaluate("SmarteeConsent.settings()")
    expect(page.locator("smartee-consent dialog")).to_be_visible()
    assert told(page, "error") == []
    # The picture of the page itself.
    assert [url for url in visitor.foreign if not url.endswith("x.png")] == []
    visitor.foreign.clear()
    visitor.errors.clear()
