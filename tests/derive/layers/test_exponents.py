"""Exponents as numbers."""

from fractions import Fraction

import pytest

from sslcheck.derive.layers.exponents import exponent


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("(L-j)/L", Fraction(1, 3)),
        (r"\frac{L-j}{L}", Fraction(1, 3)),
        (r"2 - \frac{2}{L}", Fraction(4, 3)),
        ("2(L-1)", Fraction(4)),
        ("-1/L", Fraction(-1, 3)),
        (r"L \cdot j", Fraction(6)),
        ("j L", Fraction(6)),
        (r"\frac1L", Fraction(1, 3)),
        ("L", Fraction(3)),
    ],
)
def test_it_is_read_as_it_is_printed(text: str, value: Fraction) -> None:
    assert exponent(text, {"L": 3, "j": 2}.get) == value


@pytest.mark.parametrize("text", ["1/2 L", "L 2", "1/(L-3)", "x", "T", "L-", "(L", "L)", "", "L!"])
def test_what_is_no_number_or_may_be_two_is_left(text: str) -> None:
    assert exponent(text, {"L": 3, "j": 2}.get) is None
