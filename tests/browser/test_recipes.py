"""The recipes of the documentation, each with the real package: the examples are read from it."""

import os
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from consent.build.bundler import esbuild
from tests import PATIENCE, docs

from .conftest import ROOT, TAG, Site, Visit, control, prompt, until
from .recipes import INLINE, answer, is_first


def example(heading: str) -> str:
    """The only code under this heading."""
    (code,) = docs.section("recipes", heading)
    return code


def bundled(folder: Path, source: str, *names: str) -> str:
    """What esbuild makes of a page's script and the package that it imports."""
    (folder / "page.jsx").write_text(source, encoding="utf-8")
    options = ["--bundle", "--jsx=automatic", '--define:process.env.NODE_ENV="production"', *names]
    esbuild([str(folder / "page.jsx"), *options, f"--outfile={folder / 'page.js'}"], ROOT)
    return (folder / "page.js").read_text(encoding="utf-8")


def package(name: str) -> str:
    return (ROOT / "node_modules" / name).read_text(encoding="utf-8")


def go_on(page: Page) -> None:
    """To the second page, without a new document: what was asked still is, and the widget there is filled."""
    page.evaluate("globalThis.same = true")
    page.get_by_role("link", name="On").click()
    expect(page.get_by_role("heading", name="Second")).to_be_visible()
    expect(prompt(page)).to_be_visible()
    expect(page.get_by_label("Language")).to_be_visible()


def withdraw(page: Page) -> None:
    page.evaluate("SmarteeConsent.withdraw()")


def test_plain_html(site: Site, visit: Visit) -> None:
    visitor = visit(site)
    page = visitor.page(visitor.serve("plain.html", example("Plain HTML"), **INLINE))
    expect(page.locator("body")).to_have_attribute("data-remembers", "false")
    control(page, "accept").click()
    expect(page.locator("body")).to_have_attribute("data-remembers", "true")
    expect(page.get_by_label("Language")).to_be_visible()
    page.get_by_role("button", name="Cookie settings").click()
    expect(page.locator("smartee-consent dialog")).to_be_visible()


@pytest.mark.parametrize("version", [18, 19])
def test_react(site: Site, visit: Visit, tmp_path: Path, version: int) -> None:
    visitor = visit(site)
    mount = (
        "import { createRoot } from 'react-dom/client';\n"
        "createRoot(document.getElementById('app')).render(<Greeting />);"
    )
    names = [f"--alias:react=react-{version}", f"--alias:react-dom=react-dom-{version}"]
    script = visitor.script("app.js", bundled(tmp_path, example("React") + mount, *names))
    page = visitor.page(visitor.serve("react.html", "<div id=app></div>" + script))
    expect(page.get_by_text("Your language is not remembered.")).to_be_visible()
    control(page, "accept").click()
    expect(page.get_by_text("Your language is remembered.")).to_be_visible()
    page.get_by_role("button", name="Cookie settings").click()
    expect(page.locator("smartee-consent dialog")).to_be_visible()


# A page with what is in the recipe, a way to another, and there the same again.
NEXT_PAGE = """
import Link from 'next/link';
import {{ Remembered }} from '{up}remembered';
export default function Page() {{
  return <><h1>{name}</h1><Remembered /><Link href="{to}">On</Link></>;
}}
"""


def next_site(folder: Path) -> Path:
    """What Next itself builds of the recipe; nothing of it is written elsewhere."""
    files = {
        "app/consent.jsx": "'use client';\n" + example("React"),
        "app/page.jsx": NEXT_PAGE.format(up="./", name="First", to="/second"),
        "app/second/page.jsx": NEXT_PAGE.format(up="../", name="Second", to="/"),
        "package.json": "{}",
        # The packages are outside of the folder, where it would not look.
        "next.config.mjs": "export default { output: 'export', turbopack: { root: '/' } };",
    }
    for code in docs.section("recipes", "Next.js"):
        name, _, rest = code.removeprefix("// ").partition("\n")
        files[name] = rest
    for name, text in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    (folder / "node_modules").symlink_to(ROOT / "tests/next/node_modules")
    command = ["node", str(folder / "node_modules/next/dist/bin/next"), "build"]
    environment = {**os.environ, "NEXT_TELEMETRY_DISABLED": "1", "CI": "1"}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=10 * PATIENCE)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder / "out"


def test_next(site: Site, visit: Visit, tmp_path: Path) -> None:
    out = next_site(tmp_path)
    assert is_first((out / "index.html").read_text(encoding="utf-8"))
    visitor = visit(site)
    pages = {name: out / f"{name or 'index'}.html" for name in ("", "second")}
    answer(visitor, lambda name: pages.get(name, out / name), **INLINE)
    page = visitor.page(site.url)
    remembered = page.get_by_text("Your language is remembered.")
    not_remembered = page.get_by_text("Your language is not remembered.")
    expect(not_remembered).to_be_visible()
    expect(page.get_by_label("Language")).to_be_visible()
    go_on(page)
    control(page, "accept").click()
    expect(remembered).to_be_visible()
    page.get_by_role("link", name="On").click()
    expect(page.get_by_role("heading", name="First")).to_be_visible()
    expect(remembered).to_be_visible()
    assert page.evaluate("globalThis.same")
    withdraw(page)
    expect(not_remembered).to_be_visible()
    page.get_by_role("button", name="Cookie settings").click()
    expect(page.locator("smartee-consent dialog")).to_be_visible()


def test_vue(site: Site, visit: Visit, tmp_path: Path) -> None:
    visitor = visit(site)
    mount = (
        "import { createApp, h } from 'vue';\n"
        "createApp({ setup() { const granted = useConsent('language');"
        " return () => h('p', granted.value ? 'It is remembered.' : 'It is not.'); } }).mount('#app');"
    )
    script = visitor.script("app.js", bundled(tmp_path, example("Vue") + mount))
    page = visitor.page(visitor.serve("vue.html", "<div id=app></div>" + script, **INLINE))
    expect(page.get_by_text("It is not.")).to_be_visible()
    control(page, "accept").click()
    expect(page.get_by_text("It is remembered.")).to_be_visible()
    withdraw(page)
    expect(page.get_by_text("It is not.")).to_be_visible()


def test_turbo(site: Site, visit: Visit) -> None:
    visitor = visit(site)
    visitor.script("turbo.js", package("@hotwired/turbo/dist/turbo.es2017-esm.js"))
    tag = example("Turbo")
    assert tag.startswith(TAG)
    # Turbo's bar of progress is a style element of its own.
    loose = {"Content-Security-Policy": "style-src 'self' 'unsafe-inline'"}
    widget = "<p data-consent-widget=language></p>"
    visitor.serve("second.html", f"<h1>Second</h1>{widget}<a href=/first.html>Back</a>", tag=tag, **loose)
    page = visitor.page(visitor.serve("first.html", "<h1>First</h1><a href=/second.html>On</a>", tag=tag, **loose))
    go_on(page)
    control(page, "refuse").click()
    page.get_by_role("link", name="Back").click()
    expect(page.get_by_role("heading", name="First")).to_be_visible()
    expect(prompt(page)).to_have_count(0)
    assert page.evaluate("[SmarteeConsent.state, globalThis.same]") == ["refused", True]


def test_htmx(site: Site, visit: Visit) -> None:
    visitor = visit(site)
    part = (
        "<p data-consent-widget=language></p><button data-consent-action=settings>Cookie settings</button>"
        '<img alt="" data-consent-needs=language data-consent-src=/picture.svg>'
    )
    visitor.script("part.html", part, "text/html")
    visitor.script("picture.svg", "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>", "image/svg+xml")
    # It adds styles of its own.
    loose = {"Content-Security-Policy": "style-src 'self' 'unsafe-inline'"}
    script = visitor.script("htmx.js", package("htmx.org/dist/htmx.min.js"))
    page = visitor.page(visitor.serve("htmx.html", example("htmx") + script, **loose))
    page.get_by_role("button", name="More").click()
    expect(page.get_by_label("Language")).to_be_visible()
    control(page, "accept").click()
    until(page, "document.querySelector('#part img').naturalWidth")
    page.get_by_role("button", name="Cookie settings").click()
    expect(page.locator("smartee-consent dialog")).to_be_visible()
