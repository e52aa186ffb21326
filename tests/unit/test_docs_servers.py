"""Every block of code in the pages about servers: what it says is run, by the frameworks and servers it is for."""

import contextlib
import importlib
import io
import logging
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from starlette.testclient import TestClient
from werkzeug.test import Client

from consent.build import declaration
from consent.build.servers import examples
from consent.core.decision import decide, text
from consent.server import Policy
from tests import PATIENCE
from tests.unit import real_servers as real

ROOT = Path(__file__).parents[2]
SITE = declaration.load(ROOT / "pyscript.toml")
PAGES = {name: (ROOT / f"docs/{name}.md").read_text(encoding="utf-8") for name in ("server-side", "deploying")}
BLOCKS = [found for page in PAGES.values() for found in re.findall(r"(?s)```(\w+)\n(.*?)```", page)]
RECORD = SITE.cookie("decision").name


def block(language: str, beginning: str) -> str:
    """The one block of this language that has this in it."""
    [found] = [each for kind, each in BLOCKS if kind == language and beginning in each]
    return found


def cookie(*granted: str) -> str:
    return f"{RECORD}={text(decide(SITE, granted, int(time.time() // 60)))}"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What stands for `/srv`: a build's `servers/` at the two places that the pages name."""
    srv = tmp_path_factory.mktemp("srv")
    for place in ("consent", "site/assets/consent"):
        servers = srv / place / "servers"
        servers.mkdir(parents=True)
        for name, words in examples(SITE, "/assets/consent/").items():
            (servers / name).write_text(words, encoding="utf-8")
    return srv


@pytest.fixture(scope="module")
def project(folder: Path) -> Iterator[Callable[[str], ModuleType]]:
    """Gives the module of the page's name, which a block begins with."""
    place = folder / "code"
    (place / "project").mkdir(parents=True)
    for language, words in BLOCKS:
        named = re.match(r"# ([\w/]+\.py)\n", words)
        if language == "python" and named:
            (place / named[1]).write_text(words.replace("/srv", str(folder)), encoding="utf-8")
    (place / "project/__init__.py").touch()
    (place / "project/settings.py").write_text(
        "SECRET_KEY = 'x' * 50\nALLOWED_HOSTS = ['*']\nROOT_URLCONF = 'project.urls'\n"
        "LANGUAGE_COOKIE_NAME = 'Language'\n"
        "MIDDLEWARE = ['django.contrib.sessions.middleware.SessionMiddleware']\n"
        "SESSION_ENGINE = 'django.contrib.sessions.backends.signed_cookies'\n"
    )
    (place / "project/urls.py").write_text(
        "from django.conf.urls.i18n import set_language\nfrom django.http import StreamingHttpResponse\n"
        "from django.urls import path\nfrom project.views import start\n\n\n"
        "def stream(request):\n    request.session['seen'] = True\n"
        "    response = StreamingHttpResponse(iter([b'1', b'2']))\n    response.delete_cookie('Language')\n"
        "    return response\n\n\n"
        "urlpatterns = [path('', start), path('stream', stream), path('language', set_language)]\n"
    )
    before = set(sys.modules)
    sys.path.insert(0, str(place))
    try:
        yield lambda name: importlib.import_module(name)
    finally:
        sys.path.remove(str(place))
        for name in set(sys.modules) - before:
            if name.split(".")[0] in ("project", "app", "api", "starlette_site"):
                del sys.modules[name]


Answer = tuple[str, list[str]]


def by_wsgi(app: Any, path: str = "/", sent: str = "", **more: Any) -> Answer:
    """The body and what is set, of a WSGI application."""
    headers = {"Cookie": sent} if sent else {}
    found = Client(app, use_cookies=False).open(path, headers=headers, **more)
    # Django begins them with a space.
    return found.text, [line.strip() for line in found.headers.getlist("Set-Cookie")]


def by_asgi(app: Any, path: str = "/", sent: str = "", **more: Any) -> Answer:
    """The body and what is set, of an ASGI application."""
    headers = {"Cookie": sent} if sent else {}
    method = more.pop("method", "GET")
    found = TestClient(app, "http://localhost", follow_redirects=False).request(method, path, headers=headers, **more)
    return found.text.strip('"'), found.headers.get_list("set-cookie")


RECIPES = [
    pytest.param("project.wsgi", "application", by_wsgi, id="Django, WSGI"),
    pytest.param("project.asgi", "application", by_asgi, id="Django, ASGI"),
    pytest.param("app", "app", by_wsgi, id="Flask"),
    pytest.param("api", "app", by_asgi, id="FastAPI"),
    pytest.param("starlette_site", "app", by_asgi, id="Starlette"),
]


@pytest.mark.parametrize(("module", "name", "fetch"), RECIPES)
def test_the_recipes_hold_what_the_page_says(
    project: Callable[[str], ModuleType], module: str, name: str, fetch: Callable[..., Answer]
) -> None:
    block("python", f"# {module.replace('.', '/')}.py\n")
    app = getattr(project(module), name)
    for sent, state in (("", "unasked"), (cookie(), "refused"), (cookie("business"), "partial")):
        assert fetch(app, sent=sent) == (state, [])
    for sent, state in ((cookie("language"), "partial"), (cookie("language", "business"), "accepted")):
        told, lines = fetch(app, sent="a=b; " + sent)
        assert told == state and len(lines) == 1 and lines[0].startswith("Language=fr; ")
    # A refusal beside a grant.
    assert fetch(app, sent=f"{cookie('language')}; {cookie()}") == ("refused", [])


@pytest.mark.filterwarnings("ignore:StreamingHttpResponse must consume")
@pytest.mark.parametrize(("module", "fetch"), [("project.wsgi", by_wsgi), ("project.asgi", by_asgi)])
def test_django_keeps_its_other_cookies_and_streams(
    project: Callable[[str], ModuleType], module: str, fetch: Callable[..., Answer]
) -> None:
    block("python", "# project/views.py")
    app = project(module).application
    told, lines = fetch(app, "/stream")
    assert told == "12" and sorted(line.split("=")[0] for line in lines) == ["Language", "sessionid"]
    for sent, expected in (("", []), (cookie("language"), ["Language=de"])):
        _, lines = fetch(app, "/language", sent, method="POST", data={"language": "de", "next": "/"})
        assert [line.split(";")[0] for line in lines] == expected


def test_the_reader_prints_what_the_page_says(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    words = block("python", "print(consent.state)")
    moment = datetime.fromisoformat(re.findall(r"decided_at\)  # (.+)", words)[0]).timestamp()
    monkeypatch.setattr(time, "time", lambda: moment + 86400)
    sent = f"{RECORD}={text(decide(SITE, ('language',), int(moment // 60)))}"
    told = io.StringIO()
    with contextlib.redirect_stdout(told):
        exec(words.replace("/srv", str(folder)), {"cookie": sent})
    assert told.getvalue().splitlines() == re.findall(r"(?m)^print.+\)  # (.+)", words)


def test_the_log_can_be_silenced() -> None:
    log = logging.getLogger("consent.server")
    try:
        exec(block("python", "getLogger"), {})
        assert not log.isEnabledFor(logging.WARNING)
    finally:
        log.setLevel(logging.NOTSET)


def test_the_members_are_those_of_the_reader(folder: Path) -> None:
    rows = re.findall(r"(?m)^\| `(\w+)(?:\(id\))?` \|", PAGES["server-side"].split("## The middleware")[0])
    consent = Policy.load(folder / "consent/servers/consent.json").read(None)
    assert set(rows) == {name for name in dir(consent) if not name.startswith("_")} - {"allowed"}


def test_php_does_what_the_page_says(folder: Path) -> None:
    if shutil.which("php") is None:
        pytest.skip("php is not installed: its recipe is not run")
    script = folder / "page.php"
    words = block("php", "<?php").replace("/srv", str(folder))
    # A command line sends no headers.
    script.write_text(words.replace("setcookie(", "printf('%s=%s; ', "), encoding="utf-8")
    moment = time.strftime("%Y-%m-%dT%H:%M:00+00:00", time.gmtime())
    for sent, told in ((cookie("language"), f"Language=fr; partial language {moment}"), ("", "unasked  ")):
        done = subprocess.run(
            ["php", str(script)], env={"HTTP_COOKIE": sent}, capture_output=True, text=True, timeout=PATIENCE
        )
        assert (done.stdout.split("T")[0], done.stderr) == (told.split("T")[0], "")


def test_node_does_what_the_page_says(folder: Path) -> None:
    server = folder / "server.mjs"
    server.write_text(block("js", "createServer").replace("/srv", str(folder)), encoding="utf-8")
    script = (
        f"const {{ server }} = await import('{server}'); server.listen(0, '127.0.0.1', async () => {{"
        " const address = `http://127.0.0.1:${server.address().port}/`;"
        " for (const cookie of process.argv.slice(1)) { const answer = await fetch(address, { headers: { cookie } });"
        " console.log(answer.headers.get('set-cookie'), await answer.text()); } server.close(); });"
    )
    done = subprocess.run(
        ["node", "--input-type=module", "-e", script, cookie("language"), "a=b"],
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )
    assert done.returncode == 0, done.stderr
    granted, unasked = done.stdout.splitlines()
    assert granted.startswith("Language=fr partial language 20") and granted.endswith(":00.000Z")
    assert unasked == "null unasked  undefined"


@pytest.mark.skipif(real.NGINX is None, reason="nginx is not installed: what the pages say to it is not tried")
def test_nginx_takes_what_the_pages_say(folder: Path) -> None:
    words = block("nginx", "http {")
    inner = block("nginx", "proxy_pass")
    for strict in (False, True):
        told = words.replace("# include", "include") if strict else words
        place = folder / f"nginx{strict}.conf"
        told = told.replace("root /srv/site;", f"root /srv/site;\n{inner}").replace("/srv", str(folder))
        place.write_text(f"pid {folder}/nginx.pid;\nevents {{ }}\n{told}")
        tried = subprocess.run(
            [str(real.NGINX), "-t", "-e", "stderr", "-c", str(place)], capture_output=True, text=True
        )
        assert tried.returncode == 0 and "[warn]" not in tried.stderr.replace('"user" directive', ""), tried.stderr


@pytest.mark.skipif(real.NGINX is None, reason="nginx is not installed: what the pages say to it is not tried")
def test_two_declarations_in_one_nginx_keep_apart(tmp_path: Path) -> None:
    servers = tmp_path / "dist/servers"
    servers.mkdir(parents=True)
    said = examples(SITE)["nginx-http.conf"]
    (servers / "nginx-http.conf").write_text(said, encoding="utf-8")
    subprocess.run(["sh", "-e", "-c", block("sh", "sed")], cwd=tmp_path, check=True)
    renamed = (tmp_path / "nginx-http-shop.conf").read_text(encoding="utf-8")
    names = [set(re.findall(r"map \$http_cookie \$(\w+) ", words)) for words in (said, renamed)]
    assert names == [{f"{before}consent_{each}" for each in SITE.optional_ids} for before in ("", "shop_")]
    both = f"include {servers}/nginx-http.conf;\ninclude {tmp_path}/nginx-http-shop.conf;"
    place = tmp_path / "nginx.conf"
    place.write_text(f"pid {tmp_path}/nginx.pid;\nevents {{ }}\nhttp {{\n{both}\n}}\n")
    tried = subprocess.run([str(real.NGINX), "-t", "-e", "stderr", "-c", str(place)], capture_output=True, text=True)
    assert tried.returncode == 0, tried.stderr


@pytest.mark.skipif(real.APACHE is None, reason="Apache is not installed: what the pages say to it is not tried")
def test_apache_takes_what_the_pages_say(folder: Path) -> None:
    words = block("apache", "VirtualHost").replace("/srv", str(folder))
    modules = "\n".join(f"LoadModule {each}_module {real.MODULES}/mod_{each}.so" for each in real.LOADED.split())
    for strict in (False, True):
        told = words.replace("# Include", "Include") if strict else words
        place = folder / f"apache{strict}.conf"
        place.write_text(
            f"ServerName localhost\nServerRoot {folder}\nErrorLog {folder}/error.log\n{modules}\nListen 1\n{told}"
        )
        tried = subprocess.run([str(real.APACHE), "-t", "-f", str(place)], capture_output=True, text=True)
        assert tried.returncode == 0, tried.stderr


def test_a_static_host_is_given_what_the_page_says(tmp_path: Path) -> None:
    built = tmp_path / "dist"
    (built / "servers").mkdir(parents=True)
    for name, words in examples(SITE, "/assets/consent/").items():
        (built / "servers" / name).write_text(words, encoding="utf-8")
    (built / "embed.js").touch()
    subprocess.run(["sh", "-e", "-c", block("sh", "cp -r")], cwd=tmp_path, check=True)
    public = tmp_path / "public"
    left = {path.relative_to(public).as_posix() for path in public.rglob("*") if path.is_file()}
    assert left == {"_headers", "assets/consent/embed.js"}


def test_every_block_is_run() -> None:
    source = Path(__file__).read_text(encoding="utf-8")
    named = re.findall(r'block\("(\w+)", f?"([^"]+)"\)', source)
    recipes = ["project/wsgi.py", "project/asgi.py", "app.py", "api.py", "starlette_site.py"]
    asked = [*named, *(("python", f"# {name}\n") for name in recipes)]
    tested = {words for kind, words in BLOCKS for language, piece in asked if kind == language and piece in words}
    assert [words for _, words in BLOCKS if words not in tested] == []
