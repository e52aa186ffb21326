"""The table of headers."""

import pytest

from consent.build.headers import COMMON, CONTENT_SECURITY_POLICY, DOCUMENT, content_type, headers_for

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


def test_content_security_policy() -> None:
    assert dict(DOCUMENT)["Content-Security-Policy"] == (
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; style-src 'self'; "
        "img-src 'self' data:; font-src 'self'; form-action 'self'; base-uri 'self'; frame-ancestors 'none'; "
        "require-trusted-types-for 'script'; trusted-types smartee-consent"
    )
    names = [name for name, _ in CONTENT_SECURITY_POLICY]
    assert len(names) == len(set(names))
    assert "browsing-topics=()" in dict(DOCUMENT)["Permissions-Policy"]
