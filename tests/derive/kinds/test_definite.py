"""Definite matrices: sums of squares, and exact points where there is none."""

from __future__ import annotations

import pytest
from tests.derive.kinds import small
from tests.derive.kinds.deciding import decided
from tests.derive.kinds.small import MATRIX

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
    (r"0 (S \otimes P) \succeq 0", "proved"),
    (r"S \otimes P - S \otimes P \succ 0", "refuted"),
]


@pytest.mark.parametrize(("reading", "verdict"), DEFINITE)
def test_a_matrix_is_definite_as_far_as_squares_show(reading: str, verdict: str) -> None:
    result = decided("kind = 'definite'", reading)
    assert result.verdict.value == verdict
    assert (result.witness is not None) is (verdict != "proved")


@pytest.mark.parametrize(
    ("reading", "verdict"),
    [
        (r"V^{1/2} \succ 0", "proved"),
        (r"S^{1/2} \succ 0", "conditional"),
        (r"(S + V)^{1/2} \succ 0", "proved"),
        (r"(V + S)^{-1} \preceq V^{-1}", "proved"),
        (r"(V + V S V)^{-1} \preceq V^{-1}", "proved"),
        (r"V^{-1} - (2 V)^{-1} \succ 0", "proved"),
        (r"(V + I)^{-1} \prec V^{-1}", "proved"),
        (r"(V + S)^{-1} \prec V^{-1}", "refuted"),
        (r"(V + S)^{-1} \preceq (V + P)^{-1}", "refuted"),
        (r"(V + S)^{-2} \preceq V^{-2}", "refuted"),
        (r"V^{1/2} \succ I", "refuted"),
    ],
)
def test_roots_and_inverses(reading: str, verdict: str) -> None:
    psd = f"{MATRIX}, properties = ['psd'"
    names = {"S": f"{psd}]", "P": f"{psd}]", "V": f"{psd}, 'invertible']"}
    assert small.decided("inequality", reading, names).verdict.value == verdict


@pytest.mark.parametrize(
    ("rate", "verdict"), [("-S W", "proved"), ("-T W", "refuted"), ("0 W", "proved")]
)
def test_the_matrix_of_a_linear_flow_is_named_by_its_claim(rate: str, verdict: str) -> None:
    linear = """[[claim]]
id = 'l'
equation = '1'
kind = 'linear'
matrix = 'H'
flow = 'f'
reading = '\\frac{d}{dt} \\text{vec}(W) = -H \\text{vec}(W)'
"""
    options = "kind = 'definite'\nof = 'l'\nmatrix = 'H'"
    result = decided(options, r"H \succeq 0", (rf"\dot{{W}} = {rate}",), before=linear)
    assert result.verdict.value == verdict


def test_a_claim_that_derives_no_matrix_is_not_named() -> None:
    result = decided(
        "kind = 'definite'\nof = 'other'\nmatrix = 'H'", r"H \succeq 0", (r"\dot{W} = W",)
    )
    assert result.verdict.value == "refused"
