"""Several scalars that move each other, close to a point."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from sslcheck.derive.algebra.letters import ExpOf, LogOf, RootOf, closure
from sslcheck.derive.algebra.ratios import Ratio
from sslcheck.derive.algebra.rebuild import letter_expr
from sslcheck.derive.algebra.substitution import Substitution
from sslcheck.derive.errors import ArticleError, Unsupported
from sslcheck.derive.expr import ONE, Dot, Expr, Gradient, Prod, Sym
from sslcheck.derive.kinds.kind import Case
from sslcheck.derive.kinds.scalar.hurwitz import hurwitz
from sslcheck.derive.text.reason import raised

__all__ = ["Coupled", "coupled"]

_MOST = 4
_MADE = (str, RootOf, ExpOf, LogOf)


@dataclass(frozen=True)
class Coupled:
    """The ``rates`` of scalars that no other state moves, and a ``point``: a value for each."""

    case: Case
    rates: Mapping[str, Ratio]
    point: Mapping[str, Ratio]

    @cached_property
    def jacobian(self) -> list[list[Expr]]:
        """The derivatives of the rates (rows) by the variables (columns), not evaluated."""
        flow = self.case.setting.flow
        rates = [Prod((ONE, flow[name])) for name in self.rates]  # of no bare symbol
        return [[Gradient(name, rate) for name in self.rates] for rate in rates]

    @cached_property
    def linear(self) -> list[list[Ratio]]:
        """The Jacobian at the point."""
        return [[self.at(self.case.normal.scalar(e)) for e in row] for row in self.jacobian]

    @cached_property
    def demands(self) -> tuple[Ratio, ...]:
        """What `hurwitz` says of the Jacobian at the point."""
        normal = self.case.normal
        rows = [[normal.expr(normal.alphabet.scalar(e)) for e in row] for row in self.linear]
        return tuple(normal.scalar(e).root_reduced().cancelled() for e in hurwitz(rows))

    @property
    def stated(self) -> tuple[Expr, ...]:
        """The same, not evaluated: for the second route."""
        return hurwitz(self.jacobian)

    @cached_property
    def affine(self) -> bool:
        """Whether the rates are linear in the variables, up to constants."""
        return not any(
            self.case.normal.scalar(e).root_reduced().cancelled().deep() & self.rates.keys()
            for row in self.jacobian
            for e in row
        )

    @cached_property
    def needed(self) -> tuple[Ratio, ...]:
        """What must be positive at the point (what is under roots and logarithms) or not 0."""
        made = [n for rate in self.rates.values() for n in rate.free() if not isinstance(n, str)]
        inside = [
            n.value
            for n in closure(made)
            if isinstance(n, (RootOf, LogOf)) and n.value.deep() & self.rates.keys()
        ]
        below = [rate.denominator**2 for rate in self.rates.values()]
        return tuple(self.at(value) for value in (*inside, *below))

    def at(self, value: Ratio) -> Ratio:
        """A scalar at the point."""
        normal = self.case.normal
        inserted = Substitution(normal.alphabet, {}, self.point, normal.functions).scalar(value)
        return inserted.root_reduced().cancelled()


def coupled(case: Case, point: Mapping[str, Ratio]) -> Coupled:
    """The flow of the scalars of a point; raises `Unsupported` where others move them as well."""
    normal, setting = case.normal, case.setting
    if len(point) > _MOST:
        raise Unsupported(f"more than {_MOST} variables")
    rates = {}
    for name in point:
        symbol = setting.symbols.get(name)
        if symbol is None or not symbol.scalar or name not in setting.flow:
            raise ArticleError(f"`{name}` is not a scalar that the flow moves")
        if name in setting.lets or setting.relations:
            raise raised(Unsupported, "what is supposed of ", Sym(name), " at all times")
        rates[name] = normal.scalar(Dot(Sym(name))).root_reduced().cancelled()
    for name, rate in rates.items():
        for letter in sorted(closure(rate.free()), key=str):
            other = setting.symbols.get(letter) if isinstance(letter, str) else None
            if not isinstance(letter, _MADE) or (isinstance(letter, str) and other is None):
                raise raised(Unsupported, "the rate of ", Sym(name), " holds ", letter_expr(letter))
            if other is not None and other.moves and letter not in point:
                flow = "the flow of ", Sym(name), " also depends on ", Sym(other.name)
                raise raised(Unsupported, *flow, ", which moves")
    return Coupled(case, rates, point)
