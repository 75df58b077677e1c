"""Rational matrices of given Gram matrices and norms."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import pytest
from tests.derive.forming import SYMBOLS, relation

from sslcheck.derive.exact import matrix
from sslcheck.derive.exact.grams import by_gram, gram_root, hopeless, of_squares
from sslcheck.derive.exact.matrix import Matrix, Rational
from sslcheck.derive.exact.point import Point
from sslcheck.derive.exact.sample import Draws
from sslcheck.derive.exact.scope import Scope
from sslcheck.derive.setting import Setting


@pytest.mark.parametrize("value", [0, 1, 2, 3, 7, 15, 28, Fraction(1, 2), Fraction(7, 15)])
@pytest.mark.parametrize("count", [1, 2, 3, 4])
def test_sums_of_squares(value: Rational, count: int) -> None:
    found = of_squares(value, count)
    least = {0: 1, 1: 1, 2: 2, 3: 3, 7: 4, 15: 4, 28: 4, Fraction(1, 2): 2, Fraction(7, 15): 3}
    assert (found is not None) is (count >= least[value])
    if found is not None:
        assert len(found) <= count
        assert sum(x * x for x in found) == value


def test_there_are_no_negative_squares() -> None:
    assert of_squares(-1, 4) is None
    assert of_squares(10**9, 4) is None  # too large to be looked through


@pytest.mark.parametrize(
    ("gram", "rows", "found"),
    [
        ([[4]], 1, True),
        ([[2]], 1, False),
        ([[3]], 3, True),
        ([[7]], 3, False),
        ([[7]], 4, True),
        ([[2, 0], [0, 2]], 2, True),
        ([[3, 0], [0, 3]], 3, False),
        ([[3, 0], [0, 3]], 4, True),
        ([[7, 0, 0], [0, 7, 0], [0, 0, 7]], 4, True),
        ([[1, 0], [0, 2]], 3, True),
        ([[2, 1], [1, 2]], 5, True),
        ([[1, 1], [1, 1]], 2, True),
        ([[1, 2], [2, 1]], 4, False),
        ([[1, 2], [0, 1]], 4, False),
        ([[1, 0], [0, 1]], 1, False),
    ],
)
def test_matrices_of_a_gram_matrix(gram: Matrix, rows: int, found: bool) -> None:
    root = gram_root(gram, rows, Random(1))
    assert (root is not None) is found
    if root is not None:
        assert len(root) == rows
        assert matrix.multiply(matrix.transpose(root), root) == gram


def _point(statement: str, n: int = 2, d: int = 3) -> Point:
    scope = Scope(Setting(SYMBOLS, relations=(relation(statement),)))
    return Point(scope, {"n": n, "d": d}, Draws(scope, {"n": n, "d": d}, 0))


@pytest.mark.parametrize(
    ("statement", "n", "d", "gram"),
    [
        ("W W^T = 2 I", 2, 3, [[2, 0], [0, 2]]),
        ("2 W W^T - I = 0", 2, 3, [[Fraction(1, 2), 0], [0, Fraction(1, 2)]]),
        (r"\|W\|^2 = 7", 2, 3, None),
        (r"7 = \text{tr}(W W^T)", 2, 3, None),
    ],
)
def test_what_an_equation_gives(statement: str, n: int, d: int, gram: Matrix | None) -> None:
    name, value = by_gram(_point(statement, n, d), relation(statement)) or ("", [])
    assert name == "W"
    product = matrix.multiply(value, matrix.transpose(value))
    assert product == gram if gram else matrix.trace(product) == 7


@pytest.mark.parametrize(
    ("statement", "none"),
    [
        ("W^T W = I", True),
        ("W W^T = I + A", False),  # A may change
        ("W W^T = 3 I", True),
        ("W W^T = 2 I", False),
        (r"\|W\|^2 = -1", True),
        ("V V^T = V + V^T", False),  # it is no equation for a Gram matrix
        ("S W = W", False),
    ],
)
def test_sizes_at_which_there_is_none(statement: str, none: bool) -> None:
    assert hopeless(_point(statement)) is none
