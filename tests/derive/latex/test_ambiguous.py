"""What may be read in two ways, and what shows how it is meant."""

from __future__ import annotations

import pytest
from tests.derive.latex.formulas import SPACES, SYMBOLS, failure, read

from sslcheck.derive.errors import LatexError
from sslcheck.derive.expr import Power, Transpose
from sslcheck.derive.latex import read_statement


@pytest.mark.parametrize("behind", ["^2", r" \eta", r"\cdot \eta", r" / \eta", r"^\eta"])
def test_a_maximum_of_parentheses_ends_with_them(behind: str) -> None:
    assert failure(r"\max_j (s_j - 1)" + behind)[0] == ("a maximum that goes on behind parentheses")


@pytest.mark.parametrize(
    "text", [r"\nabla_W J^2", r"\nabla_W (\text{tr}(X))^2", r"\nabla_W J^\eta", r"dJ/dt^{-1}"]
)
def test_a_power_behind_a_derivative(text: str) -> None:
    assert failure(text)[0] == "a power behind a derivative"


@pytest.mark.parametrize(
    "text", [r"(\nabla_W J)^2", r"\nabla_W J^T", r"\frac{dJ}{dt}^2", r"\dot J^2"]
)
def test_what_shows_that_a_power_is_of_a_derivative(text: str) -> None:
    assert isinstance(read(text), (Power, Transpose))


@pytest.mark.parametrize(
    "text",
    [
        r"{\eta + 1} W",
        r"W {\eta + 1}",
        r"1 - {\eta + 1}",
        r"e^{\eta}{\eta + 1}",
        r"(\eta) {-\eta}",
        r"{\eta \sigma}^2",
        r"{\text{tr} X} W",
        r"\partial_t {\eta \sigma}",
        r"\frac{d}{dt} {\eta + \sigma}",
    ],
)
def test_braces_do_not_show(text: str) -> None:
    assert failure(text)[0] == "braces around more than a factor"


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        (r"{\eta}^2", r"\eta^2"),
        (r"{\eta + 1} + \sigma", r"(\eta + 1) + \sigma"),
        (r"({\eta + 1}) W", r"(\eta + 1) W"),
        (r"{W^T}{W}", "W^T W"),
        (r"{\frac{\eta}{\sigma}} W", r"\frac{\eta}{\sigma} W"),
    ],
)
def test_braces_that_need_not_show(text: str, plain: str) -> None:
    assert read(text) == read(plain)


@pytest.mark.parametrize(
    "text", [r"\eta \qquad (W + X)", r"W \quad \partial_t X", r"W \quad X = W", r"W = X \quad X"]
)
def test_a_wide_space_parts_no_factors(text: str) -> None:
    with pytest.raises(LatexError, match="a wide space between factors"):
        read_statement(text if "=" in text else f"{text} = W", SYMBOLS, SPACES)
