"""Serves the folder, every subject alike: HTTP/1.1, brotli, hashed files for ever, pages revalidated."""

import multiprocessing
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn
from starlette.types import Message, Receive, Scope, Send

from consent.build.headers import DOCUMENT
from consent.demo.files import Files

HOST = "127.0.0.1"
# Two of the peers do not work under a strict policy, so nobody is measured under one.
DROPPED = {name.lower().encode("latin-1") for name, _ in DOCUMENT}


class Plain:
    """The folder at `path` as an ASGI application, without headers that not every subject can live with."""

    def __init__(self, path: Path) -> None:
        self._files = Files(path)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def pass_on(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = [(name, value) for name, value in message["headers"] if name not in DROPPED]
                message = {**message, "headers": headers}
            await send(message)

        await self._files(scope, receive, pass_on)


@contextmanager
def serving(path: Path) -> Iterator[str]:
    """Serves the folder `path` from a process of its own while the block runs; yields its origin."""
    listener = socket.create_server((HOST, 0), backlog=512)
    spawned = multiprocessing.get_context("spawn")
    process = spawned.Process(target=_serve, args=(listener, path), daemon=True)
    process.start()
    try:
        yield f"http://{HOST}:{listener.getsockname()[1]}"
    finally:
        process.terminate()
        process.join()
        listener.close()


def _serve(listener: socket.socket, path: Path) -> None:
    # asyncio turns Nagle's algorithm off only where the protocol is named; else small answers cost 40 ms.
    named = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP, fileno=listener.detach())
    settings = uvicorn.Config(Plain(path), lifespan="off", ws="none", log_level="error", access_log=False)
    uvicorn.Server(settings).run(sockets=[named])
