"""Scalars as program text: what it says is what the expression is worth."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sslcheck.derive.emit.names import Names
from sslcheck.derive.emit.scalars import scalar_text
from sslcheck.derive.emit.values import scalar_value
from sslcheck.derive.errors import Unsupported
from sslcheck.derive.expr import (
    Exp,
    Expr,
    Log,
    Maximum,
    Num,
    Power,
    Prod,
    Quotient,
    Sum,
    Sym,
    Total,
    Trace,
)

NUMBERS = st.sampled_from([Fraction(k, d) for k in (-3, -1, 1, 2) for d in (1, 2, 3)])
LEAVES = st.one_of(NUMBERS.map(Num), st.sampled_from(["x", "y", r"\eta"]).map(Sym))
VALUES = {"x": 1.5, "y": -0.7, r"\eta": 2.25}


def grown(inner: st.SearchStrategy[Expr]) -> st.SearchStrategy[Expr]:
    several = st.lists(inner, min_size=2, max_size=3).map(tuple)
    power = st.builds(Power, inner, st.sampled_from([Fraction(1), Fraction(3)]))
    return st.one_of(several.map(Sum), several.map(Prod), st.builds(Quotient, inner, LEAVES), power)


@settings(max_examples=100, deadline=None)
@given(st.recursive(LEAVES, grown, max_leaves=8))
def test_the_text_is_worth_what_the_expression_is(node: Expr) -> None:
    names = Names()
    text = scalar_text(node, names)
    given = {names.of(name): value for name, value in VALUES.items()}
    expected = scalar_value(node, VALUES)
    assert eval(text, {"__builtins__": {}}, given) == pytest.approx(expected, rel=1e-9, abs=1e-9)


@pytest.mark.parametrize(
    ("node", "text"),
    [
        (Num(Fraction(1, 3)), "1.0 / 3.0"),
        (Num(Fraction(-1, 4)), "-0.25"),
        (Prod((Num(Fraction(-1)), Sym("x"), Sym("y"))), "-x * y"),
        (Sum((Sym("x"), Prod((Num(Fraction(-2)), Sym("y"))))), "x - 2.0 * y"),
        (Quotient(Sym("x"), Sum((Sym("x"), Sym("y")))), "x / (x + y)"),
        (Quotient(Sym("x"), Prod((Sym("x"), Sym("y")))), "x / (x * y)"),
        (Prod((Power(Sym("x"), Fraction(1, 2)), Exp(Sym("y")))), "xp.sqrt(x) * xp.exp(y)"),
        (Sum((Log(Sym("x")), Total(Sym("y"), "j"))), "xp.log(x) + xp.sum(y)"),
        (Maximum(Sym("y"), "j"), "xp.max(y)"),
    ],
)
def test_as_short_as_may_be(node: Expr, text: str) -> None:
    assert scalar_text(node, Names()) == text


def test_every_literal_is_wrapped() -> None:
    text = scalar_text(Sum((Num(Fraction(1, 3)), Sym("x"))), Names(), lambda n: f"(real){n}")
    assert text == "(real)1.0 / (real)3.0 + x"


@pytest.mark.parametrize("node", [Trace(Sym("x")), Power(Sym("x"), Fraction(-1))])
def test_what_no_kernel_computes(node: Expr) -> None:
    with pytest.raises(Unsupported, match=f"`{type(node).__name__}` in the scalar part"):
        scalar_text(node, Names())
