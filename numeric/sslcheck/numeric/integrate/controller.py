"""The step size of an adaptive method."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["GROW", "LEAST_ERROR", "SAFETY", "SHRINK", "PIController"]

SAFETY = 0.9
SHRINK = 0.2
GROW = 10.0
LEAST_ERROR = 1e-4
"""What an error counts for at least where the next step hangs on it."""


@dataclass(slots=True)
class PIController:
    """Proportional-integral control: ``h <- h * safety * err^(-0.7/k) * last_err^(0.4/k)``.

    ``err`` is the norm of the local error over the tolerance, k the order of the method. From
    K. Gustafsson, ACM TOMS 17 (1991) 533-554; the numbers are those of Hairer and Wanner, Solving
    Ordinary Differential Equations II, section IV.2.
    """

    order: int
    last_error: float = 1.0
    rejected: bool = False

    def accepts(self, error: float) -> bool:
        """Whether a step with this error (in units of the tolerance) may stand."""
        return error <= 1.0

    def factor(self, error: float) -> float:
        """What the step size is multiplied by next; the history is updated."""
        if not self.accepts(error):  # also for an error that is not a number
            self.rejected = True
            plain = error ** (-1 / self.order) if error < float("inf") else 0.0
            return max(SHRINK, min(0.9, SAFETY * plain))
        if error == 0.0:
            factor = GROW
        else:
            factor = error ** (-0.7 / self.order) * self.last_error ** (0.4 / self.order)
            factor = max(SHRINK, min(GROW, SAFETY * factor))
        if self.rejected:  # no growth right after a rejection
            factor = min(factor, 1.0)
        self.last_error = max(error, LEAST_ERROR)
        self.rejected = False
        return factor
