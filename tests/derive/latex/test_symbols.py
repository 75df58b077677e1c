"""What belongs to a symbol: of what it is a function, or what it is multiplied by."""

from __future__ import annotations

import pytest
from tests.derive.latex.formulas import SPACES, SYMBOLS, failure, read

from sslcheck.derive.errors import LatexError
from sslcheck.derive.expr import Sym
from sslcheck.derive.latex import read_expression, read_statement
from sslcheck.derive.setting import Symbol
from sslcheck.derive.traverse import walk


@pytest.mark.parametrize(
    "text",
    [
        *("J(W) = 2", "J(W) := 2", r"J \left( W \right) &= 2", "J(W_p(t)) = 2"),
        r"\eta = 1, J(W) = 2",
    ],
)
def test_what_a_function_is_of(text: str) -> None:
    found = read_statement(text, SYMBOLS, SPACES).relations[-1]
    assert found.lhs in (Sym("J"), Sym("\\eta"))


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        (r"\nabla_W J(W) X", r"(\nabla_W J) X"),
        (r"\frac{\partial J(W)}{\partial W}", r"\nabla_W J"),
        (r"\frac{\partial J(\eta)}{\partial \eta}", r"\frac{\partial J}{\partial \eta}"),
        (r"J(W, W_p) \eta", r"J \eta"),
        (r"\eta (W + X)", r"\eta \cdot (W + X)"),
        (r"\eta (1 + \eta)", r"\eta \cdot (1 + \eta)"),
        (r"J(t)", "J"),
    ],
)
def test_what_stands_in_brackets_behind_a_number(text: str, plain: str) -> None:
    assert read(text) == read(plain)


@pytest.mark.parametrize("text", ["W(1)", r"\dot{W}(2)", r"\eta \left( 0.5 \right)"])
def test_a_time_or_a_product(text: str) -> None:
    assert failure(text)[0].endswith("a value at a time or a product")


@pytest.mark.parametrize(
    "text", ["J(W)", r"2 J(W)", r"J(\eta) W", r"\frac{d}{dt} J(W(t))", r"\nabla_{W_p} (J(W))"]
)
def test_a_function_or_a_product(text: str) -> None:
    got = failure(text)
    assert got[0].endswith("may be a function or a product")
    assert got[2].startswith("Write `J` for the function")


@pytest.mark.parametrize(
    "text", [r"\eta(\tau) = 2", r"\eta(\tau) = \eta", "J(W) = J", "J(W) = 2 J"]
)
def test_a_product_that_makes_sense_is_no_definition(text: str) -> None:
    with pytest.raises(LatexError, match="may be a function or a product"):
        read_statement(text, SYMBOLS, SPACES)


@pytest.mark.parametrize("below", [r"\max", r"{\max}", r"{\text{min}}"])
def test_an_eigenvalue_of_a_matrix_is_no_product(below: str) -> None:
    name = rf"\lambda_{below}"
    symbols = {**SYMBOLS, name: Symbol(name)}
    with pytest.raises(LatexError, match="a function or a product"):
        read_statement(rf"\eta = {name} (W^T W)", symbols, SPACES)
    assert read_statement(rf"W = (W) {name}", symbols, SPACES).relations
    assert read_statement(rf"W = {name} \cdot (W)", symbols, SPACES).relations


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        (r"\frac{dW}{dt}(t)", r"\dot{W}"),
        ("dW/dt(t)", r"\dot{W}"),
        ("dW/dt(0)", r"\dot{W}(0)"),
        (r"\frac{\partial J}{\partial W}(t)", r"\nabla_W J"),
        (r"\|W\|(t)", r"\|W\|"),
    ],
)
def test_the_time_behind_a_derivative_is_no_factor(text: str, plain: str) -> None:
    assert read(text) == read(plain)


@pytest.mark.parametrize("text", [r"\text{tr}(X)(t)", r"(\eta + 1)(t)", r"\frac{1}{\eta}(t)"])
def test_the_time_behind_parentheses(text: str) -> None:
    assert failure(text)[0] == "a value at a time or a product"


def test_arguments_may_be_a_list_of_matrices() -> None:
    symbols = {
        "J": Symbol("J", ("1", "1")),
        "x_i": Symbol("x_i", ("d", "1"), index="i"),
        **{name: Symbol(name, ("d", "d")) for name in ("A_1", "A_3", "A")},
        **{name: Symbol(name, ("d", "1")) for name in ("y", "z")},
    }
    assert read_expression(r"J(A_1, \dots, A_3)", symbols, ["d"]) == Sym("J")
    for columns in (r"A (y, \dots, z)", r"A (x_1, \dots, x_d)"):
        try:
            assert read_expression(columns, symbols, ["d"]) != Sym("A")
        except LatexError:
            continue


@pytest.mark.parametrize("text", [r"W\,(0)", r"W~\left(0\right)", r"W\big(0\big)", "W (0)"])
def test_space_before_a_time_means_nothing(text: str) -> None:
    assert read(text) == read("W(0)")


@pytest.mark.parametrize("text", [r"1\,000 W", "3 4 W", r"0.5~2"])
def test_numbers_side_by_side(text: str) -> None:
    assert failure(text)[0] == "numbers side by side"


@pytest.mark.parametrize(
    "text", [r"\frac{d\eta}{d\sigma}", r"\frac{d}{d\eta} \sigma", r"d\eta/d\sigma"]
)
def test_a_derivative_is_no_quotient_where_d_is_a_space(text: str) -> None:
    assert failure(text)[0] == "a derivative by what is not the time"


def test_arguments_are_left_out_only_of_what_has_a_definition() -> None:
    roles = {name: Symbol(name, role="state") for name in ("x", "y")}
    symbols = {**roles, "L": Symbol("L", defined=True), **{k: Symbol(k) for k in ("a", "b", "c")}}
    assert read_expression("L(x, y) a(b, c) + L", symbols, {}) == read_expression(
        "L a + L", symbols, {}
    )
    for text in ("x(y, a)", r"\dot{x}(x, y)", "a(x, y)", "a(b, x)^2"):
        with pytest.raises(LatexError, match="as a function of others"):
            read_expression(text, symbols, {})
    with pytest.raises(LatexError, match="an argument of `L` twice"):
        read_expression("L(x, x)", symbols, {})
    for text, argued in (("L(x, y) + y", "x y"), (r"\nabla_x L(x)", "x"), ("L^2(y, x)", "y x")):
        names = [p.given for p in walk(read_expression(text, symbols, {})) if isinstance(p, Sym)]
        assert [given for given in names if given] == [tuple(argued.split())]
