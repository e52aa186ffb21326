"""The ledger: what visitors decided, without a word of who they are, in a chain that tells what was changed.

CPython only. `make_app` and `configured` give the ASGI application; they take SQLAlchemy and cryptography
(`pip install "smartee-consent[ledger]"`), which the command line asks for only where it needs them.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .app import Ledger, configured, make_app

__all__ = ["Ledger", "configured", "make_app"]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(name)
    from . import app

    return getattr(app, name)
