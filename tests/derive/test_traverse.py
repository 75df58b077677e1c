"""Walks over expressions go from the outside in, and change no more than they must."""

from __future__ import annotations

from fractions import Fraction

import pytest

from sslcheck.derive.expr import (
    Diag,
    Exp,
    Expr,
    Gradient,
    Kron,
    Num,
    Power,
    Prod,
    Quotient,
    Sum,
    Sym,
    Transpose,
)
from sslcheck.derive.traverse import children, inserted, map_children, walk

A, B, X, TWO = Sym("A"), Sym("B"), Sym("x"), Num(Fraction(2))


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
