"""What a run has saved so far, on the host."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from sslcheck.numeric.series import Group

__all__ = ["KEPT", "Recorder"]

Numbers = np.ndarray[Any, Any]

KEPT = 64 * 2**20
"""Bytes of states that a run keeps at its save times; a larger one keeps only the last state."""


class Recorder:
    """Gauges at every save time; states at every one of them too if ``whole``, else none.

    Room for all save times is taken at the first one: what a run will hold is known before it.
    """

    def __init__(self, times: Numbers, whole: bool) -> None:
        self.times = times
        self.whole = whole
        self.count = 0
        self._gauges: dict[str, Numbers] = {}
        self._states: dict[str, Numbers] = {}

    def due(self, t: float) -> list[float]:
        """The save times up to ``t`` that are still to be saved."""
        end = int(np.searchsorted(self.times, t, side="right"))
        return [float(s) for s in self.times[self.count : end]]

    def add(self, gauges: Mapping[str, float], states: Mapping[str, Numbers]) -> None:
        """Record the next save time."""
        if not self.count:
            self._gauges = {name: self._room((), np.float64) for name in gauges}
            if self.whole:
                self._states = {n: self._room(s.shape, s.dtype) for n, s in states.items()}
        for name, column in self._gauges.items():
            column[self.count] = gauges[name]
        for name, column in self._states.items():
            column[self.count] = states[name]
        self.count += 1

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
        return found | Group.GAUGE.named(self.series()) | Group.STATE.named(self.states())

    def restore(self, arrays: Mapping[str, Numbers]) -> None:
        """The inverse of `as_arrays`. Raises KeyError or ValueError where it cannot be that."""
        self.count = len(arrays["times"])
        for key, values in arrays.items():
            if values.shape[:1] != (self.count,):
                raise ValueError(f"`{key}` has shape {values.shape}, of {self.count} save times")
        for group, kept in ((Group.GAUGE, self._gauges), (Group.STATE, self._states)):
            for name, values in group.found(arrays).items():
                column = self._room(values.shape[1:], values.dtype)
                column[: self.count] = values  # refused if there are more than save times
                kept[name] = column
