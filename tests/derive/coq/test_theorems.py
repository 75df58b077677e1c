"""Theorems from goals: abbreviations, rates, hypotheses."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from sslcheck.derive.coq.theorems import Goal, theorem
from sslcheck.derive.coq.uncovered import Uncovered
from sslcheck.derive.expr import (
    Diag,
    Dot,
    Expr,
    Ident,
    Power,
    Prod,
    Quotient,
    Relation,
    Sum,
    Sym,
    Transpose,
)
from sslcheck.derive.setting import Property, Setting, Symbol

W, X, Y, a = Sym("W"), Sym("X"), Sym("Y"), Sym("a")
SETTING = Setting(
    {
        "W": Symbol("W", ("n", "d"), role="state"),
        "X": Symbol("X", ("d", "d"), frozenset({"psd"})),
        "Y": Symbol("Y", ("d", "d")),
        "a": Symbol("a", sign="positive"),
    },
    definitions={"Y": Prod((X, X))},
    flow={"W": Prod((W, Y))},
)


def test_the_statement_is_readable() -> None:
    text = theorem("it", Goal(Relation(Dot(W), "=", Prod((W, X, X))), SETTING))
    assert "Variable W : 'M[K_]_(size_n_, size_d_)." in text
    assert "Hypothesis sym_X_ : X^T = X." in text
    assert "let Y : 'M[K_]_(size_d_, size_d_) := (X *m X) in" in text
    assert "let dot_W : 'M[K_]_(size_n_, size_d_) := (W *m Y) in" in text
    assert "  dot_W\n  = ((W *m X) *m X)." in text
    assert text.endswith("Print Assumptions it.it.")


def test_what_is_divided_by_is_supposed_not_to_be_0() -> None:
    quotient = Quotient(W, Prod((a, a)))
    text = theorem("it", Goal(Relation(quotient, "=", quotient), SETTING))
    assert "Hypothesis nz0_ : a != 0." in text
    assert "nz1" not in text


def test_a_value_at_an_instant_stands_for_the_state_and_not_for_its_rate() -> None:
    there = replace(SETTING, initial={"W": Ident("n")}, merged={"d": "n"})
    text = theorem("it", Goal(Relation(Dot(W), "=", Y), there))
    assert "let W : 'M[K_]_(size_n_, size_n_) := 1%:M in" in text
    assert "let dot_W : 'M[K_]_(size_n_, size_n_) := (W *m Y) in" in text


def with_properties(name: str, *properties: Property) -> Setting:
    marked = replace(SETTING.symbols[name], properties=frozenset(properties))
    return replace(SETTING, symbols={**SETTING.symbols, name: marked})


def test_what_is_declared_is_supposed() -> None:
    gram = Relation(Prod((Transpose(W), W)), "=", Ident("d"))
    text = theorem("it", Goal(gram, with_properties("W", "orthonormal")))
    assert "Hypothesis orth_W_ : W^T *m W = 1%:M." in text
    with pytest.raises(Uncovered, match="diagonal"):
        theorem("it", Goal(gram, with_properties("W", "diagonal")))


def test_roots_are_numbers_with_a_square() -> None:
    root = Power(Sum((a, a)), Fraction(1, 2))
    text = theorem("it", Goal(Relation(Prod((root, root)), "=", Sum((a, a))), SETTING))
    assert "Hypothesis square_root_1_ : root_1 * root_1 = (a + a)." in text
    with pytest.raises(Uncovered, match="root of a matrix"):
        theorem("it", Goal(Relation(Power(X, Fraction(1, 2)), "=", X), SETTING))


def test_a_number_of_each_mode_is_a_diagonal_matrix() -> None:
    symbols = {**SETTING.symbols, "s_j": Symbol("s_j", index="j", role="state")}
    rates: dict[str, Expr] = {"s_j": Prod((a, Sym("s_j")))}
    modes = replace(SETTING, symbols=symbols, flow=rates)
    text = theorem("it", Goal(Relation(Dot(Diag(Sym("s_j"), "j", "d")), "=", Prod((a, X))), modes))
    assert "Variable all_s_j : 'rV[K_]_size_d_." in text
    assert "(a *: (diag_mx all_s_j)) in" in text
