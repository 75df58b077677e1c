"""From a state to the end time, step by step, with the state at the save times on the way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sslcheck.derive.errors import SslcheckError
from sslcheck.numeric.device.arrays import Array, Arrays
from sslcheck.numeric.disk.remembered import number, whole
from sslcheck.numeric.integrate.controller import PIController
from sslcheck.numeric.integrate.stepper import Rate, Stepper
from sslcheck.numeric.integrate.tableau import Tableau
from sslcheck.numeric.outcome import Outcome

__all__ = ["END", "FLAT", "FLOOR", "LEAST_FIRST", "Integrator", "InvalidStep", "Steps"]

FLOOR = 16 * 2.0**-52  # of a step, relative to the time span: what a double can still resolve
LEAST_FIRST = 1e-9  # likewise: numbers next to 0 may ask for any step, however short
FLAT = 1e-15  # of a slope over the tolerance: there is nothing to choose a first step by
END = 1 - 1e-12  # of the end time: a step that comes so far is the last


class InvalidStep(SslcheckError, ValueError):
    """Tolerances or a step size that no integration can use."""


@dataclass(frozen=True, slots=True)
class Steps:
    """How steps are chosen: tolerances for an adaptive method, ``fixed`` for any other."""

    rtol: float = 1e-6
    atol: float = 1e-9
    fixed: float = 0.01
    most: int = 100_000


class Integrator:
    """An autonomous system ``dy/dt = rate(y)`` on ``[0, t_end]``, resumable at every step.

    `advance` takes one step. Between two calls everything that the future depends on is in
    `memory` (numbers) and in the first two rows of the stepper (state and derivative).
    """

    def __init__(
        self,
        arrays: Arrays,
        method: Tableau,
        size: int,
        rate: Rate,
        t_end: float,
        steps: Steps,
        blocks: tuple[slice, ...] = (),
        memory: Array | None = None,
    ) -> None:
        """``memory`` are rows for the states of a step, where they are not to be made here."""
        if not 0 < t_end < float("inf"):
            raise InvalidStep(f"the end time must be positive and finite; got {t_end}")
        if method.error and not steps.rtol >= 4 * arrays.epsilon:
            raise InvalidStep(
                f"rtol = {steps.rtol:g} is finer than {arrays.dtype} can resolve: give at least"
                f" {4 * arrays.epsilon:.1e}, or take float64"
            )
        if method.error and not steps.atol >= 0:
            raise InvalidStep(f"atol must not be negative; got {steps.atol:g}")
        if not method.error and not 0 < steps.fixed <= t_end:
            raise InvalidStep(f"a fixed step must be positive and at most t_end; got {steps.fixed}")
        self.arrays = arrays
        self.method = method
        self.t_end = t_end
        self.steps = steps
        self._atol = max(steps.atol, arrays.smallest)  # a number that is and stays 0 has no error
        self.rate = rate
        self.stepper = Stepper(arrays, method, size, rate, blocks, memory)
        self.controller = PIController(method.order)
        self.t = 0.0
        self.h = 0.0
        self.taken = 0
        self.accepted = 0
        self.evaluations = 0
        self._width = 0.0

    @property
    def name(self) -> str:
        """Of the method."""
        return self.method.name

    @property
    def kept(self) -> int:
        """How many derivatives `rows` has."""
        return 1

    def begin(self, state: Array) -> Outcome | None:
        """Start at time 0; an outcome if the start is unusable already."""
        self.stepper.start(state)
        self.evaluations = 1
        if not self._sound(self.stepper.state) or not self._sound(self.stepper.derivative(0)):
            return Outcome.NOT_FINITE
        self.h = self._first_step() if self.method.error else self.steps.fixed
        return None

    def _sound(self, row: Array) -> bool:
        return self.arrays.norm(row) < float("inf")

    def _first_step(self) -> float:
        """Hairer, Nørsett and Wanner, Solving ODEs I, section II.4, with one norm for the state."""
        at, norm = self.stepper, self.arrays.norm
        size = norm(at.state)
        root = float(at.state.shape[0] ** 0.5)
        unit = self.steps.rtol * size + self._atol * root
        d0, d1 = size / unit, norm(at.derivative(0)) / unit
        h0 = 0.01 * d0 / d1 if min(d0, d1) > 1e-5 else 1e-6 * self.t_end
        least = LEAST_FIRST * self.t_end
        h0 = min(max(h0, least), self.t_end)
        at.euler(h0)
        self.evaluations += 1
        d2 = norm(at.derivative(1) - at.derivative(0)) / unit / h0
        if not d2 < float("inf"):
            return h0
        largest = max(d1, d2)
        h1 = max(1e-6 * self.t_end, h0 * 1e-3) if largest <= FLAT else (0.01 / largest) ** 0.2
        return min(max(min(100 * h0, h1), least), self.t_end)

    def advance(self) -> Outcome | None:
        """One accepted step, to `t`; an outcome where none is possible.

        The step can be looked into with `states` until the next call.
        """
        while True:
            h = self.ahead()
            if isinstance(h, Outcome):
                return h
            self.stepper.step(h)
            error = 0.0
            if self.method.error:
                error = self.stepper.error_norm(h, *self.tolerance)
            elif not self.stepper.finite():
                return Outcome.NOT_FINITE
            if self.judge(h, error):
                return None

    @property
    def tolerance(self) -> tuple[float, float]:
        """The relative and the absolute one, by which `judge` has the error."""
        return self.steps.rtol, self._atol

    def ahead(self) -> float | Outcome:
        """The step that is tried next; an outcome where none is possible."""
        if self._width:
            self._settle()
            self._width = 0.0
        if self.taken >= self.steps.most:
            return Outcome.TOO_MANY_STEPS
        h = self.t_end - self.t if self._last(self.h) else self.h
        if h < FLOOR * self.t_end:
            return Outcome.STEP_BELOW_FLOOR
        self.taken += 1
        self.evaluations += self._cost
        return h

    def _settle(self) -> None:
        """The end of the last step is where the next one begins."""
        self.stepper.accept()

    @property
    def _cost(self) -> int:
        """Evaluations of a step that is tried."""
        return self.method.evaluations

    def judge(self, h: float, error: float) -> bool:
        """Whether the step that was tried may stand, by its error over the tolerance."""
        last, good = self._last(h), True
        if self.method.error:
            good = self.controller.accepts(error)
            factor = self.controller.factor(error)
            if not (last and good):  # a shortened last step says nothing about the next
                self.h = h * factor
        if good:
            self._accept(h)
        return good

    def _accept(self, h: float) -> None:
        self.accepted += 1
        self._width = h
        self.t = self.t_end if self._last(h) else self.t + h

    def _last(self, h: float) -> bool:
        return self.t + h >= self.t_end * END

    def states(self, times: list[float]) -> Iterator[tuple[float, Array]]:
        """The states at the times inside the last step, one after the other in the same memory."""
        begin = self.t - self._width
        for time in times:
            if time == self.t:
                yield time, self.stepper.new
            else:
                yield time, self.stepper.interpolate((time - begin) / self._width, self._width)

    # -- to be kept and resumed -----------------------------------------------------------------

    def memory(self) -> dict[str, float]:
        """The numbers that the future depends on, besides `rows`."""
        return {
            "t": self.t,
            "h": self.h,
            "flipped": self.stepper.flipped != bool(self._width),
            "taken": self.taken,
            "accepted": self.accepted,
            "evaluations": self.evaluations,
            "last_error": self.controller.last_error,
            "rejected": self.controller.rejected,
        }

    def rows(self) -> tuple[Array, Array]:
        """State and derivative at `t`."""
        if self._width:
            return self.stepper.new, self.stepper.derivative(-1)
        return self.stepper.state, self.stepper.derivative(0)

    def restore(self, memory: Mapping[str, Any], state: Array, derivative: Array) -> None:
        """Go on from where `memory` and `rows` were taken.

        Raises KeyError, and ValueError for numbers that no integration can have come to.
        """
        self._restore_numbers(memory)
        # the order of a sum of rows, and so its last bit, depends on the end that it begins at
        self.stepper.flipped = bool(whole(memory, "flipped", 1))
        self.stepper.state[...] = state
        self.stepper.derivative(0)[...] = derivative
        self._width = 0.0

    def _restore_numbers(self, memory: Mapping[str, Any]) -> None:
        self.t = number(memory, "t", self.t_end)
        self.h = number(memory, "h", positive=True)
        self.taken = whole(memory, "taken", self.steps.most)
        self.accepted = whole(memory, "accepted", self.taken)
        self.evaluations = whole(memory, "evaluations")
        self.controller.last_error = number(memory, "last_error", positive=True)
        self.controller.rejected = bool(whole(memory, "rejected", 1))
