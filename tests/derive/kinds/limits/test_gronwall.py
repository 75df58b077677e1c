"""How decay is told: the solution of a number, a bound for a matrix, and the point of a check."""

from __future__ import annotations

import pytest
from tests.derive.kinds.deciding import decided


@pytest.mark.parametrize(
    ("flow", "reading", "states", "why"),
    [
        (r"\dot{x} = -2 x", r"x \to 0", r"x = e^{-2 t} x(0)", "the solution of this equation"),
        (
            r"\dot{x} = -(c + g^2) x",
            r"x \to 0",
            r"\frac{d}{dt} (\|x\|^2) \leq -2 \lambda_0 \|x\|^2",
            "Grönwall's inequality",
        ),
        (
            r"\dot{W} = -S W - c W",
            r"W \to 0",
            r"\frac{d}{dt} (\|W\|^2) \leq -2 \lambda_0 \|W\|^2",
            "Rayleigh quotient, then Grönwall's inequality",
        ),
    ],
)
def test_the_last_step_is_a_solution_or_a_bound(
    flow: str, reading: str, states: str, why: str
) -> None:
    result = decided("kind = 'vanishes'", reading, (flow,))
    last = result.steps[-1]
    assert (last.latex, last.reason, last.rechecked) == (states, why, False)
    assert "a bound for all times" in last.unchecked
    assert [route.result for route in result.routes] == ["holds", "holds"]
