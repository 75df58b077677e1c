"""Gaps: matrices that a hypothesis bounds below."""

from __future__ import annotations

import pytest
from tests.derive.kinds.deciding import decided


@pytest.mark.parametrize(
    ("gap", "rate", "verdict"),
    [
        ("T", "-T W", "proved"),
        ("P", "-T W", "refuted"),
        ("S", "-S W", "proved"),
        ("S", "-2 S W - P W", "proved"),
        ("A", "-A W", "refuted"),
    ],
)
def test_a_gap_counts_for_the_matrix_that_it_names(gap: str, rate: str, verdict: str) -> None:
    hypothesis = f"[hypotheses.g]\ngap = '{gap}'"
    options = "kind = 'vanishes'\nhypotheses = ['g']"
    result = decided(options, r"W \to 0", (rf"\dot{{W}} = {rate}",), more=hypothesis)
    assert result.verdict.value == verdict
