"""What a server knows of the visitor's answer, and holds to it: CPython only, with nothing but its standard library."""

from .asgi import AsgiMiddleware
from .policy import Consent, Policy
from .wsgi import WsgiMiddleware

__all__ = ["AsgiMiddleware", "Consent", "Policy", "WsgiMiddleware"]
