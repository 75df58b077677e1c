"""Theorems from goals: abbreviations, rates, hypotheses."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sslcheck.derive.coq.theorems import Goal, theorem
from sslcheck.derive.coq.uncovered import Uncovered
from sslcheck.derive.expr import Dot, Ident, Prod, Quotient, Relation, Sym, Transpose
from sslcheck.derive.setting import Setting, Symbol

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
    assert "Variable W : 'M[K_]_(size_n, size_d)." in text
    assert "Hypothesis sym_X : X^T = X." in text
    assert "let Y : 'M[K_]_(size_d, size_d) := (X *m X) in" in text
    assert "let dot_W : 'M[K_]_(size_n, size_d) := (W *m Y) in" in text
    assert "  dot_W\n  = ((W *m X) *m X)." in text
    assert text.endswith("Print Assumptions it.it.")


def test_what_is_divided_by_is_supposed_not_to_be_0() -> None:
    quotient = Quotient(W, Prod((a, a)))
    text = theorem("it", Goal(Relation(quotient, "=", quotient), SETTING))
    assert "Hypothesis nz0 : a != 0." in text
    assert "nz1" not in text


def test_a_value_at_an_instant_stands_for_the_state_and_not_for_its_rate() -> None:
    there = replace(SETTING, initial={"W": Ident("n")}, merged={"d": "n"})
    text = theorem("it", Goal(Relation(Dot(W), "=", Y), there))
    assert "let W : 'M[K_]_(size_n, size_n) := 1%:M in" in text
    assert "let dot_W : 'M[K_]_(size_n, size_n) := (W *m Y) in" in text


def test_what_is_orthonormal_is_uncovered() -> None:
    marked = replace(SETTING.symbols["W"], properties=frozenset({"orthonormal"}))
    symbols = {**SETTING.symbols, "W": marked}
    with pytest.raises(Uncovered, match="orthonormal"):
        theorem("it", Goal(Relation(W, "=", Transpose(W)), replace(SETTING, symbols=symbols)))
