"""Puts the parts together: takes events from the page, steps the flow, performs its effects. Holds no rule of its own."""

from . import decision as decisions
from . import flow, preferences, view, widgets
from .errors import ConsentError, ValueRefused
from .locale import choose


class App:
    """The banner of one page. `jar`, `page`, `places`, `clock`, `port` and `speech` are the edges it works with."""

    def __init__(self, site, port, jar, page, places, clock, speech):
        self.site = site
        self._port = port
        self._jar = jar
        self._page = page
        self._places = places
        self._clock = clock
        self._speech = speech
        self._messages = speech.messages(self._tongue())
        self._state = flow.State(self._recorded(), self._visited(), bool(port.quiet), None)

    def start(self):
        """Takes over the page: switches it to the accepted language, and shows what is due or carries out a click."""
        self._switch_to_kept()
        kept_click = self._port.resume().split(".")
        if kept_click[0] in ("accept", "refuse", "withdraw"):
            minutes = int(kept_click[1]) if kept_click[-1].isdigit() else self._clock.minutes()
            self._step((kept_click[0], minutes))
        else:
            self._step(("start",))
        self._fill()

    # What the page and the visitor ask for; each returns what the page is told, or None.

    def act(self, action, checked=()):
        """Carries out a control: accept, refuse, save, withdraw, settings or close."""
        if action in ("accept", "refuse", "withdraw"):
            self._step((action, self._clock.minutes()))
        elif action == "save":
            self._step(("save", tuple(checked), self._clock.minutes()))
        else:
            self._step((action,))

    def close(self):
        """The visitor left the settings by Esc."""
        self._step(("close",))

    def observe(self):
        """The jar may have changed behind our back."""
        self._step(("observe", self._recorded(), self._visited()))
        self._fill()

    def places(self):
        """The page has new placeholders."""
        self._fill()

    def language(self, tag):
        """Switches the page to the language of `tag` and remembers it as far as the visitor allows. ValueRefused."""
        language = preferences.language(self.site, tag)
        self._jar.write("language", language)
        self._switch(language)

    def business(self, key):
        """Chooses the business model `key`, remembered as far as the visitor allows. ValueRefused."""
        self._jar.write("business", preferences.business(key, [model.key for model in self.site.models]))
        self._fill()
        self._port.emit("business-model", self._speech.json((("key", key), ("kept", self._keeps("business")))))

    def models(self):
        """The business models to choose from, as (key, label) pairs in the language in use."""
        return [self._model(model) for model in self.site.models]

    # How effects are performed.

    def _step(self, event):
        self._state, effects = flow.step(self.site, self._state, event)
        survivors = ()
        for effect in effects:
            if effect[0] == "record":
                kept, survivors = self._record(effect[1])
                if not kept:
                    return self._step(("unstored",))
            else:
                self._show(effect[1], effect[2], survivors)

    def _record(self, decision):
        text = decisions.text(decision)
        if not self._jar.store("decision", text):
            self._port.settled()
            return False, ()
        self._jar.store("visit", "1")
        for identifier in decision.granted:
            self._jar.release(identifier)
        left = self._port.settle(text).split()
        self._port.settled()
        self._fill()
        return True, left

    def _show(self, name, outcome, survivors):
        site, messages = self.site, self._messages
        if name is None:
            if not self._page.shows(None):
                self._page.clear()
        elif name == flow.PROMPT:
            if not self._page.shows(flow.PROMPT):
                self._page.ask(view.prompt(site, messages))
        elif name == flow.SETTINGS:
            self._page.open(self._settings())
        elif name == flow.CONFIRMATION:
            self._page.tell(view.confirmation(site, messages, outcome, survivors))
        else:
            self._page.tell(view.blocked(site, messages))

    def _settings(self):
        decision = self._state.decision
        if decision is None:
            return view.settings(self.site, self._messages, ())
        moment = self._page.moment(decision.minutes, self._messages.language)
        return view.settings(self.site, self._messages, decision.granted, moment)

    # Languages.

    def _tongue(self):
        return choose((self._port.language, self._page.language), self.site.languages)

    def _switch_to_kept(self):
        kept = preferences.stored_language(self.site, self._jar.read("language"))
        if kept is not None and kept != choose((self._page.language,), self.site.languages):
            self._switch(kept)

    def _switch(self, language):
        self._page.switch(language)
        if language != self._messages.language and not self._port.language:
            self._messages = self._speech.messages(language)
            self._page.speak(language)
            self._renew()
        self._fill()
        self._port.emit("language", self._speech.json((("language", language), ("kept", self._keeps("language")))))

    def _renew(self):
        """Shows the open view again in the language now in use; a confirmation is read out once only."""
        if self._page.shows(flow.PROMPT):
            self._page.ask(view.prompt(self.site, self._messages))
        elif self._state.view == flow.SETTINGS:
            self._page.open(self._settings())

    # Widgets.

    def _fill(self):
        self._places.fill(
            (
                ("language", self._language_widget, self.language),
                ("business-model", self._business_widget, self.business),
            )
        )

    def _language_widget(self):
        current = choose((self._page.language,), self.site.languages)
        names = self._speech.names(self.site.languages)
        return widgets.language(self._messages, names, current, self._unkept("language"))

    def _business_widget(self):
        current = self._jar.read("business")
        keys = [model.key for model in self.site.models]
        chosen = current if current in keys else None
        return widgets.business(self.site, self._messages, self.site.models, chosen, self._unkept("business"))

    def _model(self, model):
        return (("key", model.key), ("label", model.label.get(self._messages.language, model.key)), ("logo", model.logo))

    def _keeps(self, identifier):
        return decisions.allows(self.site, self._state.decision, identifier)

    def _unkept(self, identifier):
        """Whether a choice was made that only this page knows of."""
        return not self._keeps(identifier) and self._jar.read(identifier) is not None

    # The record.

    def _recorded(self):
        now = self._clock.minutes()
        found = [decisions.read(self.site, raw, now) for raw in self._jar.stored("decision")]
        binding = [decision for decision in found if decision is not None]
        return max(binding, key=lambda decision: decision.minutes) if binding else None

    def _visited(self):
        return "1" in self._jar.stored("visit")
