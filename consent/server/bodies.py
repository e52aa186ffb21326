"""What a request brings, for applications of Starlette's: whether it is JSON, and its octets up to a bound."""

from starlette.requests import Request


def is_json(request: Request) -> bool:
    """Whether the request says that its body is JSON."""
    return request.headers.get("content-type", "").partition(";")[0].strip().lower() == "application/json"


async def body(request: Request, most: int) -> bytes | None:
    """The octets of the request, or None as soon as they are more than `most`. ClientDisconnect where it ends early."""
    found = bytearray()
    async for chunk in request.stream():
        found += chunk
        if len(found) > most:
            return None
    return bytes(found)
