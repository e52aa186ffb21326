"""The site's own server, and tasks that wait for it."""

import asyncio
import json

import js
from pyscript.ffi import create_proxy

from ..core.errors import FetchError

# No list that a visitor can choose from is longer, or is worth a longer wait.
MAX_OCTETS = 65536
PATIENCE_SECONDS = 15
# MicroPython goes on at once where nothing is left to wait for.
REST_SECONDS = 0.005
# So many of the page's latest requests tell where cookies may lie.
MAX_PATHS = 10
STREAM = '{"stream":true}'
# No redirect is followed: it might lead to another origin, which would then hear of the visitor.
OPTIONS = '{"redirect":"manual"}'


class Server:
    """Reads JSON from addresses relative to `base`, for the page of `port`.

    `on_error` hears what a task of its own did not handle.
    """

    def __init__(self, port, urls, on_error):
        self._base = port.folder
        self._port = port
        self._urls = urls
        self._on_error = on_error

    async def get(self, url):
        """The JSON at `url` as Python values. FetchError where there is none, it is too long, or takes too long."""
        address = js.URL.new(url, self._base).href
        call = Call(OPTIONS)
        try:
            response = await js.fetch(address, call.options)
            if response.type == "opaqueredirect":
                raise FetchError(url, "sends elsewhere, which is not followed")
            if not response.ok:
                raise FetchError(url, "answered %d" % response.status)
            text = await text_of(response)
        except FetchError:
            raise
        except Exception as error:
            reason = "no answer after %d seconds" % PATIENCE_SECONDS if call.late else "no answer (%s)" % error
            raise FetchError(url, reason)
        finally:
            call.end()
        if text is None:
            raise FetchError(url, "answered more than %d octets" % MAX_OCTETS)
        try:
            return json.loads(text)
        except (ValueError, RuntimeError):
            raise FetchError(url, "answered no JSON")

    async def stays(self, address):
        """Whether there is a page at `address`, of our own origin, and it sends nobody on, which might be elsewhere."""
        call = Call(OPTIONS)
        try:
            return bool((await js.fetch(address, call.options)).ok)
        except Exception:
            return False
        finally:
            call.end()

    async def rest(self):
        """Lets the page go on for a moment: what comes next is a task of its own."""
        await asyncio.sleep(REST_SECONDS)

    def paths(self):
        """Where the page asks its server, as paths joined by spaces: cookies may lie there that it does not see."""
        entries = self._port.invoke(self._port.page.performance, "getEntriesByType", "resource") or ()
        asked = [each.name for each in entries if each.initiatorType in ("fetch", "xmlhttprequest")]
        found = []
        for url in list(self._urls) + asked[-MAX_PATHS:]:
            address = js.URL.new(url, self._base)
            if address.host == self._port.page.location.host and address.pathname not in found:
                found.append(address.pathname)
        return " ".join(found)

    def run(self, coroutine):
        """Runs `coroutine` in its own time."""
        # Unlike CPython's, MicroPython's loop holds its tasks by itself.
        asyncio.create_task(self._run(coroutine))  # noqa: RUF006

    async def _run(self, coroutine):
        try:
            await coroutine
        except Exception as error:
            self._on_error(error)


class Call:
    """One request with these options, a JSON object; it ends after PATIENCE_SECONDS: `late` is whether it did."""

    def __init__(self, options):
        self.late = False
        self._control = js.AbortController.new()
        self._hear = create_proxy(self._give_up)
        self._timer = js.setTimeout(self._hear, PATIENCE_SECONDS * 1000)
        self.options = js.JSON.parse(options)
        self.options.signal = self._control.signal

    def end(self):
        """Nothing more is wanted of the answer."""
        js.clearTimeout(self._timer)
        self._control.abort()

    def _give_up(self):
        self.late = True
        self._control.abort()


async def text_of(response):
    """The text of an answer, or None where it is longer than MAX_OCTETS."""
    reader = response.body.getReader()
    decoder = js.TextDecoder.new()
    parts: list[str] = []
    size = 0
    while True:
        piece = await reader.read()
        if piece.done:
            return "".join(parts)
        size += piece.value.byteLength
        if size > MAX_OCTETS:
            return None
        parts.append(decoder.decode(piece.value, js.JSON.parse(STREAM)))
