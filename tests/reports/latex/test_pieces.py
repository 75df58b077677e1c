"""Formulas in pieces: what passes, what is shown by its name, what cannot be set."""

from __future__ import annotations

import pytest
from hypothesis import given
from tests.reports.latex.attacks import commands, soup

from sslcheck.reports.latex.pieces import Unset, cut, joined, width


@pytest.mark.parametrize(
    ("latex", "expected"),
    [
        (r"\dot{W}_p = -\eta W_p", r"\dot{W}_p = - \eta W_p"),
        (r"\frac12 A^{-1}", r"\frac{1}{2} A^{- 1}"),
        (r"X'^T W^T'", r"X'^T {W^T}^{\prime }"),
        ("a^b^c", "{a^b}^c"),
        (r"\left( a \right)^T", r"\left( a \right)^T"),
        (r"\begin{array}{ll} a & b \\ c \end{array}", r"\begin{matrix} a & b \\ c \end{matrix}"),
        (r"a \leqslant b, \bm x", r"a \leq b, \boldsymbol{x}"),
        (r"\text{so } \operatorname{sg}[x]", r"\text{so~} \operatorname{sg} [x]"),
        (r"\Foo{x}", r"\text{\textbackslash{}Foo} {x}"),
        (r"\text{\input{x}}", r"\text{inputx}"),
        ("η² ≥ 0", r"\eta^2 \geq 0"),
        ("é + 中", r"\text{\'{e}} + \text{\texttt{U+4E2D}}"),
    ],
)
def test_what_passes(latex: str, expected: str) -> None:
    assert joined(cut(latex)) == expected


@pytest.mark.parametrize(
    "latex",
    [
        "a }",
        "{ a",
        r"\frac{a}",
        r"\left( a",
        r"a \right)",
        "a & b",
        r"\begin{tabular}{l} a \end{tabular}",
        r"\begin{cases} a",
        r"\begin{matrix} " + "a & " * 10 + r"a \end{matrix}",
        "{" * 300 + "a" + "}" * 300,
        "a" + "^b" * 300,
        r"\hat" * 300 + " a",
    ],
)
def test_what_cannot_be_set(latex: str) -> None:
    with pytest.raises(Unset):
        cut(latex)


def test_a_wide_piece_has_a_form_in_a_line() -> None:
    (piece,) = cut(r"\frac{a + b}{c}")
    assert joined(piece.inner) == "(a + b) / c"
    (piece,) = cut(r"e^{-a t}")
    assert joined(piece.inner) == r"\exp (- a t)"
    (piece,) = cut(r"\sqrt{a}^2")
    assert joined(piece.inner) == "((a)^{1/2})^2"
    assert width(cut("W_p")) > width(cut("W"))


@given(soup)
def test_only_mathematics_passes(latex: str) -> None:
    try:
        shown = joined(cut(latex))
    except Unset:
        return
    assert shown.isascii()
    assert not commands(shown)
    assert shown.replace(r"\{", "").count("{") == shown.replace(r"\}", "").count("}")
