"""What is measured along a training run: on the device, with one transfer to the host."""

from __future__ import annotations

from collections.abc import Mapping
from math import exp
from typing import Any

import numpy as np

from sslcheck.numeric.device.arrays import Array, Arrays
from sslcheck.numeric.device.spectrum import effective_rank, eigenvalues
from sslcheck.numeric.outcome import NotFinite
from sslcheck.numeric.training.emitted import numbers_of
from sslcheck.numeric.training.estimate import Estimate
from sslcheck.numeric.training.options import TrainOptions
from sslcheck.numeric.training.probe import Probe
from sslcheck.numeric.training.problem import Problem
from sslcheck.numeric.training.quantities import Quantities
from sslcheck.numeric.training.stability import Curvature
from sslcheck.numeric.watched.alive import alive, dead_below
from sslcheck.numeric.watched.evaluator import Evaluator
from sslcheck.numeric.watched.gauges import LARGEST_SPECTRUM
from sslcheck.numeric.watched.series import Scale, Series

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

    What is measured are ``quantities`` of the article, emitted as a flow's kernels are. ``least``
    is the smallest w_j^2 that a mode is proved to tend to.
    """

    def __init__(
        self,
        options: TrainOptions,
        problem: Problem,
        arrays: Arrays,
        estimate: Estimate,
        curvature: Curvature,
        quantities: Quantities,
        least: float = float("inf"),
    ) -> None:
        self.options = options
        self.curvature = curvature
        self.quantities = quantities
        self.least = least
        self.arrays = arrays
        self.estimate = estimate
        self.probe = Probe(options, problem, arrays) if options.classes else None
        self.spectra = options.n <= LARGEST_SPECTRUM
        about = quantities.subject
        self.rate = quantities.rate(about.numbers(options.flow))
        sizes = about.sizes(options.flow)
        self._of = Evaluator(quantities.model, sizes, quantities.outputs, arrays)
        fixed = {"fixed": quantities.outputs["fixed"]}
        self._fixed = Evaluator(quantities.model, sizes, fixed, arrays)
        self._values = {**numbers_of(options), **problem.moments.values(arrays)}
        moments = problem.moments
        self._extremes = {"": (1.0, 1.0), **{n: moments.extremes(n) for n in moments.names}}
        self._names = about.roles.weights
        self._bracket: Any = 0.0
        self._scale = self._dead = 0.0

    def begin(self, states: States) -> None:
        """Remember the bracket of the law, and the size of W, at time 0."""
        xp, W = self.arrays.xp, states[self._names[1]]
        if self.rate is not None:
            terms = self._terms(self._evaluated(states))
            self._bracket = sum(terms)
            self._scale = sum(map(self.arrays.norm, terms))
        dead = dead_below(self.arrays.number(xp.sum(W * W)), self.options.n, self.options.d)
        self._dead = min(dead, _SMALL * self.least)

    def _evaluated(self, states: States, of: Evaluator | None = None) -> dict[str, Array]:
        of = of or self._of
        return of(tuple(states[name] for name in of.model.states), self._values)

    def _terms(self, found: Mapping[str, Array]) -> list[Array]:
        """The terms of what the law of the bracket is about."""
        return [found[name] for name in self.quantities.terms]

    def fixed(self, states: States) -> Array:
        """``F*``, the fixed point of the estimate at these weights."""
        return self._evaluated(states, self._fixed)["fixed"]

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
        options, made = self.options, self._evaluated(states)
        W_p, W = (states[name] for name in self._names[:2])
        F, fixed, terms = made["correlation"], made["fixed"], self._terms(made)
        sizes = self._norm(F) * self._norm(W_p)
        found = {
            "loss": made["loss"],
            "norm of W": self._norm(W),
            "norm of W_p": self._norm(W_p),
            "alignment": self._ratio(self._norm(made["commutator"]), sizes),
            "clamped": self.estimate.clamped,
        }
        if "F_hat" in states:
            F_hat = states["F_hat"]
            for name, other in (("F_hat to F", F), ("F_hat to F*", fixed)):
                found[name] = self._ratio(self._norm(F_hat - other), self._norm(other))
        if options.scheme.trained and terms:
            size = sum(map(self._norm, terms))
            found["parabola"] = self._ratio(self._norm(sum(terms)), size)
        if self.rate is not None:
            start = exp(-self.rate * t) * self._bracket
            found["drift of (3)"] = self._norm(sum(terms) - start) / (self._scale or 1.0)
        if self.probe is not None:
            found["probe accuracy"] = self.probe.accuracy(W)
        return found | self._spectral(states, made, spectra)

    def _spectral(
        self, states: States, made: Mapping[str, Array], spectra: bool
    ) -> dict[str, Array]:
        """What takes eigenvalues."""
        xp, options, W_p = self.arrays.xp, self.options, states[self._names[0]]
        nothing = xp.zeros_like(W_p[0, 0]) + float("nan")
        decay = self.quantities.decay
        names = ["effective rank", "modes alive", _PREDICTOR, _CORRELATION]
        names += ["parabola"] if options.scheme.direct else []
        names += ["gap of H"] if decay else []
        if not spectra:
            return dict.fromkeys(names, nothing)
        found = {
            "effective rank": effective_rank(xp, self._spectrum(made["correlation"])),
            "modes alive": alive(self.arrays, self._spectrum(made["gram"]), self._dead),
            _PREDICTOR: xp.sqrt(xp.abs(xp.max(self._spectrum(made["square"])))),
            _CORRELATION: xp.max(self._spectrum(made["seen"])),
        }
        if options.scheme.direct:
            wanted, _ = self.estimate.predictor((made["fixed"] + made["fixed"].T) / 2)
            found["parabola"] = self._ratio(self._norm(W_p - wanted), self._norm(wanted))
        if decay:
            found["gap of H"] = sum(self._least(made[name], data) for name, data in decay.items())
        return found

    def _least(self, matrix: Array, data: str) -> Array:
        """The smallest eigenvalue of ``matrix (x) data``."""
        low, high = self._extremes[data]
        least = self.arrays.xp.min(self._spectrum(matrix))
        return self.arrays.xp.where(least < 0, high * least, low * least)

    def _spectrum(self, matrix: Array) -> Array:
        return eigenvalues(self.arrays, (matrix + matrix.T) / 2)

    def _norm(self, matrix: Array) -> Array:
        xp = self.arrays.xp
        return xp.sqrt(xp.sum(matrix * matrix))

    def _ratio(self, top: Array, bottom: Array) -> Array:
        """A quotient, 0 where both are."""
        xp = self.arrays.xp
        safe = xp.where(bottom > 0, bottom, xp.ones_like(bottom))
        return top / safe
