"""Integration by Adams methods, whose order and step follow the solution."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sslcheck.numeric.device.arrays import Array, Arrays
from sslcheck.numeric.disk.remembered import number, whole
from sslcheck.numeric.integrate.adams import Adams
from sslcheck.numeric.integrate.history import History
from sslcheck.numeric.integrate.integrator import Integrator, Steps
from sslcheck.numeric.integrate.stepper import Rate
from sslcheck.numeric.integrate.tableau import TSIT5
from sslcheck.numeric.outcome import Outcome

__all__ = ["Multistep"]

_BETWEEN = 3  # derivatives inside the first step: with its ends they make order 5
_AIM = 0.5  # of the tolerance: what the next step should err by
_STRICT = 15.0  # what an error counts: the end is then as near as with Tsitouras' method
_SHY = {-1: 1.0, 0: 0.9, 1: 0.8}  # how far a step is trusted at the order below, the same, above
_GROW, _SHRINK, _FAILED = 2.0, 0.5, 0.2


class Multistep(Integrator):
    """Begins by a step of Tsitouras' method, and goes on from derivatives inside of it.

    A step evaluates the rate twice, one that fails once. The order is that of which the longest
    step is expected next; higher ones are trusted less, since an Adams method is the less stable
    the higher its order. What the future depends on is in `memory`, and in `rows`: the state, and
    all derivatives that are kept.
    """

    def __init__(
        self,
        arrays: Arrays,
        method: Adams,
        size: int,
        rate: Rate,
        t_end: float,
        steps: Steps,
        blocks: tuple[slice, ...] = (),
    ) -> None:
        self.history = History(arrays, method, size, rate, blocks)
        super().__init__(arrays, TSIT5, size, rate, t_end, steps, blocks, self.history.rows)
        self.order = 0
        self._used = 0  # by the last step
        self._failures = 0

    @property
    def name(self) -> str:
        """Of the method."""
        return self.history.method.name

    @property
    def kept(self) -> int:
        """How many derivatives `rows` has."""
        return self.history.method.kept

    def _settle(self) -> None:
        self.history.accept()

    @property
    def _cost(self) -> int:
        return 1 if self.order else super()._cost

    def advance(self) -> Outcome | None:
        """One accepted step, to `t`; an outcome where none is possible."""
        if not self.order:
            outcome = super().advance()
            if outcome is None and self.t < self.t_end:
                self._continue_from(self._width)
            return outcome
        while True:
            h = self.ahead()
            if isinstance(h, Outcome):
                return h
            if self._try(h):
                return None

    def _continue_from(self, h: float) -> None:
        """Turn the first step, of Runge and Kutta, into a history of derivatives."""
        history, at = self.history, self.stepper
        rows = history.rows
        beside = range(TSIT5.rows, TSIT5.rows + _BETWEEN)
        for i, row in enumerate(beside, start=1):
            self.rate(at.interpolate(i / (_BETWEEN + 1), h), rows[row, :])
        self.evaluations += _BETWEEN
        last = 2 + _BETWEEN  # the first derivative is in row 1 already
        rows[last, :] = at.derivative(-1)
        for i, row in enumerate(beside):
            rows[2 + i, :] = rows[row, :]
        history.new[...] = at.new
        rows[last + 1 : history.method.kept + 1, :] = 0.0
        for i in range(last):
            history.times[i] = self.t - h + h * i / (last - 1)
        history.times[last - 1] = self.t
        history.head, history.count, self.order = last - 1, last, last
        self._used = last - 1  # of one derivative more, as always: all that there are
        self.h = _GROW * h / (last - 1)

    def _try(self, h: float) -> bool:
        """Make a step; whether it may stand. Order and step are chosen for what follows."""
        history, k = self.history, self.order
        # every second step the order below or above is looked at, in turn
        other = 0
        if self.accepted % 4 == 1:
            other = k - 1
        elif self.accepted % 4 == 3 and k < min(history.method.most, history.count):
            other = k + 1
        history.predict(self.t, h, k, other)
        found = history.correct(self.t, h, k, self.tolerance, other)
        errors = {k: _STRICT * error for k, error in found.items()}
        error = errors[k]
        if not error <= 1.0:  # also what is not a number
            history.drop()
            self._failures += 1
            if self._failures > 1 and k > 1:
                self.order = k - 1
            factor = _SHY[0] * (_AIM / error) ** (1 / (k + 1)) if error < float("inf") else 0.0
            self.h = h * min(max(factor, _FAILED), _SHY[0])
            return False
        history.evaluate()
        self.evaluations += 1
        if not self._last(h):  # a shortened last step says nothing about the next
            self._choose(h, errors)
        self._used, self._failures = k, 0
        self._accept(h)
        return True

    def _choose(self, h: float, errors: Mapping[int, float]) -> None:
        factors = {
            k: _SHY[k - self.order] * (_AIM / max(error, 1e-10)) ** (1 / (k + 1))
            for k, error in errors.items()
        }
        best = max(factors, key=lambda k: factors[k])
        most = 1.0 if self._failures else _GROW  # no growth right after a step that failed
        self.h = h * min(max(factors[best], _SHRINK), most)
        self.order = best

    def states(self, times: list[float]) -> Iterator[tuple[float, Array]]:
        """The states at the times inside the last step, one after the other in the same memory."""
        if not self.order:
            yield from super().states(times)
            return
        history, begin = self.history, self.t - self._width
        for time in times:
            if time == self.t:
                yield time, history.new
            else:
                theta = (time - begin) / self._width
                yield time, history.interpolate(begin, self._width, self._used, theta)

    # -- to be kept and resumed -----------------------------------------------------------------

    def memory(self) -> dict[str, float]:
        """The numbers that the future depends on, besides `rows`."""
        history = self.history
        return {
            **super().memory(),
            "flipped": history.flipped != bool(self._width),
            "order": self.order,
            "failures": self._failures,
            "head": history.head,
            "count": history.count,
            **{f"time {i}": time for i, time in enumerate(history.times)},
        }

    def rows(self) -> tuple[Array, Array]:
        """State at `t`, and the derivatives that are kept, one above the other."""
        history = self.history
        if not self.order:
            return super().rows()[0], history.derivatives
        return history.new if self._width else history.state, history.derivatives

    def restore(self, memory: Mapping[str, Any], state: Array, derivative: Array) -> None:
        """Go on from where `memory` and `rows` were taken.

        Raises KeyError, and ValueError for numbers that no integration can have come to.
        """
        self._restore_numbers(memory)
        history, places = self.history, self.history.method.kept
        history.flipped = bool(whole(memory, "flipped", 1))
        history.head = whole(memory, "head", places - 1)
        history.count = whole(memory, "count", places)
        history.times = [number(memory, f"time {i}", self.t_end) for i in range(places)]
        self.order = whole(memory, "order", min(history.method.most, history.count))
        self._failures = whole(memory, "failures")
        if not history.descends():
            raise ValueError("the times of the derivatives are not in order")
        history.state[...] = state
        history.derivatives[...] = derivative
        self._width = 0.0
