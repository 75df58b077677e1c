"""What is not negative as it is written is seen before anything is multiplied out."""

from __future__ import annotations

import pytest
from tests.derive.forming import normal_form, side

from sslcheck.derive.kinds.orders.plainly import plainly_nonnegative


@pytest.mark.parametrize(
    "text",
    ["x^2", r"\|x\|^2", "c (x - a)^2 + h", r"\frac{x^2}{c}", r"e^x + 1", "(c + h)^{3/2}", "x^{-2}"],
)
def test_squares_sums_and_products(text: str) -> None:
    assert plainly_nonnegative(normal_form(), side(text))


@pytest.mark.parametrize(
    "text",
    [
        "x",
        "x^3",
        "-x^2",
        "x^2 - c",
        "a x^2",
        r"\frac{x^2}{a}",
        "c x",
        "h - 1",
        "t x",
        "(x^2 - c) c",
    ],
)
def test_what_may_be_negative(text: str) -> None:
    assert not plainly_nonnegative(normal_form(), side(text))
