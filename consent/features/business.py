"""The business model: its list from the server, shown from the cache at once; the choice kept as far as allowed."""

from ..core import models, preferences
from ..core.errors import ConsentError
from ..core.locale import localised
from ..render import widgets
from .base import Feature


class Business(Feature):
    """The business models to choose from, and the chosen one."""

    def __init__(self, context):
        super().__init__(context)
        self._fresh = None
        self._gone = None
        self._used = False

    @property
    def current(self):
        """The key of the chosen model, or None."""
        key = preferences.stored_business(self.context.jar.read("business"))
        return key if key in self._keys() else None

    def choose(self, key):
        """Chooses the model `key`. ValueRefused where it is not in the list."""
        key = preferences.business(str(key), self._keys())
        self.context.jar.write("business", key)
        self._gone = None
        self._used = True
        self._cache()
        self._tell(key)

    async def list(self):
        """The models as objects with key, label in the language in use, and logo; the server is asked once a page."""
        await self.refresh()
        return [{"key": each.key, "label": self._label(each), "logo": each.logo} for each in self._models()]

    async def refresh(self):
        """Asks the server once a page, and renews the cookie. A server that fails leaves the list as it is.

        Where there is no cookie for the list, the declared one is all there is.
        """
        if self._fresh is not None or not self.context.site.declares("models"):
            return
        try:
            answer = await self.context.server.get(self.context.site.models_url)
            self._fresh = models.answered(self.context.site, answer)
        except ConsentError as error:
            self.context.report(error)
            return
        await self.context.server.rest()
        self._cache()
        await self.context.server.rest()
        self._drop_unlisted()
        self.context.redraw()

    def start(self):
        """Shows what the cache holds and asks the server behind it, where the page has a chooser."""
        if self.context.placeholders.has("widget", "business-model"):
            self.context.later(self.refresh())

    def observe(self, decided):
        """Keeps the list once the visitor has decided; not for any other change, such as its deletion."""
        if decided:
            self._cache()

    def _cache(self):
        """Keeps the server's list for the next page, once the visitor has decided or used it."""
        if self._fresh is None or not (self._used or self.context.answered()):
            return
        text = models.pack(self._fresh)
        if text is None:
            # An older list is not what the server says.
            self.context.jar.remove("models")
        elif (text,) != self.context.jar.stored("models"):
            self.context.jar.store("models", text)

    def _models(self):
        if self._fresh is not None:
            return self._fresh
        site = self.context.site
        cached = models.unpack(site, self.context.jar.read("models")) if site.declares("models") else None
        return cached or site.models

    def _keys(self):
        return [model.key for model in self._models()]

    def _drop_unlisted(self):
        key = self.context.jar.read("business")
        if key is not None and key not in self._keys():
            self._gone = key
            self.context.jar.remove("business")
            # What never was a key is not told on.
            self._tell(None, preferences.stored_business(key))

    def _tell(self, key, dropped=None):
        self.context.redraw()
        self.context.emit(
            "business-model", (("key", key), ("kept", self.context.keeps("business")), ("dropped", dropped))
        )

    def _label(self, model):
        messages = self.context.messages
        if not model.label:
            return messages.get("model." + model.key)
        return localised(model.label, messages.language, self.context.site.languages) or model.key

    def markup(self, asked):
        """The chooser of models."""
        choices = [(model.key, self._label(model)) for model in self._models()]
        unkept = self.context.unkept("business")
        return widgets.business(self.context.messages, choices, self.current, unkept, self._gone is not None)
