"""What a run has saved so far, on the host."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from sslcheck.numeric.watched.series import Group, Series

__all__ = ["KEPT", "Recorder"]

Numbers = np.ndarray[Any, Any]

KEPT = 64 * 2**20
"""Bytes of states that a run keeps at its save times; a larger one keeps only the last state."""


class Recorder:
    """Gauges at every save time; states at every one of them too if ``whole``, else none.

    ``known`` says what may be measured, by name. Room for all save times is taken at the first one:
    what a run will hold is known before it.
    """

    def __init__(self, times: Numbers, whole: bool, known: Mapping[str, Series]) -> None:
        self.times = times
        self.known = known
        self.whole = whole
        self.count = 0
        self._gauges: dict[str, Numbers] = {}
        self._states: dict[str, Numbers] = {}

    def due(self, t: float) -> list[float]:
        """The save times up to ``t`` that are still to be saved."""
        end = int(np.searchsorted(self.times, t, side="right"))
        return [float(s) for s in self.times[self.count : end]]

    def add(self, gauges: Mapping[str, float], states: Mapping[str, Numbers]) -> None:
        """Record the next save time. Raises KeyError for what is not known."""
        if not self.count:
            self._check(gauges)
            self._gauges = {name: self._room((), np.float64) for name in gauges}
            if self.whole:
                self._states = {n: self._room(s.shape, s.dtype) for n, s in states.items()}
        for name, column in self._gauges.items():
            column[self.count] = gauges[name]
        for name, column in self._states.items():
            column[self.count] = states[name]
        self.count += 1

    def _check(self, names: Iterable[str]) -> None:
        odd = sorted(set(names) - self.known.keys())
        if odd:
            raise KeyError(f"nothing is known of the series {', '.join(odd)}")

    @property
    def about(self) -> dict[str, Series]:
        """What each of the series is, in their order."""
        return {name: self.known[name] for name in self._gauges}

    def _room(self, shape: tuple[int, ...], dtype: Any) -> Numbers:
        return np.empty((len(self.times), *shape), dtype)

    def series(self) -> dict[str, Numbers]:
        """Each gauge over the save times so far."""
        return {name: column[: self.count] for name, column in self._gauges.items()}

    def states(self) -> dict[str, Numbers]:
        """Each state over the save times so far."""
        return {name: column[: self.count] for name, column in self._states.items()}

    def as_arrays(self) -> dict[str, Numbers]:
        """Everything, for a checkpoint or a file."""
        found: dict[str, Numbers] = {"times": self.times[: self.count]}
        return found | Group.SERIES.named(self.series()) | Group.STATE.named(self.states())

    def restore(self, arrays: Mapping[str, Numbers]) -> None:
        """The inverse of `as_arrays`. Raises KeyError or ValueError where it cannot be that."""
        self.count = len(arrays["times"])
        for key, values in arrays.items():
            if values.shape[:1] != (self.count,):
                raise ValueError(f"`{key}` has shape {values.shape}, of {self.count} save times")
        self._check(Group.SERIES.found(arrays))
        for group, kept in ((Group.SERIES, self._gauges), (Group.STATE, self._states)):
            for name, values in group.found(arrays).items():
                column = self._room(values.shape[1:], values.dtype)
                column[: self.count] = values  # refused if there are more than save times
                kept[name] = column
