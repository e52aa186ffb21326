"""A site's own pages beside the built folder: what is served where, and what is never."""

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from consent.demo.files import FolderUnreadable
from consent.demo.page import PageMissing, carries_tag, pages

BASE = "/assets/consent/"
OWN = {
    "index.html": b'<!doctype html><script src="/assets/consent/embed.js"></script>start',
    "about.html": b"<!doctype html>about",
    "en/index.html": b"<!doctype html>english",
    "en/a b.css": b"p{}",
    "data.bin": b"\0\1",
    "picture.jpeg": b"\xff\xd8",
    "empty/x.txt": b"x",
    ".env": b"secret",
    ".git/config": b"secret",
}
BUILT = {
    "embed.js": b"tag",
    "policy/en/index.html": b"policy",
    "servers/nginx.conf": b"secret",
    "servers/build.json": b"secret",
    ".htaccess": b"secret",
    "c/0123abcd/servers/x.js": b"shown",
}


def put(folder: Path, files: dict[str, bytes]) -> Path:
    for name, body in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(body)
    return folder


@pytest.fixture
def own(tmp_path: Path) -> Path:
    put(tmp_path, {"secret.html": b"secret"})
    return put(tmp_path / "own", OWN)


@pytest.fixture
def built(tmp_path: Path) -> Path:
    return put(tmp_path / "built", BUILT)


def client(built: Path, base: str, own: Path | None) -> TestClient:
    return TestClient(pages(built, base, own), "http://localhost", follow_redirects=False)


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/", OWN["index.html"]),
        ("/index.html", OWN["index.html"]),
        ("/about.html", OWN["about.html"]),
        ("/about.html?x=/../y", OWN["about.html"]),
        ("/en/", OWN["en/index.html"]),
        ("/en/a%20b.css", OWN["en/a b.css"]),
        (BASE + "embed.js", b"tag"),
        (BASE + "policy/en/", b"policy"),
        (BASE + "c/0123abcd/servers/x.js", b"shown"),
    ],
)
def test_pages_are_where_they_will_be(built: Path, own: Path, path: str, body: bytes) -> None:
    answer = client(built, BASE, own).get(path)
    assert (answer.status_code, answer.content) == (200, body)


@pytest.mark.parametrize(
    "path",
    [
        "/nothing",
        "/empty/",
        "/.env",
        "/.git/config",
        "/en/../.env",
        "/..%2fsecret.html",
        "/%2e%2e/secret.html",
        "/en/%2e%2e/%2e%2e/secret.html",
        "/..%5csecret.html",
        "/link.html",
        "/linked/secret.html",
        "/a%00b",
        "/" + "x" * 300,
        "/about.html/",
        "/embed.js",
        BASE + "servers/nginx.conf",
        BASE + "servers/build.json",
        BASE + ".htaccess",
        BASE,
    ],
)
def test_nothing_else_is_served(built: Path, own: Path, path: str) -> None:
    (own / "link.html").symlink_to(own.parent / "secret.html")
    (own / "linked").symlink_to(own.parent)
    answer = client(built, BASE, own).get(path)
    assert answer.status_code == 404 and b"secret" not in answer.content


def test_a_folder_is_asked_for_with_its_slash(built: Path, own: Path) -> None:
    answer = client(built, BASE, own).get("/en?a=b")
    assert (answer.status_code, answer.headers["location"]) == (307, "/en/?a=b")
    answer = client(built, BASE, own).get(BASE + "policy/en")
    assert (answer.status_code, answer.headers["location"]) == (308, BASE + "policy/en/")
    # Not another host's address.
    assert client(built, BASE, own).get("http://localhost//en").headers["location"] == "/en/"


def test_a_page_is_read_anew_and_keeps_its_own_encoding(built: Path, own: Path) -> None:
    asking = client(built, BASE, own)
    assert asking.get("/about.html").headers["content-type"] == "text/html"
    (own / "about.html").write_bytes("<meta charset=gbk>中文".encode("gbk"))
    assert asking.get("/about.html").content == (own / "about.html").read_bytes()
    (own / "about.html").unlink()
    assert asking.get("/about.html").status_code == 404
    assert asking.get("/en/a b.css").headers["content-type"] == "text/css"
    assert asking.get("/picture.jpeg").headers["content-type"] == "image/jpeg"
    assert asking.get("/data.bin").headers["content-type"] == "application/octet-stream"
    # A policy of ours would stop scripts of theirs.
    assert "content-security-policy" not in asking.get("/").headers


def test_a_single_page_is_the_first_one(built: Path, own: Path) -> None:
    asking = client(built, "/", own / "about.html")
    assert asking.get("/").content == OWN["about.html"]
    assert asking.get("/en/a b.css").content == OWN["en/a b.css"]
    assert asking.get("/embed.js").content == b"tag"


def test_without_pages_there_is_a_plain_one(built: Path) -> None:
    asking = client(built, BASE, None)
    page = asking.get("/")
    assert f'<script src="{BASE}embed.js"></script>' in page.text and f'href="{BASE}policy/"' in page.text
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert asking.get("/other").status_code == 404


def test_it_answers_nobody_else_and_takes_nothing(built: Path, own: Path) -> None:
    asking = client(built, BASE, own)
    assert asking.post("/").status_code == 405
    assert asking.post("/nothing").status_code == 405
    assert asking.get("/", headers={"Host": "rebound.example"}).status_code == 421
    assert asking.head("/").content == b""


@pytest.mark.parametrize(("name", "carries"), [("", True), ("index.html", True), ("about.html", False), ("en", False)])
def test_whether_a_page_carries_the_tag(own: Path, name: str, carries: bool) -> None:
    assert carries_tag(own / name) is carries
    # Where there is no first page nothing is known to be wrong.
    assert carries_tag(own / "empty")


def test_what_is_not_there_is_told(built: Path, own: Path, tmp_path: Path) -> None:
    with pytest.raises(PageMissing, match=r"gone\.html"):
        pages(built, BASE, own / "gone.html")
    with pytest.raises(FolderUnreadable):
        pages(tmp_path / "gone", BASE, own)
