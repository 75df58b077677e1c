"""Exact roots: of rationals, and of symmetric PSD matrices that have a rational root."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, localcontext
from fractions import Fraction
from functools import reduce
from math import prod

from sslcheck.derive.errors import Unsupported
from sslcheck.derive.exact import matrix
from sslcheck.derive.exact.irrational import Irrational, power
from sslcheck.derive.exact.matrix import Matrix, Rational

__all__ = ["matrix_root", "rational_root"]

_SWEEPS = 60
_LARGEST = 10**24
"""Largest denominator of an entry of a root."""
_DIGITS = 120
"""Of what proposes the entries: more than twice as many as tell two such fractions apart, because
the root of an eigenvalue 0 has half of them."""


def rational_root(value: Rational, degree: int = 2) -> Rational | None:
    """The nonnegative rational root of a degree, or None where there is none."""
    if isinstance(value, Irrational) or value < 0:
        return None
    top, bottom = (_whole_root(side, degree) for side in (value.numerator, value.denominator))
    if top**degree != value.numerator or bottom**degree != value.denominator:
        return None
    return matrix.quotient(top, bottom)


def _whole_root(value: int, degree: int) -> int:
    """The largest whole number whose power is at most the value (Newton, from above)."""
    root = 1 << -(-value.bit_length() // degree)
    while root**degree > value:
        root = ((degree - 1) * root + value // root ** (degree - 1)) // degree
    return root


def _negative(number: Rational) -> Rational:
    raise Unsupported(f"the root of {number}, which is negative")


def matrix_root(value: Matrix, degree: int = 2) -> Matrix:
    """The symmetric PSD ``R`` with ``R^degree = value``; Unsupported where none rational is found.

    The root of a number may be irrational. Decimal numbers only propose the entries; the answer is
    checked exactly, and there is one only.
    """
    if len(value) == len(value[0]) == 1:
        number = value[0][0]
        root = rational_root(number, degree)
        if root is None:
            root = power(number, Fraction(1, degree)) if number > 0 else _negative(number)
        return [[root]]
    if any(isinstance(x, Irrational) for row in value for x in row):
        raise Unsupported("the root of a matrix with entries that are not rational")
    try:
        pivots = matrix.ldl(value)[1]
    except ValueError:
        raise Unsupported(
            "the root of a matrix that is not symmetric positive semi-definite"
        ) from None
    if rational_root(prod(pivots), degree) is not None:  # else its determinant has no root
        exact: Matrix = [
            [matrix.whole(Fraction(x).limit_denominator(_LARGEST)) for x in row]
            for row in _proposed(value, degree)
        ]
        if reduce(matrix.multiply, [exact] * degree) == value and matrix.is_psd(exact):
            return exact
    raise Unsupported("the root of a matrix without a rational root")


def _proposed(value: Matrix, degree: int) -> Sequence[Sequence[Decimal]]:
    """The PSD root by Jacobi's rotations, which also serve singular matrices."""
    size = len(value)
    with localcontext() as context:
        context.prec = _DIGITS
        a = [[Decimal(x.numerator) / x.denominator for x in row] for row in value]
        vectors = [[Decimal(i == j) for j in range(size)] for i in range(size)]  # rows
        least = Decimal(10) ** (4 - _DIGITS) * sum(a[k][k] for k in range(size))
        for _ in range(_SWEEPS):
            if all(abs(a[i][j]) <= least for i in range(size) for j in range(i)):
                break
            for p in range(size):
                for q in range(p + 1, size):
                    if a[p][q]:
                        _rotate(a, vectors, p, q)
        roots = [max(a[k][k], Decimal(0)) for k in range(size)]
        roots = [x ** (Decimal(1) / degree) if x > least else Decimal(0) for x in roots]
        return [
            [sum((r * v[i] * v[j] for r, v in zip(roots, vectors, strict=True)), Decimal(0))
             for j in range(size)]
            for i in range(size)
        ]  # fmt: skip


def _rotate(a: list[list[Decimal]], vectors: list[list[Decimal]], p: int, q: int) -> None:
    """Makes the entry ``p, q`` of a symmetric matrix 0, and turns the eigenvectors so far along."""
    theta = (a[q][q] - a[p][p]) / (2 * a[p][q])
    t = (1 if theta >= 0 else -1) / (abs(theta) + (theta * theta + 1).sqrt())
    c = 1 / (t * t + 1).sqrt()
    s = t * c
    for row in a:
        row[p], row[q] = c * row[p] - s * row[q], s * row[p] + c * row[q]
    for block in (a, vectors):
        block[p], block[q] = (
            [c * x - s * y for x, y in zip(block[p], block[q], strict=True)],
            [s * x + c * y for x, y in zip(block[p], block[q], strict=True)],
        )
