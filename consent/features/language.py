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
        """Switches to the language that `tag` means, in any common spelling. ValueRefused where it is not spoken."""
        language = preferences.language(self.context.site, tag)
        self.context.jar.write("language", language)
        self._switch(language, by_itself=False)

    def start(self):
        """Switches to the language that was accepted on an earlier visit, unless the tag says what the page speaks."""
        if self._started or self.context.asked_language:
            return
        self._started = True
        page = self.context.page
        language = preferences.switched(self.context.site, page.earlier_language, page.language)
        if language is not None:
            self._switch(language, by_itself=True)

    def _current(self):
        return self.context.site.languages.choose((self.context.page.language,))

    def _switch(self, language, by_itself):
        address = self.context.page.alternate(language)
        if address is not None and self.context.page.leave(address, by_itself):
            return
        self.context.page.switch(language)
        self.context.speak(language)
        self.context.emit("language", (("language", language), ("kept", self.context.keeps("language"))))

    def markup(self):
        """The chooser of languages."""
        names = self.context.speech.names(self.context.site.languages)
        return widgets.language(self.context.messages, names, self._current(), self.context.unkept("language"))
