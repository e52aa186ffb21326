from collections.abc import Callable
from typing import Any

def create_proxy(called: Callable[..., Any]) -> Any:
    """`called` as a function of JavaScript, kept alive for as long as JavaScript may call it."""
