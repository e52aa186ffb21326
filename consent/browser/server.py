"""The site's own server, and tasks that wait for it."""

import asyncio
import json

import js

from ..core.errors import FetchError


class Server:
    """Reads JSON from addresses relative to `base`. `on_error` hears what a task of its own did not handle."""

    def __init__(self, base, on_error):
        self._base = base
        self._on_error = on_error

    async def get(self, url):
        """The JSON at `url` as Python values. FetchError where there is none."""
        address = js.URL.new(url, self._base).href
        try:
            response = await js.fetch(address)
            text = await response.text()
        except Exception as error:
            raise FetchError(url, "no answer (%s)" % error)
        if not response.ok:
            raise FetchError(url, "answered %d" % response.status)
        try:
            return json.loads(text)
        except ValueError:
            raise FetchError(url, "answered no JSON")

    def run(self, coroutine):
        """Runs `coroutine` in its own time."""
        # Unlike CPython's, MicroPython's loop holds its tasks by itself.
        asyncio.create_task(self._run(coroutine))  # noqa: RUF006

    async def _run(self, coroutine):
        try:
            await coroutine
        except Exception as error:
            self._on_error(error)
