"""The demonstration as one ASGI application: the built folder, its small back end under /api/, and the ledger."""

import time
from collections.abc import Callable, Collection
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route, Router

from consent.core.site import Site
from consent.demo.accounts import Accounts
from consent.demo.answers import failure
from consent.demo.api import Api, Refused
from consent.demo.files import Files
from consent.demo.hosts import LOCAL, KnownHosts
from consent.demo.regions import DATA, read_regions
from consent.demo.sessions import Sessions
from consent.server import Policy
from consent.server.throttle import Throttle

SECONDS_A_DAY = 86400
ROOT = Path(__file__).resolve().parents[2]
SENTENCES = {404: "There is nothing at this address.", 405: "This address does not take that method."}


def make_app(
    folder: Path,
    site: Site,
    *,
    hosts: Collection[str] = LOCAL,
    regions: Path = ROOT / DATA,
    clock: Callable[[], float] = time.monotonic,
    ledger: Path | None = None,
    record_url: str | None = None,
) -> Starlette:
    """The application for `folder`, which is read once, now, and for what `site` declares.

    `hosts` are the names that requests may give it; `regions` is the file with the administrative divisions; `ledger`
    the folder of the ledger, which is there where `record_url` is declared. Raises FolderUnreadable, RegionsMissing,
    and what a ledger's `make_app` does.
    """
    told_at = site.record_url if record_url is None else record_url
    api = Api(
        Accounts(),
        Sessions(clock, (site.cookie("token").days if site.declares("token") else 1) * SECONDS_A_DAY),
        tries=Throttle(120, 1.0, clock),
        failures=Throttle(20, 10.0, clock),
        regions=read_regions(regions),
        site=site,
    )
    return Starlette(
        routes=[
            *([_ledger(site, ledger, told_at)] if ledger and told_at else ()),
            Mount("/api", app=Router(api.routes(), redirect_slashes=False)),
            Mount("/", app=Files(folder)),
        ],
        middleware=[Middleware(KnownHosts, hosts)],
        exception_handlers={Refused: _refused, HTTPException: _http, Exception: _unexpected},
    )


def _ledger(site: Site, folder: Path, record_url: str) -> Route:
    # The demonstration's is a file of its own; nothing of it is deployed.
    from consent.server.ledger import make_app as make_ledger

    app = make_ledger(Policy(site), str(folder / "ledger.sqlite"), folder / "ledger.key")
    # Addresses are relative to embed.js, which lies at the root.
    return Route("/" + record_url.removeprefix("/"), app)


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, Refused)
    return failure(request, error.status, error.sentence)


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return failure(request, error.status_code, SENTENCES.get(error.status_code, error.detail), error.headers)


async def _unexpected(request: Request, _: Exception) -> Response:
    return failure(request, 500, "Something went wrong on the server.")
