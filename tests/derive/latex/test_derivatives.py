"""Derivatives, however they are written."""

from __future__ import annotations

from fractions import Fraction

import pytest
from tests.derive.latex.formulas import SPACES, SYMBOLS, failure, read

from sslcheck.derive.errors import LatexError
from sslcheck.derive.expr import At, Dot, Expr, Gradient, Partial, Power, Prod, Size, Sym
from sslcheck.derive.latex import read_expression
from sslcheck.derive.setting import Symbol

W, X, J, ETA = map(Sym, ("W", "X", "J", "\\eta"))
RATE, SLOPE = Dot(W), Gradient("W", J)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r"\frac{dW}{dt}", RATE),
        (r"\frac{\mathrm{d} W}{\mathrm{d} t}", RATE),
        (r"\frac{\mathrm{d}W(t)}{\mathrm{d}t}", RATE),
        (r"\frac{\mathrm d W}{\mathrm d t}", RATE),
        (r"\frac{\mathrm dW}{\mathrm dt}", RATE),
        (r"\frac{\mathrm d}{\mathrm dt} W", RATE),
        (r"\frac{\text{d}W}{\text{d}t}", RATE),
        (r"\frac{{\rm d} W}{{\rm d} t}", RATE),
        (r"\frac{\mathrm{d}}{\mathrm{d}t} W", RATE),
        (r"dW/dt", RATE),
        (r"\mathrm{d} W / \mathrm{d} t", RATE),
        (r"d/dt W", RATE),
        (r"\partial_t W", RATE),
        (r"\partial_{t} W", RATE),
        (r"\frac{\partial W}{\partial t}", RATE),
        (r"\partial W/\partial t", RATE),
        (r"\frac{dW}{dt}(0)", At(RATE)),
        (r"\partial_t (W X)", Dot(Prod((W, X)))),
        (r"X \partial_t W", Prod((X, RATE))),
        (r"\partial_t \eta^2", Dot(Power(ETA, Fraction(2)))),
        (r"\ddot{W}", Dot(RATE)),
        (r"\ddot W", Dot(RATE)),
        (r"\frac{d^2 W}{dt^2}", Dot(RATE)),
        (r"\frac{d^2}{dt^2} W", Dot(RATE)),
        (r"\frac{\mathrm{d}^2 W}{\mathrm{d}t^2}", Dot(RATE)),
        (r"\frac{\partial J}{\partial W}", SLOPE),
        (r"\frac{\partial}{\partial W} J", SLOPE),
        (r"\partial J / \partial W", SLOPE),
        (r"\partial_W J", SLOPE),
        (r"\frac{dJ}{dW}", SLOPE),
        (r"\frac{\mathrm{d}}{\mathrm{d} W} J", SLOPE),
        (r"dJ/dW", SLOPE),
        (r"\partial_{W} J", SLOPE),
        (r"\partial_\eta J", Partial(J, "\\eta")),
        (r"\partial J/\partial \eta", Partial(J, "\\eta")),
    ],
)
def test_derivatives(text: str, expected: Expr) -> None:
    assert read(text) == expected


def test_a_size_is_no_differential() -> None:
    assert read(r"\frac{d}{n}") != RATE
    assert read("d") == Size("d")
    symbols = {**SYMBOLS, "d": Symbol("d")}
    assert read_expression(r"\frac{\mathrm{d} W}{\mathrm{d} t}", symbols, SPACES) == RATE
    with pytest.raises(LatexError, match="a quotient, or a derivative"):
        read_expression(r"\frac{d W}{d t}", symbols, SPACES)
    with pytest.raises(LatexError, match="a quotient, or a derivative"):
        read_expression(r"dW/dt", symbols, SPACES)


@pytest.mark.parametrize(
    ("text", "headline", "advice"),
    [
        (r"\partial_t W X", r"`\partial_t` before a product", r"(\partial_t a) b"),
        (r"\partial_t W \cdot X", r"`\partial_t` before a product", "two ways"),
        (r"\partial_t W \otimes X", r"`\partial_t` before a product", "two ways"),
        (r"\partial_t W / \eta", r"`\partial_t` before a product", "two ways"),
        (r"\frac{\partial}{\partial t} (t W)", "the partial derivative by `t`", r"\frac{d}{dt}"),
        (r"\partial_t (e^{-\eta t} W)", "the partial derivative by `t`", r"\frac{d}{dt}"),
        (r"\frac{d W}{dt^2}", "a derivative of unlike orders", r"\frac{d^2 W}{dt^2}"),
        (r"\frac{d^2 W}{dt}", "a derivative of unlike orders", r"\frac{d W}{dt}"),
        (r"d^2 W/dt", "a derivative of unlike orders", r"\frac{d W}{dt}"),
        (r"\partial_t W(0)", "the derivative of a value at 0", r"\dot{W}(0)"),
        (r"\frac{d}{dt} W(0)", "the derivative of a value at 0", r"\dot{W}(0)"),
    ],
)
def test_what_has_two_meanings(text: str, headline: str, advice: str) -> None:
    got = failure(text)
    assert got[0].startswith(headline)
    assert advice in got[2]


@pytest.mark.parametrize("text", [r"\partial_W J(0)", r"\frac{\partial}{\partial W} J(0)"])
def test_a_value_at_0_has_no_gradient(text: str) -> None:
    assert failure(text)[0] == "the derivative of a value at 0"


def test_a_gradient_has_a_value_at_0() -> None:
    assert read(r"\nabla_W J(0)") == read(r"(\nabla_W J)(0)")
