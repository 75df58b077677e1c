"""Rates that move with the time or with a state: which have an infinite integral."""

from __future__ import annotations

import pytest
from tests.derive.kinds.deciding import decided

CASES = [
    ((r"\dot{x} = -z x", r"\dot{z} = z"), r"x \to 0", "proved", ()),
    ((r"\dot{x} = -z x", r"\dot{z} = -z"), r"x \to 0", "refuted", ()),
    ((r"\dot{x} = -\frac{1}{z} x", r"\dot{z} = z"), r"x \to 0", "refuted", ()),
    ((r"\dot{x} = -2 t x",), r"x \to 0", "proved", ()),
    ((r"\dot{W} = -\frac{1}{1 + t} W",), r"W \to 0", "proved", ()),  # like 1 / t
    ((r"\dot{x} = -\frac{c t - 5}{1 + t^2} x",), r"x \to 0", "proved", ()),
    ((r"\dot{x} = -\frac{c}{(1 + t)^2} x",), r"x \to 0", "refuted", ()),  # a finite integral
    ((r"\dot{x} = \frac{c}{1 + t} x",), r"x \to 0", "refuted", ()),
    ((r"\dot{x} = -\frac{a}{1 + t} x",), r"x \to 0", "conditional", ("a > 0",)),
    ((r"\dot{x} = -\frac{1}{t - 1} x",), r"x \to 0", "undecided", ()),  # no value at t = 1
    ((r"\dot{x} = -\frac{1}{c + h t} x",), r"x \to 0", "undecided", ()),  # 1 / c, or like 1 / t
    ((r"\dot{x} = -\exp(-t) x",), r"x \to 0", "refuted", ()),
    ((r"\dot{x} = -(1 - \exp(-t)) x",), r"x \to 0", "undecided", ()),  # true
    # a rate that grows without a bound, or stays negative if it is so at the start
    ((r"\dot{x} = -y x", r"\dot{y} = c"), r"x \to 0", "proved", ()),
    ((r"\dot{x} = -(y + h) x", r"\dot{y} = c"), r"x \to 0", "proved", ()),
    ((r"\dot{V} = -y V", r"\dot{y} = c"), r"V \to 0", "proved", ()),
    ((r"\dot{x} = -y x", r"\dot{y} = a"), r"x \to 0", "conditional", ("a > 0",)),
    ((r"\dot{x} = -y x", r"\dot{y} = -c"), r"x \to 0", "refuted", ()),
    ((r"\dot{x} = -y x", r"\dot{y} = y - c"), r"x \to 0", "refuted", ()),
    ((r"\dot{x} = -y x", r"\dot{y} = -y^3 - c"), r"x \to 0", "refuted", ()),
    ((r"\dot{V} = -y V", r"\dot{y} = y - c"), r"V \to 0", "refuted", ()),
    ((r"\dot{x} = -z x", r"\dot{z} = c"), r"x \to 0", "proved", ()),
    ((r"\dot{x} = -y x", r"\dot{y} = c + y"), r"x \to 0", "undecided", ()),  # from -1 it may rise
]


@pytest.mark.parametrize(("flow", "reading", "verdict", "conditions"), CASES)
def test_a_quantity_vanishes_where_the_integral_of_its_rate_is_infinite(
    flow: tuple[str, ...], reading: str, verdict: str, conditions: tuple[str, ...]
) -> None:
    result = decided("kind = 'vanishes'", reading, flow)
    assert result.verdict.value == verdict
    assert result.conditions == conditions
