"""Elements as a multiple, or as a combination, of others with scalar coefficients."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import TypeVar

from sslcheck.derive.algebra.elements import Element
from sslcheck.derive.algebra.ratios import Ratio

__all__ = ["combination", "multiple", "solve_linear"]

Key = TypeVar("Key", bound=Hashable)


def multiple(target: Element, element: Element) -> Ratio | None:
    """c with ``target = c element``, if there is one and neither is zero."""
    word = next(iter(element.terms), None)
    if word is None or word not in target.terms or target.is_zero():
        return None
    factor = (target.terms[word] / element.terms[word]).root_reduced().cancelled()
    return factor if (target - element.scaled(factor)).is_zero() else None


def solve_linear(target: Element, columns: list[Element]) -> list[Ratio] | None:
    """Coefficients with which the columns add up to the target, or None."""
    zero = target.alphabet.scalars.number(0)
    return combination(target.terms, [column.terms for column in columns], zero)


def combination(
    target: Mapping[Key, Ratio], columns: Sequence[Mapping[Key, Ratio]], zero: Ratio
) -> list[Ratio] | None:
    """Coefficients with which sparse columns add up to the target, by elimination, or None."""
    keys: dict[Key, None] = {}
    for entries in (target, *columns):
        keys.update(dict.fromkeys(entries))
    rows = [[*(column.get(k, zero) for column in columns), target.get(k, zero)] for k in keys]
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
