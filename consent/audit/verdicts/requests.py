"""What pages ask of others."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from ..declared import Declared
from ..findings import Sight
from ..observed import Moment


def sights(_: Declared, moment: Moment) -> Iterator[Sight]:
    """Each host of another site that was asked for something before this moment, and each cookie it set then."""
    for request in moment.requests:
        if request.third:
            host = urlsplit(request.address).hostname or request.address
            yield Sight("request-third-party", host, moment, f"{request.kind}: {request.address}")
            for name in request.sets:
                yield Sight("cookie-third-party", name, moment, f"set by a header from {request.address}")
