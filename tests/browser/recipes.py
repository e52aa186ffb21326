"""What the tests of recipes share: a site's own files in front of the demonstration's, and where the tag must be."""

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Route

from consent.build.headers import headers_for

from .conftest import TAG, Visitor

# For pages whose scripts are written into them.
INLINE = {"Content-Security-Policy": "script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval'"}


def answer(visitor: Visitor, find: Callable[[str], Path], **headers: str) -> None:
    """Adds to the site what `find` has at a path without its first slash; pages under its headers but for `headers`."""

    def fulfill(route: Route) -> None:
        name = urlsplit(route.request.url).path[1:]
        file = find(name)
        if not file.is_file():
            route.fallback()
        elif file.suffix == ".html":
            sent = {**dict(headers_for("/" + name, False)), "Content-Type": "text/html; charset=utf-8", **headers}
            route.fulfill(path=file, headers=sent)
        else:
            route.fulfill(path=file)

    visitor.context.route("**", fulfill)


def is_first(html: str) -> bool:
    """Whether the tag is in the head, and no script before it is one that the page waits for."""
    scripts = re.findall(r"<script\b[^>]*>", html.partition("</head>")[0])
    tag = TAG.removesuffix("</script>")
    return tag in scripts and all(" async" in each for each in scripts[: scripts.index(tag)])
