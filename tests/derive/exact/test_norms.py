"""Matrices are chosen so that their Frobenius norms are rational."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import pytest
from tests.derive.forming import SYMBOLS, relation, side

from sslcheck.derive.errors import Unsupported
from sslcheck.derive.exact import Trials
from sslcheck.derive.exact.norms import of_norm, with_norm
from sslcheck.derive.exact.point import Point
from sslcheck.derive.exact.roots import rational_root
from sslcheck.derive.exact.sample import Draws
from sslcheck.derive.exact.scope import Scope
from sslcheck.derive.expr import SquaredNorm
from sslcheck.derive.setting import Setting


@pytest.mark.parametrize("text", [r"\|W\|^2", r"\text{tr}(W^T W)", r"\text{tr}(W W^T)"])
def test_the_squared_norm_of_a_matrix(text: str) -> None:
    assert of_norm(side(text)) == side("W")


@pytest.mark.parametrize("text", [r"\text{tr}(W X^T)", r"\text{tr}(A)", "a", "V^T A"])
def test_what_is_no_squared_norm(text: str) -> None:
    assert of_norm(side(text)) is None


@pytest.mark.parametrize("sizes", [(1, 1), (1, 2), (3, 2)])
@pytest.mark.parametrize("text", ["W", "a W", "X - a W", "W - X"])
def test_a_sum_gets_a_rational_norm(text: str, sizes: tuple[int, int]) -> None:
    scope = Scope(Setting(SYMBOLS))
    space = dict(zip("nd", sizes, strict=True))
    point = Point(scope, space, Draws(scope, space, 1))
    name, value = with_norm(point, side(text), ["W"], Random(1))
    assert name == "W"
    beside = Point(scope, space, Draws(scope, space, 1, {("W", -1): [value]}))
    square = beside.evaluate(SquaredNorm(side(text))).at(0)[0][0]
    assert square
    assert rational_root(Fraction(square)) is not None


@pytest.mark.parametrize("text", ["A W", r"\text{tr}(W X^T) W", "W + a W"])
def test_a_matrix_that_is_not_alone_is_not_chosen(text: str) -> None:
    scope = Scope(Setting(SYMBOLS))
    point = Point(scope, {"n": 2, "d": 3}, Draws(scope, {"n": 2, "d": 3}, 1))
    with pytest.raises(Unsupported, match="no matrix was found"):
        with_norm(point, side(text), ["W"], Random(1))


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        (r"\sqrt{\text{tr}(W^T W)} = \|W\|", True),
        (r"\|c W\| = c \|W\|", True),
        (r"\|a W\| = a \|W\|", False),
        (r"\|X - W\| = \|W - X\|", True),
        (r"e^{\|W\|} = 1 + \|W\|", False),
        (r"\ln(1 + \|W\|) = \|W\|", False),
    ],
)
def test_statements_about_norms(text: str, holds: bool) -> None:
    assert (Trials(Setting(SYMBOLS)).failing(relation(text)) is None) is holds
