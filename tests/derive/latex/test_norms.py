"""Which norm, and to which power."""

from __future__ import annotations

from fractions import Fraction

import pytest
from tests.derive.latex.formulas import SPACES, SYMBOLS, failure, read

from sslcheck.derive.errors import LatexError
from sslcheck.derive.expr import Expr, Power, SquaredNorm, Sym
from sslcheck.derive.latex import read_expression
from sslcheck.derive.shapes import resolve

SQUARE = SquaredNorm(Sym("W"))
NORM = Power(SQUARE, Fraction(1, 2))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r"\|W\|^2", SQUARE),
        (r"\|W\|_F^2", SQUARE),
        (r"\|W\|^2_F", SQUARE),
        (r"\|W\|_{\mathrm{F}}^2", SQUARE),
        (r"\|W\|_\mathrm{F}^{2}", SQUARE),
        (r"\left\| W \right\|_F^2", SQUARE),
        (r"\lVert W \rVert_F^2", SQUARE),
        (r"\Vert W \Vert_F^2", SQUARE),
        (r"||W||_F^2", SQUARE),
        (r"\norm{W}_F^2", SQUARE),
        (r"\|W\|", NORM),
        (r"\|W\|_F", NORM),
        (r"\|W\|^4", Power(SQUARE, Fraction(2))),
        (r"\|W\|^3", Power(NORM, Fraction(3))),
    ],
)
def test_norms(text: str, expected: Expr) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    ("text", "headline", "advice"),
    [
        (r"\|W\|_*", "the norm with the subscript `*`", "Frobenius"),
        (r"\|W\|_{op}^2", "the norm with the subscript `op`", "Frobenius"),
        (r"\|W\|_\infty", r"the norm with the subscript `\infty`", "Frobenius"),
        (r"\|W\|_1", "the norm with the subscript `1`", "Frobenius"),
        (r"\|W\|^0", "a norm to the power 0", "without the norm"),
    ],
)
def test_other_norms(text: str, headline: str, advice: str) -> None:
    got = failure(text)
    assert got[0] == headline
    assert advice in got[2]


@pytest.mark.parametrize("text", [r"\|W\|_2", r"\|W\|_2^2", r"\|W^T W\|_{2}^2", r"\|W + W_a\|_2"])
def test_the_2_norm_of_a_matrix_is_not_that_of_frobenius(text: str) -> None:
    with pytest.raises(LatexError, match="largest singular value"):
        resolve(read_expression(text, SYMBOLS, SPACES), SYMBOLS, source=text)


@pytest.mark.parametrize(
    "text", [r"\|f\|_2^2", r"\|f^T\|_2", r"\|\eta\|_2", r"\|W \mathbf{x}_1\|_2"]
)
def test_the_2_norm_of_a_vector(text: str) -> None:
    assert resolve(read_expression(text, SYMBOLS, SPACES), SYMBOLS)[1] == ("1", "1")


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        (r"|\eta|", r"\|\eta\|"),
        (r"|f|^2", r"\|f\|^2"),
        (r"\left| \eta - \tau \right|", r"\|\eta - \tau\|"),
        (r"\lvert f \rvert_2^2 |\eta| |\tau|", r"\|f\|^2 \|\eta\| \|\tau\|"),
        (
            r"\lvert \lvert \eta \rvert - |\tau| \rvert",
            r"\lVert \lVert \eta \rVert - \lVert\tau\rVert \rVert",
        ),
    ],
)
def test_bars_of_numbers_and_columns(text: str, plain: str) -> None:
    assert read(text) == read(plain)


def test_bars_of_a_matrix_may_be_its_determinant() -> None:
    with pytest.raises(LatexError, match="bars around a matrix"):
        resolve(read("|W_p|"), SYMBOLS)
