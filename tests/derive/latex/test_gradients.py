"""What a gradient without parentheses takes."""

from __future__ import annotations

import pytest

from sslcheck.derive.errors import LatexError
from sslcheck.derive.expr import Expr
from sslcheck.derive.latex import read_expression
from sslcheck.derive.setting import Symbol

SYMBOLS = {
    "W": Symbol("W", ("n", "n"), role="state"),
    **{name: Symbol(name, ("n", "1"), role="state") for name in ("w", "v")},
    **{name: Symbol(name, ("n", "n")) for name in ("P", "V")},
    **{name: Symbol(name, role="state") for name in ("x", "y")},
    **{name: Symbol(name) for name in ("a", "b")},
    "L": Symbol("L", defined=True),
}


def read(text: str) -> Expr:
    return read_expression(text, SYMBOLS, ["n"])


@pytest.mark.parametrize(
    "text",
    [
        *(r"\nabla_w a \|w\|^2", r"\nabla_w a w^T w", r"\nabla_w a L", r"\nabla_x x y"),
        *(r"\nabla_w \|w\|^2 w^T w", r"\nabla_W L L", r"\nabla_W L x", r"\nabla_w L w^T v"),
        *(r"\nabla_w (a + b) \|w\|^2", r"\nabla_w \langle v, w \rangle w", r"\nabla_w y \|w\|^2"),
        *(r"\nabla_w |x| \|w\|^2", r"\nabla_w a \text{tr}(W) v^T w", r"\nabla_w L \cdot x"),
        *(r"\nabla_w L / x", r"\nabla_w L \text{tr} W"),
    ],
)
def test_a_gradient_of_a_number_before_a_product(text: str) -> None:
    with pytest.raises(LatexError, match="a gradient before a product"):
        read(text)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        (r"\nabla_w w^T P w", r"\nabla_w (w^T P w)"),
        (r"\nabla_w \frac{1}{2} \|w\|^2", r"\nabla_w (\frac{1}{2} \|w\|^2)"),
        (r"\nabla_w 2 a \|w\|^2", r"\nabla_w (2 a \|w\|^2)"),
        (r"\nabla_W L W^T", r"(\nabla_W L) W^T"),
        (r"\nabla_W L \cdot W", r"(\nabla_W L) W"),
        (r"\nabla_W L / a", r"(\nabla_W L) / a"),
        (r"\nabla_W L a", r"(\nabla_W L) a"),
        (r"\nabla_w (w^T P w) v^T", r"(\nabla_w (w^T P w)) v^T"),
        (r"(\nabla_w a) \|w\|^2", r"(\nabla_w (a)) \cdot \|w\|^2"),
    ],
)
def test_what_a_gradient_takes(text: str, plain: str) -> None:
    assert read(text) == read(plain)


@pytest.mark.parametrize(
    "text",
    [
        *(r"\frac{d}{dt} (x) y", r"\frac{d}{dt} (x + y)^2 y", r"\frac{d}{dt} [W + P] W"),
        *(r"\frac{d}{dt} (x + y) \cdot y", r"\frac{\partial}{\partial x} (x + y) y"),
        *(r"\frac{d}{dt} (x + a) L", r"\frac{d}{dt} (x) \text{tr} W", r"\frac{d}{dt} (x) t"),
    ],
)
def test_a_derivative_that_goes_on_behind_parentheses(text: str) -> None:
    with pytest.raises(LatexError, match="a derivative that goes on behind parentheses"):
        read(text)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        (r"\frac{d}{dt} (x + y) a P", r"\frac{d}{dt} ((x + y) a P)"),
        (r"\frac{d}{dt} (W W^T)", r"\frac{d}{dt} W W^T"),
        (r"\frac{d}{dt} x (x + y)", r"\frac{d}{dt} (x \cdot (x + y))"),
        (r"\frac{d}{dt} (W) \otimes W V", r"\frac{d}{dt} (W \otimes (W V))"),
    ],
)
def test_what_a_derivative_takes(text: str, plain: str) -> None:
    assert read(text) == read(plain)
