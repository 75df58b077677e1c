"""The product rule on formulas."""

from __future__ import annotations

from fractions import Fraction

import pytest

from sslcheck.derive.coq.rates import rate, written_out
from sslcheck.derive.coq.uncovered import Uncovered
from sslcheck.derive.expr import (
    ZERO,
    Dot,
    Exp,
    Expr,
    Log,
    Num,
    Power,
    Prod,
    Quotient,
    SquaredNorm,
    Sym,
    Trace,
    Transpose,
)
from sslcheck.derive.normal import NormalForm
from sslcheck.derive.setting import Setting, Symbol

W, X, a, x = Sym("W"), Sym("X"), Sym("a"), Sym("x")
FLOW: dict[str, Expr] = {"W": Prod((X, W)), "x": Prod((a, x))}
SETTING = Setting(
    {
        "W": Symbol("W", ("n", "n"), role="state"),
        "X": Symbol("X", ("n", "n")),
        "a": Symbol("a", sign="positive"),
        "x": Symbol("x", sign="positive", role="state"),
    },
    flow=FLOW,
)


def rates_inserted(node: Expr) -> Expr:
    from sslcheck.derive.traverse import map_children

    if isinstance(node, Sym) and node.name.startswith("\\dot{"):
        return FLOW[node.name[5:-1]]
    return map_children(node, rates_inserted)


@pytest.mark.parametrize(
    "node",
    [
        Prod((W, X, W)),
        Transpose(Prod((W, X))),
        Power(W, Fraction(3)),
        Trace(Prod((Transpose(W), W))),
        SquaredNorm(W),
        Quotient(Num(Fraction(1)), x),
        Quotient(Prod((x, x)), Prod((a, x))),
        Prod((x, Exp(Prod((a, Sym("t")))))),
    ],
    ids=repr,
)
def test_it_is_the_derivative_of_the_first_route(node: Expr) -> None:
    normal = NormalForm(SETTING)
    found = normal.whole(rates_inserted(rate(node, SETTING)))
    assert (found - normal.whole(Dot(node))).is_zero()


def test_what_does_not_move_has_rate_0() -> None:
    assert rate(Prod((X, Transpose(X))), SETTING) == ZERO
    assert written_out(Prod((Dot(X), W)), SETTING) == Prod((ZERO, W))


def test_what_has_no_rule_is_uncovered() -> None:
    with pytest.raises(Uncovered, match="Log"):
        rate(Log(x), SETTING)
