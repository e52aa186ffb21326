"""The table of headers."""

import re
from pathlib import Path

import pytest

from consent.build.headers import COMMON, CONTENT_SECURITY_POLICY, DOCUMENT, content_type, headers_for, own
from consent.build.policy_pages import FOLDER, STYLES, write_pages
from consent.build.product import said
from consent.core.site import Site
from tests.unit.test_cases import SITE as PLAIN

IMMUTABLE = "public, max-age=31536000, immutable"


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/", "text/html; charset=utf-8"),
        ("/policy/zh-CN/", "text/html; charset=utf-8"),
        ("/embed.js", "text/javascript; charset=utf-8"),
        ("/c/0123abcd/micropython.mjs", "text/javascript; charset=utf-8"),
        ("/c/0123abcd/micropython.wasm", "application/wasm"),
        ("/c/0123abcd/consent.mpy", "application/octet-stream"),
        ("/static/logo.SVG", "image/svg+xml; charset=utf-8"),
        ("/site.webmanifest", "application/manifest+json; charset=utf-8"),
        ("/c/0123abcd/zh-CN.json", "application/json; charset=utf-8"),
        ("/font.woff2", "font/woff2"),
        ("/LICENSE", "application/octet-stream"),
        ("/a.b/c", "application/octet-stream"),
    ],
)
def test_content_type(path: str, kind: str) -> None:
    assert content_type(path) == kind
    assert dict(headers_for(path, False))["Content-Type"] == kind


@pytest.mark.parametrize(
    ("path", "cache", "shared", "anywhere"),
    [
        ("/embed.js", "public, max-age=300, stale-while-revalidate=86400", True, False),
        ("/c/0123abcd/micropython.wasm", IMMUTABLE, True, True),
        ("/c/0123456789abcdef/en.json", IMMUTABLE, True, True),
        ("/", "no-cache", False, False),
        ("/demo/demo.css", "no-cache", False, False),
        ("/embed.json", "no-cache", False, False),
        ("/sub/embed.js", "no-cache", False, False),
        ("/c/short/a.js", "no-cache", False, False),
        ("/c/0123ABCD/a.js", "no-cache", False, False),
        ("/a/c/0123abcd/a.js", "no-cache", False, False),
    ],
)
def test_caching_and_sharing(path: str, cache: str, shared: bool, anywhere: bool) -> None:
    headers = dict(headers_for(path, False))
    assert headers["Cache-Control"] == cache
    assert headers.get("Cross-Origin-Resource-Policy") == ("cross-origin" if shared else None)
    assert headers.get("Access-Control-Allow-Origin") == ("*" if anywhere else None)


@pytest.mark.parametrize("path", ["/", "/a.html", "/a.svg", "/a.js", "/c/0123abcd/a.wasm", "/a.png"])
def test_security_headers(path: str) -> None:
    for https in (False, True):
        headers = headers_for(path, https)
        names = [name for name, _ in headers]
        assert len(names) == len(set(names))
        assert set(COMMON) <= set(headers)
        assert ("Strict-Transport-Security" in names) == https
        assert (set(DOCUMENT) <= set(headers)) == (path in ("/", "/a.html", "/a.svg"))
        assert ("Vary" in names) == (path != "/a.png")


def test_all_that_a_build_writes_for_visitors_is_our_own_and_nothing_else_is(tmp_path: Path) -> None:
    site = Site(PLAIN)
    write_pages(site, said(site), tmp_path)
    (tmp_path / FOLDER / STYLES).touch()
    written = [path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()]
    assert len(written) == len(site.languages) + 2
    written += [path.removesuffix("index.html") for path in written if path.endswith("index.html")]
    others = [f"x/{path}" for path in written] + [path + "x" for path in written]
    written += ["embed.js", "smartee-consent.d.ts", "c/0123456789ab/later.js"]
    others += ["", "index.html", "policy/fr/", "policy/a.html", "policy/en", "c/a.js", "embedxjs", "smartee-consent.js"]
    patterns = [pattern for pattern, _ in own(site.languages)]
    for path, times in [(path, 1) for path in written] + [(path, 0) for path in others]:
        assert sum(bool(re.match(pattern, path)) for pattern in patterns) == times, path


@pytest.mark.parametrize("base", ["/", "/assets/consent/"])
def test_a_folder_anywhere_has_the_same_headers(base: str) -> None:
    for path in ("embed.js", "c/0123abcd/a.wasm", "policy/en/", "policy/policy.css"):
        assert headers_for(base + path, True, base) == headers_for("/" + path, True)
    assert dict(headers_for("/embed.js", True, "/assets/consent/"))["Cache-Control"] == "no-cache"


def test_content_security_policy() -> None:
    assert dict(DOCUMENT)["Content-Security-Policy"] == (
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; style-src 'self'; "
        "img-src 'self' data:; font-src 'self'; form-action 'self'; base-uri 'self'; frame-ancestors 'none'; "
        "require-trusted-types-for 'script'; trusted-types smartee-consent"
    )
    names = [name for name, _ in CONTENT_SECURITY_POLICY]
    assert len(names) == len(set(names))
    assert "browsing-topics=()" in dict(DOCUMENT)["Permissions-Policy"]
