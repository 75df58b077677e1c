"""Square roots that are rational, and those that do not exist."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sslcheck.derive.errors import Unsupported
from sslcheck.derive.exact import matrix
from sslcheck.derive.exact.matrix import Matrix
from sslcheck.derive.exact.roots import matrix_root, rational_root

quick = settings(max_examples=30, deadline=None)
entries = st.one_of(st.integers(-4, 4), st.fractions(-3, 3, max_denominator=4))


def matrices(rows: int, cols: int) -> st.SearchStrategy[Matrix]:
    row = st.lists(entries, min_size=cols, max_size=cols)
    return st.lists(row, min_size=rows, max_size=rows)


@quick
@given(matrices(3, 3))
def test_matrix_root(a: Matrix) -> None:
    root = matrix.multiply(a, matrix.transpose(a))
    assert matrix_root(matrix.multiply(root, root)) == root


def test_roots_that_do_not_exist() -> None:
    assert rational_root(Fraction(9, 4)) == Fraction(3, 2)
    assert rational_root(2) is None
    assert rational_root(-1) is None
    values: list[Matrix] = [[[-2]], [[2, 0], [0, 1]], [[-1, 0], [0, 1]], [[0, 1], [0, 0]]]
    for value in values:
        with pytest.raises(Unsupported):
            matrix_root(value)
