"""Exact matrices of rationals: lists of rows, with whole numbers kept as ``int`` for speed."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import chain
from math import lcm
from operator import add as _plus
from operator import mul as _times

from sslcheck.derive.exact.irrational import Irrational

__all__ = [
    "Matrix",
    "Rational",
    "add",
    "column",
    "entrywise",
    "identity",
    "inverse",
    "is_pd",
    "is_psd",
    "is_zero",
    "kron",
    "ldl",
    "multiply",
    "pseudo_inverse",
    "quotient",
    "scale",
    "text",
    "trace",
    "transpose",
    "vec",
    "whole",
    "zeros",
]

_INT = {int}

Rational = int | Fraction
Matrix = list[list[Rational]]
"""Rows of equal length; never changed in place once built, so that values can be shared."""


def quotient(numerator: Rational, denominator: Rational) -> Rational:
    """The exact quotient, an ``int`` where it is whole; ZeroDivisionError for denominator 0."""
    if not isinstance(denominator, int):
        return whole(numerator / denominator)
    if not isinstance(numerator, int):
        return whole(numerator / denominator)
    result, rest = divmod(numerator, denominator)
    return Fraction(numerator, denominator) if rest else result


def whole(value: Rational) -> Rational:
    """The value itself, as an ``int`` where it is whole."""
    return value.numerator if value.denominator == 1 else value


def zeros(rows: int, cols: int) -> Matrix:
    """The zero matrix."""
    return [[0] * cols for _ in range(rows)]


def identity(rows: int, cols: int | None = None) -> Matrix:
    """Ones on the main diagonal; square unless ``cols`` says otherwise."""
    return [[int(i == j) for j in range(rows if cols is None else cols)] for i in range(rows)]


def column(entries: Sequence[Rational]) -> Matrix:
    """The entries as one column."""
    return [[entry] for entry in entries]


def add(a: Matrix, b: Matrix) -> Matrix:
    """``a + b``, of equal shapes."""
    if len(a) == len(a[0]) == 1:
        return [[a[0][0] + b[0][0]]]
    return [list(map(_plus, x, y)) for x, y in zip(a, b, strict=True)]


def scale(factor: Rational, a: Matrix) -> Matrix:
    """``factor * a``."""
    if type(factor) is int:
        return [[x * factor for x in row] for row in a]  # int times fraction looks up its class
    return [[whole(factor * x) if x else 0 for x in row] for row in a]


def multiply(a: Matrix, b: Matrix) -> Matrix:
    """The matrix product of an (r, k) and a (k, c) matrix."""
    if len(b) == 1:  # scalars and outer products need no sum
        if len(a) == len(b[0]) == 1:
            return [[whole(a[0][0] * b[0][0])]]
        return [[x * y for y in b[0]] for (x,) in a]
    types = set(map(type, chain(*a, *b)))
    if types == _INT or Irrational in types:
        columns = list(zip(*b, strict=True))
        return [[sum(map(_times, row, col)) for col in columns] for row in a]
    (a, left), (b, right) = _cleared(a), _cleared(b)
    both = left * right
    return [[quotient(x, both) for x in row] for row in multiply(a, b)]


def _cleared(a: Matrix) -> tuple[Matrix, int]:
    """Whole entries over one common denominator: cheaper to multiply than fractions."""
    common = lcm(*(x.denominator for row in a for x in row))
    return [[x.numerator * (common // x.denominator) for x in row] for row in a], common


def transpose(a: Matrix) -> Matrix:
    """``a^T``."""
    return [list(row) for row in zip(*a, strict=True)]


def kron(a: Matrix, b: Matrix) -> Matrix:
    """The Kronecker product: block (i, j) is ``a[i][j] * b``."""
    return [[x * y for x in row for y in other] for row in a for other in b]


def entrywise(a: Matrix, b: Matrix) -> Matrix:
    """The product of the entries at each place."""
    return [[whole(x * y) for x, y in zip(r, s, strict=True)] for r, s in zip(a, b, strict=True)]


def vec(a: Matrix) -> Matrix:
    """The columns of ``a`` stacked into one column."""
    return [[x] for col in zip(*a, strict=True) for x in col]


def trace(a: Matrix) -> Rational:
    """The sum of the diagonal entries of a square matrix."""
    return sum(row[i] for i, row in enumerate(a))


def is_zero(a: Matrix) -> bool:
    """Whether every entry vanishes."""
    return not any(map(any, a))


def inverse(a: Matrix) -> Matrix:
    """The inverse of a square matrix; ZeroDivisionError where it is singular."""
    size = len(a)
    if size == 1:
        return [[quotient(1, a[0][0])]]
    work = [list(row) + unit for row, unit in zip(a, identity(size), strict=True)]
    for i in range(size):
        pivot = next((r for r in range(i, size) if work[r][i]), None)
        if pivot is None:
            raise ZeroDivisionError("singular matrix")
        work[i], work[pivot] = work[pivot], work[i]
        work[i] = [quotient(x, work[i][i]) for x in work[i]]
        for r in range(size):
            if r != i and work[r][i]:
                factor = work[r][i]
                work[r] = [x - factor * y for x, y in zip(work[r], work[i], strict=True)]
    return [row[size:] for row in work]


def pseudo_inverse(a: Matrix) -> Matrix:
    """``R^T (R R^T)^-1 (C^T C)^-1 C^T`` for ``a = C R``: pivot columns times the reduced rows."""
    rows = [list(row) for row in a]
    pivots: list[int] = []
    for col in range(len(a[0])):
        top = len(pivots)
        found = next((r for r in range(top, len(rows)) if rows[r][col]), None)
        if found is None:
            continue
        rows[top], rows[found] = rows[found], rows[top]
        rows[top] = [quotient(x, rows[top][col]) for x in rows[top]]
        for r, row in enumerate(rows):
            if r != top and row[col]:
                factor = row[col]
                rows[r] = [x - factor * y for x, y in zip(row, rows[top], strict=True)]
        pivots.append(col)
    if not pivots:
        return zeros(len(a[0]), len(a))
    left = [[row[col] for col in pivots] for row in a]
    right = rows[: len(pivots)]
    inner = multiply(
        inverse(multiply(right, transpose(right))), inverse(multiply(transpose(left), left))
    )
    return multiply(transpose(right), multiply(inner, transpose(left)))


def ldl(a: Matrix) -> tuple[Matrix, list[Rational]]:
    """``(L, D)`` with ``L diag(D) L^T = a``, L unit lower triangular, for a PSD matrix.

    ValueError where ``a`` is not symmetric and positive semi-definite.
    """
    size = len(a)
    if transpose(a) != a:
        raise ValueError("not symmetric")
    lower, pivots = identity(size), [0] * size if size else []
    diagonal: list[Rational] = list(pivots)
    rest = [list(row) for row in a]
    for k in range(size):
        pivot = diagonal[k] = rest[k][k]
        if pivot < 0 or (pivot == 0 and any(rest[k][k:])):
            raise ValueError("not positive semi-definite")
        if pivot == 0:
            continue
        for i in range(k + 1, size):
            lower[i][k] = factor = quotient(rest[i][k], pivot)
            if factor:
                for j in range(k + 1, size):
                    rest[i][j] -= factor * rest[k][j]
    return lower, diagonal


def _definite(a: Matrix, strict: bool) -> bool:
    """Fraction-free elimination: the pivots are ratios of principal minors, so signs are exact."""
    size = len(a)
    if transpose(a) != a:
        return False
    if any(isinstance(x, Irrational) for row in a for x in row):
        try:
            pivots = ldl(a)[1]
        except ValueError:
            return False
        return all(pivots) or not strict
    rest = [[int(x) for x in row] for row in _cleared(a)[0]]
    last = 1
    for k in range(size):
        pivot, row = rest[k][k], rest[k]
        if pivot < 0 or (pivot == 0 and (strict or any(row[k:]))):
            return False
        if pivot == 0:  # a zero row and column: drop it, the minors of the rest are unchanged
            continue
        for i in range(k + 1, size):
            head = rest[i][k]
            rest[i] = [(pivot * x - head * y) // last for x, y in zip(rest[i], row, strict=True)]
        last = pivot
    return True


def is_psd(a: Matrix) -> bool:
    """Whether ``a`` is symmetric and positive semi-definite, decided exactly."""
    return _definite(a, strict=False)


def is_pd(a: Matrix) -> bool:
    """Whether ``a`` is symmetric and positive definite, decided exactly."""
    return _definite(a, strict=True)


def text(a: Matrix) -> list[list[str]]:
    """The entries as strings such as ``-3/2``."""
    return [[str(x) for x in row] for row in a]
