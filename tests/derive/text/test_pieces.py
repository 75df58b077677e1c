"""What printing asks of a node."""

from __future__ import annotations

from fractions import Fraction

import pytest

from sslcheck.derive.expr import ONE, Expr, Integral, Num, Power, Prod, Quotient, Sum, Sym, Total
from sslcheck.derive.text import pieces

A, B, TIME = Sym("a"), Sym("b"), Sym("t")
MINUS = Num(Fraction(-1))


@pytest.mark.parametrize(
    ("node", "negative"),
    [
        (MINUS, True),
        (Prod((MINUS, A)), True),
        (Sum((Prod((MINUS, A)), B)), True),
        (Sum((A, Prod((MINUS, B)))), False),
        (Prod((MINUS,)), False),
    ],
)
def test_how_the_text_begins(node: Expr, negative: bool) -> None:
    assert pieces.is_negative(node) is negative


def test_digits() -> None:
    assert pieces.is_digits(Power(Num(Fraction(2)), Fraction(3)))
    assert not pieces.is_digits(Power(Num(Fraction(2)), Fraction(1, 2)))
    assert not pieces.is_digits(Num(Fraction(1, 2)))


def test_what_may_be_taken_for_an_argument() -> None:
    assert pieces.is_argument(Power(Quotient(A, B), Fraction(2)))
    assert not pieces.is_argument(Sum((A, B)))


def test_labels() -> None:
    assert pieces.lowered("j") == "_j"
    assert pieces.lowered("10", "^") == "^{10}"
    assert pieces.member(Sym("p_j"), "j", "1") == Sym("p_1")
    assert pieces.member(Sym("x_{(j)}"), "j", "12") == Sym("x_{(12)}")
    own = Total(Sym("p_j"), "j")
    assert pieces.member(Prod((own, Sym("p_j"))), "j", "n") == Prod((own, Sym("p_n")))


def test_the_variable_of_an_integral_within_another_stays() -> None:
    inner = Integral(TIME)
    assert pieces.renamed(Sum((inner, TIME, ONE)), B) == Sum((inner, B, ONE))


@pytest.mark.parametrize(("name", "matrix"), [("W", True), (r"\bar{W}_p", True), ("w", False)])
def test_capital_letters_are_matrices(name: str, matrix: bool) -> None:
    assert pieces.is_matrix_root(Sym(name)) is matrix
    assert not pieces.is_matrix_root(ONE)
