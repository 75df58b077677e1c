"""When all eigenvalues of a matrix have negative real parts, by the signs of a few scalars."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from sslcheck.derive.expr import ONE, ZERO, Expr, Prod, negative, summed

__all__ = ["hurwitz"]

_Rows = Sequence[Sequence[Expr]]


def hurwitz(matrix: _Rows) -> tuple[Expr, ...]:
    """Scalars that are all positive exactly if each eigenvalue has a negative real part.

    Of two rows they are minus the trace, and the determinant. Where no eigenvalue has a positive
    real part none of them is negative (Liénard and Chipart; Gantmacher, The Theory of Matrices,
    chapter XV).
    """
    size = len(matrix)
    coeffs = [ONE, *(_coefficient(matrix, k) for k in range(1, size + 1))]

    def entry(row: int, column: int) -> Expr:
        at = 2 * row - column
        return coeffs[at] if 0 <= at <= size else ZERO

    def minor(order: int) -> Expr:
        places = range(1, order + 1)
        return _determinant([[entry(i, j) for j in places] for i in places])

    minors = [minor(order) for order in range(size - 1, 0, -2)]
    return (*minors[::-1], *(coeffs[k] for k in range(size, 0, -2)))


def _coefficient(matrix: _Rows, k: int) -> Expr:
    """Of ``x^(size - k)`` in ``det(x I - matrix)``: the sum of the principal minors, signed."""
    chosen = combinations(range(len(matrix)), k)
    total = _sum([_determinant([[matrix[i][j] for j in at] for i in at]) for at in chosen])
    return negative(total) if k % 2 and total != ZERO else total


def _determinant(rows: _Rows) -> Expr:
    if len(rows) == 1:
        return rows[0][0]
    terms = []
    for k, first in enumerate(rows[0]):
        rest = _determinant([[*row[:k], *row[k + 1 :]] for row in rows[1:]])
        if ZERO not in (first, rest):
            term = Prod((first, rest))
            terms.append(negative(term) if k % 2 else term)
    return _sum(terms)


def _sum(terms: list[Expr]) -> Expr:
    kept = [term for term in terms if term != ZERO]
    if not kept:
        return ZERO
    return summed(kept)
