"""The page of a site that has installed the package: its own page, declaration, address, and nothing of the project."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from playwright.sync_api import expect

from tests.installed import install

from .conftest import Visit, control, prompt, until

BASE = "/assets/consent/"
PAGE = f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Own</title>
<script src="{BASE}embed.js"></script><link rel="icon" href="data:,"></head>
<body><h1>A page of one's own</h1><script>document.cookie = 'theme=dark; path=/'</script></body></html>"""


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SimpleNamespace]:
    """The site, as `serve --page` shows it."""
    folder = tmp_path_factory.mktemp("own")
    installed = install(folder)
    (folder / "site/pages").mkdir(parents=True)
    (folder / "site/pages/index.html").write_text(PAGE, encoding="utf-8")
    installed.run("smartee-consent init", folder / "site")
    program = str(installed.programs / "smartee-consent")
    command = [program, "serve", "--page", "pages", "--base", BASE, "--port", "0"]
    environment = {**installed.environment, "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(
        command, cwd=folder / "site", env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as running:
        assert running.stdout and running.stderr
        told = running.stdout.readline()
        found = re.search(r"http://\S+", told)
        if not found:
            running.kill()
            pytest.fail(f"the site did not start: {told}{running.stderr.read()}")
        yield SimpleNamespace(url=found.group(), folder=folder / "site")
        running.terminate()


def test_the_page_asks_and_remembers(visit: Visit, own: SimpleNamespace) -> None:
    visitor = visit(own)
    page = visitor.page(own.url)
    expect(prompt(page)).to_be_visible()
    expect(prompt(page)).to_contain_text("Example Company")
    assert visitor.cookies() == {}
    control(page, "accept").click()
    expect(prompt(page)).to_have_count(0)
    until(page, "SmarteeConsent.state === 'accepted'")
    until(page, "document.cookie.includes('cookie_visit')")
    assert set(visitor.cookies()) == {"cookie_consent", "cookie_visit", "theme"}
    page.reload()
    expect(page.locator("h1")).to_be_visible()
    assert page.evaluate("SmarteeConsent.state") == "accepted"
    expect(prompt(page)).to_have_count(0)


def test_its_policy_lies_below_its_address(visit: Visit, own: SimpleNamespace) -> None:
    visitor = visit(own)
    page = visitor.page(own.url)
    link = prompt(page).locator("a")
    expect(link).to_be_visible()
    assert link.evaluate("(a) => a.href") == f"{own.url.rstrip('/')}{BASE}policy/en/"
    page.goto(link.evaluate("(a) => a.href"))
    expect(page.locator("h1")).to_have_text("Cookie policy")
    expect(page.locator("main")).to_contain_text("cookie_consent")


def test_a_page_is_read_anew_and_what_is_the_servers_is_not_shown(visit: Visit, own: SimpleNamespace) -> None:
    visitor = visit(own)
    page = visitor.page(own.url)
    (Path(own.folder) / "pages/second.html").write_text(PAGE.replace("A page of", "Second of"), encoding="utf-8")
    page.goto(f"{own.url}second.html")
    expect(page.locator("h1")).to_have_text("Second of one's own")
    for hidden in ("servers/build.json", "servers/nginx.conf", ".htaccess"):
        response = page.request.get(f"{own.url.rstrip('/')}{BASE}{hidden}")
        assert response.status == 404, hidden
