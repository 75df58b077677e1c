"""Matrices of fractions against their rules."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from sslcheck.derive.certificates.verify.matrices import Matrix, diagonal
from sslcheck.derive.certificates.verify.rejected import BITS, STEPS, Rejected

A, B = Matrix([[1, 2], [3, -1], [0, 5]]), Matrix([[2, 1], [7, 0]])
NUMBER, NOTHING = Matrix([[3]]), Matrix([[0]])


def test_sums_products_and_transposes() -> None:
    assert (A * B).rows == [[16, 1], [-1, 3], [35, 0]]
    assert (A + A).rows == (Matrix([[2]]) * A).rows == (A * Matrix([[2]])).rows
    assert (A * B).T.rows == (B.T * A.T).rows
    assert (A + NOTHING).rows == (NOTHING + A).rows == A.rows
    assert B.trace().rows == [[2]]
    assert NUMBER.number() == Fraction(3)
    assert (bool(NOTHING), bool(A)) == (False, True)
    assert diagonal([Fraction(1), Fraction(2)]).rows == [[1, 0], [0, 2]]


def test_kronecker_products_and_columns() -> None:
    """(A kron B) vec(Z) = vec(B Z A^T)."""
    z = Matrix([[1, 4], [-2, 3]])
    assert (A.kron(B) * z.stacked()).rows == (B * z * A.T).stacked().rows
    assert z.stacked().rows == [[1], [-2], [4], [3]]


@pytest.mark.parametrize(
    ("rows", "positive", "semi"),
    [
        ([[1, 2], [2, 5]], True, True),
        ([[1, 2], [2, 4]], False, True),
        ([[1, 2], [2, 3]], False, False),
        ([[0, 1], [1, 0]], False, False),
        ([[0, 0], [0, 1]], False, True),
        ([[1, 1], [0, 1]], False, False),  # not symmetric
        ([[1, 2]], False, False),
        ([[-1]], False, False),
    ],
)
def test_definite_matrices(rows: list[list[Any]], positive: bool, semi: bool) -> None:
    assert Matrix(rows).definite(True) is positive
    assert Matrix(rows).definite(False) is semi


def test_what_does_not_conform_or_is_too_large() -> None:
    row = Matrix([[1] * 1000])
    for wrong in (
        lambda: A + B,
        lambda: A * A,
        lambda: A.trace(),
        lambda: A.number(),
        lambda: row.T * row,
        lambda: row.kron(row),
        lambda: diagonal([Fraction(1)] * 1000),
        lambda: Matrix([[1] * (STEPS + 1)]),
        lambda: Matrix([[1 << BITS]]),
    ):
        with pytest.raises(Rejected):
            wrong()
