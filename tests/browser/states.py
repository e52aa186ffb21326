"""The states in which the banner can be met, and how a visitor gets there."""

from playwright.sync_api import Locator, Page, expect

from .conftest import control
from .engines import block_cookies

STATES = ("prompt", "settings", "confirmation", "blocked")
# Light or dark as the visitor has it.
EITHER = '<meta name="color-scheme" content="light dark">'
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
    expect(view(page, state)).to_be_visible()
    return view(page, state)


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
