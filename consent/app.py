"""Puts the parts together: takes events from the page, steps the flow, performs its effects. Holds no rule of its own."""

from . import features
from .core import decision as decisions
from .core import flow
from .core.locale import choose


class App:
    """The banner of one page, and its features. The other arguments are the edges it works with."""

    def __init__(self, site, port, jar, page, places, device, speech, server):
        self.site = site
        self.jar = jar
        self.page = page
        self.places = places
        self.speech = speech
        self.server = server
        # The language that the tag asks for, or "".
        self.spoken = port.language
        # The language that was kept on an earlier visit, as raw as the page found it when it started, or "".
        self.kept = port.kept
        self._port = port
        self._device = device
        self._language = choose((self.spoken, page.language), site.languages)
        self._messages = None
        self._state = flow.State(self._recorded(), self._visited(), bool(port.quiet), None)
        self._features = {}

    def call(self, name, arguments):
        """Carries out what the page asks for; gives the answer, None, or a coroutine that gives it. ConsentError."""
        if name == "act":
            return self.act(*arguments)
        if name == "observe":
            return self.observe()
        if name == "places":
            return self.find_places()
        feature, method = features.CALLS[name]
        return getattr(self.feature(feature), method)(*arguments)

    def start(self):
        """Takes over the page: carries out a click that waits or shows what is due, then starts the features."""
        action, _, minutes = self._port.resume().partition(".")
        if action in ("accept", "refuse", "withdraw"):
            self._step((action, int(minutes) if minutes.isdigit() else self._device.minutes()))
        else:
            self._step(("start",))
        self.find_places()

    def act(self, action, scope=None):
        """Carries out a control: accept, refuse, save, withdraw, settings, close or delete."""
        if action in ("accept", "refuse", "withdraw"):
            self._step((action, self._device.minutes()))
        elif action == "save":
            self._step(("save", self.page.checked(), self._device.minutes()))
        elif action == "delete":
            self._step(("delete", scope))
        else:
            self._step((action,))

    def close(self):
        """The visitor left the settings by Esc."""
        self._step(("close",))

    def observe(self):
        """The jar may have changed behind our back."""
        self._step(("observe", self._recorded(), self._visited()))
        self._observe_features(decided=False)

    def find_places(self):
        """The page may have new placeholders."""
        for widget, name in features.WIDGETS:
            if self.places.has("widget", widget):
                self.feature(name)
        if self.places.has("surface"):
            self.feature("logo")
        if self.kept:
            self.feature("language")
        self.fill()
        for feature in list(self._features.values()):
            feature.start()

    # What features use.

    @property
    def messages(self):
        """The sentences in the language in use."""
        if self._messages is None:
            self._messages = self.speech.messages(self._language)
        return self._messages

    def feature(self, name):
        """The feature of this name."""
        if name not in self._features:
            self._features[name] = features.make(name, self)
        return self._features[name]

    def speak(self, language):
        """Puts the banner and the widgets into `language`, unless the tag says which language it is to speak."""
        if language != self._language and not self.spoken:
            self._language = language
            self._messages = None
            self.page.speak(language)
            self._renew()
        self.fill()

    def fill(self):
        """Draws every widget of the page as things stand."""
        for widget, name in features.WIDGETS:
            if name in self._features:
                feature = self._features[name]
                self.places.fill(widget, feature.markup, getattr(feature, "choose", None))

    def keeps(self, identifier):
        """Whether the visitor allows this cookie."""
        return decisions.allows(self.site, self._state.decision, identifier)

    def unkept(self, identifier):
        """Whether a choice was made that only this page knows of."""
        return not self.keeps(identifier) and self.jar.read(identifier) is not None

    def answered(self):
        """Whether the visitor has decided: until then nothing is kept that they did not ask for by using it."""
        return self._state.decision is not None

    def emit(self, name, pairs):
        """Tells the page of `name`, with the pairs as the event's detail."""
        self._port.emit(name, self.speech.json(pairs))

    def report(self, error):
        """Tells the page's `:error` event what could not be done."""
        self._port.warn(error.message)

    def later(self, coroutine):
        """Runs `coroutine` in its own time."""
        self.server.run(coroutine)

    # How effects are performed.

    def _step(self, event):
        self._state, effects = flow.step(self.site, self._state, event)
        survivors = ()
        for name, value, detail in effects:
            if name == "record":
                kept, survivors = self._record(value)
                if not kept:
                    return self._step(("unstored",))
            elif name == "delete":
                survivors = self._delete(value)
            else:
                self._show(value, detail, survivors)

    def _record(self, decision):
        text = decisions.text(decision)
        kept = self.jar.store("decision", text)
        left = ()
        if kept:
            self.jar.store("visit", "1")
            left = self._port.settle(text).split()
            self._observe_features(decided=True)
        self._port.settled()
        return kept, left

    def _delete(self, identifiers):
        """Expires these cookies; returns the names of those that the browser keeps all the same."""
        left = [self.site.cookie(each).name for each in identifiers if not self.jar.forget(each)]
        if "decision" in identifiers:
            self._port.settle("")
        self._observe_features(decided=False)
        return left

    def _observe_features(self, decided):
        """Lets every feature look at the jar again."""
        for feature in list(self._features.values()):
            feature.observe(decided)
        self.fill()

    def _show(self, name, outcome, survivors):
        if name in (None, flow.PROMPT) and self.page.shows(name):
            return
        if name is None:
            self.page.clear()
        elif name == flow.PROMPT:
            self.page.ask(self._prompt())
        elif name == flow.SETTINGS:
            self.page.open(self._settings())
        else:
            self.page.tell(self._told(name, outcome, survivors))

    def _renew(self):
        """Shows the open view again in the language now in use; a confirmation is read out once only."""
        if self.page.shows(flow.PROMPT):
            self.page.ask(self._prompt())
        elif self._state.view == flow.SETTINGS:
            self.page.open(self._settings())

    # `view` is imported where it is used, because on most pages the prompt is there already and nothing else is ever shown.

    def _told(self, name, outcome, survivors):
        from .render import view

        if name == flow.CONFIRMATION:
            return view.confirmation(self.site, self.messages, outcome, survivors)
        return view.blocked(self.site, self.messages)

    def _prompt(self):
        from .render import view

        return view.prompt(self.site, self.messages, self._changes())

    def _changes(self):
        """What changed in the policy since the record that is in the jar, in words; nothing where there is none."""
        old = [decisions.parse(raw) for raw in self.jar.stored("decision")]
        prints = [record.fingerprint for record in old if record is not None]
        if not prints or self.site.fingerprint in prints:
            return ()
        from .core import policy_changes

        return policy_changes.since(self.site, prints[0], self.messages.language)

    def _settings(self):
        from .render import receipt, view

        decision = self._state.decision
        if decision is None:
            return view.settings(self.site, self.messages, ())
        moment = self.page.moment(decision.minutes, self.messages.language)
        paper = receipt.download(
            self.site,
            self.messages,
            decision,
            receipt.identifier(self._device.octets(16)),
            self._device.minutes(),
            self.page.address(view.policy_address(self.site, self.messages.language)),
        )
        return view.settings(self.site, self.messages, decision.granted, moment, paper)

    # The record.

    def _recorded(self):
        now = self._device.minutes()
        found = [decisions.read(self.site, raw, now) for raw in self.jar.stored("decision")]
        binding = [decision for decision in found if decision is not None]
        return max(binding, key=lambda decision: decision.minutes) if binding else None

    def _visited(self):
        return "1" in self.jar.stored("visit")
