"""Why a matrix is not positive (semi-)definite: an exact vector that shows it."""

from __future__ import annotations

from math import gcd, lcm

from sslcheck.derive.exact import matrix
from sslcheck.derive.exact.matrix import Matrix, Rational
from sslcheck.derive.text.reason import Reason, Tex, reason

__all__ = ["worst_direction"]


def worst_direction(gap: Matrix) -> Reason:
    """What shows that ``gap`` is not positive definite: ``x^T gap x = -1 at x = (1, -1)``.

    ``gap`` is not positive semi-definite, or singular.
    """
    if matrix.transpose(gap) != gap:
        return reason("the matrix is not symmetric")
    if len(gap) == 1:
        return ()
    x = _direction(gap)
    common = lcm(*(entry.denominator for entry in x))
    whole = [int(entry * common) for entry in x]
    shared = gcd(*whole)
    column = matrix.column([entry // shared for entry in whole])
    value = matrix.multiply(matrix.transpose(column), matrix.multiply(gap, column))[0][0]
    entries = ", ".join(str(row[0]) for row in column)
    at = Tex(f"x^T M x = {value}"), " at ", Tex(f"x = ({entries})")
    return reason(*at, ", ", Tex("M"), " the difference of the sides")


def _direction(gap: Matrix) -> list[Rational]:
    """An ``x`` with ``x^T gap x`` negative, or zero where no pivot is: by completing squares."""
    size = len(gap)
    rest = [list(row) for row in gap]
    basis = [list(row) for row in matrix.identity(size)]  # rest[i][j] = basis[i]^T gap basis[j]
    null: list[Rational] | None = None
    for k in range(size):
        pivot = rest[k][k]
        if pivot < 0:
            return basis[k]
        if pivot == 0:
            j = next((j for j in range(k + 1, size) if rest[k][j]), None)
            if j is None:
                null = null or basis[k]
                continue
            # (s b_k + b_j)^T gap (s b_k + b_j) = 2 s rest[k][j] + rest[j][j] = -1
            s = matrix.quotient(-1 - rest[j][j], 2 * rest[k][j])
            return [s * x + y for x, y in zip(basis[k], basis[j], strict=True)]
        for i in range(k + 1, size):
            factor = matrix.quotient(rest[i][k], pivot)
            if factor:
                basis[i] = [y - factor * x for x, y in zip(basis[k], basis[i], strict=True)]
                rest[i] = [y - factor * x for x, y in zip(rest[k], rest[i], strict=True)]
    assert null is not None
    return null
