"""Subscripts behind parentheses, superscripts and symbols."""

from __future__ import annotations

import pytest
from tests.derive.latex.test_entries import A, B, read

from sslcheck.derive.errors import LatexError
from sslcheck.derive.expr import At, Entry, Expr, Prod, Transpose


@pytest.mark.parametrize(
    ("text", "of"),
    [
        (r"(A B)_{ij}", Prod((A, B))),
        (r"A^T_{ij}", Transpose(A)),
        (r"{A}_{ij}", A),
        (r"A(t)_{ij}", A),
        (r"A(0)_{ij}", At(A)),
        (r"\left[ A \right]_{i, j}", A),
    ],
)
def test_what_an_entry_is_of(text: str, of: Expr) -> None:
    assert read(f"{text} = 0").lhs == Entry(of, "i", "j")


@pytest.mark.parametrize(
    "text", [r"A_{ij}^T", r"A_{ij}^{-1}", r"A^{-1}_{ij}", r"A^2_{ij}", r"(A B)_{ij}^{-1}"]
)
def test_what_may_be_an_entry_of_a_power_or_a_power_of_one_is_refused(text: str) -> None:
    with pytest.raises(LatexError, match=r"(?s)an entry of a power.*\^"):
        read(f"{text} = 0")


@pytest.mark.parametrize("text", [r"(A)_{ij}_{kl}", r"A_{ij}_{kl}", r"(A)_{xy}", r"(A)_{ijk}"])
def test_other_subscripts_are_not_read(text: str) -> None:
    with pytest.raises(LatexError, match="unexpected character `_`"):
        read(f"{text} = 0")
