"""Transposes and exponents."""

from __future__ import annotations

from fractions import Fraction

import pytest
from tests.derive.latex.formulas import failure, read

from sslcheck.derive.errors import LatexError
from sslcheck.derive.expr import Exp, Log, Power, Prod, Sym, Transpose
from sslcheck.derive.latex import read_expression
from sslcheck.derive.setting import Symbol

_HALF = Fraction(1, 2)


@pytest.mark.parametrize(
    "above",
    [
        *("T", "{T}", r"\top", r"{\top}", r"\intercal", r"{\intercal}", r"{\mathsf T}"),
        *(r"{\mathsf{T}}", r"\mathsf{T}", r"{\mathrm{T}}", r"{\rm T}", r"{\!\top}", r"{\text{T}}"),
    ],
)
def test_transposes(above: str) -> None:
    assert read(f"W^{above}") == Transpose(Sym("W"))


@pytest.mark.parametrize("above", ["{-T}", r"{-\top}", r"{-\mathsf{T}}"])
def test_the_transpose_of_an_inverse(above: str) -> None:
    assert read(f"W_p^{above}") == Transpose(Power(Sym("W_p"), Fraction(-1)))


@pytest.mark.parametrize(
    ("above", "power"), [("3/2", 3), ("-1/2", -1), (r"\frac{5}{2}", 5), ("1.5", 3), ("-.5", -1)]
)
def test_halves_are_powers_of_the_root(above: str, power: int) -> None:
    root = Power(Sym("\\eta"), _HALF)
    assert read(rf"\eta^{{{above}}}") == Power(root, Fraction(power))


@pytest.mark.parametrize("above", ["{4/3}", r"{\frac{4}{3}}"])
def test_other_fractions_are_left_to_who_decides(above: str) -> None:
    assert read(rf"\eta^{above}") == Power(Sym("\\eta"), Fraction(4, 3))


@pytest.mark.parametrize(
    "text", [r"\eta^\beta", r"\eta^{\beta}", r"\eta^{ \beta }", r"(\eta)^{\beta}"]
)
def test_a_formula_above_is_a_power_of_a_number(text: str) -> None:
    assert read(text) == Exp(Prod((Sym("\\beta"), Log(Sym("\\eta")))))


@pytest.mark.parametrize(
    ("text", "headline", "under", "advice"),
    [
        ("W^T^2", "double superscript", "^2", "parentheses"),
        (r"\eta^\beta^2", "double superscript", "^2", "parentheses"),
        (r"\eta^{\beta}^2", "double superscript", "^2", "parentheses"),
        (r"\eta^2^\beta", "double superscript", "^", "parentheses"),
        (r"e^{-\eta}^2", "double superscript", "^2", "parentheses"),
        ("W^{x}", "unreadable superscript", "^{x}", "`W^T`"),
        (r"\eta^{33}", "exponent larger than 32", "^{33}", "whole number"),
        (r"\eta^{-99999999}", "exponent larger than 32", "^{-99999999}", "whole number"),
        (r"W_p^\dagger", "unreadable superscript", r"^\dagger", "pseudo-inverse"),
        (r"W_p^{\dagger}", "unreadable superscript", r"^{\dagger}", "pseudo-inverse"),
        ("W^*", "unreadable superscript", "^*", "symbol of its own"),
        ("W^H", "unreadable superscript", "^H", "real"),
        (r"X^\prime", "unreadable superscript", r"^\prime", "`'`"),
        (r"\eta^{0.333}", "unreadable superscript", "^{0.333}", "x^{1/3}"),
        (r"\ln^2 \eta", r"a power behind `\ln`", "^2", r"`(\ln x)^2`"),
        (r"\text{tr}^{2}(X)", r"a power behind `\text{tr}`", "^{2}", r"`(\text{tr} x)^{2}`"),
        (r"\nabla_W^2 J", r"a power behind `\nabla_W`", "^2", "Second derivatives"),
        (r"\partial_t^2 W", r"a power behind `\partial_t`", "^2", r"\ddot{W}"),
        (r"\eta^{1/0}", "division by zero", "^{1/0}", ""),
    ],
)
def test_what_is_no_superscript(text: str, headline: str, under: str, advice: str) -> None:
    got = failure(text)
    assert got[:2] == (headline, under)
    assert advice in got[2]


@pytest.mark.parametrize("text", ["e^{-a t}", "e^t", r"a e^{a}"])
def test_a_declared_e_is_not_raised_to_what_may_be_an_exponent(text: str) -> None:
    symbols = {name: Symbol(name, sign="positive") for name in ("a", "e")}
    with pytest.raises(LatexError, match="a power of it, or the exponential"):
        read_expression(text, symbols, ())
    assert read_expression("e^2", symbols, ()) == Power(Sym("e"), Fraction(2))
