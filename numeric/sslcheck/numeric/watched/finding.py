"""What a run has to say of one thing that was measured along it."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Finding"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One row of the summary.

    ``worst`` is the largest value over the save times (for a quantity under a bound that moves,
    the largest ratio to it), ``limit`` what it must not exceed; ``holds`` is None where nothing is
    proved about the gauge on this run, and ``note`` says why, or what the limit is.
    """

    name: str
    equation: str
    start: float
    end: float
    worst: float
    limit: float | None
    holds: bool | None
    note: str
    series: str = ""
    """The series that it is about, as it stands; ``limit`` is one of it."""
    least: bool = False
    """Whether ``worst`` is the smallest value, which must not fall below the limit."""
    theory: float = float("nan")
    """What the theory says that the end is; not a number where it says nothing."""
