"""A linear system with its exact solution, stepped through with fixed steps."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from scipy.linalg import expm

from sslcheck.numeric.device.arrays import open_arrays
from sslcheck.numeric.integrate import Tableau
from sslcheck.numeric.integrate.stepper import Stepper

__all__ = ["STEPS", "Linear", "broken", "slope"]

STEPS = [2.0**-k for k in range(4, 8)]


class Linear:
    """``y' = A y`` with a random stable A: slowly damped oscillations.

    Errors of successive orders are then at right angles, and slopes settle at steps that are long
    enough for errors well above rounding.
    """

    def __init__(self, size: int = 6, seed: int = 3) -> None:
        rng = np.random.default_rng(seed)
        A = rng.normal(size=(size, size)) / size**0.5
        self.A = A - A.T - 0.05 * np.eye(size)
        self.y0 = rng.normal(size=size)

    def exact(self, t: float) -> Any:
        """The solution at a time."""
        return expm(t * self.A) @ self.y0

    def rate(self, y: Any, out: Any) -> None:
        """The derivative."""
        np.matmul(self.A, y, out=out)

    def stepper(self, method: Tableau) -> Stepper:
        """A stepper at the start."""
        made = Stepper(open_arrays("numpy"), method, self.y0.size, self.rate)
        made.start(self.y0)
        return made

    def error_at_2(self, method: Tableau, h: float) -> float:
        """How far the solution at t = 1 is off after steps of ``h``."""
        stepper = self.stepper(method)
        for _ in range(round(2 / h)):
            stepper.step(h)
            stepper.accept()
        return float(np.linalg.norm(stepper.state - self.exact(2.0)))

    def error_between(self, method: Tableau, h: float, theta: float) -> float:
        """How far the interpolant of the first step is off."""
        stepper = self.stepper(method)
        stepper.step(h)
        return float(np.linalg.norm(stepper.interpolate(theta, h) - self.exact(theta * h)))

    def estimate(self, method: Tableau, h: float) -> float:
        """The estimated error of the first step: its root mean square."""
        stepper = self.stepper(method)
        stepper.step(h)
        return stepper.error_norm(h, rtol=0.0, atol=1.0)


def slope(error: Callable[[float], float], steps: Sequence[float] = STEPS) -> float:
    """The order that the errors show: the fitted slope in logarithmic scales."""
    errors = [error(h) for h in steps]
    return float(np.polyfit(np.log(steps), np.log(errors), 1)[0])


def broken(rows: tuple[tuple[float, ...], ...], row: int, at: int) -> tuple[tuple[float, ...], ...]:
    """The rows with one coefficient changed by a thousandth."""
    changed = [list(r) for r in rows]
    changed[row][at] += 1e-3
    return tuple(map(tuple, changed))
