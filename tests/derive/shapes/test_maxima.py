"""What a maximum over modes is of."""

from __future__ import annotations

import pytest
from tests.derive.shapes.shaped import SPACES, SYMBOLS

from sslcheck.derive.errors import LatexError
from sslcheck.derive.latex import read_expression
from sslcheck.derive.setting import Shape, Symbol
from sslcheck.derive.shapes import resolve

SIGNED = {
    "a": Symbol("a", sign="positive"),
    "b": Symbol("b", sign="nonnegative"),
    "z": Symbol("z", sign="positive", role="state"),
}


def shape(text: str) -> Shape:
    symbols = {**SYMBOLS, **SIGNED}
    return resolve(read_expression(text, symbols, SPACES), symbols, source=text)[1]


@pytest.mark.parametrize(
    "factor",
    [
        r"\eta",
        r"\cdot (-2)",
        "(a - b)",
        "(1 - n)",
        "z",  # may leave what is declared of its start
        "I_n",
        "W_p",
        r"\text{diag}(p_1, \dots, p_n)",
        r"\sum_j p_j",
        r"\max_j p_j",
    ],
)
def test_a_factor_behind_a_maximum_may_be_none_of_it(factor: str) -> None:
    with pytest.raises(LatexError, match=r"a factor behind a maximum(?s:.*)in two ways"):
        shape(rf"\max_j s_j {factor}")


@pytest.mark.parametrize(
    "factor", ["a", "b", "2", "n", "(a + 2 b)", r"\frac{a}{n^2}", "p_j", "(1 - p_j)"]
)
def test_a_factor_that_makes_no_difference_or_runs_itself(factor: str) -> None:
    assert shape(rf"\max_j s_j {factor}") == ("1", "1")


def test_parentheses_and_factors_in_front_are_read_in_one_way() -> None:
    for text in (r"\max_j (s_j \eta)", r"\max_j 2 s_j", r"\eta \max_j s_j", r"\max_j \eta s_j"):
        assert shape(text) == ("1", "1")
