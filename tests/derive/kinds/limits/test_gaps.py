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


@pytest.mark.parametrize(
    ("value", "rate", "verdict"),
    [
        ("T", "-T V - V T", "proved"),
        ("P + T", "-T V - V T", "refuted"),
        ("P + T", "-(P + T) V - V (P + T)", "proved"),
        ("A", "-A V - V A", "refuted"),
    ],
)
def test_a_gap_of_a_defined_matrix_counts_for_that_very_matrix(
    value: str, rate: str, verdict: str
) -> None:
    more = "'M' = { shape = ['n', 'n'] }\n[definitions]\n'M' = '" + value + "'\n"
    more += "[hypotheses.g]\ngap = 'M'"
    options = "kind = 'vanishes'\nhypotheses = ['g']"
    result = decided(options, r"V \to 0", (rf"\dot{{V}} = {rate}",), more=more)
    assert result.verdict.value == verdict, result.why


@pytest.mark.parametrize(
    ("rate", "verdict"),
    [
        ("S + I - Q", "proved"),
        ("Q - Q^2", "proved"),
        ("S Q + Q S", "proved"),
        ("c Q", "proved"),
        # Q tends to 0 from every start: no trajectory has the gap
        ("-Q^2", "undecided"),
        ("-c Q", "undecided"),
        ("-(S + I) Q - Q (S + I)", "undecided"),
        ("-Q (S + I) Q", "undecided"),
    ],
)
def test_a_gap_that_no_trajectory_has(rate: str, verdict: str) -> None:
    more = "'Q' = { shape = ['n', 'n'], role = 'state', properties = ['psd'] }\n"
    more += "[hypotheses.g]\ngap = 'Q'"
    options = "kind = 'vanishes'\nhypotheses = ['g']"
    flow = (rf"\dot{{Q}} = {rate}", r"\dot{V} = -Q V")
    result = decided(options, r"V \to 0", flow, more=more)
    assert result.verdict.value == verdict, result.why
    assert ("no trajectory is seen" in result.why) == (verdict == "undecided")
