"""Certificates that an element vanishes where a constraint holds: ``sum of u * constraint * v``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sslcheck.derive.algebra.scalars import Ratio
from sslcheck.derive.algebra.words import TRACE, Element, Word
from sslcheck.derive.errors import Unsupported
from sslcheck.derive.expr import (
    Dot,
    Expr,
    Prod,
    Relation,
    Sum,
    Transpose,
    difference,
)
from sslcheck.derive.kinds.divisors import vanishing_factors
from sslcheck.derive.normal import NormalForm

__all__ = ["certificate"]

_ROUNDS = 3
_MOST = 60
"""How many multiples of the constraint are tried at once."""


@dataclass(frozen=True, slots=True)
class _Multiple:
    """``u * constraint * v``, as an element and as it is written."""

    element: Element
    shown: Expr


def certificate(normal: NormalForm, relation: Relation) -> Expr | None:
    """The derivative of ``lhs - rhs`` as a sum of multiples of ``lhs - rhs``, if one is found."""
    written = difference(relation.lhs, relation.rhs)
    gap = normal.element(written)
    rate = normal.element(Dot(written))
    if rate.is_zero():
        return normal.expr(rate)
    if gap.shape == ("1", "1"):
        return _by_a_scalar(normal, written, gap, rate)
    known: dict[tuple[Word, ...], _Multiple] = {}
    seen: set[Word] = set()
    pending = set(rate.terms)
    for _ in range(_ROUNDS):
        for word in sorted(pending - seen):
            for multiple in _multiples(normal, written, gap, word):
                known.setdefault(tuple(sorted(multiple.element.terms)), multiple)
        seen |= pending
        pending = {w for m in known.values() for w in m.element.terms}
        if len(known) > _MOST:
            return None
        weights = _combination(normal, rate, [m.element for m in known.values()])
        if weights is not None:
            return _shown(normal, list(known.values()), weights)
    return None


def _by_a_scalar(normal: NormalForm, written: Expr, gap: Element, rate: Element) -> Expr | None:
    word = next(iter(gap.terms))
    if word not in rate.terms:
        return None
    factor = (rate.terms[word] / gap.terms[word]).root_reduced().cancelled()
    below = Ratio(factor.scalars, factor.den, factor.scalars.unit)
    if vanishing_factors(normal, below) or not (rate - gap.scaled(factor)).is_zero():
        return None
    return Prod((normal.expr(normal.alphabet.scalar(factor)), written))


def _multiples(normal: NormalForm, written: Expr, gap: Element, word: Word) -> Iterator[_Multiple]:
    """The multiples of the constraint, or of its transpose, in which a word occurs."""
    for element, shown in ((gap, written), (gap.T, Transpose(written))):
        for part in element.terms:
            if not part or part[:1] == (TRACE,):
                continue
            for at in range(len(word) - len(part) + 1):
                if word[at : at + len(part)] == part:
                    try:
                        yield _multiple(normal, element, shown, word[:at], word[at + len(part) :])
                    except Unsupported:
                        continue


def _multiple(
    normal: NormalForm, element: Element, shown: Expr, before: Word, after: Word
) -> _Multiple:
    factors: list[Expr] = [shown]
    for word, left in ((before, True), (after, False)):
        if word:
            alphabet = normal.alphabet
            shape = alphabet.shape(word[0])[0], alphabet.shape(word[-1])[1]
            outer = Element(alphabet, shape, {word: normal.scalars.number(1)})
            element = outer * element if left else element * outer
            factors.insert(0 if left else len(factors), normal.expr(outer))
    return _Multiple(element, factors[0] if len(factors) == 1 else Prod(tuple(factors)))


def _combination(normal: NormalForm, target: Element, parts: list[Element]) -> list[Ratio] | None:
    """Weights with which the parts add up to the target, by elimination."""
    zero = normal.scalars.number(0)
    rows = [
        [*(part.terms.get(word, zero) for part in parts), target.terms.get(word, zero)]
        for word in sorted({w for e in (*parts, target) for w in e.terms})
    ]
    pivots: list[int] = []
    for column in range(len(parts)):
        at = len(pivots)
        row = next((r for r in range(at, len(rows)) if not rows[r][column].is_zero()), None)
        if row is None:
            continue
        rows[at], rows[row] = rows[row], rows[at]
        lead = rows[at][column]
        rows[at] = [(x / lead).cancelled() for x in rows[at]]
        for other in range(len(rows)):
            factor = rows[other][column]
            if other != at and not factor.is_zero():
                rows[other] = [
                    (x - factor * y).cancelled() for x, y in zip(rows[other], rows[at], strict=True)
                ]
        pivots.append(column)
    if any(not row[-1].is_zero() for row in rows[len(pivots) :]):
        return None
    weights = [zero] * len(parts)
    for row, column in enumerate(pivots):
        weights[column] = rows[row][-1]
    units = (Ratio(w.scalars, w.den, w.scalars.unit) for w in weights)
    return None if any(vanishing_factors(normal, unit) for unit in units) else weights


def _shown(normal: NormalForm, multiples: list[_Multiple], weights: list[Ratio]) -> Expr:
    terms: list[Expr] = []
    for multiple, weight in zip(multiples, weights, strict=True):
        if not weight.is_zero():
            scalar = normal.expr(normal.alphabet.scalar(weight))
            terms.append(Prod((scalar, multiple.shown)))
    return Sum(tuple(terms)) if len(terms) > 1 else terms[0]
