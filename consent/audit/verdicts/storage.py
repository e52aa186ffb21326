"""What pages keep beside cookies, against the declaration."""

from collections.abc import Iterator

from ..declared import Declared, is_third
from ..findings import Sight
from ..observed import WHEN, Item, Moment
from .cookies import WITHOUT

WORDS = {
    "local": "localStorage",
    "session": "sessionStorage",
    "database": "IndexedDB",
    "cache": "a cache of scripts",
    "worker": "a service worker",
}


def sights(declared: Declared, moment: Moment) -> Iterator[Sight]:
    """What is wrong with the storage of one moment."""
    if declared.site is None:
        return
    for item in moment.items:
        known = declared.item(item.area, item.name)
        if known is None:
            if not declared.is_own(item.area, item.name):
                yield Sight("storage-undeclared", item.name, moment, _seen(item, moment))
        elif known.consent and known.id not in moment.granted:
            seen = f"{_seen(item, moment)}, {WHEN[moment.answer]}"
            yield Sight("storage-" + WITHOUT[moment.answer], item.name, moment, seen)


def _seen(item: Item, moment: Moment) -> str:
    where = f" of {item.origin}" if is_third(item.origin, moment.page) else ""
    who = f", by {item.writers[-1]}" if item.writers else ""
    return f"in {WORDS[item.area]}{where}{who}"
