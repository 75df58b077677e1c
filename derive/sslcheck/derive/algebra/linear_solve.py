"""Elements as a multiple, or as a combination, of others with scalar coefficients."""

from __future__ import annotations

from sslcheck.derive.algebra.scalars import Ratio
from sslcheck.derive.algebra.words import Element, Word

__all__ = ["multiple", "solve_linear"]


def multiple(target: Element, element: Element) -> Ratio | None:
    """c with ``target = c element``, if there is one and neither is zero."""
    word = next(iter(element.terms), None)
    if word is None or word not in target.terms or target.is_zero():
        return None
    factor = (target.terms[word] / element.terms[word]).root_reduced().cancelled()
    return factor if (target - element.scaled(factor)).is_zero() else None


def solve_linear(target: Element, columns: list[Element]) -> list[Ratio] | None:
    """Coefficients with which the columns add up to the target, by elimination, or None."""
    scalars = target.alphabet.scalars
    zero = scalars.number(0)
    words: dict[Word, None] = {}
    for element in (target, *columns):
        words.update(dict.fromkeys(element.terms))
    rows = [
        [*(column.terms.get(word, zero) for column in columns), target.terms.get(word, zero)]
        for word in words
    ]
    pivots: list[int] = []
    for column in range(len(columns)):
        at = len(pivots)
        pick = next((r for r in range(at, len(rows)) if not rows[r][column].is_zero()), None)
        if pick is None:
            continue
        rows[at], rows[pick] = rows[pick], rows[at]
        lead = rows[at][column]
        rows[at] = [(entry / lead).cancelled() if entry.num else zero for entry in rows[at]]
        for r in range(len(rows)):
            factor = rows[r][column]
            if r != at and not factor.is_zero():
                rows[r] = [
                    (a - factor * b).cancelled() if b.num else a
                    for a, b in zip(rows[r], rows[at], strict=True)
                ]
        pivots.append(column)
    if any(not row[-1].is_zero() for row in rows[len(pivots) :]):
        return None
    values = [zero] * len(columns)
    for row, column in zip(rows, pivots, strict=False):
        values[column] = row[-1]
    return values
