"""The site's ledger: each decision is told to it once, without anything of the visitor."""

from ..core import identifiers, ledger
from ..core.decision import Decision
from .base import Feature


class Ledger(Feature):
    """Makes the records of decisions, which the context's outbox keeps and sends."""

    def __init__(self, context):
        super().__init__(context)
        self._started = False
        self._how = ledger.CALL

    def start(self):
        """Tells what is owed from earlier pages, once."""
        if not self._started:
            self._started = True
            self.context.later(self._catch_up())

    def hear(self, kept):
        """The visitor acts: notes by which way. `kept` is whether it was before Python was there, on whichever page.

        Of such an answer no more is known than whether a control of this page still waits for it.
        """
        pressed = self.context.outbox.pressed()
        self._how = ledger.PROMPT if kept and pressed == ledger.CALL else pressed

    def tell(self, before):
        """Tells the present decision; `before` is the one that bound until then, or None."""
        self._add(self.context.decision, before, keep=True)

    def forget(self, before):
        """All is to be deleted, and with it the decision `before`: a withdrawal, where that granted anything."""
        if before is not None and before.granted:
            nothing = Decision((), self.context.site.fingerprint, self.context.device.minutes())
            self._add(nothing, before, keep=False)

    def paper(self):
        """The identifier under which the present decision is told, and what the ledger signed, as pairs; or None."""
        decision = self.context.decision
        entry = decision and ledger.known(self.context.outbox.entries(), decision)
        return entry and (entry.record.id, ledger.proof(entry) if entry.signature else ())

    def _add(self, decision, before, keep):
        granted = () if before is None else before.granted
        self.context.outbox.add(self._record(decision, granted, self._how), keep)

    def _record(self, decision, granted, how):
        identifier = identifiers.uuid4(self.context.device.octets(16))
        return ledger.record(identifier, decision, granted, self.context.language, how)

    async def _catch_up(self):
        """What the tag decided without Python is told as of the prompt, for that is where most answer.

        Not where hosts share the answer: another host may have told it, of which no storage of this one knows.
        """
        await self.context.server.rest()
        outbox, decision = self.context.outbox, self.context.decision
        entries = outbox.entries()
        if not self.context.site.domain and ledger.owed(entries, decision, self.context.device.minutes()):
            outbox.owe(self._record(decision, ledger.granted_before(entries, decision), ledger.PROMPT))
        outbox.send()
