"""The globals of the hidden frame, as MicroPython gives them to Python: of any kind, JavaScript's types end here."""

from typing import Any

def __getattr__(name: str) -> Any: ...
