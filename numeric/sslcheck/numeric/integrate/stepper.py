"""One step of an explicit Runge-Kutta method on a flat state."""

from __future__ import annotations

from collections.abc import Callable

from sslcheck.numeric.arrays import Array, Arrays
from sslcheck.numeric.integrate.tableau import Tableau

__all__ = ["Stepper"]

Rate = Callable[[Array, Array], None]
"""``rate(y, out)`` writes dy/dt into ``out``; both are flat. No flow here depends on the time."""


class Stepper:
    """Rows in one array: the state, a derivative for each stage, the new state, the error.

    A stage's argument is a weighted sum of the first rows, taken as one product of a vector of
    weights and that array: every row is read once. ``size`` numbers make a state; memory is
    `rows` times that.
    """

    def __init__(self, arrays: Arrays, method: Tableau, size: int, rate: Rate) -> None:
        self.arrays = arrays
        self.method = method
        self.rate = rate
        self.rows = arrays.zeros((rows(method), size))
        self._unit = self._weights([], 1.0)
        self._a = [self._weights(list(row), 0.0) for row in method.a]
        self._error = arrays.put(method.error) if method.error else None

    def _weights(self, row: list[float], first: float) -> Array:
        padded = [first, *row, *[0.0] * (self.method.stages - len(row))]
        return self.arrays.put(padded)

    # rows by their role

    @property
    def state(self) -> Array:
        """The state at the beginning of the step."""
        return self.rows[0, :]

    @property
    def new(self) -> Array:
        """The state at the end of the step."""
        return self.rows[self.method.stages + 1, :]

    @property
    def spare(self) -> Array:
        """A row that `error_norm` and `interpolate` write to."""
        return self.rows[self.method.stages + 2, :]

    def derivative(self, stage: int) -> Array:
        """The derivative of a stage; of stage -1, that at the new state."""
        return self.rows[1 + stage % self.method.stages, :]

    # a step

    def start(self, state: Array) -> None:
        """Begin at a state: its derivative is computed."""
        self.state[...] = state
        self.rate(self.state, self.derivative(0))

    def step(self, h: float) -> None:
        """Compute the new state and its derivative from the state and its derivative."""
        for stage in range(1, self.method.stages):
            count = 1 + stage
            weights = self._unit[:count] + h * self._a[stage][:count]
            self.arrays.xp.matmul(weights, self.rows[:count, :], out=self.new)
            self.rate(self.new, self.derivative(stage))

    def accept(self) -> None:
        """The new state and its derivative are where the next step begins."""
        self.state[...] = self.new
        self.derivative(0)[...] = self.derivative(-1)

    def error_norm(self, h: float, rtol: float, atol: float) -> float:
        """Root mean square of the local error over ``atol + rtol * max(|old|, |new|)``."""
        assert self._error is not None, "the method has no error estimate"
        xp, count = self.arrays.xp, self.method.stages
        xp.matmul(h * self._error, self.rows[1 : count + 1, :], out=self.spare)
        size, chunk = self.spare.shape[0], self.arrays.chunk
        total: Array = 0.0
        for at in range(0, size, chunk):
            part = slice(at, min(at + chunk, size))
            scale = xp.maximum(xp.abs(self.state[part]), xp.abs(self.new[part]))
            ratio = self.spare[part] / (scale * rtol + atol)
            total = total + xp.sum(ratio * ratio)
        return float((self.arrays.number(total) / size) ** 0.5)

    def finite(self) -> bool:
        """Whether the new state has only finite numbers."""
        xp = self.arrays.xp
        return bool(self.arrays.number(xp.sum(xp.abs(self.new))) < float("inf"))

    def interpolate(self, theta: float, h: float) -> Array:
        """The state at ``t + theta h``, in the spare row; before `accept`."""
        dense = self.method.dense
        weights = [1.0, *(h * sum(c * theta ** (k + 1) for k, c in enumerate(d)) for d in dense)]
        count = self.method.stages + 1
        self.arrays.xp.matmul(self.arrays.put(weights), self.rows[:count, :], out=self.spare)
        return self.spare


def rows(method: Tableau) -> int:
    """How many states a `Stepper` holds in memory."""
    return method.stages + 3
