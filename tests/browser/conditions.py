"""Tests that stand for conditions: one case a condition, each with a sentence that names it."""

from typing import TypeVar

import pytest
from _pytest.mark import ParameterSet

T = TypeVar("T")


def conditions(kind: str, cases: dict[str, T]) -> list[ParameterSet]:
    """The parameters of a test that holds for each of `cases`: its sentence, and the value that brings it about."""
    return [pytest.param(value, id=text, marks=pytest.mark.condition(kind, text)) for text, value in cases.items()]
