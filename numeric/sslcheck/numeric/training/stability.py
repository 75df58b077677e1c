"""How long a step may be: before the steps blow up, and before they stop following the flow.

A step of (2) is one of gradient descent with momentum m on a loss whose Hessian is at most L. It
blows up unless ``lr L < 2 (1 + m)``, and it follows the flow without overshooting where
``lr L <= (1 - sqrt(m))^2`` (B. T. Polyak, USSR Comp. Math. Math. Phys. 4 (1964), for a quadratic).
L depends on the weights, so both are bounds at the weights at hand.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import floor, inf, log10, nan, sqrt
from typing import Any

import numpy as np

from sslcheck.numeric.article import subject
from sslcheck.numeric.start import Start
from sslcheck.numeric.training.options import TrainOptions
from sslcheck.numeric.training.problem import Problem

__all__ = ["MOST_LR", "Curvature", "chosen_step"]

MOST_LR = 0.05
"""The step that is taken where it is short enough."""

_SHARE = 0.5  # of the longest stable step, where that is shorter: the weights may grow on the way
_NOISE = 0.1
_ITERATIONS = 30

Matrix = np.ndarray[Any, Any]


@dataclass(frozen=True, slots=True)
class Curvature:
    """Bounds of the Hessian from the largest eigenvalues of X + X' and of X', and their traces.

    A batch has larger ones than the moments that it is drawn from: by about the trace over its
    size.
    """

    options: TrainOptions
    view: float
    noise: float
    spread: float
    """Trace of X + X' over its largest eigenvalue: about how many directions the views fill."""
    known: bool = True
    """Whether it is of the network of `rules`; of another one no bound is known: all are nan."""

    @classmethod
    def of(cls, options: TrainOptions, problem: Problem, known: bool = True) -> Curvature:
        """That of a problem."""
        d, noise = options.d, problem.moments.noise
        view, trace = _largest_and_trace(problem.total, d)
        largest, rest = _largest_and_trace(noise, d)
        size = options.batch or inf
        spread = trace / view if view > 0 else 0.0
        return cls(options, view + trace / size, largest + rest / size, spread, known)

    def at(self, predictor: float, correlation: float) -> float:
        """L for the largest singular value of W_p and the largest eigenvalue of W (X + X') W^T."""
        options = self.options
        if not self.known:
            return nan
        bound = options.scheme.curvature(options, self.view, self.noise, predictor, correlation)
        return float(bound + options.eta)

    def at_start(self, problem: Problem, start: Start) -> float:
        """L where a run begins."""
        options, roles = self.options, subject(self.options.flow).roles
        W, W_p = start.matrices[roles.online], start.matrices[roles.predictor]
        total = problem.total
        S = total.value if total.structure == "dense" else total.diagonal(options.d)

        def correlation(v: Matrix) -> Matrix:
            back = W.T @ v
            return np.asarray(W @ (S @ back if S.ndim == 2 else S * back))

        largest = _largest(correlation, options.n)

        def measured() -> float:
            return sqrt(_largest(lambda v: W_p.T @ (W_p @ v), options.n))

        return self.at(options.scheme.largest(options, largest, measured), largest)

    def longest(self, bound: float) -> float:
        """The lr from which on steps blow up, for a Hessian of at most ``bound``."""
        options = self.options
        if not self.known:
            return inf
        found = 2 * (1 + options.momentum) / bound if bound > 0 else inf
        if options.target == "ema" and options.beta > 0:
            found = min(found, 2 * (1 - options.momentum) / options.beta)
        return found

    def strain(self, bound: float) -> float:
        """Up to 1 the steps follow the flow, where the Hessian is at most ``bound``.

        Then they do not overshoot, and what a batch adds to the moments moves the weights by a
        tenth of what the moments do, at most.
        """
        options = self.options
        if not self.known:
            return nan
        step = options.lr * bound
        noise = step * self.spread / options.batch if options.batch else 0.0
        average = options.time_step * options.beta if options.target == "ema" else 0.0
        return max(step / (1 - sqrt(options.momentum)) ** 2, average, noise / _NOISE)


def chosen_step(longest: float) -> float:
    """The step for an ``lr`` that is left to the data: two digits, rounded down."""
    if longest > MOST_LR:
        return MOST_LR
    digits = 10.0 ** (floor(log10(_SHARE * longest)) - 1)
    return floor(_SHARE * longest / digits) * digits


def _largest_and_trace(moment: Any, d: int) -> tuple[float, float]:
    if moment.structure == "dense":
        return float(np.linalg.eigvalsh(moment.value)[-1]), float(np.trace(moment.value))
    values = moment.diagonal(d)
    return float(values.max()), float(values.sum())


def _largest(product: Any, n: int) -> float:
    """The largest eigenvalue of a PSD matrix by power iteration: a little below, never above."""
    v = np.random.default_rng(0).standard_normal(n)
    size = 0.0
    for _ in range(_ITERATIONS):
        v = product(v / np.linalg.norm(v))
        size = float(np.linalg.norm(v))
        if not 0 < size < inf:
            break
    return size
