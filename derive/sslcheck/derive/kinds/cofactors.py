"""Certificates that an element vanishes where a constraint holds: ``sum of u * constraint * v``."""

from __future__ import annotations

from sslcheck.derive.algebra.scalars import Ratio
from sslcheck.derive.algebra.words import Word
from sslcheck.derive.expr import Dot, Expr, Prod, Relation, Sum, difference
from sslcheck.derive.kinds.divisors import vanishing_factors
from sslcheck.derive.kinds.multiples import Multiple, combination, multiples
from sslcheck.derive.normal import NormalForm

__all__ = ["certificate"]

_ROUNDS = 3
_MOST = 60
"""How many multiples of the constraint are tried at once."""


def certificate(normal: NormalForm, relation: Relation) -> Expr | None:
    """The derivative of ``lhs - rhs`` as a sum of multiples of ``lhs - rhs``, if one is found."""
    written = difference(relation.lhs, relation.rhs)
    if normal.whole(written).shape == ("1", "1"):
        return _by_a_scalar(normal, written)
    gap = normal.element(written)
    rate = normal.element(Dot(written))
    if rate.is_zero():
        return normal.expr(rate)
    known: dict[tuple[Word, ...], Multiple] = {}
    seen: set[Word] = set()
    pending = set(rate.terms)
    for _ in range(_ROUNDS):
        for word in sorted(pending - seen):
            for multiple in multiples(normal, written, gap, word):
                known.setdefault(tuple(sorted(multiple.element.terms)), multiple)
        seen |= pending
        pending = {w for m in known.values() for w in m.element.terms}
        if len(known) > _MOST:
            return None
        weights = combination(normal, rate, [m.element for m in known.values()])
        if weights is not None:
            return _shown(normal, list(known.values()), weights)
    return None


def _by_a_scalar(normal: NormalForm, written: Expr) -> Expr | None:
    """Of a number, in which traces are letters: their products may be factors."""
    gap, rate = (normal.whole(node).value() for node in (written, Dot(written)))
    if gap.is_zero():
        return None
    factor = (rate / gap).root_reduced().cancelled()
    if vanishing_factors(normal, factor.denominator):
        return None
    return Prod((normal.expr(normal.alphabet.scalar(factor)), written))


def _shown(normal: NormalForm, multiples: list[Multiple], weights: list[Ratio]) -> Expr:
    terms: list[Expr] = []
    for multiple, weight in zip(multiples, weights, strict=True):
        if not weight.is_zero():
            scalar = normal.expr(normal.alphabet.scalar(weight))
            terms.append(Prod((scalar, multiple.shown)))
    return Sum(tuple(terms)) if len(terms) > 1 else terms[0]
