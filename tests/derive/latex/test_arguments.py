"""What parentheses behind a factor hold: a factor, or what it is taken at."""

from __future__ import annotations

import pytest

from sslcheck.derive.errors import LatexError
from sslcheck.derive.expr import Expr
from sslcheck.derive.latex import read_expression, read_statement
from sslcheck.derive.setting import Role, Symbol

_ROLES: dict[str, tuple[Role, str]] = {
    **dict.fromkeys(("x", "y", "x_j"), ("state", "1")),
    **dict.fromkeys(("W", "V"), ("state", "n")),
    **dict.fromkeys(("A", "B"), ("parameter", "n")),
    **dict.fromkeys(("a", "b", "c_j"), ("parameter", "1")),
    **dict.fromkeys(("f",), ("function", "1")),
}
SYMBOLS = {
    name: Symbol(name, (n, n), role=role, index="j" if name.endswith("j") else "")
    for name, (role, n) in _ROLES.items()
}
SYMBOLS |= {"L": Symbol("L", defined=True), "M": Symbol("M", ("n", "n"), defined=True)}


def read(text: str) -> Expr:
    return read_expression(text, SYMBOLS, ["n"])


@pytest.mark.parametrize(
    "text",
    [
        *("x(t + 1)", "x (2t)", r"x\,\left(-t\right)", r"x \big(a t\big)", "x [t - 1]"),
        *("x(a - 1)", "x(a/2)", "x(-a)", r"x(\frac{a}{2})", "W(a)", "W (a + b)", "W [0]"),
        *("x^2(t + a)", "W^T(a + b)", r"\dot{x}(a + b)", r"\frac{dx}{dt}(t + a)", "W_{ij}(a + b)"),
        *("x_j(a + b)", "x{(a + b)}", "L(a + b)", "M(t + 1)", "f(1 - t)", "x(e^{-t})"),
        *("(x + y)(t + 1)", r"\|W\|(a)", r"\text{tr}(W)(2 t)", "(x)(2 t)", "x(a - 1)^2"),
    ],
)
def test_another_time_is_no_factor(text: str) -> None:
    with pytest.raises(LatexError, match="a value at a time or a product"):
        read(f"{text} b" if "_{ij}" not in text else rf"\sum_i \sum_j {text}")


def test_another_time_inside_an_integral() -> None:
    for text in (r"\int_0^t x(2r) \, dr", r"\int_0^t x(2 t') \, dt'"):
        with pytest.raises(LatexError, match=r"at no time|at a time or a product"):
            read(text)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "L(W + V)",
            "L(x + y)",
            "L(-x)",
            "L (2 x)",
            "f(x + y)",
            "f(1 - x)",
            "f(f)",
            "A(a)",
            "A(x)",
        ),
        *("A(x)", "x(y)", "x(W)", r"\nabla_W L (W - V)", r"\frac{\partial L}{\partial W}(W + V)"),
        r"\partial_W L(W - V)",
    ],
)
def test_an_argument_is_no_factor(text: str) -> None:
    with pytest.raises(LatexError, match=r"a function or a product|before a product"):
        read(text)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("a (t + 1)", r"a \cdot (t + 1)"),
        ("a(1 - x) b(1 - a)", r"a \cdot (1 - x) b \cdot (1 - a)"),
        ("a (x y)", r"a \cdot (x y)"),
        ("x(1 - x)", r"x \cdot (1 - x)"),
        ("x(1 - a)", r"x \cdot (1 - a)"),
        ("x_j (c_j - a) x_j", r"x_j \cdot (c_j - a) x_j"),
        ("x^2 (a - y) (1 - a)", r"x^2 \cdot (a - y) \cdot (1 - a)"),
        ("x(0) (1 - e^{-t})", r"x(0) \cdot (1 - e^{-t})"),
        ("(1 - x)(1 - a)", r"(1 - x) \cdot (1 - a)"),
        ("x (2 y)", r"x \cdot (2 y)"),
        (r"x \left(\frac{y}{a}\right)", r"x \cdot \frac{y}{a}"),
        ("x (y^2)", r"x \cdot y^2"),
        ("x (A B)", r"x \cdot (A B)"),
        ("W (A + B)", r"W \cdot (A + B)"),
        ("W^T (t A + B)", r"W^T \cdot (t A + B)"),
        ("W (V^T V)", r"W \cdot (V^T V)"),
        ("W (V)^T", r"W \cdot V^T"),
        ("M (W + V)", r"M \cdot (W + V)"),
        ("A (1 - t)", r"A \cdot (1 - t)"),
        ("L (1 - L)", r"L \cdot (1 - L)"),
        (r"2 f \left(a - b - f^2\right) f", r"2 f \cdot (a - b - f^2) f"),
        ("a (L + 1) L", r"a \cdot (L + 1) L"),
        (r"(\nabla_W L) (W - V)", r"\nabla_W L \cdot (W - V)"),
        (r"x \text{tr}(A) e^{(a + b)}", r"x \cdot \text{tr}(A) \cdot e^{a + b}"),
        (r"(x)(y)", "x y"),
    ],
)
def test_a_factor(text: str, plain: str) -> None:
    assert read(text) == read(plain)


def test_what_to_write_is_latex() -> None:
    for text in (
        r"f \left( 1 - x \right)",
        r"f \Bigl(1 - x\Bigr)",
        r"f \left(\frac{1}{x}\right)^2",
    ):
        with pytest.raises(LatexError, match="a function or a product") as error:
            read(text)
        written = str(error.value).split("a product is `")[1].split("`.")[0]
        read(written)


def test_while_shapes_are_sought_all_is_a_factor() -> None:
    """What is a number and what moves is not known then."""
    read, plain = (
        read_statement(text, SYMBOLS, ["n"], settled=False).relations[0].lhs
        for text in ("M (t + 1) = 0", r"M \cdot (t + 1) = 0")
    )
    assert read == plain
    with pytest.raises(LatexError, match="a value at a time or a product"):
        read_statement("M (t + 1) = 0", SYMBOLS, ["n"])
