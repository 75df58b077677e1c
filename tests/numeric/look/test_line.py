"""Flows on a line: the look objects to fixed points and thresholds of others only."""

from __future__ import annotations

import pytest
from tests.numeric.look.articles import G, X, Y, agrees, kind, objects

FALSE = {
    "stability: of the other side": (
        kind("stability", r"x \to 0"),
        X,
        r"'\dot{x} = -x (x + 1) (x + 2)'",
    ),
    "stability: of a saddle": (
        kind("stability", r"x \to 0, y \to 0"),
        X + Y,
        r"'\dot{x} = x - x^3', '\dot{y} = -y + x^2'",
    ),
    "stability: no fixed point": (
        kind("stability", r"x \to 2, y \to 1"),
        X + Y,
        r"'\dot{x} = x - x^3', '\dot{y} = -y + x^2'",
    ),
    "threshold: four lost": (
        kind("threshold", r"e = a^2", "variable = 'y'\nparameter = 'e'"),
        Y + G + "e = { sign = 'positive' }\n",
        r"'\dot{y} = -(y^2 - a y + e)'",
    ),
}
TRUE = {
    "threshold: where the flow divides by what may be 0": (
        kind("threshold", "e = 0", "variable = 'x'\nparameter = 'e'"),
        X + "e = {}\nk = {}\n",
        r"'k \dot{x} = x (e - x)'",
    ),
    "stability: of a point of two variables": (
        kind("stability", r"x \to a, y \to 0"),
        X + Y + G,
        r"'\dot{x} = a - x + y', '\dot{y} = -y (1 + x^2)'",
    ),
    "stability": (kind("stability", r"x \to 0, x \to -2"), X, r"'\dot{x} = -x (x + 1) (x + 2)'"),
    "threshold": (
        kind("threshold", r"e = \frac{a^2}{4}", "variable = 'y'\nparameter = 'e'"),
        Y + G + "e = { sign = 'positive' }\n",
        r"'\dot{y} = -(y^2 - a y + e)'",
    ),
}


@pytest.mark.parametrize("case", FALSE)
def test_objects_to_what_is_false(case: str) -> None:
    assert objects(*FALSE[case])


@pytest.mark.parametrize("case", TRUE)
def test_says_nothing_against_what_is_true(case: str) -> None:
    assert agrees(*TRUE[case])
