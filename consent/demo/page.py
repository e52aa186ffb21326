"""A site's own pages with the built folder at its address among them, for a look before it is deployed.

The pages are read anew for each request, so that who edits one only has to reload it.
"""

import mimetypes
from collections.abc import Collection
from importlib import resources
from pathlib import Path
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from consent.build.headers import content_type
from consent.core.errors import ConsentError
from consent.demo.files import NOTHING, Files
from consent.demo.hosts import LOCAL, KnownHosts

INDEX = "index.html"
UNKNOWN = "application/octet-stream"
UNKEPT = {"Cache-Control": "no-cache"}


class PageMissing(ConsentError):
    """There is no page to serve at `path`, for `reason`."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"{path} cannot be served: {reason}")
        self.path = path


class Pages:
    """The ASGI application for the folder `built` at the address `base`, and for the pages at `own` everywhere else.

    `own` is a folder, or a page, which then is the one at `/`, with what lies beside it; None is a plain page.
    FolderUnreadable, PageMissing.
    """

    def __init__(self, built: Path, base: str = "/", own: Path | None = None) -> None:
        self._built, self._base = Files(built, base), base
        self._plain = None if own else plain(base)
        # Without pages of one's own nothing but the plain one is there.
        self._root: Path | None = None
        if own:
            self._root, self._first = _found(own)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope["path"]
        answer: ASGIApp = self._built if path in self._built else self._own(Request(scope))
        await answer(scope, receive, send)

    def _own(self, request: Request) -> Response:
        path = request.scope["path"]
        if request.method not in ("GET", "HEAD"):
            return Response(status_code=405, headers={"Allow": "GET, HEAD"})
        if self._plain is not None and path == "/":
            return Response(self._plain, media_type="text/html", headers=UNKEPT)
        file = self._file(path)
        if file is None:
            return Response(NOTHING, 404, media_type="text/plain", headers=UNKEPT)
        if file.is_dir():
            query = f"?{request.url.query}" if request.url.query else ""
            # Not `//host/`, which would be another site.
            return RedirectResponse("/" + quote(path.strip("/")) + "/" + query, 307)
        try:
            body = file.read_bytes()
        except OSError:
            return Response(NOTHING, 404, media_type="text/plain", headers=UNKEPT)
        return Response(body, headers={**UNKEPT, "Content-Type": _type(file.name)})

    def _file(self, path: str) -> Path | None:
        """What lies at the address `path`: a file, or a folder that was asked for as a file; None for nothing."""
        names = [name for name in path.split("/") if name]
        hidden = any(name.startswith(".") or set(name) & {"\\", "\0", ":"} for name in names)
        if hidden or not self._root:
            return None
        if not names:
            names = [self._first]
        elif path.endswith("/"):
            names.append(INDEX)
        try:
            file = self._root.joinpath(*names).resolve()
            within = file.is_relative_to(self._root) and file.exists()
        except OSError:
            return None
        return file if within and (file.is_file() or not path.endswith("/")) else None


def pages(built: Path, base: str, own: Path | None, hosts: Collection[str] = LOCAL) -> ASGIApp:
    """The application `Pages`, for requests to one of the `hosts` alone."""
    return KnownHosts(Pages(built, base, own), hosts)


def plain(base: str) -> bytes:
    """The plain page, with the tag at `base`."""
    text = resources.files("consent").joinpath("template/page.html").read_text(encoding="utf-8")
    return text.replace("{base}", base).encode()


def carries_tag(own: Path) -> bool:
    """Whether the first page at `own`, if there is one, names the tag in whatever way. PageMissing."""
    root, first = _found(own)
    text = (root / first).read_text(encoding="utf-8", errors="replace") if (root / first).is_file() else ""
    return not text or "embed.js" in text


def _type(name: str) -> str:
    """What the file is. A page itself says how its text is encoded, and nobody else knows."""
    known = content_type(name).split(";")[0]
    return known if known != UNKNOWN else mimetypes.guess_type(name)[0] or UNKNOWN


def _found(own: Path) -> tuple[Path, str]:
    """The folder of the pages, and the name of the first."""
    if own.is_dir():
        return own.resolve(), INDEX
    if not own.is_file():
        raise PageMissing(own, "there is no such page or folder")
    with own.open("rb"):
        return own.resolve().parent, own.resolve().name
