"""Nodes: equality without spans, signs drawn in, and how they show themselves."""

from __future__ import annotations

from fractions import Fraction

import pytest

from sslcheck.derive.expr import (
    At,
    Dot,
    Expr,
    Ident,
    Num,
    Prod,
    Relation,
    Size,
    Sum,
    Sym,
    Transpose,
    difference,
    negative,
)

A, B, X = Sym("A"), Sym("B"), Sym("x")
MINUS, TWO = Num(Fraction(-1)), Num(Fraction(2))


def test_where_a_node_was_read_takes_no_part_in_equality() -> None:
    here, there = Sym("A", span=(0, 1)), Sym("A", span=(4, 5))
    assert here == there == A
    assert len({here, there, A}) == 1
    assert repr(here) == repr(A)
    assert len({At(A), Dot(A), Transpose(A), Ident("n"), Size("n"), Sym("n")}) == 6


@pytest.mark.parametrize(
    ("node", "expected"),
    [
        (TWO, Num(Fraction(-2))),
        (A, Prod((MINUS, A))),
        (Sum((A, B)), Prod((MINUS, Sum((A, B))))),
        (Prod((A, B)), Prod((MINUS, A, B))),
        (Prod((TWO, A)), Prod((Num(Fraction(-2)), A))),
        (Prod((MINUS, A)), A),
        (Prod((TWO, A, B)), Prod((Num(Fraction(-2)), A, B))),
        (Prod((TWO,)), Prod((MINUS, TWO))),
    ],
)
def test_a_sign_is_drawn_into_numbers_and_products(node: Expr, expected: Expr) -> None:
    assert negative(node) == expected


def test_a_difference_is_the_sum_with_the_negative() -> None:
    assert difference(A, Prod((MINUS, B))) == Sum((A, B))
    assert difference(A, B) == Sum((A, Prod((MINUS, B))))


def test_nodes_and_relations_show_themselves_as_formulas() -> None:
    assert Transpose(A)._repr_latex_() == "$A^T$"
    assert Relation(A, ">=", B)._repr_latex_() == r"$A \geq B$"
