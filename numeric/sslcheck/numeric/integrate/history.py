"""The states and derivatives that a multistep method remembers, and sums of them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from sslcheck.numeric.arrays import Array, Arrays
from sslcheck.numeric.integrate.adams import Adams, divided, integral, weights
from sslcheck.numeric.integrate.norm import over_tolerance
from sslcheck.numeric.integrate.stepper import Rate

__all__ = ["History"]

Numbers = np.ndarray[Any, Any]


class History:
    """Rows in one array: a state, the derivatives in a ring, another state; one to spare.

    A step reads one of the states and writes the other. Sums are one product of weights with the
    rows that they reach over, in which those that do not count have weight 0. ``times`` has the
    time of each derivative by its place in the ring, ``head`` the place of the newest, ``count``
    how many there are.
    """

    def __init__(
        self, arrays: Arrays, method: Adams, size: int, rate: Rate, blocks: tuple[slice, ...]
    ) -> None:
        self.arrays = arrays
        self.method = method
        self.rate = rate
        self.blocks = blocks
        self.rows = arrays.zeros((method.rows, size))
        self.flipped = False
        self.times = [0.0] * method.kept
        self.head = 0
        self.count = 0
        self._last = method.kept + 1

    @property
    def state(self) -> Array:
        """The state at the beginning of the step."""
        return self.rows[self._last if self.flipped else 0, :]

    @property
    def new(self) -> Array:
        """The state at the end of the step."""
        return self.rows[0 if self.flipped else self._last, :]

    @property
    def spare(self) -> Array:
        """The row that differences and interpolated states are in."""
        return self.rows[self._last + 1, :]

    @property
    def derivatives(self) -> Array:
        """The ring: places x numbers."""
        return self.rows[1 : self._last, :]

    def _places(self, count: int) -> list[int]:
        """Those of the newest derivatives, the newest first."""
        return [(self.head - i) % self.method.kept for i in range(count)]

    def _sum(self, out: int, start: float, places: Sequence[int], by: Numbers) -> None:
        """Write ``start`` times the state and the derivatives by their weights to a row."""
        used = {1 + place: weight for place, weight in zip(places, by, strict=True)}
        if start:  # a state
            used[self._last if self.flipped else 0] = start
        first, end = min(used), max(used) + 1
        row = [float(used.get(place, 0.0)) for place in range(first, end)]
        xp, rows = self.arrays.xp, self.rows
        xp.matmul(self.arrays.put([row]), rows[first:end, :], out=rows[out : out + 1, :])

    def _nodes(self, places: Sequence[int], h: float, begin: float) -> list[float]:
        return [(self.times[place] - begin) / h for place in places]

    def descends(self) -> bool:
        """Whether the times of the newest derivatives fall from each to the next."""
        times = [self.times[place] for place in self._places(self.count)]
        return all(late > early for late, early in pairwise(times))

    def accept(self) -> None:
        """The new state is where the next step begins."""
        self.flipped = not self.flipped

    # -- a step from `begin` -----------------------------------------------------------------------

    def predict(self, begin: float, h: float, order: int) -> None:
        """Go to the new state along the last derivatives, and add the derivative there."""
        places = self._places(order)
        by = h * weights(self._nodes(places, h, begin))
        self._sum(0 if self.flipped else self._last, 1.0, places, by)
        self.head = (self.head + 1) % self.method.kept
        self.count = min(self.count + 1, self.method.kept)
        self.times[self.head] = begin + h
        self.rate(self.new, self.rows[1 + self.head, :])

    def correct(self, begin: float, h: float, order: int, tolerance: tuple[float, float]) -> float:
        """Go on to the corrected state, of one order more; the error at ``order`` by `error`."""
        places = self._places(order + 1)
        nodes = self._nodes(places, h, begin)
        step = h * integral(nodes[1:])
        self._sum(self._last + 1, 0.0, places, step * divided(nodes))
        self.arrays.xp.add(self.new, self.spare, out=self.new)
        return self._size(tolerance) * abs(h * integral(nodes[:-1]) / step)

    def error(self, begin: float, h: float, order: int, tolerance: tuple[float, float]) -> float:
        """What a corrector of ``order`` errs by, over the tolerance: what one more node adds."""
        places = self._places(order + 1)
        nodes = self._nodes(places, h, begin)
        by = h * integral(nodes[:-1]) * divided(nodes)
        self._sum(self._last + 1, 0.0, places, by)
        return self._size(tolerance)

    def _size(self, tolerance: tuple[float, float]) -> float:
        ends = self.state, self.new
        return over_tolerance(self.arrays, self.spare, ends, self.blocks, *tolerance)

    def evaluate(self) -> None:
        """Replace the newest derivative by that at the corrected state."""
        self.rate(self.new, self.rows[1 + self.head, :])

    def drop(self) -> None:
        """Forget the newest derivative: the step does not stand."""
        self.rows[1 + self.head, :] = 0.0  # a number that is not finite would be so times 0, too
        self.times[self.head] = 0.0
        self.head = (self.head - 1) % self.method.kept
        self.count -= 1

    def interpolate(self, begin: float, h: float, order: int, theta: float) -> Array:
        """The state at ``begin + theta h``, in the spare row, after `evaluate`; before `accept`."""
        places = self._places(order + 1)
        by = h * weights(self._nodes(places, h, begin), theta)
        self._sum(self._last + 1, 1.0, places, by)
        return self.spare
