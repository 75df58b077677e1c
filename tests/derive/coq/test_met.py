"""Examples of what theorems suppose."""

from __future__ import annotations

from fractions import Fraction

import pytest

from sslcheck.derive.coq.met import number
from sslcheck.derive.coq.symbols import Symbols
from sslcheck.derive.coq.theorems import Goal, theorem
from sslcheck.derive.coq.uncovered import Uncovered
from sslcheck.derive.expr import (
    ZERO,
    Expr,
    Ident,
    Log,
    Num,
    Prod,
    Quotient,
    Relation,
    SquaredNorm,
    Sum,
    Sym,
    Trace,
    Transpose,
)
from sslcheck.derive.setting import Setting, Symbol

W, a = Sym("W"), Sym("a")
SETTING = Setting({"W": Symbol("W", ("n", "d")), "a": Symbol("a")})


def example(gap: Expr) -> str:
    goal = Goal(Relation(W, "=", W), SETTING, (Relation(gap, "=", ZERO),), Prod((ZERO, W)))
    return theorem("it", goal).partition("Lemma met_")[2]


def test_an_example_is_looked_for_and_stated() -> None:
    gram = Sum((Prod((Transpose(W), W)), Prod((Num(Fraction(-1)), a, Ident("d")))))
    said = example(gram)
    assert "exists (W : 'M[K_]_(1%N, 1%N)) (a : K_)," in said
    assert "(((W^T *m W) - (a *: 1%:M)) = 0)" in said
    assert "exists 1%:M, 1;" in said


def test_what_is_divided_by_is_not_0() -> None:
    quotient = Quotient(W, Sum((a, Num(Fraction(-1)))))
    text = theorem("it", Goal(Relation(quotient, "=", quotient), SETTING))
    assert "exists 1%:M, 0;" in text.partition("Lemma met_")[2]


def test_where_none_is_found_there_is_no_lemma() -> None:
    assert example(Sum((Trace(Prod((Transpose(W), W))), Num(Fraction(-2))))) == ""


def test_values_at_size_1() -> None:
    symbols, at = Symbols(SETTING, {}), {"W": Fraction(3), "a": Fraction(2)}
    assert number(symbols, SquaredNorm(Prod((W, a))), at) == 36
    assert number(symbols, Quotient(Trace(Transpose(W)), Prod((a, a))), at) == Fraction(3, 4)
    with pytest.raises(Uncovered, match="Log"):
        number(symbols, Log(a), at)
