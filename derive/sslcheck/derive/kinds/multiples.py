"""Multiples of an equation by words, and combinations of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sslcheck.derive.algebra.scalars import Ratio
from sslcheck.derive.algebra.words import TRACE, Element, Word
from sslcheck.derive.errors import Unsupported
from sslcheck.derive.expr import Expr, Prod, Transpose
from sslcheck.derive.kinds.signs import Branch
from sslcheck.derive.normal import NormalForm

__all__ = ["Multiple", "combination", "multiples"]


@dataclass(frozen=True, slots=True)
class Multiple:
    """``u * gap * v``, as an element and as it is written."""

    element: Element
    shown: Expr


def multiples(normal: NormalForm, written: Expr, gap: Element, word: Word) -> Iterator[Multiple]:
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
) -> Multiple:
    factors: list[Expr] = [shown]
    for word, left in ((before, True), (after, False)):
        if word:
            alphabet = normal.alphabet
            shape = alphabet.shape(word[0])[0], alphabet.shape(word[-1])[1]
            outer = Element(alphabet, shape, {word: normal.scalars.number(1)})
            element = outer * element if left else element * outer
            factors.insert(0 if left else len(factors), normal.expr(outer))
    return Multiple(element, factors[0] if len(factors) == 1 else Prod(tuple(factors)))


def combination(normal: NormalForm, target: Element, parts: list[Element]) -> list[Ratio] | None:
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
    branch = Branch(normal.functions)
    return weights if all(branch.known(unit) in (1, -1) for unit in units) else None
