"""A site of another declaration behind a real nginx, in a folder, under a strict policy: a visitor's whole way."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from playwright.sync_api import expect

from consent.commands import run
from tests.unit.real_servers import NGINX, ending, listening

from .conftest import ROOT, Visit, control, eventually, prompt, until

pytestmark = pytest.mark.skipif(NGINX is None, reason="no nginx on this machine")
SITE = ROOT / "tests/sites/clinica"
# What the site itself sends with its pages; all that the banner needs of it, and no more.
POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; style-src 'self'; img-src 'self'"
)
CONFIGURATION = """
daemon off;
{user}
pid {folder}/nginx.pid;
error_log stderr;
events {{}}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/root/assets/consent/servers/nginx-http.conf;
    server {{
        listen 127.0.0.1:{port};
        root {folder}/root;
        include {folder}/root/assets/consent/servers/nginx.conf;
        location / {{
            default_type text/html;
            add_header Content-Security-Policy "{policy}";
            add_header X-Granted "$consent_theme$consent_clinic";
        }}
        location ~ \\.js$ {{ default_type text/javascript; }}
    }}
}}
"""
PAGE = """<!doctype html>
<html lang="pt-PT"><head><meta charset="utf-8"><title>Clínica</title>
<script src="/assets/consent/embed.js"></script><script src="/own.js"></script>
<link rel="icon" href="/own.svg"></head>
<body><h1>Clínica Aurora</h1><a href="/assets/consent/policy/pt-PT/">Política</a></body></html>
"""


@pytest.fixture(scope="module")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SimpleNamespace]:
    """The site, built and served; its address."""

    folder = tmp_path_factory.mktemp("clinic")
    shutil.copytree(SITE, folder / "site")
    out = folder / "root/assets/consent"
    assert (
        run(["build", "--config", f"{folder}/site/consent.toml", "--out", str(out), "--base", "/assets/consent/"]) == 0
    )
    (folder / "root/index.html").write_text(PAGE, encoding="utf-8")
    (folder / "root/own.js").write_text("document.cookie = 'tema=escuro; path=/';", encoding="utf-8")
    (folder / "root/own.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>", encoding="utf-8")
    with listening() as listener:
        port = listener.getsockname()[1]
        user = "user root;" if os.geteuid() == 0 else ""
        (folder / "main.conf").write_text(CONFIGURATION.format(folder=folder, port=port, policy=POLICY, user=user))
        command = [str(NGINX), "-p", str(folder), "-e", "stderr", "-c", str(folder / "main.conf")]
        given = {**os.environ, "NGINX": f"{listener.fileno()};"}
        process = subprocess.Popen(command, stderr=subprocess.DEVNULL, pass_fds=[listener.fileno()], env=given)
    with ending(process):
        yield SimpleNamespace(url=f"http://127.0.0.1:{port}/", folder=out)


def test_a_visitor_s_whole_way(clinic: SimpleNamespace, visit: Visit) -> None:
    visitor = visit(clinic, locale="pt-PT")
    page = visitor.page(clinic.url, ready=False)
    expect(prompt(page)).to_contain_text("Clínica Aurora, Lda. pede o seu consentimento")
    # A purpose of two cookies is asked for once.
    expect(prompt(page)).to_contain_text("para: Lembra como prefere ver as páginas e Lembra a clínica que escolheu.")
    assert visitor.cookies() == {}
    assert page.evaluate("document.cookie") == "tema=escuro"
    prompt(page).get_by_role("button", name="Definições").click()
    expect(page.locator("smartee-consent dialog")).to_contain_text("A sua escolha")
    page.locator("smartee-consent input[name=theme]").check()
    control(page, "save").click()
    until(page, "SmarteeConsent.state === 'partial'")
    eventually(page, lambda: visitor.cookies().get("tema") == "escuro", visitor.cookies)
    assert set(visitor.cookies()) == {"tema", "aurora_consent", "aurora_visit"}
    # On the next page nobody asks, and the server knows.
    with page.expect_response(clinic.url) as answer:
        page.goto(clinic.url)
    assert answer.value.headers["x-granted"] == "10"
    expect(prompt(page)).to_have_count(0)
    page.evaluate("SmarteeConsent.withdraw()")
    eventually(page, lambda: "tema" not in visitor.cookies(), visitor.cookies)
    with page.expect_response(clinic.url) as answer:
        page.goto(clinic.url)
    assert answer.value.headers["x-granted"] == "00"


def test_the_policy_page_tells_what_the_site_has_and_nothing_else(clinic: SimpleNamespace, visit: Visit) -> None:
    visitor = visit(clinic, locale="pt-PT")
    page = visitor.page(clinic.url + "assets/consent/policy/pt-PT/", ready=False)
    expect(page.get_by_role("heading", level=1)).to_have_text("Política de cookies")
    names = set(page.locator("table.cookies code").all_text_contents())
    assert names == {"aurora_consent", "aurora_visit", "clinica", "tamanho", "tema"}
    text = page.locator("main").inner_text()
    for theirs in ("Smartee", "online4", "Language", "sessão,", "logótipo", "Início de sessão"):
        assert theirs not in text
    page.get_by_role("button", name="Definições de cookies").click()
    expect(page.locator("smartee-consent dialog")).to_be_visible()


def test_nothing_that_is_for_servers_is_served(clinic: SimpleNamespace, visit: Visit) -> None:
    visitor = visit(clinic)
    page = visitor.page(clinic.url, ready=False)
    names = [path.relative_to(clinic.folder).as_posix() for path in (clinic.folder / "servers").iterdir()]
    assert names
    for name in names:
        assert page.request.get(f"{clinic.url}assets/consent/{name}").status == 404
