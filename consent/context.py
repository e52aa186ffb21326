"""What a feature may use: the site, the edges, what was decided. `consent.app` makes one and keeps it up to date."""

from .core import decision as decisions


class Context:
    """The edges, and facts about the page's visitor. `port` is the browser's side; `redraw()` draws every widget."""

    def __init__(self, site, port, jar, page, placeholders, device, speech, server, outbox=None):
        self.site = site
        self.jar = jar
        self.page = page
        self.placeholders = placeholders
        self.device = device
        self.speech = speech
        self.server = server
        # None where the site has no ledger.
        self.outbox = outbox
        # The language that the tag asks for, or "".
        self.asked_language = port.language
        self.decision = None
        self.redraw = None
        # `feature(name)` gives another feature; `speak(language)` puts the banner into a language.
        self.feature = None
        self.speak = None
        # The language in use.
        self.language = None
        self._port = port
        self._messages = None

    @property
    def messages(self):
        """The sentences in the language in use, read when they are first needed."""
        if self._messages is None or self._messages.language != self.language:
            self._messages = self.speech.messages(self.language)
        return self._messages

    def keeps(self, identifier):
        """Whether the visitor allows this cookie."""
        return decisions.allows(self.site, self.decision, identifier)

    def unkept(self, identifier):
        """Whether a choice was made that only this page knows of."""
        return not self.keeps(identifier) and self.jar.read(identifier) is not None

    def answered(self):
        """Whether the visitor has decided: until then nothing is kept that they did not ask for by using it."""
        return self.decision is not None

    def emit(self, name, pairs):
        """Tells the page of `name`, with the pairs as the event's detail."""
        self._port.emit(name, self.speech.json(pairs))

    def report(self, error):
        """Tells the page's `:error` event what could not be done."""
        self._port.warn(error.message)

    def later(self, coroutine):
        """Runs `coroutine` in its own time."""
        self.server.run(coroutine)
