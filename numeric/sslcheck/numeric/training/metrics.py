"""What is measured along a training run: on the device, with one transfer to the host."""

from __future__ import annotations

from collections.abc import Mapping
from math import exp
from typing import Any

import numpy as np

from sslcheck.numeric.alive import alive, dead_below
from sslcheck.numeric.arrays import Array, Arrays
from sslcheck.numeric.article import subject
from sslcheck.numeric.data import Moment
from sslcheck.numeric.gauges import LARGEST_SPECTRUM
from sslcheck.numeric.outcome import NotFinite
from sslcheck.numeric.series import Scale, Series
from sslcheck.numeric.spectrum import effective_rank, eigenvalues
from sslcheck.numeric.training.estimate import Estimate
from sslcheck.numeric.training.options import TrainOptions
from sslcheck.numeric.training.probe import Probe
from sslcheck.numeric.training.problem import Problem
from sslcheck.numeric.training.stability import Curvature

__all__ = ["METRICS", "Metrics"]

_PREDICTOR, _CORRELATION = "largest of W_p", "largest of F*"
METRICS = {
    "loss": Series("objective", "value", Scale.LOG),
    "norm of W": Series("norm of the online network", "Frobenius norm", Scale.LOG),
    "norm of W_p": Series("norm of the predictor", "Frobenius norm", Scale.LOG),
    "alignment": Series(
        "commutator of correlation and predictor", "relative to the norms", Scale.LOG
    ),
    "F_hat to F": Series("estimate to the correlation", "relative distance"),
    "F_hat to F*": Series("estimate to its derived fixed point", "relative distance"),
    "parabola": Series("distance from the parabola or rule", "relative size"),
    "drift of (3)": Series("drift from the law of the bracket", "relative drift", Scale.LOG),
    "gap of H": Series("smallest eigenvalue of the decay", "eigenvalue [1/time]"),
    "clamped": Series("eigenvalues clamped at 0", "number"),
    "modes alive": Series("modes alive", "number of modes"),
    "effective rank": Series("effective rank of the correlation", "effective rank"),
    "probe accuracy": Series("linear probe", "accuracy"),
    "strain": Series("strain of a step; beyond 1 it leaves the flow", "relative", Scale.LOG),
}
"""All that may be measured, by name."""

_SMALL = 0.1  # of the least w_j^2 that is proved to survive: what is not below that is alive

States = Mapping[str, Array]


class Metrics:
    """Functions of the weights, with the exact moments of the data; `begin` sets what is relative.

    ``rate`` is that of the law (3) for the bracket, where the run obeys it, ``least`` the smallest
    w_j^2 that a mode is proved to tend to. F = W X W^T, and
    ``F*`` = W (X + X') W^T is the derived fixed point of eq. (9).
    """

    def __init__(
        self,
        options: TrainOptions,
        problem: Problem,
        arrays: Arrays,
        estimate: Estimate,
        curvature: Curvature,
        rate: float | None,
        least: float = float("inf"),
    ) -> None:
        self.options = options
        self.curvature = curvature
        self.rate = rate
        self.least = least
        self.arrays = arrays
        self.estimate = estimate
        self.probe = Probe(options, problem, arrays) if options.classes else None
        self.spectra = options.n <= LARGEST_SPECTRUM
        self._X = _operand(arrays, problem.moments.mean)
        self._S = _operand(arrays, problem.total)
        moments = problem.moments
        self._least_x, self._least_noise = (moments.extremes(n)[0] for n in moments.names)
        self._names = subject(options.flow).roles.weights
        self._bracket: Any = 0.0
        self._scale = self._dead = 0.0

    def begin(self, states: States) -> None:
        """Remember the bracket of (3), and the size of W, at time 0."""
        xp, W = self.arrays.xp, states[self._names[1]]
        gram, square = self._terms(states)
        self._bracket = gram - square
        self._scale = self.arrays.norm(gram) + self.arrays.norm(square)
        dead = dead_below(self.arrays.number(xp.sum(W * W)), self.options.n, self.options.d)
        self._dead = min(dead, _SMALL * self.least)

    def _terms(self, states: States) -> tuple[Array, Array]:
        """``W W^T`` and ``W_p^T W_p / alpha_p``, the two sides of (3)."""
        xp, (W_p, W) = self.arrays.xp, (states[name] for name in self._names[:2])
        return xp.matmul(W, W.T), xp.matmul(W_p.T, W_p) / self.options.alpha_p

    def fixed(self, W: Array) -> Array:
        """``F* = W (X + X') W^T``, the fixed point of (9) at these weights."""
        return self.arrays.xp.matmul(self._times(W, self._S), W.T)

    def _times(self, W: Array, operand: Any) -> Array:
        if isinstance(operand, float) or operand.ndim == 1:
            return W * operand
        return self.arrays.xp.matmul(W, operand)

    def measure(self, states: States, t: float, ends: bool = False) -> dict[str, float]:
        """All metrics by name. Eigenvalues of large matrices only at the ``ends``, else nan.

        Raises `NotFinite` if the weights, or anything made of them, are not finite.
        """
        found = self._all(states, t, ends or self.spectra)
        numbers = dict(zip(found, self.arrays.numbers(list(found.values())), strict=True))
        if not np.isfinite(numbers["norm of W"] + numbers["norm of W_p"] + numbers["loss"]):
            raise NotFinite("the weights are not finite")
        return self._strained(numbers)

    def wreck(self, states: States, t: float) -> dict[str, float]:
        """The same, without eigenvalues, of weights that may not be finite."""
        found = self._all(states, t, spectra=False)
        numbers = dict(zip(found, self.arrays.numbers(list(found.values())), strict=True))
        numbers |= dict.fromkeys(numbers.keys() & {"probe accuracy"}, float("nan"))
        return self._strained(numbers)

    def _strained(self, numbers: dict[str, float]) -> dict[str, float]:
        largest = numbers.pop(_PREDICTOR), numbers.pop(_CORRELATION)
        numbers["strain"] = self.curvature.strain(self.curvature.at(*largest))
        return numbers

    def _all(self, states: States, t: float, spectra: bool) -> dict[str, Array]:
        xp, options = self.arrays.xp, self.options
        W_p, W = (states[name] for name in self._names[:2])
        target = states.get(self._names[2], W)
        F, fixed = xp.matmul(self._times(W, self._X), W.T), self.fixed(W)
        output = xp.matmul(W_p, W)
        loss = xp.sum(self._times(output, self._S) * output) / 2
        loss = loss - xp.sum(self._times(output, self._X) * target)
        loss = loss + xp.sum(self._times(target, self._S) * target) / 2
        gram, square = self._terms(states)
        FW, WF = xp.matmul(F, W_p), xp.matmul(W_p, F)
        found = {
            "loss": loss,
            "norm of W": self._norm(W),
            "norm of W_p": self._norm(W_p),
            "alignment": self._ratio(self._norm(FW - WF), self._norm(F) * self._norm(W_p)),
            "clamped": self.estimate.clamped,
        }
        if "F_hat" in states:
            F_hat = states["F_hat"]
            for name, other in (("F_hat to F", F), ("F_hat to F*", fixed)):
                found[name] = self._ratio(self._norm(F_hat - other), self._norm(other))
        if options.scheme.trained:
            size = self._norm(gram) + self._norm(square)
            found["parabola"] = self._ratio(self._norm(gram - square), size)
        if self.rate is not None:
            start = exp(-self.rate * t) * self._bracket
            found["drift of (3)"] = self._norm(gram - square - start) / (self._scale or 1.0)
        if self.probe is not None:
            found["probe accuracy"] = self.probe.accuracy(W)
        return found | self._spectral(states, F, fixed, gram, square, spectra)

    def _spectral(
        self, states: States, F: Array, fixed: Array, gram: Array, square: Array, spectra: bool
    ) -> dict[str, Array]:
        """What takes eigenvalues."""
        xp, options, W_p = self.arrays.xp, self.options, states[self._names[0]]
        nothing = xp.zeros_like(F[0, 0]) + float("nan")
        names = ["effective rank", "modes alive", _PREDICTOR, _CORRELATION]
        names += ["parabola"] if options.scheme.direct else []
        names += ["gap of H"] if options.target == "no-stop-gradient" else []
        if not spectra:
            return dict.fromkeys(names, nothing)
        left = options.alpha_p * square  # W_p^T W_p
        spectrum = eigenvalues(self.arrays, gram)
        forward = eigenvalues(self.arrays, left)
        found = {
            "effective rank": effective_rank(xp, eigenvalues(self.arrays, (F + F.T) / 2)),
            "modes alive": alive(self.arrays, spectrum, self._dead),
            _PREDICTOR: xp.sqrt(xp.abs(xp.max(forward))),
            _CORRELATION: xp.max(eigenvalues(self.arrays, (fixed + fixed.T) / 2)),
        }
        if options.scheme.direct:
            wanted, _ = self.estimate.predictor((fixed + fixed.T) / 2)
            found["parabola"] = self._ratio(self._norm(W_p - wanted), self._norm(wanted))
        if options.target == "no-stop-gradient":
            # H = (W_p - I)^T (W_p - I) (x) X + (W_p^T W_p + I) (x) X' + eta I
            shifted = left - W_p - W_p.T
            gap = (1 + xp.min(forward)) * self._least_noise + options.eta
            least = xp.min(eigenvalues(self.arrays, shifted))
            found["gap of H"] = gap + self._least_x * (1 + least)
        return found

    def _norm(self, matrix: Array) -> Array:
        xp = self.arrays.xp
        return xp.sqrt(xp.sum(matrix * matrix))

    def _ratio(self, top: Array, bottom: Array) -> Array:
        """A quotient, 0 where both are."""
        xp = self.arrays.xp
        safe = xp.where(bottom > 0, bottom, xp.ones_like(bottom))
        return top / safe


def _operand(arrays: Arrays, moment: Moment) -> Any:
    """A moment as what multiplies W from the right: a number, the diagonal, or the matrix."""
    return float(moment.value) if moment.structure == "isotropic" else arrays.put(moment.value)
