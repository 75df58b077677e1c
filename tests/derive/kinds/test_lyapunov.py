"""Lyapunov laws: a matrix is derived, or shown not to exist."""

from __future__ import annotations

import pytest
from tests.derive.kinds.deciding import decided


@pytest.mark.parametrize(
    ("rate", "law", "kind", "verdict"),
    [
        ("-(A V + V A)", "-(K V + V K)", "", "proved"),
        ("-(A V + V A)", "-(K V + V K)", "symmetric", "refuted"),
        ("-(A V + V A^T)", "-(K V + V K^T)", "", "proved"),
        ("-(A^T V + V A)", "-(K V + V K^T)", "", "proved"),
        ("-(A A^T V + V A A^T)", "-(K V + V K)", "psd", "proved"),
        ("-A^2 V", "-(K V + V K)", "", "refuted"),
        ("-(A V + V A) + T", "-(K V + V K)", "", "refuted"),
        ("V^2", "-(K V + V K)", "", "refuted"),
    ],
)
def test_a_lyapunov_law_has_a_matrix_in_the_algebra(
    rate: str, law: str, kind: str, verdict: str
) -> None:
    options = "kind = 'lyapunov'\nunknown = 'K'\nbasis = ['A']"
    result = decided(options, rf"\dot{{V}} = {law}", (rf"\dot{{V}} = {rate}",), kind)
    assert result.verdict.value == verdict
    assert (result.witness is not None) is (verdict == "refuted")


def test_a_matrix_that_the_flow_has_is_not_sought() -> None:
    options = "kind = 'lyapunov'\nunknown = 'K'\nbasis = ['S']"
    result = decided(options, r"\dot{V} = -(K V + V K)", (r"\dot{V} = -K V - V S",))
    assert result.verdict.value == "refused"
