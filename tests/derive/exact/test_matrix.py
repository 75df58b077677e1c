"""Exact matrices: identities on random small ones, and definiteness at the boundary."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sslcheck.derive.exact import matrix
from sslcheck.derive.exact.matrix import Matrix

quick = settings(max_examples=30, deadline=None)
entries = st.one_of(st.integers(-4, 4), st.fractions(-3, 3, max_denominator=4))


def matrices(rows: int, cols: int) -> st.SearchStrategy[Matrix]:
    row = st.lists(entries, min_size=cols, max_size=cols)
    return st.lists(row, min_size=rows, max_size=rows)


@quick
@given(matrices(2, 3), matrices(3, 2))
def test_products_and_traces(a: Matrix, b: Matrix) -> None:
    ab, ba = matrix.multiply(a, b), matrix.multiply(b, a)
    assert matrix.trace(ab) == matrix.trace(ba)
    assert matrix.transpose(ab) == matrix.multiply(matrix.transpose(b), matrix.transpose(a))


@quick
@given(matrices(2, 3), matrices(3, 2))
def test_products_of_fractions_entry_by_entry(a: Matrix, b: Matrix) -> None:
    plain = [[sum(a[i][k] * b[k][j] for k in range(3)) for j in range(2)] for i in range(2)]
    assert matrix.multiply(a, b) == plain


def test_quotients_stay_whole_where_they_are() -> None:
    half = Fraction(1, 2)
    for top, bottom, value in (
        (6, 3, 2),
        (1, 2, half),
        (3, half, 6),
        (half, half, 1),
        (half, 2, half / 2),
    ):
        found = matrix.quotient(top, bottom)
        assert found == value
        assert isinstance(found, int) == (value == int(value))
    for zero in (0, Fraction(0)):
        with pytest.raises(ZeroDivisionError):
            matrix.quotient(1, zero)


@quick
@given(matrices(2, 3), matrices(3, 2), matrices(2, 2))
def test_vec_of_a_product(a: Matrix, b: Matrix, c: Matrix) -> None:
    lhs = matrix.vec(matrix.multiply(matrix.multiply(a, b), c))
    rhs = matrix.multiply(matrix.kron(matrix.transpose(c), a), matrix.vec(b))
    assert lhs == rhs


@quick
@given(matrices(3, 3))
def test_inverse(a: Matrix) -> None:
    try:
        back = matrix.inverse(a)
    except ZeroDivisionError:
        return
    assert matrix.multiply(a, back) == matrix.identity(3)


@quick
@given(matrices(3, 2))
def test_gram_matrices(a: Matrix) -> None:
    gram = matrix.multiply(a, matrix.transpose(a))
    lower, pivots = matrix.ldl(gram)
    diagonal: Matrix = [[x if i == j else 0 for j in range(3)] for i, x in enumerate(pivots)]
    assert matrix.multiply(matrix.multiply(lower, diagonal), matrix.transpose(lower)) == gram
    assert matrix.is_psd(gram)
    assert not matrix.is_pd(gram)  # rank 2 at most
    assert matrix.is_pd(matrix.add(gram, matrix.scale(Fraction(1, 100), matrix.identity(3))))


@quick
@given(matrices(2, 2))
def test_definiteness_agrees_with_minors(a: Matrix) -> None:
    s = matrix.add(a, matrix.transpose(a))
    det = s[0][0] * s[1][1] - s[0][1] * s[1][0]
    assert matrix.is_psd(s) == (s[0][0] >= 0 and s[1][1] >= 0 and det >= 0)
    assert matrix.is_pd(s) == (s[0][0] > 0 and det > 0)


@pytest.mark.parametrize(
    "value", [[[0, 1], [1, 0]], [[1, 2], [0, 1]], [[0, 0], [0, -1]], [[1, 2], [2, 3]]]
)
def test_not_semidefinite(value: Matrix) -> None:
    assert not matrix.is_psd(value)
    with pytest.raises(ValueError, match="not"):
        matrix.ldl(value)


def test_a_zero_pivot_does_not_hide_what_follows() -> None:
    assert matrix.is_psd([[0, 0, 0], [0, 2, 1], [0, 1, 2]])
    assert not matrix.is_psd([[0, 0, 0], [0, 2, 3], [0, 3, 2]])
    assert not matrix.is_psd([[1, 1, 0], [1, 1, 1], [0, 1, 5]])
