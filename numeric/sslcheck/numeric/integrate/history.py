"""The states and derivatives that a multistep method remembers, and sums of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from math import prod
from typing import Any

import numpy as np

from sslcheck.numeric.device.arrays import Array, Arrays
from sslcheck.numeric.integrate.adams import Adams, ahead, integral, weights
from sslcheck.numeric.integrate.norm import Sizes
from sslcheck.numeric.integrate.stepper import Rate

__all__ = ["History"]

Numbers = np.ndarray[Any, Any]

_PIECE = 2**14  # numbers: a dozen rows of so many fit into the cache


class History:
    """Rows in one array: a state, the derivatives in a ring, another state; two to spare.

    A step reads one of the states and writes the other. Sums are products of weights with rows that
    lie next to each other. On the host they are made piece by piece, and what else is done with a
    piece is done while it is in the cache; on a device each is one product with all the rows that
    it reaches over, in which those that do not count have weight 0.
    ``times`` has the time of each derivative by its place in the ring, ``head`` the place of the
    newest, ``count`` how many there are.
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
        self._gap = 1 if arrays.on_host else method.rows
        self._part = arrays.zeros((1, min(size, _PIECE) if arrays.on_host else 0))
        self._pieces = [
            (k, piece)
            for k, block in enumerate(blocks or (slice(0, size),))
            for piece in (_pieces(block) if arrays.on_host else [block])
        ]

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

    def _sums(self, sums: Sequence[tuple[int, float, Sequence[int], Numbers]]) -> None:
        """Write sums to rows: ``start`` times the state, and the derivatives by their weights.

        A sum is its row, ``start``, places of derivatives and their weights. All are made of a
        piece of the rows before the next one, while this is in the cache.
        """
        made = []
        for out, start, places, by in sums:
            used = {1 + place: float(weight) for place, weight in zip(places, by, strict=True)}
            if start:
                used[self._last if self.flipped else 0] = start
            made.append((out, [*self._runs(used)]))
        xp, rows = self.arrays.xp, self.rows
        for _, piece in self._pieces:
            for out, ((each, run), *others) in made:
                total = rows[out : out + 1, piece]
                xp.matmul(each, rows[run, piece], out=total)
                for each_, run_ in others:
                    part = self._part[:, : piece.stop - piece.start]
                    xp.matmul(each_, rows[run_, piece], out=part)
                    total += part

    def _runs(self, used: Mapping[int, float]) -> Iterator[tuple[Array, slice]]:
        """Rows next to each other with their weights; on a device all of them, some with 0."""
        rows = sorted(used)
        starts = [k for k, row in enumerate(rows) if k == 0 or row - rows[k - 1] > self._gap]
        for first, end in pairwise([*starts, len(rows)]):
            run = range(rows[first], rows[end - 1] + 1)
            each = self.arrays.put([[used.get(row, 0.0) for row in run]])
            yield each, slice(run.start, run.stop)

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

    def predict(self, begin: float, h: float, order: int, other: int = 0) -> None:
        """Go to the new state along the last derivatives, and add the derivative there.

        What that should be by their polynomials, of ``order`` and, if wanted, of an ``other``
        order, is kept for `correct`.
        """
        new, sums = 0 if self.flipped else self._last, []
        places = self._places(order)
        sums.append((new, 1.0, places, h * weights(self._nodes(places, h, begin))))
        for k, count in enumerate((order, other) if other else (order,)):
            places = self._places(count)
            sums.append((self._last + 1 + k, 0.0, places, ahead(self._nodes(places, h, begin))))
        self._sums(sums)
        self.head = (self.head + 1) % self.method.kept
        self.count = min(self.count + 1, self.method.kept)
        self.times[self.head] = begin + h
        self.rate(self.new, self.rows[1 + self.head, :])

    def correct(
        self, begin: float, h: float, order: int, tolerance: tuple[float, float], other: int = 0
    ) -> dict[int, float]:
        """Go on to the corrected state, of one order more; the errors by their orders.

        With P the polynomial through the last k derivatives and f the new one, the polynomial
        through all of them is P and ``(f - P(1)) prod((x - x_i) / (1 - x_i))``: the corrector adds
        the integral of this. A corrector of order k errs by what one node more adds.
        """
        xp, at = self.arrays.xp, 1 + self.head
        nodes = self._nodes(self._places((other if other > order else order) + 1), h, begin)
        orders = [order, other] if other else [order]
        reach = [prod(1 - x for x in nodes[1 : k + 1]) for k in orders]
        step = h * integral(nodes[1 : order + 1]) / reach[0]
        sizes = Sizes(self.arrays, self.blocks, self.rows.shape[1], *tolerance)
        for block, piece in self._pieces:
            f, old, new = (row[piece] for row in (self.rows[at, :], self.state, self.new))
            gaps = [self.rows[self._last + 1 + k, piece] for k in range(len(orders))]
            for gap in gaps:
                xp.subtract(f, gap, out=gap)
            gaps[0] *= step
            new += gaps[0]
            sizes.add(block, gaps, old, new)
        made = [step, 1.0][: len(orders)]  # what the gaps were multiplied by
        each = zip(orders, sizes.over(), reach, made, strict=True)
        return {k: size * abs(h * integral(nodes[:k]) / (r * by)) for k, size, r, by in each}

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
        self._sums([(self._last + 1, 1.0, places, by)])
        return self.spare


def _pieces(block: slice) -> Iterator[slice]:
    for first in range(block.start, block.stop, _PIECE):
        yield slice(first, min(first + _PIECE, block.stop))
