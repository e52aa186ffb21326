"""The language: switched by the visitor, and by itself on a later visit where that was accepted."""

from ..core import preferences
from ..core.locale import choose
from ..render import widgets


class Language:
    """The language of the page; kept in its cookie as far as the visitor allows."""

    def __init__(self, app):
        self._app = app
        self._started = False

    def choose(self, tag):
        """Switches to the language that `tag` means, in any common spelling. ValueRefused where it is not spoken."""
        language = preferences.language(self._app.site, tag)
        self._app.jar.write("language", language)
        self._switch(language, by_itself=False)

    def start(self):
        """Switches to the language that was accepted on an earlier visit, unless the tag says what the page speaks."""
        if self._started or self._app.spoken:
            return
        self._started = True
        kept = preferences.stored_language(self._app.site, self._app.kept)
        if kept is not None and kept != self._current():
            self._switch(kept, by_itself=True)

    def observe(self, decided):
        """A page that is being read is not switched because a cookie changed, in another tab perhaps."""

    def _current(self):
        return choose((self._app.page.language,), self._app.site.languages)

    def _switch(self, language, by_itself):
        address = self._app.page.alternate(language, self._app.site.languages)
        if address is not None and self._app.page.leave(address, by_itself):
            return
        self._app.page.switch(language)
        self._app.speak(language)
        self._app.emit("language", (("language", language), ("kept", self._app.keeps("language"))))

    def markup(self):
        """The chooser of languages."""
        names = self._app.speech.names(self._app.site.languages)
        return widgets.language(self._app.messages, names, self._current(), self._app.unkept("language"))
