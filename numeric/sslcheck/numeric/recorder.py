"""What a run has saved so far, on the host."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

__all__ = ["Recorder"]

Numbers = np.ndarray[Any, Any]

_STATE = "state/"
_GAUGE = "gauge/"


class Recorder:
    """Gauges at every save time; states at every one of them too if ``whole``, else none."""

    def __init__(self, times: Numbers, whole: bool) -> None:
        self.times = times
        self.whole = whole
        self.count = 0
        self._gauges: list[Mapping[str, float]] = []
        self._states: list[Mapping[str, Numbers]] = []

    def due(self, t: float) -> list[float]:
        """The save times up to ``t`` that are still to be saved."""
        return [float(s) for s in self.times[self.count :] if s <= t]

    def add(self, gauges: Mapping[str, float], states: Mapping[str, Numbers]) -> None:
        """Record the next save time."""
        self._gauges.append(dict(gauges))
        if self.whole:
            self._states.append(dict(states))
        self.count += 1

    def series(self) -> dict[str, Numbers]:
        """Each gauge over the save times so far."""
        names = list(self._gauges[0]) if self._gauges else []
        return {name: np.array([g[name] for g in self._gauges]) for name in names}

    def states(self) -> dict[str, Numbers]:
        """Each state over the save times so far."""
        names = list(self._states[0]) if self._states else []
        return {name: np.stack([s[name] for s in self._states]) for name in names}

    def as_arrays(self) -> dict[str, Numbers]:
        """Everything, for a checkpoint or a file."""
        found: dict[str, Numbers] = {"times": self.times[: self.count]}
        found |= {f"{_GAUGE}{name}": values for name, values in self.series().items()}
        found |= {f"{_STATE}{name}": values for name, values in self.states().items()}
        return found

    def restore(self, arrays: Mapping[str, Numbers]) -> None:
        """The inverse of `as_arrays`."""
        gauges = {k.removeprefix(_GAUGE): v for k, v in arrays.items() if k.startswith(_GAUGE)}
        states = {k.removeprefix(_STATE): v for k, v in arrays.items() if k.startswith(_STATE)}
        for k in range(len(arrays["times"])):
            self.add(
                {name: float(values[k]) for name, values in gauges.items()},
                {name: values[k] for name, values in states.items()},
            )
