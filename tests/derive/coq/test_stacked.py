"""Stacked columns and Kronecker products."""

from __future__ import annotations

from fractions import Fraction

import pytest
from tests.derive.coq.test_claims import goals_of

from sslcheck.derive.coq.stacked import act, by_squares, number
from sslcheck.derive.coq.theorems import theorem
from sslcheck.derive.coq.uncovered import Uncovered
from sslcheck.derive.expr import Expr, Ident, Kron, Num, Prod, Sum, Sym, Trace, Transpose

A, B, V, a = map(Sym, "ABVa")


def test_what_a_sum_of_products_does_to_a_matrix() -> None:
    assert act(Sum((Kron(A, B), Prod((a, Kron(B, A))))), V) == Sum(
        (Prod((B, V, Transpose(A))), Prod((a, Prod((A, V, Transpose(B))))))
    )
    for other in (A, Prod((Kron(A, B), Kron(A, B)))):
        with pytest.raises(Uncovered, match="Kronecker"):
            act(other, V)


def gram(root: Expr) -> Expr:
    return Prod((Transpose(root), root))


@pytest.mark.parametrize(
    ("form", "inner", "middle"),
    [
        (Kron(A, gram(B)), Prod((B, V)), A),
        (Kron(A, Ident("n")), V, A),
        (Kron(Ident("d"), A), Transpose(V), A),
        (Kron(gram(B), A), Transpose(Prod((V, Transpose(B)))), A),
    ],
)
def test_traces_of_squares(form: Expr, inner: Expr, middle: Expr) -> None:
    turned = inner.arg if isinstance(inner, Transpose) else Transpose(inner)
    assert by_squares(form, V) == Trace(Prod((inner, middle, turned)))


def test_a_product_of_two_that_are_no_squares() -> None:
    with pytest.raises(Uncovered, match="square"):
        by_squares(Kron(A, B), V)


def test_the_statement_has_the_products_as_they_are_printed() -> None:
    (goal,) = goals_of("non-contrastive", "4")
    text = theorem("it", goal)
    assert "(vec dot_W)\n" not in text
    assert "(vec dot_W) = " in text
    assert "(kron X_prime ((W_p^T *m W_p) + 1%:M))" in text
    (goal,) = goals_of("directpred", "4.psd")
    assert "  psd H.\n" in theorem("it", goal)


def test_numbers_as_factors() -> None:
    assert number(Fraction(1)) == ()
    assert number(Fraction(-1)) == (Num(Fraction(-1)),)
