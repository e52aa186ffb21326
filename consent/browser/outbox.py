"""What is on its way to the site's ledger: kept in the page's storage until the ledger has it, and sent from there.

Each record has a key of its own, so that no tab writes over what another one keeps.
"""

import json

import js
from pyscript.ffi import create_proxy

from ..core import ledger
from ..core.errors import FetchError
from .server import Call, text_of

# Nothing of the visitor goes along: no cookie, and of the page's address no more than the origin. What is sent as a
# page is left arrives all the same.
OPTIONS = (
    '{"method":"POST","headers":{"Content-Type":"application/json"},"redirect":"manual","credentials":"omit",'
    '"cache":"no-store","referrerPolicy":"origin","keepalive":true}'
)
BUSY = "[data-consent-action][aria-busy]"
# Where controls of the page lie in a shadow tree that is ours.
SHADOWS = "[data-consent-widget],smartee-consent-control"
ELSEWHERE = "is of another origin than the page, and is told nothing"


class Outbox:
    """The entries that lie under the keys of `item` of the declaration, for the ledger at the address `url`.

    `report(error)` hears of what the ledger will not have, once.
    """

    def __init__(self, port, device, server, item, url, report):
        self._port = port
        self._device = device
        self._server = server
        self._item = item
        self._url = url
        self._report = report
        self._address = js.URL.new(url, port.folder)
        self._storage = port.member(port.page, item.area + "Storage")
        # What no storage keeps, or is to keep: as long as the page.
        unkept: tuple[ledger.Entry, ...] = ()
        self._unkept = unkept
        # The ids of what is on its way from here.
        sent: tuple[str, ...] = ()
        self._sent = sent
        self._reported = False
        self._again = create_proxy(lambda *_: self.send())
        # A rejection is heard by whoever waits for the answer; this is for the moment before.
        self._ignore = create_proxy(lambda *_: None)
        port.invoke(port.page, "addEventListener", "online", self._again)

    def entries(self):
        """What waits or was told last, in its order."""
        return list(self._unkept) + self._lying()

    def add(self, record, keep=True):
        """Puts `record` behind the others and sends it at once, where it is to `keep`; else it is but sent.

        What is not to be kept takes all that waits with it: nothing of that is to be on the device any more.
        """
        there = self._lying()
        entry = ledger.added(there, record)
        if not keep:
            self._hold(ledger.waiting(there))
        if not keep or not self._store(entry):
            self._hold([entry])
        # In this very task: the next one may be of another page. What waited follows.
        self._server.run(self._follow(entry, *self._post(entry)))

    def owe(self, record):
        """Puts `record` behind the others where that is kept; else it would be told again and again."""
        self._store(ledger.added(self._lying(), record))

    def send(self):
        """Sends what waits, one after the other, until one is to be sent again later."""
        self._server.run(self._drain())

    def pressed(self):
        """By which way the visitor acts now: what was pressed the tag marks as busy until that is done."""
        # What a page has broken here tells less, and stops no answer.
        invoke, document = self._port.invoke, self._port.document
        ours = invoke(self._port.host.shadowRoot, "querySelector", "[data-consent-view] " + BUSY)
        if ours:
            asked = invoke(ours, "closest", "[data-consent-view=" + ledger.PROMPT + "]")
            return ledger.PROMPT if asked else ledger.SETTINGS
        for place in [None] + list(invoke(document, "querySelectorAll", SHADOWS) or ()):
            inner = place and place.firstElementChild
            root = document if place is None else place.shadowRoot or (inner and inner.shadowRoot)
            if root and invoke(root, "querySelector", BUSY):
                return ledger.CONTROL
        return ledger.CALL

    def _lying(self):
        start = len(self._item.name) - 1
        keys = self._device.kept(self._item)
        return ledger.queue([(key[start:], self._port.invoke(self._storage, "getItem", key) or "") for key in keys])

    def _hold(self, entries):
        self._unkept = (self._unkept + tuple(entries))[-ledger.MAX_WAITING :]

    def _key(self, entry):
        return self._item.name[:-1] + ledger.name(entry)

    def _store(self, entry):
        """Keeps `entry`, and no more beside it than is worth it; whether it is there."""
        key, words = self._key(entry), ledger.text(entry)
        self._port.invoke(self._storage, "setItem", key, words)
        for each in ledger.surplus(self._lying()):
            self._drop(each)
        return self._port.invoke(self._storage, "getItem", key) == words

    def _drop(self, entry):
        self._port.invoke(self._storage, "removeItem", self._key(entry))

    async def _drain(self):
        while True:
            due = [each for each in ledger.waiting(self.entries()) if each.record.id not in self._sent]
            if not due or not await self._answer(due[0], *self._post(due[0])):
                return

    async def _follow(self, entry, call, answer):
        if await self._answer(entry, call, answer):
            await self._drain()

    def _post(self, entry):
        self._sent += (entry.record.id,)
        if self._address.origin != self._port.page.location.origin:
            return None, None
        call = Call(OPTIONS)
        call.options.body = ledger.body(entry.record)
        answer = js.fetch(self._address.href, call.options)
        answer.catch(self._ignore)
        return call, answer

    async def _answer(self, entry, call, answer):
        """Does what the ledger's answer asks for; whether others may follow."""
        outcome, signed, reason = ledger.NEVER, ("", ""), ELSEWHERE
        if call is not None:
            outcome, signed, reason = await self._heard(entry, call, answer)
        self._sent = tuple(each for each in self._sent if each != entry.record.id)
        if reason and not self._reported:
            self._reported = True
            self._report(FetchError(self._url, reason))
        if outcome == ledger.AGAIN:
            return False
        self._settle(ledger.told(entry, signed))
        return True

    async def _heard(self, entry, call, answer):
        """(outcome, what is signed, what to tell of it or None) by an answer that is to come."""
        outcome, signed = ledger.AGAIN, ("", "")
        try:
            response = await answer
            if response.type == "opaqueredirect":
                return outcome, signed, "sends elsewhere, which is not followed: a decision waits"
            outcome = ledger.outcome(response.status)
            if outcome == ledger.NEVER:
                return outcome, signed, "answered %d: a decision is not in the ledger" % response.status
            if outcome == ledger.TOLD:
                found = ledger.signed(json.loads(await text_of(response) or ""), entry.record.id)
                if found is None:
                    return ledger.AGAIN, signed, "answered as no ledger does: a decision waits"
                return outcome, found, None
            pause = ledger.pause(response.headers.get("Retry-After"))
            if pause is not None:
                js.setTimeout(self._again, pause * 1000)
        except Exception:
            # No answer, or half of one.
            outcome = ledger.AGAIN
        finally:
            call.end()
        return outcome, signed, None

    def _settle(self, entry):
        """What waits as `entry` does so no more. What was deleted meanwhile does not come back."""
        identifier = entry.record.id
        self._unkept = tuple(entry if each.record.id == identifier else each for each in self._unkept)
        if identifier in [each.record.id for each in self._lying()]:
            self._store(entry)
