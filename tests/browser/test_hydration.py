"""React takes over a document that a server has written, the banner in it, and finds nothing amiss."""

import shutil
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import expect

from consent.build.bundler import esbuild

from .conditions import conditions
from .conftest import ROOT, Once, Site, Visit, control, prompt, until
from .test_choice import RECORD, VISIT

PAGE = ROOT / "tests/browser/hydration.js"
SERVER = """
import { createElement } from 'react';
import { renderToString } from 'react-dom/server';
import { Page } from '%s';
console.log('<!doctype html>' + renderToString(createElement(Page)));
"""
CLIENT = """
import { createElement } from 'react';
import { hydrateRoot } from 'react-dom/client';
import { Page } from '%s';
globalThis.amiss = [];
const hydrate = () => {
  hydrateRoot(document, createElement(Page), { onRecoverableError: (error) => amiss.push(`${error}`) });
  globalThis.hydrated = true;
};
WHEN
"""
WHEN = {
    "at once": "hydrate();",
    "in an idle moment": "requestIdleCallback(hydrate);",
    "when it has loaded": "addEventListener('load', hydrate);",
}
CASES = {
    **{
        f"a page that React {version} takes over {when}": (version, WHEN[when]) for version in (18, 19) for when in WHEN
    },
    # React 18 takes the banner for its own by then.
    "a page that React 19 takes over once Python is there": (19, "SmarteeConsent.businessModel.list().then(hydrate);"),
}


def bundled(folder: Path, version: int, source: str, name: str, *more: str) -> Path:
    (folder / f"{name}.source.js").write_text(source % PAGE, encoding="utf-8")
    names = [f"--alias:react=react-{version}", f"--alias:react-dom=react-dom-{version}"]
    esbuild(
        [
            str(folder / f"{name}.source.js"),
            "--bundle",
            # What it does beside to help developers finds every difference.
            '--define:process.env.NODE_ENV="development"',
            f"--outfile={folder / name}.js",
            *names,
            *more,
        ],
        ROOT,
    )
    return folder / f"{name}.js"


def written(folder: Path, version: int) -> str:
    """The page, as a server with this React writes it."""
    node = shutil.which("node")
    assert node
    server = bundled(folder, version, SERVER, "server", "--platform=node")
    return subprocess.run([node, server], capture_output=True, text=True, check=True).stdout


@pytest.mark.parametrize("case", conditions("page", CASES))
def test_react_takes_the_document_over(
    once: Once, site: Site, visit: Visit, tmp_path: Path, case: tuple[int, str]
) -> None:
    version, when = case
    visitor = visit(site)
    html = once(f"written by React {version}", lambda: written(tmp_path, version))
    client = bundled(tmp_path, version, CLIENT.replace("WHEN", when), "client")
    visitor.script("client.js", client.read_text(encoding="utf-8"))
    visitor.context.route(
        site.url + "written.html", lambda route: route.fulfill(body=html, content_type="text/html; charset=utf-8")
    )
    page = visitor.page(site.url + "written.html", ready=False)
    until(page, "globalThis.hydrated")
    page.get_by_role("button", name="Counted to 0").click()
    expect(page.get_by_role("button", name="Counted to 1")).to_be_visible()
    expect(prompt(page)).to_be_visible()
    control(page, "refuse").click()
    expect(prompt(page)).to_have_count(0)
    assert {RECORD, VISIT} <= {*visitor.cookies()}
    page.get_by_role("button", name="Counted to 1").click()
    expect(page.get_by_role("button", name="Counted to 2")).to_be_visible()
    assert page.evaluate("amiss") == []
