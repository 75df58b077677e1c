"""One step of an explicit Runge-Kutta method on a flat state."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sslcheck.numeric.device.arrays import Array, Arrays
from sslcheck.numeric.integrate.norm import over_tolerance
from sslcheck.numeric.integrate.tableau import Tableau

__all__ = ["Rate", "Stepper"]

Rate = Callable[[Array, Array], None]
"""``rate(y, out)`` writes dy/dt into ``out``; both are flat. No flow here depends on the time."""


class Stepper:
    """Rows in one array: the state, a derivative for each stage, the new state; one to spare.

    A stage's argument is a weighted sum of the first rows, taken as one product of a vector of
    weights and that array: every row is read once. The next step uses the rows from the other end:
    there the new state is the state, and the derivative at it the first one, so that nothing is
    copied. ``flipped`` says which end is the first. ``size`` numbers make a state; ``blocks`` are
    the parts of it that are matrices, or none if every number stands for itself. In ``memory`` that
    is given the ends are not exchanged.
    """

    def __init__(
        self,
        arrays: Arrays,
        method: Tableau,
        size: int,
        rate: Rate,
        blocks: tuple[slice, ...] = (),
        memory: Array | None = None,
    ) -> None:
        self.arrays = arrays
        self.blocks = blocks
        self.method = method
        self.rate = rate
        self.flipped = False
        self._flips = memory is None
        self._rows = arrays.zeros((method.rows, size)) if memory is None else memory
        self._last = method.stages + 1
        self._spare = self._last + 1
        self._unit = self._pair([1.0, *[0.0] * method.stages])
        self._a = [self._pair([0.0, *_padded(row, method.stages)]) for row in method.a]
        self._error = self._pair(method.error) if method.error else None

    def move(self, rows: Array) -> None:
        """Go on in other memory, rows of a stack, where the ends are not exchanged."""
        for role in range(self._spare):
            rows[role] = self._row(role)
        self._rows, self.flipped, self._flips = rows, False, False

    def _pair(self, weights: Sequence[float]) -> tuple[Array, Array]:
        """Weights of the rows from either end, each 1 x stages."""
        return self.arrays.put([weights]), self.arrays.put([list(weights)[::-1]])

    def _row(self, role: int) -> Array:
        return self._rows[self._place(role), :]

    def _place(self, role: int) -> int:
        return self._last - role if self.flipped else role

    def _combine(self, weights: Array, first: int, count: int, place: int) -> None:
        """Write the weighted sum of ``count`` rows from the one of role ``first`` on to a place.

        Everything has two dimensions: CuPy 13 takes no vector as ``out``.
        """
        at = self._last - first - count + 1 if self.flipped else first
        rows_ = self._rows
        self.arrays.xp.matmul(weights, rows_[at : at + count, :], out=rows_[place : place + 1, :])

    @property
    def state(self) -> Array:
        """The state at the beginning of the step."""
        return self._row(0)

    @property
    def new(self) -> Array:
        """The state at the end of the step."""
        return self._row(self._last)

    @property
    def spare(self) -> Array:
        """The row that `error_norm` and `interpolate` write to."""
        return self._rows[self._spare, :]

    def derivative(self, stage: int) -> Array:
        """The derivative of a stage; of stage -1, that at the new state."""
        return self._row(1 + stage % self.method.stages)

    def start(self, state: Array) -> None:
        """Begin at a state: its derivative is computed."""
        self.state[...] = state
        self.rate(self.state, self.derivative(0))

    def euler(self, h: float) -> None:
        """The derivative one Euler step on, as that of the second stage."""
        new = self._place(self._last)
        self._combine(self.arrays.put([[h, 1.0] if self.flipped else [1.0, h]]), 0, 2, new)
        self.rate(self.new, self.derivative(1))

    def step(self, h: float) -> None:
        """Compute the new state and its derivative from the state and its derivative."""
        end = int(self.flipped)
        for stage in range(1, self.method.stages):
            count = 1 + stage
            used = slice(-count, None) if self.flipped else slice(0, count)
            weights = self._unit[end][:, used] + h * self._a[stage][end][:, used]
            self._combine(weights, 0, count, self._place(self._last))
            self.rate(self.new, self.derivative(stage))

    def accept(self) -> None:
        """The new state and its derivative are where the next step begins."""
        if self._flips:
            self.flipped = not self.flipped
        else:
            self.state[...] = self.new
            self.derivative(0)[...] = self.derivative(-1)

    def error_norm(self, h: float, rtol: float, atol: float) -> float:
        """The local error over the tolerance, as `over_tolerance` has it."""
        assert self._error is not None, "the method has no error estimate"
        self._combine(h * self._error[int(self.flipped)], 1, self.method.stages, self._spare)
        ends = self.state, self.new
        return over_tolerance(self.arrays, self.spare, ends, self.blocks, rtol, atol)

    def finite(self) -> bool:
        """Whether the new state has only finite numbers."""
        return self.arrays.norm(self.new) < float("inf")

    def interpolate(self, theta: float, h: float) -> Array:
        """The state at ``t + theta h``, in the spare row; before `accept`."""
        weights = [1.0]
        for row in self.method.dense:
            weights.append(h * sum(c * theta ** (k + 1) for k, c in enumerate(row)))
        if self.flipped:
            weights.reverse()
        self._combine(self.arrays.put([weights]), 0, self.method.stages + 1, self._spare)
        return self.spare


def _padded(row: Sequence[float], length: int) -> list[float]:
    return [*row, *[0.0] * (length - len(row))]
