"""Certificates that an element vanishes where a constraint holds: ``sum of u * constraint * v``."""

from __future__ import annotations

from sslcheck.derive.expr import Dot, Expr, Prod, Relation, difference
from sslcheck.derive.kinds.residuals.divisors import vanishing_factors
from sslcheck.derive.kinds.residuals.multiples import combined
from sslcheck.derive.normal import NormalForm

__all__ = ["certificate"]


def certificate(normal: NormalForm, relation: Relation) -> Expr | None:
    """The derivative of ``lhs - rhs`` as a sum of multiples of ``lhs - rhs``, if one is found."""
    written = difference(relation.lhs, relation.rhs)
    if normal.whole(written).shape == ("1", "1"):
        return _by_a_scalar(normal, written)
    gap = normal.element(written)
    rate = normal.element(Dot(written))
    if rate.is_zero():
        return normal.expr(rate)
    return combined(normal, rate, [(written, gap)])


def _by_a_scalar(normal: NormalForm, written: Expr) -> Expr | None:
    """Of a number, in which traces are letters: their products may be factors."""
    gap, rate = (normal.whole(node).value() for node in (written, Dot(written)))
    if gap.is_zero():
        return None
    factor = (rate / gap).root_reduced().cancelled()
    if vanishing_factors(normal, factor.denominator):
        return None
    return Prod((normal.expr(normal.alphabet.scalar(factor)), written))
