"""Puts the parts together: takes events from the page, steps the flow, performs its effects. Holds no rule itself."""

from . import features
from .context import Context
from .core import decision as decisions
from .core import flow, history, identifiers
from .core.errors import ConsentError

# What the page can ask for of the banner itself, by method.
CALLS = {"act": "act", "observe": "observe", "placeholders": "look_for_placeholders"}


class App:
    """The banner of one page, and its features. The other arguments are the edges it works with."""

    def __init__(self, site, port, jar, page, placeholders, device, speech, server, outbox=None):
        self._context = Context(site, port, jar, page, placeholders, device, speech, server, outbox)
        self._context.redraw = self._redraw
        self._context.feature = self._feature
        self._context.speak = self._speak
        self._context.language = self._wanted = page.spoken
        self._site = site
        self._jar = jar
        self._page = page
        self._device = device
        self._features = {}
        self._settle(flow.State(self._recorded(), self._visited(), bool(port.quiet), page.shown))

    def call(self, name, arguments):
        """Carries out what the page asks for; gives the answer, None, or a coroutine that gives it. ConsentError."""
        if name in CALLS:
            return getattr(self, CALLS[name])(*arguments)
        feature, method = features.CALLS[name]
        role = features.lacking(feature, self._site)
        if role is not None:
            raise ConsentError('this site declares no cookie with the id "%s"' % role)
        return getattr(self._feature(feature), method)(*arguments)

    def start(self):
        """Takes over the page, after the calls that waited: tidies the jar, shows what is due, starts the features."""
        decision = self._state.decision
        if decision is not None and len(self._jar.stored("decision")) > 1:
            self._jar.store("decision", decisions.text(decision))
        page = self._page
        asked = (self._context.asked_language, page.earlier_language, page.language or page.spoken)
        self._say(self._site.languages.choose(asked))
        self._step(flow.Start())
        self.look_for_placeholders()

    def act(self, action, scope=None, minutes=None):
        """Carries out a control by its name: an answer, a view, save, allow or delete. ConsentError for another.

        `minutes` is when the visitor pressed it, where that is not now.
        """
        if self._ledger:
            self._ledger.hear(minutes is not None)
        if minutes is None:
            minutes = self._device.minutes()
        if action == "save":
            self._step(flow.Save(self._page.checked(), minutes, self._recorded()))
        elif action == "allow":
            # Beside what the visitor allows already.
            granted = self._granted() + tuple(each for each in (scope or "").split() if each not in self._granted())
            self._step(flow.Save(granted, minutes, self._recorded()))
        elif action == "delete":
            self._step(flow.Delete(scope))
        elif action in flow.ANSWERS:
            self._step(flow.ANSWERS[action](minutes))
        elif action in flow.VIEWS:
            self._step(flow.VIEWS[action]())
        else:
            known = sorted(list(flow.ANSWERS) + list(flow.VIEWS) + ["allow", "delete", "save"])
            raise ConsentError("%r is no action; known are %s" % (action, ", ".join(known)))

    def close(self):
        """The visitor left the settings by Esc."""
        self._step(flow.Close())

    def observe(self):
        """The jar may have changed behind our back."""
        self._step(flow.Observe(self._recorded(), self._visited()))
        self._observe_features(decided=False)

    def look_for_placeholders(self):
        """The page may have new placeholders."""
        for widget, name in features.WIDGETS:
            if self._offers(name) and self._context.placeholders.has("widget", widget):
                self._feature(name)
        if self._offers("logo") and self._context.placeholders.has("surface"):
            self._feature("logo")
        if self._offers("language") and self._page.earlier_language:
            self._feature("language")
        if self._offers("ledger"):
            self._feature("ledger")
        self._redraw()
        for feature in list(self._features.values()):
            feature.start()

    # What the context offers to features.

    def _feature(self, name):
        if name not in self._features:
            self._features[name] = features.make(name, self._context)
        return self._features[name]

    def _offers(self, name):
        return features.lacking(name, self._site) is None

    @property
    def _ledger(self):
        return self._feature("ledger") if self._offers("ledger") else None

    def _speak(self, language):
        """Puts the banner and the widgets into `language`, unless the tag says which language it is to speak."""
        if not self._context.asked_language:
            self._say(language)
        self._redraw()

    def _say(self, language):
        """Puts the banner into `language`, as soon as the words of it are here."""
        self._wanted = language
        if self._context.speech.has(language):
            self._context.language = language
            if self._page.speak(language):
                self._renew()
        else:
            self._context.later(self._bring(language))

    async def _bring(self, language):
        try:
            await self._context.speech.bring(language)
        except ConsentError as error:
            self._context.report(error)
            return
        # Another may have been chosen meanwhile.
        if self._wanted == language:
            self._say(language)
            self._redraw()

    def _redraw(self):
        for widget, name in features.WIDGETS:
            if name in self._features:
                feature = self._features[name]
                self._context.placeholders.fill(widget, feature.markup, getattr(feature, "choose", None))

    # How effects are performed.

    def _step(self, event):
        stood = self._state
        before = stood.decision
        if isinstance(event, flow.Delete) and event.scope == "all" and self._ledger:
            self._ledger.forget(before)
        state, effects = flow.step(self._site, self._state, event)
        self._settle(state)
        survivors = ()
        renewed = signed_out = False
        for effect in effects:
            if isinstance(effect, flow.Record):
                renewed = True
                left = self._jar.enact(decisions.text(effect.decision))
                if left is None:
                    self._step(flow.Unstored(before, stood.answered))
                    return
                survivors = left
                self._observe_features(decided=True)
            elif isinstance(effect, flow.Expire):
                signed_in = "token" in effect.ids and self._jar.stored("token")
                survivors = self._expire(effect.ids)
                # A token that only the server can read is not in sight, before or after.
                signed_out = signed_in and not self._jar.stored("token")
            else:
                self._show(effect.view, effect.outcome, survivors, signed_out)
        if renewed or (before != self._state.decision and not isinstance(event, flow.Unstored)):
            self._device.remember(before, self._state.decision)
        if renewed and self._ledger:
            self._ledger.tell(before)

    def _settle(self, state):
        self._state = state
        self._context.decision = state.decision

    def _expire(self, identifiers):
        """Deletes what has these ids; returns the names of what the browser keeps all the same."""
        left = []
        for each in identifiers:
            stored = self._site.stored(each)
            if not (self._device.discard(stored) if stored else self._jar.remove(each)):
                left.append((stored or self._site.cookie(each)).name)
        if "decision" in identifiers:
            self._jar.follow()
        self._observe_features(decided=False)
        return left

    def _observe_features(self, decided):
        for feature in list(self._features.values()):
            feature.observe(decided)
        self._redraw()

    def _show(self, name, outcome, survivors, signed_out):
        if name in (None, flow.PROMPT) and name == self._page.shown:
            return
        if name is None:
            self._page.clear()
        elif name == flow.PROMPT:
            self._page.ask(self._prompt())
        elif name == flow.SETTINGS:
            self._page.open(self._settings(self._granted()))
        else:
            self._page.tell(self._told(name, outcome, survivors, signed_out))

    def _renew(self):
        """Shows the open view again in the language now in use; a confirmation is read out once only."""
        if self._page.shown == flow.PROMPT:
            self._page.ask(self._prompt())
        elif self._page.shown == flow.SETTINGS:
            # What the visitor has switched but not saved stays as it is.
            self._page.open(self._settings(self._page.checked()))

    # `view` is imported where it is used: on most pages the prompt is there already and nothing else is ever shown.

    def _told(self, name, outcome, survivors, signed_out):
        from .render import view

        if name == flow.CONFIRMATION:
            return view.confirmation(self._site, self._context.messages, outcome, survivors, signed_out)
        return view.blocked(self._site, self._context.messages, self._jar.insecure())

    def _prompt(self):
        from .render import view

        return view.prompt(self._site, self._context.messages, self._changes())

    def _changes(self):
        """What changed in the policy since the record that is in the jar, in words; nothing where there is none."""
        old = [decisions.parse(raw) for raw in self._jar.stored("decision")]
        prints = [record.fingerprint for record in old if record is not None]
        if not prints or self._site.fingerprint in prints:
            return ()
        from .core import policy_changes

        return policy_changes.since(self._site, self._context.messages, prints[0])

    def _granted(self):
        return () if self._state.decision is None else self._state.decision.granted

    def _settings(self, granted):
        from .render import receipt, settings, view

        site, messages, decision = self._site, self._context.messages, self._state.decision
        if decision is None:
            return settings.dialog(site, messages, granted)
        identifier, proof = (self._ledger and self._ledger.paper()) or (identifiers.uuid4(self._device.octets(16)), ())
        paper = receipt.download(
            site,
            messages,
            history.decisions(self._device.earlier(), decision),
            identifier,
            self._device.minutes(),
            self._page.address(view.policy_address(site, messages.language)),
            proof,
        )
        moment = self._page.moment(decision.minutes, messages.language)
        return settings.dialog(site, messages, granted, moment, paper, withdrawable=bool(decision.granted))

    # The record.

    def _recorded(self):
        return decisions.binding(self._site, self._jar.stored("decision"), self._device.minutes())

    def _visited(self):
        return flow.answered(self._jar.stored("visit"))
