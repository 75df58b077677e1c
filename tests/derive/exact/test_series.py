"""Lazy series against expansions known by heart."""

from __future__ import annotations

from fractions import Fraction
from math import factorial

import pytest

from sslcheck.derive.errors import ShapeMismatch, Unsupported
from sslcheck.derive.exact import matrix
from sslcheck.derive.exact.irrational import exponential
from sslcheck.derive.exact.series import Series, chain, combine, constant, product

T = Series(1, 1, lambda k: [[int(k == 1)]], 1)
ONE = constant([[1]])


def times(a: Series, b: Series) -> Series:
    return product(a, b, matrix.multiply, a.rows, b.cols)


def taylor(series: Series, count: int = 6) -> list[object]:
    return [series.coefficient(k)[0][0] for k in range(count)]


def test_exponential() -> None:
    assert taylor(T.exp()) == [Fraction(1, factorial(k)) for k in range(6)]
    assert taylor(times(T.exp(), combine([(-1, T)]).exp())) == [1, 0, 0, 0, 0, 0]
    assert taylor(combine([(1, ONE), (1, T)]).exp(), 2) == [exponential(1), exponential(1)]


def test_logarithm() -> None:
    assert taylor(combine([(1, ONE), (1, T)]).log()) == [
        0,
        *(Fraction((-1) ** (k + 1), k) for k in range(1, 6)),
    ]
    assert taylor(T.exp().log()) == [0, 1, 0, 0, 0, 0]
    start = combine([(3, ONE), (2, T)])
    assert taylor(start.log().exp()) == [3, 2, 0, 0, 0, 0]
    with pytest.raises(ZeroDivisionError):
        T.log().at(0)


def test_reciprocal_and_root() -> None:
    below = combine([(1, ONE), (-1, T)])
    assert taylor(below.inverse()) == [1] * 6
    root = combine([(1, ONE), (1, T)]).root()
    assert taylor(root, 4) == [1, Fraction(1, 2), Fraction(-1, 8), Fraction(1, 16)]
    assert taylor(times(root, root)) == [1, 1, 0, 0, 0, 0]
    with pytest.raises(ZeroDivisionError):
        T.inverse().at(0)


def test_derivative_undoes_integral() -> None:
    e = T.exp()
    assert taylor(e.integral().derivative()) == taylor(e)
    assert taylor(combine([(1, e.derivative()), (-1, e)])) == [0] * 6
    assert taylor(T.integral(), 3) == [0, 0, Fraction(1, 2)]


def test_matrix_inverse_and_root_along_time() -> None:
    terms: list[matrix.Matrix] = [[[2, 1], [1, 3]], [[1, 0], [0, -1]], [[0, 2], [2, 1]]]
    a = Series(2, 2, lambda k: terms[min(k, 2)])
    unit = times(a, a.inverse())
    assert unit.at(0) == matrix.identity(2)
    assert all(matrix.is_zero(unit.at(k)) for k in range(1, 5))
    root = times(a, a).root()
    assert all(root.at(k) == a.at(k) for k in range(5))


def test_shapes() -> None:
    unsized = Series(0, 0, lambda _: [[3]], 0)
    total = combine([(2, unsized), (1, constant([[1, 1], [1, 1]]))])
    assert total.at(0) == [[7, 1], [1, 7]]
    assert constant([[0]]).shaped(2, 3).at(0) == matrix.zeros(2, 3)
    with pytest.raises(ShapeMismatch):
        combine([(1, constant([[1, 2]])), (1, constant([[1], [2]]))])


def scale(number: matrix.Matrix, value: matrix.Matrix) -> matrix.Matrix:
    return matrix.scale(number[0][0], value)


def test_a_long_product_is_the_nested_one() -> None:
    terms: list[matrix.Matrix] = [[[2, 1], [1, 3]], [[1, 0], [0, -1]], [[0, 2], [2, 1]]]
    a = Series(2, 2, lambda k: terms[min(k, 2)])
    b, e = combine([(1, a), (Fraction(1, 2), Series(2, 2, lambda k: terms[0], 1))]), T.exp()
    steps = [(scale, a), (matrix.multiply, constant(terms[1])), (matrix.multiply, b)]
    long = chain(Fraction(3, 2), e, steps, 2, 2)
    nested = product(e, times(times(a, constant(terms[1])), b), scale, 2, 2)
    for k in range(5):
        assert long.at(k) == matrix.scale(Fraction(3, 2), nested.at(k))
    polynomial = chain(1, T, [(matrix.multiply, T), (matrix.multiply, T)], 1, 1)
    assert polynomial.degree == 3
    assert taylor(polynomial) == [0, 0, 0, 1, 0, 0]


def test_a_product_survives_a_failed_attempt() -> None:
    ready: list[int] = []

    def term(k: int) -> matrix.Matrix:
        if k == 1 and not ready:
            raise Unsupported("not yet")
        return [[k + 1]]

    value = chain(
        1, T.exp(), [(matrix.multiply, T.exp()), (matrix.multiply, Series(1, 1, term))], 1, 1
    )
    assert value.at(0) == [[1]]
    for _ in range(2):
        with pytest.raises(Unsupported, match="not yet"):
            value.at(1)
    ready.append(1)
    assert [value.at(k)[0][0] for k in range(3)] == [1, 4, 4 + 8 + 3]
