"""What the series of a run are called, in its files as well."""

from __future__ import annotations

from enum import StrEnum

__all__ = ["Kind", "parted"]


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
