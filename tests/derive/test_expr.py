"""Nodes: equality without spans, signs drawn in, and walks that change no more than they must."""

from __future__ import annotations

from fractions import Fraction

import pytest

from sslcheck.derive.expr import (
    At,
    Diag,
    Dot,
    Exp,
    Expr,
    Gradient,
    Ident,
    Kron,
    Num,
    Power,
    Prod,
    Quotient,
    Relation,
    Size,
    Sum,
    Sym,
    Transpose,
    children,
    difference,
    inserted,
    map_children,
    negative,
    walk,
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


@pytest.mark.parametrize(
    ("node", "parts"),
    [
        (A, []),
        (TWO, []),
        (Sum((A, B, A)), [A, B, A]),
        (Quotient(A, X), [A, X]),
        (Kron(A, B), [A, B]),
        (Power(A, Fraction(1, 2)), [A]),
        (Diag(X, "j", "n"), [X]),
        (Gradient("A", X), [X]),
        (Sum((A, B), span=(3, 8)), [A, B]),
    ],
)
def test_children_are_the_expressions_in_a_node_and_nothing_else(
    node: Expr, parts: list[Expr]
) -> None:
    assert list(children(node)) == parts


def test_a_walk_goes_from_the_outside_in_and_from_left_to_right() -> None:
    inner, power = Prod((A, B)), Power(X, Fraction(2))
    node = Sum((inner, power))
    assert list(walk(node)) == [node, inner, A, B, power, X]


def test_what_does_not_change_stays_the_same_object() -> None:
    node = Quotient(Sum((A, B)), X, span=(1, 9))
    assert map_children(node, lambda part: part) is node
    changed = map_children(node, lambda part: TWO if part == X else part)
    assert changed == Quotient(Sum((A, B)), TWO)
    assert changed.span == (1, 9)
    assert isinstance(changed, Quotient)
    assert changed.numerator is node.numerator


def test_only_nodes_have_children_to_change() -> None:
    with pytest.raises(TypeError, match="no expression node: str"):
        map_children("A", lambda part: part)  # type: ignore[arg-type]


def test_a_value_is_put_wherever_a_symbol_stands_and_not_into_itself() -> None:
    node = Sum((Transpose(A), Exp(Prod((X, A))), B))
    value = Prod((TWO, A))
    assert inserted(node, A, value) == Sum((Transpose(value), Exp(Prod((X, value))), B))
    assert inserted(node, Sym("C"), value) is node
    assert inserted(A, A, B) is B


def test_a_gradient_keeps_the_name_that_it_is_taken_by() -> None:
    assert inserted(Gradient("A", A), A, B) == Gradient("A", B)


def test_nodes_and_relations_show_themselves_as_formulas() -> None:
    assert Transpose(A)._repr_latex_() == "$A^T$"
    assert Relation(A, ">=", B)._repr_latex_() == r"$A \geq B$"
