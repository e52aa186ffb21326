"""The headers that a server should send with the built folder, as data; and those of a strict site for its own pages.

`consent.demo.serve` sends both. `consent.build.servers` says in the words of common servers what the product's own
files get, and apart from it what is for the site to choose.
"""

import re
from collections.abc import Iterable

Headers = tuple[tuple[str, str], ...]

# What PyScript and the prompt need, and nothing else (CSP Level 3, Trusted Types). 'wasm-unsafe-eval' lets
# MicroPython be compiled; the one Trusted Types policy is for what embed.js makes, addresses and markup.
CONTENT_SECURITY_POLICY = (
    ("default-src", "'none'"),
    ("script-src", "'self' 'wasm-unsafe-eval'"),
    ("connect-src", "'self'"),
    ("style-src", "'self'"),
    ("img-src", "'self' data:"),
    ("font-src", "'self'"),
    ("form-action", "'self'"),
    ("base-uri", "'self'"),
    ("frame-ancestors", "'none'"),
    ("require-trusted-types-for", "'script'"),
    ("trusted-types", "smartee-consent"),
)
PERMISSIONS_POLICY = ("browsing-topics", "camera", "geolocation", "microphone", "payment", "usb")

COMMON = (
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "same-origin"),
)
DOCUMENT = (
    ("Content-Security-Policy", "; ".join(f"{name} {value}" for name, value in CONTENT_SECURITY_POLICY)),
    ("Permissions-Policy", ", ".join(f"{name}=()" for name in PERMISSIONS_POLICY)),
    ("Cross-Origin-Opener-Policy", "same-origin"),
)
# RFC 6797, 7.2: must not be sent over plain http.
SECURE_TRANSPORT = (("Strict-Transport-Security", "max-age=31536000"),)

# The part of a path below the folder's address, as a regular expression, and what is sent for it.
# embed.js keeps its name across releases; what it loads does not, so that may be kept for ever. Both may be
# used from another origin of the same owner, also from pages isolated by Cross-Origin-Embedder-Policy.
TAG = (
    r"embed\.js$",
    (
        ("Cache-Control", "public, max-age=300, stale-while-revalidate=86400"),
        ("Cross-Origin-Resource-Policy", "cross-origin"),
    ),
)
HASHED = (
    r"c/[0-9a-f]{8,64}/",
    (
        ("Cache-Control", "public, max-age=31536000, immutable"),
        ("Access-Control-Allow-Origin", "*"),
        ("Cross-Origin-Resource-Policy", "cross-origin"),
    ),
)
# "no-cache" is: keep it, but ask whether it is still good (RFC 9111, 5.2.2.4).
OTHERWISE = (("Cache-Control", "no-cache"),)
PLAIN = (r"(?:smartee-consent\.d\.ts|policy/policy\.css)$", OTHERWISE)

TYPES = {
    "css": "text/css",
    "html": "text/html",
    "ico": "image/x-icon",
    "js": "text/javascript",
    "json": "application/json",
    "map": "application/json",
    "mjs": "text/javascript",
    "mpy": "application/octet-stream",
    "png": "image/png",
    "py": "text/x-python",
    "rom": "application/octet-stream",
    "svg": "image/svg+xml",
    "toml": "application/toml",
    "ts": "text/plain",
    "txt": "text/plain",
    "wasm": "application/wasm",
    "webmanifest": "application/manifest+json",
    "woff2": "font/woff2",
}
DOCUMENTS = ("html", "svg")
COMPRESSED_ALREADY = ("png", "woff2")


def own(languages: Iterable[str]) -> tuple[tuple[str, Headers], ...]:
    """The product's own files, each kind as a pattern of addresses below the folder's, and what is sent for it.

    All get COMMON beside. What else lies there is the site's, and none of them matches it.
    """
    spoken = "|".join(map(re.escape, languages))
    pages = rf"policy/(?:(?:{spoken})/)?(?:index\.html)?$"
    return (TAG, HASHED, PLAIN, (pages, (*OTHERWISE, *DOCUMENT)))


def suffix(path: str) -> str:
    """The kind of file behind `path`: an address that ends in `/` is the folder's `index.html`."""
    if path.endswith("/"):
        return "html"
    name = path.rpartition("/")[2]
    return name.rpartition(".")[2].lower() if "." in name else ""


def textual(kind: str) -> bool:
    """Whether what has this media type is UTF-8 text."""
    named = ("application/json", "application/manifest+json", "image/svg+xml")
    return kind.startswith("text/") or kind in named


def content_type(path: str) -> str:
    """The Content-Type of `path`; what is not known is bytes, never guessed from the content."""
    kind = TYPES.get(suffix(path), "application/octet-stream")
    return kind + "; charset=utf-8" if textual(kind) else kind


def common(https: bool) -> Headers:
    """The headers of every answer whatever it holds, an error too."""
    return COMMON + SECURE_TRANSPORT if https else COMMON


def headers_for(path: str, https: bool, base: str = "/") -> Headers:
    """The headers for the file at the address `path` of a strict site that has the built folder at `base`.

    Content-Type and caching included; Content-Length, Content-Encoding and ETag belong to the bytes, so not.
    """
    below = path.removeprefix(base)
    headers = (("Content-Type", content_type(path)), *common(https))
    if suffix(path) in DOCUMENTS:
        headers += DOCUMENT
    if suffix(path) not in COMPRESSED_ALREADY:
        headers += (("Vary", "Accept-Encoding"),)
    for pattern, more in (TAG, HASHED):
        if re.match(pattern, below):
            return headers + more
    return headers + OTHERWISE
