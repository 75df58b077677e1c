"""Expressions and settings as JSON."""

from __future__ import annotations

from fractions import Fraction

import pytest

from sslcheck.derive.certificates.trees import tree
from sslcheck.derive.errors import Unsupported
from sslcheck.derive.expr import (
    Det,
    Entry,
    Expr,
    Ident,
    IndexSum,
    Num,
    Quotient,
    SquaredNorm,
    Sym,
    Total,
)


@pytest.mark.parametrize(
    ("node", "expected"),
    [
        (Quotient(Sym("a"), Sym("b")), ["Prod", ["Power", "b", "-1"], "a"]),
        (Num(Fraction(2)), 2),
        (Num(Fraction(1, 2)), ["Num", "1/2"]),
        (SquaredNorm(Sym("W")), ["Trace", ["Prod", ["Transpose", "W"], "W"]]),
        (Ident("n"), ["Ident", "n"]),
        (Entry(Sym("W"), "i", 0), ["Entry", "W", "i", 0]),
        (Entry(Sym("v"), "i"), ["Entry", "v", "i", 0]),
        (IndexSum(Entry(Sym("v"), "i"), "i", "n"), ["IndexSum", ["Entry", "v", "i", 0], "i", "n"]),
        (Total(Sym("q_j"), "j"), ["Total", "q_j", "j"]),
    ],
)
def test_nodes(node: Expr, expected: object) -> None:
    assert tree(node) == expected


@pytest.mark.parametrize(
    "node", [Det(Sym("W")), Ident(""), Entry(Sym("W"), "", "j"), IndexSum(Sym("x"), "i")]
)
def test_what_certificates_do_not_know(node: Expr) -> None:
    with pytest.raises(Unsupported):
        tree(node)
