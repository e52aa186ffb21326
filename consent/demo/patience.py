"""A connection that ends where a request does not come to its end: slow heads, slow bodies, nothing at all."""

import asyncio
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

# Seconds for a whole request, however it is cut into pieces.
SECONDS = 10.0
_TOO_SLOW = b"HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"


def impatient(seconds: float) -> type[H11Protocol]:
    """uvicorn's protocol, with `seconds` for each request, from the connection on or from its first octet."""

    class Impatient(H11Protocol):
        _deadline: asyncio.TimerHandle | None = None

        def connection_made(self, transport: Any) -> None:
            super().connection_made(transport)
            self._deadline = self.loop.call_later(seconds, self._give_up)

        def data_received(self, data: bytes) -> None:
            super().data_received(data)
            self._watch()

        def on_response_complete(self) -> None:
            super().on_response_complete()
            # The beginning of the next request may have come along.
            if self.conn.trailing_data[0]:
                self._watch()

        def _watch(self) -> None:
            # What has come is the end of a request, unless a part of one is still to come.
            whole = self.conn.their_state not in (h11.IDLE, h11.SEND_BODY)
            if whole and self._deadline:
                self._deadline.cancel()
                self._deadline = None
            elif not whole and not self._deadline:
                self._deadline = self.loop.call_later(seconds, self._give_up)

        def connection_lost(self, exc: Exception | None) -> None:
            if self._deadline:
                self._deadline.cancel()
            super().connection_lost(exc)

        def _give_up(self) -> None:
            if not self.transport.is_closing():
                if self.cycle is None or not self.cycle.response_started or self.conn.our_state is h11.IDLE:
                    self.transport.write(_TOO_SLOW)
                self.transport.close()

    return Impatient
