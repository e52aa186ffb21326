"""Serves the demonstration, or a site's own pages, on this machine, and unless asked only to this machine."""

import asyncio
import contextlib
import errno
import socket
import ssl
from pathlib import Path

import uvicorn
from starlette.types import ASGIApp

from consent.core.errors import ConsentError
from consent.core.site import Site
from consent.demo.hosts import LOCAL, written
from consent.demo.patience import SECONDS, impatient

HOST = "127.0.0.1"
# Where the demonstration keeps what visitors decide: beside the folder that it serves, under its name and this.
LEDGER = "-ledger"
# Octets of a request's head that has yet to come to its end. A browser may send ten of our cookies with 4,096 octets
# each beside a long address; with the usual 16 KiB how that is cut on its way would say whether it is answered.
HEAD = 131072


class HostUnusable(ConsentError):
    """`host` is no address of this machine, for `reason`."""

    def __init__(self, host: str, reason: str) -> None:
        super().__init__(f"{host} is no address to serve at: {reason}")
        self.host = host


class PortUnusable(ConsentError):
    """Nothing can listen at `port`, for `reason`."""

    def __init__(self, port: int, reason: str) -> None:
        super().__init__(f"port {port} cannot be used: {reason}; choose another one with --port (make: PORT=)")
        self.port = port


def serve(
    folder: Path,
    site: Site,
    port: int = 8000,
    tls: tuple[Path, Path] | None = None,
    host: str = HOST,
    patience: float = SECONDS,
) -> None:
    """Serves the demonstration in `folder`, built for `site`; raises what `listen` and `demonstration` do."""
    with listen(port, host) as listener:
        run(listener, demonstration(folder, site, host), tls, patience)


def demonstration(folder: Path, site: Site, host: str = HOST) -> ASGIApp:
    """The demonstration's application, for a server that listens at `host`. FolderUnreadable, RegionsMissing."""
    # A site that serves pages of its own has none of the back end's packages.
    from consent.demo.app import make_app

    return make_app(folder, site, hosts=known(host), ledger=folder.with_name(folder.name + LEDGER))


def known(host: str) -> tuple[str, ...]:
    """The names that requests may give a server that listens at `host`."""
    return (*LOCAL, written(host))


def run(listener: socket.socket, app: ASGIApp, tls: tuple[Path, Path] | None = None, patience: float = SECONDS) -> None:
    """Serves `app` to who comes to `listener`, until Ctrl-C; prints the address once a request has been answered there.

    `tls` is a certificate and its key, for https; `patience` the seconds for a whole request.
    """
    certificate, key = tls or (None, None)
    config = uvicorn.Config(
        app,
        http=impatient(patience),
        h11_max_incomplete_event_size=HEAD,
        ws="none",
        lifespan="off",
        log_level="error",
        access_log=False,
        server_header=False,
        # Nothing stands in front of this server, so nobody may name another address as the client's.
        proxy_headers=False,
        timeout_graceful_shutdown=1,
        ssl_certfile=certificate,
        ssl_keyfile=key,
    )
    with contextlib.suppress(KeyboardInterrupt):
        _Server(config, listener.getsockname()).run(sockets=[listener])


def listen(port: int, host: str = HOST) -> socket.socket:
    """A socket at `port`, or a free one for 0, of `host`: the name or address of this machine to listen at.

    HostUnusable and PortUnusable: ConsentErrors, to be told in the terminal.
    """
    try:
        [(family, _, _, _, (address, *_)), *_] = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise HostUnusable(host, getattr(error, "strerror", None) or "it is no name") from error
    # asyncio turns Nagle's algorithm off only where the protocol is named; else small answers cost 40 ms.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((address, port))
        # Only listening tells whether another process does so already.
        listener.listen(2048)
    except OverflowError as error:
        listener.close()
        raise PortUnusable(port, "ports go from 0 to 65535") from error
    except OSError as error:
        listener.close()
        if error.errno == errno.EADDRINUSE:
            raise PortUnusable(port, "it is taken") from error
        if error.errno == errno.EADDRNOTAVAIL:
            raise HostUnusable(host, "it is another machine's") from error
        raise PortUnusable(port, (error.strerror or str(error)).lower()) from error
    return listener


class _Server(uvicorn.Server):
    """A server that says where it is as soon as it has answered a request of its own."""

    def __init__(self, config: uvicorn.Config, at: tuple[str, int]) -> None:
        super().__init__(config)
        self._address, self._port = at[:2]

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._announcement = asyncio.create_task(self._announce())

    async def _announce(self) -> None:
        context = None
        if self.config.is_ssl:
            context = ssl.create_default_context()
            context.check_hostname = False
            context.verify_mode = ssl.CERT_NONE
        reader, writer = await asyncio.open_connection(self._address, self._port, ssl=context)
        writer.write(b"HEAD / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        if (await reader.readline()).startswith(b"HTTP/1.1 "):
            scheme = "https" if self.config.is_ssl else "http"
            name = "localhost" if self._address == HOST else written(self._address)
            print(f"Smartee Consent is at {scheme}://{name}:{self._port}/", flush=True)
        writer.close()
