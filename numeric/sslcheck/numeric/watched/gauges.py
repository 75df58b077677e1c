"""Gauges: what the proved statements say, measured along a run.

Which law a quantity obeys is derived by `sslcheck.derive.models.laws` for the flow and the data of
the run; here its two sides are evaluated.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import exp, isnan
from typing import Any

import numpy as np

from sslcheck.derive.emit.values import scalar_value
from sslcheck.derive.errors import Unsupported
from sslcheck.derive.expr import Expr, Prod, Sum, Sym, Trace, Transpose, negative
from sslcheck.derive.models.laws import BoundLaw, ExactLaw, squared_norm
from sslcheck.derive.models.model import Model
from sslcheck.derive.text.printing import plain
from sslcheck.derive.traverse import walk
from sslcheck.numeric.device.arrays import Array, Arrays
from sslcheck.numeric.device.kernel import Values
from sslcheck.numeric.device.spectrum import effective_rank, eigenvalues
from sslcheck.numeric.watched.alive import alive, dead_below
from sslcheck.numeric.watched.evaluator import Evaluator
from sslcheck.numeric.watched.laws import Rules
from sslcheck.numeric.watched.series import Kind, Scale, Series

__all__ = ["Gauges"]

Numbers = np.ndarray[Any, Any]

_PLAIN = {
    "loss": Series("objective", "value", Scale.LOG),
    "commutator": Series("commutator of correlation and predictor", "Frobenius norm", Scale.LOG),
    "modes alive": Series("modes alive", "number of modes"),
    "effective rank": Series("effective rank of the correlation", "effective rank"),
}

LARGEST_SPECTRUM = 1024
"""Beyond this many rows eigenvalues are taken at the first and the last save only."""


class Gauges:
    """Measures a run at its save times; `begin` remembers what the laws compare with.

    Drifts are relative to the largest terms so far, not to those at the start: an error is made at
    the state that is integrated, and a flow may grow out of next to nothing. ``states`` are the
    names of the states, of which each has a scale: the largest norm that it has had.
    """

    def __init__(
        self,
        rules: Rules,
        model: Model,
        sizes: Mapping[str, int],
        arrays: Arrays,
        extremes: Mapping[str, tuple[float, float]],
    ) -> None:
        self.rules = rules
        self.arrays = arrays
        self.extremes = extremes
        self.modal = model.elementwise
        roles = rules.subject.roles
        self._sizes, self._dead = (sizes[roles.outputs], sizes[roles.inputs]), 0.0
        self.spectra = self.modal or self._sizes[0] <= LARGEST_SPECTRUM
        self._start: dict[str, Array] = {}
        self._scale: dict[str, float] = {}

        def evaluator(outputs: Mapping[str, Expr]) -> Evaluator:
            return Evaluator(model, sizes, outputs, arrays)

        self._exact = {law.claim: law for law in rules.laws if isinstance(law, ExactLaw)}
        self._bounds = {law.claim: law for law in rules.laws if isinstance(law, BoundLaw)}
        self._quantity: dict[str, Evaluator] = {}
        self._square: dict[str, Evaluator] = {}
        for law in rules.laws:
            try:
                self._quantity[law.claim] = evaluator({"G": law.quantity})
            except Unsupported:  # the model has no such product, but the one of its square
                self._square[law.claim] = evaluator({"G": squared_norm(law.quantity)})
        self._terms = {
            law.claim: [evaluator({"G": term}) for term in rules.subject.addends(law.quantity)]
            for law in rules.laws
            if law.claim in self._quantity
        }
        self._matrices = {
            name: [(evaluator({"G": matrix}), data) for matrix, data in law.terms]
            for name, law in self._bounds.items()
        }
        self._fits = {
            name: {symbol: evaluator(_fit(state, other)) for state, other, symbol in fitted}
            for name, law in self._bounds.items()
            if (fitted := _proportional(law))
        }
        self._loss = evaluator({"G": rules.loss}) if rules.loss is not None else None
        self._F = evaluator({"G": rules.correlation}) if rules.correlation is not None else None
        self._Q = evaluator({"G": rules.commutator}) if rules.commutator is not None else None
        self._gram = evaluator({"G": rules.gram}) if rules.gram is not None else None
        self._skew = {
            name: evaluator({"G": Sum((Sym(name), negative(Transpose(Sym(name)))))})
            for name, value in model.states.items()
            if value == Sym(name) and not self.modal and _is_square(model, name)
        }
        self.states = tuple(model.states)

    @property
    def most(self) -> int:
        """How many series a run has at most: four to a law, one to a state or two to one that may
        be symmetric, and those that are always measured."""
        return 4 * len(self.rules.laws) + len(self.states) + len(self._skew) + 4

    @property
    def memory(self) -> int:
        """The most bytes that are held at a time, with what is remembered from the start."""
        evaluators = [*self._quantity.values(), *self._square.values(), *self._skew.values()]
        evaluators += [e for group in self._matrices.values() for e, _ in group]
        evaluators += [e for e in (self._loss, self._F, self._Q, self._gram) if e is not None]
        kept = sum(self._quantity[name].largest for name in self._exact)
        # beside a quantity its difference to the law, or a copy for its eigenvalues, twice at most
        return kept + max((e.memory + 2 * e.largest for e in evaluators), default=0)

    def begin(self, states: tuple[Array, ...], values: Values) -> None:
        """Remember the quantities of the exact laws at time 0, and the size of the modes."""
        for name in self._exact:
            self._start[name] = self._quantity[name](states, values)["G"]
        if self._gram is not None:
            gram = self._gram(states, values)["G"]
            squares = gram if self.modal else self.arrays.xp.reshape(gram, (-1,))
            total = self.arrays.xp.sum(squares[:: 1 if self.modal else gram.shape[0] + 1])
            self._dead = dead_below(self.arrays.number(total), *self._sizes)

    @property
    def known(self) -> dict[str, Series]:
        """All that may be measured, by name."""
        found: dict[str, Series] = {}
        for name in self._terms:
            found |= Kind.SCALE.of_law(name)
        for name in self.states:
            text = plain(name)
            found |= Kind.SCALE.of_state(name, text) | Kind.ASYMMETRY.of_state(name, text)
        for name in self._exact:
            found |= Kind.DRIFT.of_law(name) | Kind.SIZE.of_law(name)
        for name in self._bounds:
            found |= Kind.SIZE.of_law(name) | Kind.GAP.of_law(name)
        return found | _PLAIN

    def remember(self, series: Mapping[str, Numbers]) -> None:
        """How large the terms have been, from what a run has measured before it was resumed."""
        for name in (*self._terms, *self.states):
            self._scale[name] = float(series[Kind.SCALE.of(name)][-1])

    def loosened(self, claim: str, bound: Numbers, allowed: float) -> Numbers:
        """A bound raised by what the integration may err, relative to the largest terms.

        A norm that is the root of an integrated square errs by the root.
        """
        if isnan(allowed):
            return bound
        if claim in self._square:
            return np.asarray((bound**2 + allowed * bound[0] ** 2) ** 0.5)
        return bound + allowed * self._scale[claim]

    def _grown(self, name: str, now: float) -> float:
        """The largest size so far, of those that go by a name."""
        self._scale[name] = max(self._scale.get(name, 0.0), now)
        return self._scale[name]

    def _size(self, array: Array) -> float:
        """The Frobenius norm; of modes, the largest entry."""
        if not self.modal:
            return self.arrays.norm(array)
        return self.arrays.number(self.arrays.xp.max(self.arrays.xp.abs(array)))

    def measure(
        self, t: float, states: tuple[Array, ...], values: Values, spectra: bool
    ) -> dict[str, float]:
        """All gauges at one time by name; eigenvalues only with ``spectra``, else not a number."""
        spectra = spectra or self.spectra
        found: dict[str, float] = {}
        for name, terms in self._terms.items():
            now_large = sum(self._size(term(states, values)["G"]) for term in terms)
            found[Kind.SCALE.of(name)] = self._grown(name, now_large)
        for name, state in zip(self.states, states, strict=True):
            found[Kind.SCALE.of(name)] = self._grown(name, self.arrays.norm(state))
        if self._loss is not None:
            loss = self._loss(states, values)["G"]
            found["loss"] = self.arrays.number(self.arrays.xp.sum(loss) if self.modal else loss)
        for name, law in self._exact.items():
            now = self._quantity[name](states, values)["G"]
            expected = self._start[name] * _decayed(law, values, t)
            found[Kind.DRIFT.of(name)] = self._size(now - expected) / (self._scale[name] or 1.0)
            found[Kind.SIZE.of(name)] = self._size(now)
        for name in self._bounds:
            found[Kind.SIZE.of(name)] = self._bounded_size(name, states, values)
            found[Kind.GAP.of(name)] = self._gap(name, states, values) if spectra else float("nan")
        found |= self._plain(states, values, spectra)
        return found

    def _bounded_size(self, name: str, states: tuple[Array, ...], values: Values) -> float:
        if name in self._quantity:
            return self.arrays.norm(self._quantity[name](states, values)["G"])
        square = self.arrays.number(self._square[name](states, values)["G"])
        return float(max(square, 0.0) ** 0.5)

    def _plain(self, states: tuple[Array, ...], values: Values, spectra: bool) -> dict[str, float]:
        found: dict[str, float] = {}
        for name, evaluator in self._skew.items():
            skew = self.arrays.norm(evaluator(states, values)["G"])
            found[Kind.ASYMMETRY.of(name)] = skew / (self._scale[name] or 1.0)
        if self._Q is not None:
            found["commutator"] = self.arrays.norm(self._Q(states, values)["G"])
        if self._gram is not None:
            found["modes alive"] = float("nan")
            if spectra:
                squares = self._spectrum(self._gram(states, values)["G"])
                count = alive(self.arrays, squares, self._dead)
                found["modes alive"] = self.arrays.number(count)
        if self._F is not None:
            found["effective rank"] = float("nan")
            if spectra:
                rank = effective_rank(self.arrays.xp, self._spectrum(self._F(states, values)["G"]))
                found["effective rank"] = self.arrays.number(rank)
        return found

    def _spectrum(self, matrix: Array) -> Array:
        return matrix if self.modal else eigenvalues(self.arrays, (matrix + matrix.T) / 2)

    def _gap(self, name: str, states: tuple[Array, ...], values: Values) -> float:
        """The smallest eigenvalue of the sum of ``matrix (x) data``, or a bound below it."""
        values = {**values, **self._fitted(name, states, values)}
        total = 0.0
        for evaluator, data in self._matrices[name]:
            spectrum = self._spectrum(evaluator(states, values)["G"])
            least = self.arrays.number(self.arrays.xp.min(spectrum))
            low, high = self.extremes[data] if data else (1.0, 1.0)
            total += min(low * least, high * least)
        return total

    def _fitted(self, name: str, states: tuple[Array, ...], values: Values) -> dict[str, float]:
        """The factors of states that a law assumes proportional, by least squares."""
        found: dict[str, float] = {}
        for symbol, evaluator in self._fits.get(name, {}).items():
            parts = {
                key: self.arrays.number(self.arrays.xp.sum(part))
                for key, part in evaluator(states, values).items()
            }
            found[symbol] = parts["inner"] / parts["square"] if parts["square"] else 0.0
        return found


def _decayed(law: ExactLaw, values: Mapping[str, Any], t: float) -> float:
    """``e^{-rate t}`` with the numbers of the run."""
    return exp(-t * scalar_value(law.rate, values))


def _is_square(model: Model, name: str) -> bool:
    rows, cols = model.setting.symbols[name].shape
    return rows == cols


def _proportional(law: BoundLaw) -> list[tuple[str, str, str]]:
    """(state, other state, scalar) of each assumption ``state = scalar * other`` of a law."""
    found: list[tuple[str, str, str]] = []
    for state, value in law.assumed:
        match value:
            case Prod(factors=(Sym(name=scalar), Sym(name=other))):
                found.append((state, other, scalar))
    used = {n.name for matrix, _ in law.terms for n in walk(matrix) if isinstance(n, Sym)}
    return [f for f in found if f[2] in used]


def _fit(state: str, other: str) -> dict[str, Expr]:
    return {
        "inner": Trace(Prod((Sym(state), Transpose(Sym(other))))),
        "square": Trace(Prod((Sym(other), Transpose(Sym(other))))),
    }
