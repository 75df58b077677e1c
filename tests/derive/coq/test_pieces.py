"""Formulas as text and as data."""

from __future__ import annotations

from fractions import Fraction

import pytest

from sslcheck.derive.coq.pieces import Piece, Translator
from sslcheck.derive.coq.uncovered import Uncovered
from sslcheck.derive.expr import (
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

W, X, a, u = Sym("W"), Sym("X"), Sym("a"), Sym("u")
KNOWN = {
    "W": Piece("matrix", ("n", "d"), "W", "(MV 0)"),
    "X": Piece("matrix", ("d", "d"), "X", "(MV 1)"),
    "a": Piece("number", ("1", "1"), "a", "(SV 0)"),
    "u": Piece("matrix", ("d", "1"), "u", "(MV 2)"),
}


def translated(node: Expr) -> Piece:
    return Translator(KNOWN.__getitem__, str)(node)


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
        (Trace(X), r"(\tr X)", "(TT 0 (MV 1))"),
        (SquaredNorm(W), r"(\tr (W^T *m W))", "(TT 1 (MM 0 (MT (MV 0)) (MV 0)))"),
        (Prod((Transpose(u), X, u)), r"(\tr ((u^T *m X) *m u))", None),
    ],
)
def test_formulas(node: Expr, text: str, code: str | None) -> None:
    found = translated(node)
    assert found.text == text
    assert code is None or found.code == code


def test_sums_are_balanced() -> None:
    found = translated(Sum((X,) * 256)).text
    assert found.index("X") == 8


@pytest.mark.parametrize(
    "node",
    [
        Log(a),
        Sum((a, Trace(X))),
        Prod((Trace(X), Trace(X))),
        Prod((Trace(X), W)),
        Quotient(a, Trace(X)),
        Num(Fraction(1000)),
    ],
    ids=repr,
)
def test_what_the_library_does_not_know_is_uncovered(node: Expr) -> None:
    with pytest.raises(Uncovered):
        translated(node)
