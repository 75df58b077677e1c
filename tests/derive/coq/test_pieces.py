"""Formulas as text and as data."""

from __future__ import annotations

from fractions import Fraction

import pytest

from sslcheck.derive.coq.pieces import Piece, Translator
from sslcheck.derive.coq.uncovered import Uncovered
from sslcheck.derive.expr import (
    Diag,
    Expr,
    Ident,
    Log,
    Num,
    Prod,
    Quotient,
    SquaredNorm,
    Sum,
    Sym,
    Trace,
    Transpose,
)

W, X, a, u, s = Sym("W"), Sym("X"), Sym("a"), Sym("u"), Sym("s")
KNOWN = {
    "W": Piece("matrix", ("n", "d"), "W", "(MV 0)"),
    "X": Piece("matrix", ("d", "d"), "X", "(MV 1)"),
    "a": Piece("number", ("1", "1"), "a", "(SV 0)"),
    "u": Piece("matrix", ("d", "1"), "u", "(MV 2)"),
}


def mode(name: str, around: Diag) -> Piece | None:
    return Piece("matrix", ("d", "d"), "(diag_mx s)", "(MV 3)") if name == "s" else None


def translated(node: Expr) -> Piece:
    return Translator(KNOWN.__getitem__, str, mode)(node)


def minus(node: Expr) -> Expr:
    return Prod((Num(Fraction(-1)), node))


@pytest.mark.parametrize(
    ("node", "text", "code"),
    [
        (Prod((W, X)), "(W *m X)", "(MM 0 (MV 0) (MV 1))"),
        (Transpose(W), "W^T", "(MT (MV 0))"),
        (Prod((W, a)), "(a *: W)", "(MS (SV 0) (MV 0))"),
        (Sum((X, minus(Ident("d")))), "(X - 1%:M)", "(MA (MV 1) (MN MI))"),
        (Num(Fraction(3)), "3%:R", "(SA S1 (SA S1 S1))"),
        (Num(Fraction(-1, 2)), "(- (1 / 2%:R))", "(SN (SM S1 (SI (SA S1 S1))))"),
        (Quotient(a, a), "(a * a^-1)", "(SM (SV 0) (SI (SV 0)))"),
        (Trace(X), r"(\tr X)", "(SV t0_)"),
        (Sum((a, Trace(X))), r"(a + (\tr X))", "(SA (SV 0) (SV t0_))"),
        (SquaredNorm(W), r"(\tr (W^T *m W))", "(SV t0_)"),
        (Diag(Prod((a, s, s)), "j", "d"), "(a *: ((diag_mx s) *m (diag_mx s)))", None),
        (Diag(Sum((a, s)), "j", "d"), "((a *: 1%:M) + (diag_mx s))", None),
        (Prod((Transpose(u), X, u)), r"(\tr ((u^T *m X) *m u))", None),
    ],
)
def test_formulas(node: Expr, text: str, code: str | None) -> None:
    found = translated(node)
    assert found.text == text
    assert code is None or found.code == code


def test_traces_are_numbers_in_the_order_of_their_data() -> None:
    translate = Translator(KNOWN.__getitem__, str)
    inner = Prod((Trace(X), X))
    assert translate(Trace(inner)).code == "(SV t1_)"
    assert translate.traces == {(0, "(MV 1)"): "t0_", (0, "(MS (SV t0_) (MV 1))"): "t1_"}
    assert translate(Trace(X)).code == "(SV t0_)"


def test_sums_are_balanced() -> None:
    found = translated(Sum((X,) * 256)).text
    assert found.index("X") == 8


@pytest.mark.parametrize(
    "node",
    [
        Log(a),
        Sum((a, X)),
        Diag(Log(s), "j", "d"),
        Diag(Quotient(a, s), "j", "d"),
        Quotient(a, Trace(X)),
        Num(Fraction(1000)),
    ],
    ids=repr,
)
def test_what_the_library_does_not_know_is_uncovered(node: Expr) -> None:
    with pytest.raises(Uncovered):
        translated(node)
