"""A condition on trajectories is told only where one is seen that meets it."""

from __future__ import annotations

import pytest
from tests.derive.kinds import small
from tests.derive.kinds.small import MATRIX, STATE

NAMES = {
    "w": f"{STATE}, shape = ['n', '1']",
    "U": f"{STATE}, {MATRIX}, properties = ['psd']",
    "V": f"{STATE}, {MATRIX}",
    "b": "sign = 'nonnegative'",
    "k": "sign = 'positive'",
    "x": STATE,
    "s": STATE,
    "y": STATE,
}


@pytest.mark.parametrize(
    ("quantity", "flow", "verdict", "why"),
    [
        # U tends to 0, whatever it starts at: it stays above no positive number
        ("w", (r"\dot{w} = -U w", r"\dot{U} = -U^2"), "refuted", "a fixed point"),
        ("w", (r"\dot{w} = -V^T V w", r"\dot{V} = -V V^T V"), "refuted", "a fixed point"),
        ("w", (r"\dot{w} = -U w", r"\dot{U} = -b U^2"), "conditional", "may be 0"),
        ("w", (r"\dot{w} = -U w", r"\dot{U} = k U"), "conditional", "may be 0"),  # it grows
        ("w", (r"\dot{w} = -U w", r"\dot{U} = k U - U^2"), "conditional", "may be 0"),
        # a solution that exists for all times
        ("x", (r"\dot{x} = -x", r"\dot{V} = I + V^T V"), "undecided", "no solution is seen"),
        ("x", (r"\dot{x} = -x", r"\dot{V} = V^T V"), "conditional", ""),
        ("x", (r"\dot{x} = -x", r"\dot{s} = 1", r"\dot{y} = s y^2"), "conditional", ""),  # y = 0
        ("x", (r"\dot{x} = -x", r"\dot{s} = 1", r"\dot{y} = s + y^2"), "undecided", "no solution"),
        # with y = 0 it ends as well where s is 0
        ("x", (r"\dot{x} = -x", r"\dot{s} = -1", r"\dot{y} = \frac{y}{s}"), "undecided", "no sol"),
        ("x", (r"\dot{x} = -x", r"\dot{y} = y^2 \ln(1 + k - t)"), "undecided", "no solution"),
    ],
)
def test_a_trajectory_that_meets_the_condition(
    quantity: str, flow: tuple[str, ...], verdict: str, why: str
) -> None:
    found = small.decided("vanishes", rf"{quantity} \to 0", NAMES, flow)
    assert (str(found.verdict), why in found.why) == (verdict, True), found.why
