"""Expressions of the article as numbers: of matrices, and of functions of time."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from sslcheck.derive.expr import At, Exp, Integral, Num, Power, Prod, Quotient, Sum, Sym, Transpose
from sslcheck.reports.page.experiments.evaluate import matrix_value, series_value


def test_matrix_value() -> None:
    a, b = np.array([[1.0, 2.0]]), np.array([[3.0, 4.0]])
    node = Prod((Sym("a"), Transpose(Sum((Sym("a"), Sym("b"))))))
    np.testing.assert_array_equal(matrix_value(node, {"a": a, "b": b}), a @ (a + b).T)


def test_series_value() -> None:
    times = np.linspace(0.0, 1.0, 2001)
    two, t = Num(Fraction(2)), Sym("t")
    node = Quotient(
        Prod((two, Integral(Exp(t)))), Sum((At(Sym("x")), Power(Sym("x"), Fraction(1, 2))))
    )
    x = 4.0 + times
    expected = 2 * (np.exp(times) - 1) / (4.0 + np.sqrt(x))
    np.testing.assert_allclose(series_value(node, {"x": x}, times), expected, rtol=1e-6)
