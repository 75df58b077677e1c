"""Proved inequalities along a run: the greater side less the smaller one, which stays at least 0.

They hold wherever the states are as they are declared; whether they still are is looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from sslcheck.derive import expr as e
from sslcheck.derive.algebra.elements import Element
from sslcheck.derive.algebra.ratios import Ratio
from sslcheck.derive.article.article import Article, Claim
from sslcheck.derive.emit import Plan
from sslcheck.derive.errors import SslcheckError
from sslcheck.derive.kinds.definite import DefiniteMatrix
from sslcheck.derive.kinds.inequality import Inequality
from sslcheck.derive.models.model import Model
from sslcheck.derive.normal import NormalForm
from sslcheck.derive.shapes import resolve_relation
from sslcheck.derive.text.printing import plain, to_text
from sslcheck.numeric.device.arrays import Array, Arrays
from sslcheck.numeric.device.kernel import Values
from sslcheck.numeric.device.spectrum import eigenvalues
from sslcheck.numeric.flows.chosen import Chosen
from sslcheck.numeric.flows.conserved import without
from sslcheck.numeric.flows.draws import mismatch
from sslcheck.numeric.look.world import world_of
from sslcheck.numeric.watched.evaluator import Evaluator
from sslcheck.numeric.watched.finding import Finding
from sslcheck.numeric.watched.gauges import LARGEST_SPECTRUM
from sslcheck.numeric.watched.series import Kind, Scale, Series

__all__ = ["ORDERS", "Margin", "Margins", "margin_of"]

ORDERS = (Inequality, DefiniteMatrix)
"""The kinds of claims that say which of two sides is greater."""

_MOST = 60
_BELOW = ("<", "<=")
_LEFT = "state not as declared"
"""The series that says which state has left what it is declared to be: its place, or 0."""


@dataclass(frozen=True, slots=True)
class Margin:
    """``quantity >= 0``, of a matrix in the Loewner order."""

    claim: str
    equation: str
    quantity: e.Expr
    matrix: bool = False


def margin_of(article: Article, claim: Claim) -> Margin | None:
    """What a claim says to be at least 0; None where it is not one inequality of formulas."""
    if not isinstance(claim.form, ORDERS):
        return None
    if isinstance(claim.form, DefiniteMatrix) and claim.form.of:
        return None
    try:
        symbols = world_of(article, claim).symbols
        (relation,) = (
            resolve_relation(r, symbols, source=claim.statement.source, where=claim.id)
            for r in claim.statement.relations
        )
    except (SslcheckError, ValueError):
        return None
    sides = (relation.rhs, relation.lhs) if relation.op in _BELOW else (relation.lhs, relation.rhs)
    return Margin(claim.id, claim.equation, without(e.difference(*sides), ""))


def _addends(quantity: e.Expr, model: Model) -> list[e.Expr]:
    """What a quantity is the sum of when all is multiplied out: its rounding is of their size."""
    normal = NormalForm(model.setting)
    whole = normal.whole(quantity)
    found = [
        Element(whole.alphabet, whole.shape, {word: Ratio(c.scalars, part, c.den)})
        for word, c in whole.terms.items()
        for part in (c.num.ring.dtype({m: k}) for m, k in c.num.items())
    ]
    if len(found) > _MOST:
        return [*quantity.terms] if isinstance(quantity, e.Sum) else [quantity]
    return [normal.expr(each) for each in found]


def _of_matrix(evaluator: Evaluator) -> bool:
    plan = evaluator.plan
    return isinstance(plan, Plan) and plan.outputs[0].rows > 1


class Margins:
    """Measures margins at the save times of a run; ``evaluator`` makes what measures a quantity."""

    def __init__(
        self,
        article: Article,
        chosen: Chosen,
        arrays: Arrays,
        margins: tuple[Margin, ...],
        evaluator: Callable[[e.Expr], Evaluator | None],
    ) -> None:
        self.arrays = arrays
        symbols = article.symbols
        known = [symbols[s] for s in chosen.full.states if s in symbols]
        self._declared = {s.name: s for s in known if s.properties or s.sign != "real"}
        reduced = chosen.model is not chosen.full
        self.parts: dict[str, tuple[Evaluator, list[Evaluator]]] = {}
        for margin in margins if not (reduced and (self._declared or chosen.model.entries)) else ():
            whole = evaluator(margin.quantity)
            parts = [evaluator(term) for term in _addends(margin.quantity, chosen.full)]
            if whole is not None and None not in parts:
                self.parts[margin.claim] = whole, [p for p in parts if p is not None]
        self.margins = tuple(
            replace(m, matrix=_of_matrix(self.parts[m.claim][0]))
            for m in margins
            if m.claim in self.parts
        )
        self._names = chosen.model.moved
        self._scale: dict[str, float] = {}
        self._left = 0

    @property
    def known(self) -> dict[str, Series]:
        """All that may be measured, by name."""
        found = {_LEFT: Series("the state that is not as declared", "its place", Scale.HIDDEN)}
        for margin in self.margins:
            found |= Kind.MARGIN.of_law(margin.claim) | Kind.SCALE.of_law(margin.claim)
        return found

    def remember(self, series: Mapping[str, np.ndarray[Any, Any]]) -> None:
        """What goes on from before, of a run that is resumed."""
        for margin in self.margins:
            self._scale[margin.claim] = float(series[Kind.SCALE.of(margin.claim)][-1])
        if self.margins:
            self._left = int(series[_LEFT][-1])
            if abs(self._left) > len(self._names):
                raise ValueError(f"`{_LEFT}` = {self._left} is not possible")

    def measure(self, states: tuple[Array, ...], values: Values) -> dict[str, float]:
        """All margins by name: a number, the least of all modes, or the least eigenvalue."""
        found: dict[str, float] = {}
        if self.margins and not self._left:
            self._left = self._departed(states)
        for margin in self.margins:
            whole, terms = self.parts[margin.claim]
            now = whole(states, values)["G"]
            sizes = [self._size(term(states, values)["G"]) for term in terms]
            scale = max(self._scale.get(margin.claim, 0.0), sum(sizes))
            self._scale[margin.claim] = found[Kind.SCALE.of(margin.claim)] = scale
            found[Kind.MARGIN.of(margin.claim)] = self._least(now)
        if self.margins:
            found[_LEFT] = float(self._left)
        return found

    def findings(self, series: Mapping[str, np.ndarray[Any, Any]]) -> Iterator[Finding]:
        """A row for each: its least value, held against 0 up to rounding."""
        for margin in self.margins:
            key = Kind.MARGIN.of(margin.claim)
            values, text = series[key], plain(to_text(margin.quantity)).strip()
            worst = float(np.min(values))
            limit = -(self.arrays.epsilon**0.5) * self._scale[margin.claim]
            seen = np.isfinite(worst) and not self._left
            yield Finding(
                f"λ_min({text})" if margin.matrix else text,
                margin.equation,
                float(values[0]),
                float(values[-1]),
                worst,
                limit if seen else None,
                bool(worst >= limit) if seen else None,
                f"claim {margin.claim}: at least 0" + self._why(),
                key,
                True,
            )

    def _least(self, array: Array) -> float:
        xp = self.arrays.xp
        if getattr(array, "ndim", 0) < 2 or array.shape == (1, 1):
            return self.arrays.number(xp.min(array) if getattr(array, "ndim", 0) else array)
        if array.shape[0] > LARGEST_SPECTRUM:
            return float("nan")
        return self.arrays.number(eigenvalues(self.arrays, 0.5 * (array + array.T))[0])

    def _size(self, array: Array) -> float:
        if getattr(array, "ndim", 0) > 1:
            return self.arrays.norm(array)
        return self.arrays.number(self.arrays.xp.max(self.arrays.xp.abs(array)))

    def _departed(self, states: tuple[Array, ...]) -> int:
        """The place of the first state that is not as declared any more, from 1 on; 0 for none.

        Negative is that of one whose size forbids to look.
        """
        for place, (name, state) in enumerate(zip(self._names, states, strict=False), 1):
            symbol = self._declared.get(name)
            if symbol is None:
                continue
            value = np.asarray(self.arrays.to_host(state), dtype=np.float64)
            if max(value.shape, default=1) > LARGEST_SPECTRUM and value.ndim > 1:
                return -place
            if not np.isfinite(value).all() or mismatch(symbol, value):
                return place
        return 0

    def _why(self) -> str:
        """What the place that `_departed` told means, to be said behind something else."""
        if not self._left:
            return ""
        name = plain(self._names[abs(self._left) - 1])
        if self._left < 0:
            return f"; whether {name} stays as declared is not looked at in this size"
        return f"; {name} does not stay as declared"
