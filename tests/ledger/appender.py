"""A process that appends without end, as a server does: `python -m tests.ledger.appender ADDRESS FOLDER SEED`.

What has been acknowledged it prints: a line with the id for each record, once it is acknowledged and not before.
"""

import os
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

from consent.server.ledger.record import Record
from consent.server.ledger.writer import Writer
from tests.ledger.places import Place, endless

# Requests that are under way at the same time.
THREADS = 8


def main(address: str, folder: str, seed: str) -> None:
    writer = Writer(Place(address, Path(folder)).store())
    told, lock = endless(int(seed)), threading.Lock()
    threads = [threading.Thread(target=_append, args=(writer, told, lock)) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _append(writer: Writer, told: Iterator[Record], lock: threading.Lock) -> None:
    while True:
        with lock:
            record = next(told)
        writer.put(record).result()
        # In one piece, whoever writes beside it.
        os.write(1, f"{record.id}\n".encode())


if __name__ == "__main__":
    main(*sys.argv[1:])
