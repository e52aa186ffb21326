"""Places for address forms: lists from the server, the last used ones kept in their cookie."""

from ..core import regions
from ..core.errors import ConsentError
from ..render import widgets
from .base import Feature


class Region(Feature):
    """The regions of the country, step by step; and the picker in the page's placeholders."""

    def __init__(self, context):
        super().__init__(context)
        self._path = ()
        self._steps = ()
        self._failed = False
        self._used = False
        self._lists = ()

    async def children(self, code=None):
        """The regions below `code` (None: the provinces) as objects with code and name. ValueRefused, FetchError."""
        return [{"code": each, "name": name} for each, name in await self._items(regions.code(str(code or "")))]

    def start(self):
        """Shows the provinces where the page has a picker."""
        if self.context.placeholders.has("widget", "region") and not self._steps:
            self.context.later(self._walk(()))

    async def _items(self, parent):
        jar, site = self.context.jar, self.context.site
        items = regions.find(self._cached(), parent)
        if items is None:
            url = site.regions_url + ("?parent=" + parent if parent else "")
            items = regions.answered(await self.context.server.get(url))
            await self.context.server.rest()
        before = self._cached()
        self._lists = regions.remember(before, parent, items, jar.room())
        if self._used or self.context.answered():
            text = regions.pack(self._lists)
            if self._lists and (text,) != jar.stored("regions"):
                jar.store("regions", text)
        return items

    def _cached(self):
        """What the jar holds, which another tab may have renewed; before the picker is used, what was fetched."""
        return regions.unpack(self.context.jar.read("regions")) or self._lists

    async def _walk(self, path):
        """Loads the list of every step of `path` and of the one below it, and shows them."""
        self._path = path
        steps = []
        self._failed = False
        try:
            for at in range(min(len(path) + 1, 3)):
                items = await self._items(path[at - 1] if at else "")
                if not items:
                    break
                steps.append(items)
        except ConsentError as error:
            self._failed = True
            self.context.report(error)
        await self.context.server.rest()
        # The visitor may have picked another one meanwhile.
        if self._path == path:
            self._steps = tuple(steps)
            self.context.redraw()

    def choose(self, value):
        """The visitor picked a place: `value` is a step and a code, as in the picker's options."""
        self._used = True
        step, _, code = value.partition(":")
        path = self._path[: int(step)] + ((code,) if code else ())
        self.context.placeholders.tell("region", path[-1] if path else "")
        self.context.later(self._walk(path))

    def markup(self, asked):
        """The picker of places."""
        return widgets.region(self.context.messages, self._steps, self._path, self._failed)
