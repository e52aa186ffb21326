"""Appends the records of many requests in one commit: who waits meanwhile goes into the next one."""

import logging
import queue
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future

from ...core.decision import MINUTES_A_DAY
from ...core.errors import ConsentError
from .errors import LedgerUnreachable
from .record import Record
from .store import Outcome, Store

LOG = logging.getLogger("consent.server.ledger")

# Records in one commit, and records that may wait for theirs.
AT_ONCE = 500
WAITING = 10_000
# Seconds from one look for old lines to the next.
LOOK_SECONDS = 3600.0

Item = tuple[Record, "Future[Outcome]"]


class Writer:
    """Writes to `store` from a thread of its own, which begins with the first record.

    Lines older than `keep_days` are removed, now and then; 0 keeps all. `clock` tells the seconds since 1970.
    """

    def __init__(self, store: Store, keep_days: int = 0, clock: Callable[[], float] = time.time) -> None:
        self._store = store
        self._keep_minutes = keep_days * MINUTES_A_DAY
        self._clock = clock
        self._queue: queue.Queue[Item | None] = queue.Queue(WAITING)
        self._thread: threading.Thread | None = None
        self._beginning = threading.Lock()
        self._looked = float("-inf")
        self._more = False

    def put(self, record: Record) -> "Future[Outcome]":
        """What becomes of the record, once it is on the disk; LedgerUnreachable here or there where it is not."""
        future: Future[Outcome] = Future()
        # Whoever goes away meanwhile takes nothing back.
        future.set_running_or_notify_cancel()
        self.begin()
        try:
            self._queue.put_nowait((record, future))
        except queue.Full:
            raise LedgerUnreachable("more records wait than can be written") from None
        return future

    def begin(self) -> None:
        """Begins now, to remove old lines also where no record comes."""
        with self._beginning:
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="ledger", daemon=True)
                self._thread.start()

    def close(self) -> None:
        """Writes what waits, and ends."""
        with self._beginning:
            thread, self._thread = self._thread, None
        if thread:
            self._queue.put(None)
            thread.join()
        self._store.close()

    def _run(self) -> None:
        over = False
        while not over:
            self._remove_old()
            items, over = self._waiting()
            if items:
                self._write(items)

    def _waiting(self) -> tuple[list[Item], bool]:
        """All that waits, as far as it goes into one commit; and whether nothing comes after it."""
        items: list[Item] = []
        try:
            item = self._queue.get(timeout=0 if self._more else LOOK_SECONDS)
        except queue.Empty:
            return items, False
        while item is not None:
            items.append(item)
            if len(items) == AT_ONCE:
                return items, False
            try:
                item = self._queue.get_nowait()
            except queue.Empty:
                return items, False
        return items, True

    def _write(self, items: list[Item]) -> None:
        try:
            outcomes = self._store.append([record for record, _ in items])
        except Exception as error:
            # Whatever it is: who asks is told that nothing is known to be written, and this thread goes on.
            LOG.error("%d records were not written: %s", len(items), _words(error))
            for _, future in items:
                future.set_exception(LedgerUnreachable("the record was not written"))
            return
        for (_, future), outcome in zip(items, outcomes, strict=True):
            future.set_result(outcome)

    def _remove_old(self) -> None:
        now = self._clock()
        if not self._keep_minutes or now - self._looked < LOOK_SECONDS:
            return
        minute = int(now // 60)
        try:
            # Where there may be more, whoever waits comes first.
            self._more = self._store.prune(minute - self._keep_minutes, minute) > 0
        except Exception as error:
            self._more = False
            LOG.error("old lines were not removed: %s", _words(error))
        if not self._more:
            self._looked = now


def _words(error: Exception) -> str:
    return str(error) if isinstance(error, ConsentError) else repr(error)
