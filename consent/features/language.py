"""The language: switched by the visitor, and by itself on a later visit where that was accepted."""

from ..core import preferences
from ..render import widgets
from .base import Feature


class Language(Feature):
    """The language of the page; kept in its cookie as far as the visitor allows."""

    def __init__(self, context):
        super().__init__(context)
        self._started = False

    def choose(self, tag):
        """Switches to the language that `tag` means, in any common spelling.

        ValueRefused where it is not spoken; CookieError where the page switches and the next one will not.
        """
        language = preferences.language(self.context.site, tag)
        try:
            self.context.jar.write("language", language)
        finally:
            self._switch(language)

    def start(self):
        """Switches to the language that was accepted on an earlier visit, unless the tag says what the page speaks."""
        if self._started or self.context.asked_language:
            return
        self._started = True
        page = self.context.page
        language = preferences.switched(self.context.site, page.earlier_language, page.language)
        if language is not None:
            address = page.alternate(language)
            if address is not None and page.may_go(address):
                self.context.later(self._follow(address, language, page.language))
            else:
                self._turn(language)

    def _current(self):
        return self.context.site.languages.choose((self.context.page.language,))

    async def _follow(self, address, language, before):
        """Goes to `address` where nobody is sent on from there to another origin, and the page is as it was."""
        stays = await self.context.server.stays(address)
        if self.context.page.language != before:
            return
        if stays:
            self.context.page.leave(address, by_itself=True)
        else:
            self._turn(language)

    def _switch(self, language):
        address = self.context.page.alternate(language)
        if address is None:
            self._turn(language)
        else:
            self.context.page.leave(address, by_itself=False)

    def _turn(self, language):
        self.context.page.switch(language)
        self.context.speak(language)
        self.context.emit("language", (("language", language), ("kept", self.context.keeps("language"))))

    def markup(self, asked):
        """The chooser of languages."""
        return widgets.language(
            self.context.messages, self.context.site.names, self._current(), self.context.unkept("language")
        )
