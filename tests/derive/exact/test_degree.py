"""Degrees are never below those of the polynomial, and what is none is refused."""

from __future__ import annotations

from fractions import Fraction

import pytest

from sslcheck.derive.errors import Unsupported
from sslcheck.derive.exact.degree import polynomial_degree
from sslcheck.derive.exact.scope import Scope
from sslcheck.derive.expr import (
    Exp,
    Expect,
    Expr,
    Hadamard,
    Num,
    Power,
    Prod,
    Quotient,
    SquaredNorm,
    Sum,
    Sym,
    Total,
    Trace,
    Transpose,
)
from sslcheck.derive.setting import Setting, Symbol, Views

A, V, W = map(Sym, "Avw")
SQUARE = Prod((Transpose(V), A, V))
SCOPE = Scope(
    Setting(
        {n: Symbol(n, ("n", "1"), role="view") for n in "vwu"}
        | {"A": Symbol("A", ("n", "n")), "a": Symbol("a")},
        definitions={"u": Prod((A, V))},
        views=(Views(("v",), "", A), Views(("w",), "", A)),
    )
)


@pytest.mark.parametrize(
    ("node", "degree"),
    [
        (A, 0),
        (W, 0),
        (V, 1),
        (Sym("u"), 1),
        (SQUARE, 2),
        (Sum((SQUARE, V, Num(Fraction(1)))), 2),
        (Prod((SQUARE, SQUARE, W)), 4),
        (SquaredNorm(Sym("u")), 2),
        (Power(Trace(SQUARE), Fraction(3)), 6),
        (Quotient(SQUARE, Sym("a")), 2),
        (Expect(SQUARE), 0),
        (Total(Prod((V, V)), "i"), 2),
        (Hadamard(V, Sum((V, W))), 2),
    ],
)
def test_degrees(node: Expr, degree: int) -> None:
    assert polynomial_degree(SCOPE, node, {"v"}) == degree


@pytest.mark.parametrize(
    "node",
    [
        Quotient(Num(Fraction(1)), SQUARE),
        Power(SQUARE, Fraction(1, 2)),
        Power(SQUARE, Fraction(-1)),
        Exp(SQUARE),
    ],
)
def test_what_is_no_polynomial(node: Expr) -> None:
    with pytest.raises(Unsupported, match="no polynomial in Gaussian views"):
        polynomial_degree(SCOPE, node, {"v"})
    assert polynomial_degree(SCOPE, node, {"w"}) == 0
