"""A linear system over scalar coefficients: elements as a combination of others."""

from __future__ import annotations

from sslcheck.derive.algebra.scalars import Ratio
from sslcheck.derive.algebra.words import Element, Word

__all__ = ["solve_linear"]


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
    at = 0
    for column in range(len(columns)):
        pick = next((r for r in range(at, len(rows)) if not rows[r][column].is_zero()), None)
        if pick is None:
            continue
        rows[at], rows[pick] = rows[pick], rows[at]
        lead = rows[at][column]
        rows[at] = [(entry / lead).cancelled() for entry in rows[at]]
        for r in range(len(rows)):
            factor = rows[r][column]
            if r != at and not factor.is_zero():
                rows[r] = [
                    (a - factor * b).cancelled() for a, b in zip(rows[r], rows[at], strict=True)
                ]
        pivots.append(column)
        at += 1
    if any(not row[-1].is_zero() for row in rows[at:]):
        return None
    values = [zero] * len(columns)
    for row, column in zip(rows, pivots, strict=False):
        values[column] = row[-1]
    return values
