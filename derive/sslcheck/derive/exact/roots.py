"""Exact square roots: of rationals, and of symmetric PSD matrices that have a rational root."""

from __future__ import annotations

from fractions import Fraction
from math import hypot, isqrt, sqrt

from sslcheck.derive.errors import Unsupported
from sslcheck.derive.exact import matrix
from sslcheck.derive.exact.irrational import Irrational, power
from sslcheck.derive.exact.matrix import Matrix, Rational

__all__ = ["matrix_root", "rational_root"]

_DENOMINATORS = (1, 60, 10**4, 10**6)
_SWEEPS = 30


def rational_root(value: Rational) -> Rational | None:
    """The nonnegative rational square root, or None where there is none."""
    if isinstance(value, Irrational) or value < 0:
        return None
    top, bottom = isqrt(value.numerator), isqrt(value.denominator)
    if top * top != value.numerator or bottom * bottom != value.denominator:
        return None
    return matrix.quotient(top, bottom)


def _negative(number: Irrational) -> Rational:
    raise Unsupported(f"the root of {number}, which is negative")


def matrix_root(value: Matrix) -> Matrix:
    """The symmetric PSD ``R`` with ``R R = value``; Unsupported where no rational one is found.

    Floats only propose the entries; the answer is checked exactly.
    """
    if len(value) == len(value[0]) == 1:
        number = value[0][0]
        if isinstance(number, Irrational):
            return [[power(number, Fraction(1, 2)) if number > 0 else _negative(number)]]
        root = rational_root(number)
        if root is None:
            raise Unsupported(f"the square root of {value[0][0]} is not rational")
        return [[root]]
    if not matrix.is_psd(value):
        raise Unsupported("the root of a matrix that is not symmetric positive semi-definite")
    proposal = _float_root([[float(x) for x in row] for row in value])
    for limit in _DENOMINATORS:
        exact: Matrix = [[_near(x, limit) for x in row] for row in proposal]
        if matrix.multiply(exact, exact) == value and matrix.is_psd(exact):
            return exact
    raise Unsupported("the root of a matrix without a rational square root")


def _near(value: float, limit: int) -> Rational:
    return matrix.whole(Fraction(value).limit_denominator(limit))


def _float_root(a: list[list[float]]) -> list[list[float]]:
    """The PSD root by Jacobi's rotations, which also serve singular matrices."""
    size = len(a)
    vectors = [[float(i == j) for j in range(size)] for i in range(size)]  # rows: eigenvectors
    for _ in range(_SWEEPS):
        for p in range(size):
            for q in range(p + 1, size):
                if abs(a[p][q]) < 1e-300:
                    continue
                theta = (a[q][q] - a[p][p]) / (2 * a[p][q])
                t = (1 if theta >= 0 else -1) / (abs(theta) + hypot(theta, 1))
                c = 1 / hypot(t, 1)
                s = t * c
                for row in a:
                    row[p], row[q] = c * row[p] - s * row[q], s * row[p] + c * row[q]
                for block in (a, vectors):
                    block[p], block[q] = (
                        [c * x - s * y for x, y in zip(block[p], block[q], strict=True)],
                        [s * x + c * y for x, y in zip(block[p], block[q], strict=True)],
                    )
        off = sum(abs(a[i][j]) for i in range(size) for j in range(i))
        if off <= 1e-16 * sum(abs(a[i][i]) for i in range(size)):
            break
    roots = [sqrt(max(a[k][k], 0.0)) for k in range(size)]
    return [
        [sum(roots[k] * vectors[k][i] * vectors[k][j] for k in range(size)) for j in range(size)]
        for i in range(size)
    ]
