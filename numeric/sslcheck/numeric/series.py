"""What the series of a run are called, in its files as well."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

__all__ = ["Group", "Kind", "parted"]

T = TypeVar("T")


class Group(StrEnum):
    """What the arrays of a run are in a file: ``gauge/loss``."""

    GAUGE = "gauge"
    METRIC = "metric"
    STATE = "state"
    LAST = "last"

    def named(self, values: Mapping[str, T]) -> dict[str, T]:
        """Values by their names in a file."""
        return {f"{self}/{name}": value for name, value in values.items()}

    def found(self, arrays: Mapping[str, T]) -> dict[str, T]:
        """Those of the arrays in a file that are of the group, by their own names."""
        start = f"{self}/"
        return {n.removeprefix(start): v for n, v in arrays.items() if n.startswith(start)}


class Kind(StrEnum):
    """What is measured of each law, by its claim, or of each state."""

    DRIFT = "drift"
    SIZE = "size"
    SCALE = "scale"
    GAP = "gap"
    ASYMMETRY = "asymmetry"

    def of(self, what: str) -> str:
        """The name of the series of a law or a state."""
        return f"{self} of {what}"


def parted(name: str) -> tuple[Kind, str] | None:
    """The kind of a series and what it is of, by its name; None where that is no such name.

    >>> parted("gap of 4.1"), parted("effective rank"), parted("norm of W")
    ((<Kind.GAP: 'gap'>, '4.1'), None, None)
    """
    kind, _, what = name.partition(" of ")
    return (Kind(kind), what) if what and kind in [*Kind] else None
