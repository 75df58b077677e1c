"""The series of a run: what each is called in its files, and what is known of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeVar

from sslcheck.numeric.watched.finding import Finding

__all__ = ["Group", "Kind", "Scale", "Series", "limited"]

T = TypeVar("T")


class Group(StrEnum):
    """What the arrays of a run are in a file: ``series/loss``."""

    SERIES = "series"
    STATE = "state"
    LAST = "last"

    def named(self, values: Mapping[str, T]) -> dict[str, T]:
        """Values by their names in a file."""
        return {f"{self}/{name}": value for name, value in values.items()}

    def found(self, arrays: Mapping[str, T]) -> dict[str, T]:
        """Those of the arrays in a file that are of the group, by their own names."""
        start = f"{self}/"
        return {n.removeprefix(start): v for n, v in arrays.items() if n.startswith(start)}


class Scale(StrEnum):
    """The axis that shows a series best; ``hidden`` are those that only judge others."""

    LINEAR = "linear"
    LOG = "log"
    HIDDEN = "hidden"


@dataclass(frozen=True, slots=True)
class Series:
    """What one number of each save time is.

    ``quantity`` says it in words, with its ``unit`` (or what it is relative to); ``law`` is the
    claim that it is about, if it is about one, and ``limit`` what it must not exceed, if that is a
    number that is known.
    """

    quantity: str
    unit: str
    scale: Scale = Scale.LINEAR
    law: str = ""
    limit: float | None = None

    @property
    def title(self) -> str:
        """The quantity, with the claim that it is about.

        >>> Series("drift from the law", "relative drift", law="3").title
        'drift from the law, claim 3'
        """
        return f"{self.quantity}, claim {self.law}" if self.law else self.quantity


class Kind(StrEnum):
    """What is measured of each law, by its claim, or of each state."""

    DRIFT = "drift"
    SIZE = "size"
    SCALE = "scale"
    GAP = "gap"
    ASYMMETRY = "asymmetry"
    QUANTITY = "quantity"
    LAW = "law"
    MARGIN = "margin"

    def of(self, what: str) -> str:
        """The name of the series of a law or a state."""
        return f"{self} of {what}"

    def of_law(self, claim: str) -> dict[str, Series]:
        """The series of a law, by its name."""
        quantity, unit, scale = _KINDS[self]
        return {self.of(claim): Series(quantity, unit, scale, claim)}

    def of_state(self, name: str, text: str) -> dict[str, Series]:
        """The series of a state, by its name; ``text`` is how the state is printed."""
        quantity, unit, scale = _KINDS[self]
        return {self.of(name): Series(f"{quantity} of {text}", unit, scale)}


_KINDS = {
    Kind.DRIFT: ("drift from the law", "relative drift", Scale.LOG),
    Kind.SIZE: ("size", "Frobenius norm", Scale.LOG),
    Kind.SCALE: ("largest size so far", "Frobenius norm", Scale.HIDDEN),
    Kind.GAP: ("smallest eigenvalue", "eigenvalue [1/time]", Scale.LINEAR),
    Kind.ASYMMETRY: ("asymmetry", "relative to the largest norm so far", Scale.LOG),
    Kind.QUANTITY: ("size", "Frobenius norm", Scale.LOG),
    Kind.LAW: ("what the law says", "Frobenius norm", Scale.LOG),
    Kind.MARGIN: ("what is at least 0", "value", Scale.LINEAR),
}


def limited(series: Mapping[str, Series], findings: Iterable[Finding]) -> dict[str, Series]:
    """The series with the limits that findings have of them as they stand."""
    limits = {f.series: f.limit for f in findings if f.series and f.limit is not None}
    return {name: replace(s, limit=limits.get(name)) for name, s in series.items()}
