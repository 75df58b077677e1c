"""Inequalities: sums of squares, and exact points where there is none."""

from __future__ import annotations

import pytest
from tests.derive.kinds.deciding import decided

INEQUALITY = [
    (r"S + P \succeq P", "proved"),
    (r"S + P \succeq 2 P", "refuted"),
    (r"\text{tr}(S P) \ge 0", "proved"),
    (r"\text{tr}(S T P T) \ge 0", "proved"),
    (r"\text{tr}(S A) \ge 0", "refuted"),
    (r"2 \text{tr}(X Y^T) \le \|X\|^2 + \|Y\|^2", "proved"),
    (r"3 \text{tr}(X Y^T) \le \|X\|^2 + \|Y\|^2", "refuted"),
    (r"\text{tr}(A^2) \le \|A\|^2", "proved"),
    (r"2 v^T u \le v^T v + u^T u", "proved"),
    (r"2 a b \le a^2 + b^2", "proved"),
    (r"a b \le \frac{c}{2} a^2 + \frac{1}{2 c} b^2", "proved"),
    (r"a^2 + a + 1 > 0", "proved"),
    (r"a^2 + 3 a + 1 > 0", "refuted"),
    (r"h^2 + 3 h + 1 > 0", "proved"),
    (r"\frac{1}{c} + c \ge 2", "proved"),
    (r"a^3 \ge 0", "refuted"),
    (r"h > 0", "conditional"),
]


@pytest.mark.parametrize(("reading", "verdict"), INEQUALITY)
def test_an_inequality_holds_at_every_admissible_point(reading: str, verdict: str) -> None:
    result = decided("kind = 'inequality'", reading)
    assert result.verdict.value == verdict
    assert (result.witness is not None) is (verdict != "proved")


@pytest.mark.parametrize(("sign", "verdict"), [("-", "proved"), ("", "refuted")])
def test_a_derivative_is_that_of_the_flow(sign: str, verdict: str) -> None:
    flow = (rf"\dot{{W}} = {sign}S W",)
    result = decided("kind = 'inequality'", r"\frac{d}{dt} \|W\|^2 \le 0", flow)
    assert result.verdict.value == verdict
