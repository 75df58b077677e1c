"""The numbers that a checkpoint remembers, each taken only if it can be what it stands for."""

from __future__ import annotations

import math
from collections.abc import Mapping

__all__ = ["number", "whole"]


def number(
    memory: Mapping[str, float], name: str, most: float = math.inf, positive: bool = False
) -> float:
    """A finite number from 0 to ``most``, and not 0 if ``positive``. Raises KeyError, ValueError.

    >>> number({"t": 1.5}, "t", most=2.0)
    1.5
    """
    value = float(memory[name])
    if not 0 <= value <= most or value == math.inf or (positive and value == 0):
        raise ValueError(f"`{name}` = {value} is not possible")
    return value


def whole(memory: Mapping[str, float], name: str, most: float = 2.0**53) -> int:
    """A whole number from 0 to ``most``. Raises KeyError, ValueError.

    >>> whole({"step": 3.0}, "step")
    3
    """
    value = number(memory, name, most)
    if value != int(value):
        raise ValueError(f"`{name}` = {value} is not a whole number")
    return int(value)
