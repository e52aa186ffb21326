"""The states in which the banner can be met, and how a visitor gets there."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Locator, Page, expect

from consent.build.languages import right_to_left

from .conftest import Visitor, control
from .engines import block_cookies

STATES = ("prompt", "settings", "confirmation", "blocked")
# Light or dark as the visitor has it.
EITHER = '<meta name="color-scheme" content="light dark">'
# A site of many languages, and a page of it; axe takes what a dark one is painted on for white, where no style says it.
HOME = "https://many.example/"
PAGE = """<!doctype html><html lang="{language}" dir="{direction}" style="background: Canvas"><head>
<meta charset="utf-8"><title>Aurora</title>
<meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,"><script src="/embed.js"></script></head><body><main><h1>Aurora Aligners</h1>
<p>Clear aligners, planned with your doctor.</p></main></body></html>"""
# A page that sets no colours for the banner.
BARE = '<main><h1>A page</h1><p>Words, and <a href="#there">a link</a>.</p><p id="there">The end.</p></main>'


def view(page: Page, state: str) -> Locator:
    """What the banner shows in `state`."""
    return page.locator(f"smartee-consent [data-consent-view={state}]")


def reach(page: Page, state: str) -> Locator:
    """Brings a page that shows the prompt into `state`; what is shown there."""
    if state == "blocked":
        block_cookies(page)
    if state == "settings":
        control(page, "settings").click()
        view(page, state).locator("input").first.check()
    elif state != "prompt":
        control(page, "accept").click()
    return shown(page, state)


def shown(page: Page, state: str) -> Locator:
    """What the banner shows in `state`, as soon as it does."""
    found = view(page, state)
    expect(found).to_be_visible()
    return found


def visiting(browser: Browser, folder: Path, language: str, **options: Any) -> Visitor:
    """A visitor of the site in `folder`, at whose `HOME` there is a page in `language` that asks."""
    context = browser.new_context(reduced_motion="reduce", **options)
    visitor = Visitor(context, HOME)
    visitor.folder("", folder)
    direction = "rtl" if right_to_left([language]) else "ltr"
    text = PAGE.format(language=language, direction=direction)
    context.route(HOME, lambda route: route.fulfill(body=text, content_type="text/html"))
    return visitor


def mirror(page: Page) -> None:
    """Turns page and banner from right to left, as a language would that ships with a locale for it."""
    page.evaluate(
        "document.documentElement.dir = 'rtl';"
        "Object.assign(document.querySelector('smartee-consent'), { lang: 'ar', dir: 'rtl' })"
    )


def override(page: Page, css: str) -> None:
    """Adds a style sheet inside the banner, as a visitor's own style sheet would reach it."""
    page.evaluate(
        "css => { const own = new CSSStyleSheet(); own.replaceSync(css);"
        " const { shadowRoot } = document.querySelector('smartee-consent');"
        " shadowRoot.adoptedStyleSheets = [...shadowRoot.adoptedStyleSheets, own]; }",
        css,
    )
