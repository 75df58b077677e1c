"""Flows of which every solution ends in finite time."""

from __future__ import annotations

from fractions import Fraction

from sslcheck.derive.algebra.ratios import Ratio
from sslcheck.derive.errors import Unsupported
from sslcheck.derive.expr import Dot, Expr, Power, Prod, Relation, Sym
from sslcheck.derive.kinds.limits.existence import made_in
from sslcheck.derive.normal import NormalForm
from sslcheck.derive.signs.scalar import Signs

__all__ = ["ends"]


def ends(normal: NormalForm) -> Relation | None:
    """What shows that a state blows up from every start, and with it the trajectory ends.

    A positive state does in finite time that grows at least like a power of itself above 1.
    """
    for name in sorted(normal.setting.flow):
        try:
            rate = normal.element(Dot(Sym(name)))
        except Unsupported:
            continue
        if rate.terms.keys() == {()} and normal.functions.positive(name):
            bound = _bound(normal, name, rate.as_scalar())
            if bound is not None:
                return Relation(Dot(Sym(name)), ">=", bound)
    return None


def _bound(normal: NormalForm, name: str, rate: Ratio) -> Expr | None:
    """A power of a positive state in its rate, where no other term is negative."""
    if name in rate.denominator.deep() or name in made_in(rate):
        return None
    signs = Signs(normal.functions)
    powers = rate.numerator.coefficients(name)
    weights = {power: (part / rate.denominator).cancelled() for power, part in powers.items()}
    if not all(map(signs.known_nonnegative, weights.values())):
        return None
    for power, weight in weights.items():
        moves = any(map(normal.functions.moves, weight.deep()))
        if power > 1 and signs.known_positive(weight) and not moves:
            grown = Power(Sym(name), Fraction(power))
            return Prod((normal.expr(normal.alphabet.scalar(weight)), grown))
    return None
