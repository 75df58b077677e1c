"""Definite matrices and inequalities: sums of squares, and exact points where there is none."""

from __future__ import annotations

import pytest
from tests.derive.kinds.deciding import decided

DEFINITE = [
    (r"X X^T \succeq 0", "proved"),
    (r"S + c I \succ 0", "proved"),
    (r"A^T S A + h P \succeq 0", "proved"),
    (r"A A^T - A - A^T + I \succeq 0", "proved"),
    (r"A A^T - A - A^T + 2 I \succ 0", "proved"),
    (r"A A^T - 3 A - 3 A^T + 2 I \succeq 0", "refuted"),
    (r"X X^T + Y Y^T + X Y^T + Y X^T \succeq 0", "proved"),
    (r"X X^T + Y Y^T + 3 X Y^T + 3 Y X^T \succeq 0", "refuted"),
    (r"(a^2 - a b + b^2) S \succeq 0", "proved"),
    (r"(a - b) S \succeq 0", "refuted"),
    (r"S^3 - 2 S^2 + S \succeq 0", "proved"),
    (r"S P S + D S D \succeq 0", "proved"),
    (r"S P + P S \succeq 0", "refuted"),
    (r"S - P \succeq 0", "refuted"),
    (r"S A \succeq 0", "refuted"),
    (r"X X^T \succ 0", "conditional"),
    (r"S + h I \succ 0", "conditional"),
    (r"(I + 2 T)^2 \succ 0", "conditional"),
    (r"0 S \succ 0", "refuted"),
]

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


@pytest.mark.parametrize(("reading", "verdict"), DEFINITE)
def test_a_matrix_is_definite_as_far_as_squares_show(reading: str, verdict: str) -> None:
    result = decided("kind = 'definite'", reading)
    assert result.verdict.value == verdict
    assert (result.witness is not None) is (verdict != "proved")


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
