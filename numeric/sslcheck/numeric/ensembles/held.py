"""What is proved of a flow, held against all trajectories of an ensemble."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from sslcheck.derive.algebra.elements import Element
from sslcheck.derive.article.derivation import Derivation
from sslcheck.derive.emit import ElementwisePlan, alone, make_elementwise_plan
from sslcheck.derive.emit.values import scalar_value
from sslcheck.derive.errors import SslcheckError
from sslcheck.derive.expr import Expr, Sum, Sym
from sslcheck.derive.models.laws import ExactLaw, exact_law
from sslcheck.derive.models.model import Model
from sslcheck.derive.normal import NormalForm
from sslcheck.derive.text.printing import to_text
from sslcheck.derive.traverse import walk
from sslcheck.numeric.device.kernel import Program
from sslcheck.numeric.ensembles.columns import Numbers
from sslcheck.numeric.flows.conserved import INTEGRALS, quantity_of

__all__ = ["Held", "Law", "laws_of"]


@dataclass(frozen=True, slots=True)
class Held:
    """A law on an ensemble: the trajectories that keep it, those that exceed their limit, and the
    others, of which nothing can be said.

    ``worst`` is the drift that is largest beside its own ``limit``, relative to the terms of the
    quantity.
    """

    name: str
    equation: str
    note: str
    keep: int
    exceed: int
    worst: float
    limit: float


class Law:
    """``G(t) = e^{-rate t} G(0)``, evaluated on trajectories with parameters of their own."""

    def __init__(self, model: Model, sizes: Mapping[str, int], law: ExactLaw) -> None:
        self.law = law
        terms = law.quantity.terms if isinstance(law.quantity, Sum) else (law.quantity,)
        outputs: dict[str, Expr] = {f"G{k}": term for k, term in enumerate(terms)}
        self.plan: ElementwisePlan = alone(
            make_elementwise_plan(model, 1, {"G": law.quantity, **outputs}, sizes), 1
        )
        self._program = Program.of(self.plan)
        self._rated = [n.name for n in walk(law.rate) if isinstance(n, Sym)]

    @property
    def needed(self) -> tuple[str, ...]:
        """The parameters that it reads."""
        return tuple(dict.fromkeys((*map(self.plan.names.symbol, self.plan.data), *self._rated)))

    def sides(self, states: Numbers, parameters: Mapping[str, Numbers]) -> tuple[Numbers, Numbers]:
        """The quantity, and the sum of the sizes of its terms, of states by trajectory."""
        out = [np.zeros(states.shape[1]) for _ in self.plan.rates]
        data = tuple(parameters[self.plan.names.symbol(name)] for name in self.plan.data)
        self._program.evaluate(np, tuple(states), tuple(out), data, (), ())
        return out[0], np.sum(np.abs(out[1:]), axis=0)

    def rate(self, parameters: Mapping[str, Numbers]) -> Numbers:
        """The rate of each trajectory."""
        return np.asarray(scalar_value(self.law.rate, parameters), dtype=np.float64)

    def drift(
        self,
        parameters: Mapping[str, Numbers],
        moments: Iterator[tuple[float, Numbers]],
        largest: Numbers,
    ) -> Numbers:
        """How far the quantity is from its law at the worst, relative to its largest terms.

        The first of the ``moments``, times and states, is the start; ``largest`` are the sizes that
        the states have had on the way, where an error was made that is seen at its end.
        """
        rate = self.rate(parameters)
        _, states = next(moments)
        start, scale = self.sides(states, parameters)
        scale = np.fmax(scale, self.sides(largest, parameters)[1])
        off = np.zeros_like(start)
        for t, states in moments:
            now, size = self.sides(states, parameters)
            scale = np.maximum(scale, size)
            off = np.maximum(off, np.abs(now - start * np.exp(-rate * t)))
        return np.divide(off, scale, out=np.zeros_like(off), where=scale > 0)

    def held(self, drift: Numbers, limit: Numbers) -> Held:
        """The row of the law. A limit of nan says nothing."""
        known = np.isfinite(limit) & np.isfinite(drift)
        kept = known & (drift <= limit)
        worst = int(np.argmax(np.where(known, drift / limit, -1.0))) if known.any() else -1
        rate = to_text(self.law.rate)
        moves = "its start" if rate == "0" else f"e^(-{rate} t) times its start"
        return Held(
            f"drift of {to_text(self.law.quantity)}",
            self.law.equation,
            f"claim {self.law.claim}: from {moves}, relative to its terms",
            int(kept.sum()),
            int((known & ~kept).sum()),
            float(drift[worst]) if worst >= 0 else float("nan"),
            float(limit[worst]) if worst >= 0 else float("nan"),
        )


def laws_of(scene: Derivation, model: Model, sizes: Mapping[str, int]) -> tuple[Law, ...]:
    """The laws of the quantities that the article's claims are about, derived for the model."""
    found: list[tuple[Element, Law]] = []
    normal = NormalForm(model.setting)
    for claim in scene.article.claims:
        if not isinstance(claim.form, INTEGRALS) or claim.refused:
            continue
        try:
            quantity = quantity_of(scene.article, claim)[2]
            law = exact_law(model, claim, quantity)
            element = normal.element(model.express(quantity))
            if law is not None and not any((element - other).is_zero() for other, _ in found):
                found.append((element, Law(model, sizes, law)))
        except (SslcheckError, ValueError, KeyError):
            continue  # the states of the model do not fix it
    return tuple(law for _, law in found)
