"""Linear flows: their matrices derived, compared, and as they are declared to be."""

from __future__ import annotations

import pytest
from tests.derive.kinds.deciding import decided

VEC = r"\frac{d}{dt} \text{vec}(W) = "


@pytest.mark.parametrize(
    ("rate", "given", "verdict"),
    [
        ("-A W", r"-H \text{vec}(W)", "proved"),
        ("-A W", r"\frac{1}{2} H \text{vec}(W)", "proved"),
        ("0 W", r"-H \text{vec}(W)", "proved"),
        (r"-\|X\|_F A W", r"-H \text{vec}(W)", "proved"),  # what stands under the root is no W
        ("-W X^T X", r"-((X^T X) \otimes I) \text{vec}(W)", "proved"),
        ("-W X^T X", r"-2 ((X^T X) \otimes I) \text{vec}(W)", "refuted"),
        ("W W^T W", r"-H \text{vec}(W)", "refuted"),
        ("X - W", r"-H \text{vec}(W)", "refuted"),
        # by a number, or a matrix that is given
        ("a W", r"a \text{vec}(W)", "proved"),
        ("a W", r"2 a \text{vec}(W)", "refuted"),
        ("A W", r"a \text{vec}(W)", "refuted"),
        # linear, but by no sum of Kronecker products
        (r"W \odot X", r"-H \text{vec}(W)", "undecided"),
        (r"\text{tr}(X^T W) X", r"-H \text{vec}(W)", "undecided"),
        (r"W \odot X", r"-((X^T X) \otimes I) \text{vec}(W)", "refuted"),
        (r"W \odot X + W \odot W", r"-H \text{vec}(W)", "refuted"),
        ("t X", r"-H \text{vec}(W)", "undecided"),  # false, but not at t = 0
    ],
)
def test_a_flow_is_linear_in_its_state(rate: str, given: str, verdict: str) -> None:
    options = "kind = 'linear'" + ("\nmatrix = 'H'" if "H" in given else "")
    assert decided(options, VEC + given, (rf"\dot{{W}} = {rate}",)).verdict.value == verdict


@pytest.mark.parametrize(
    ("rate", "kind", "verdict"),
    [
        ("-A W", "symmetric", "refuted"),
        ("-T W", "symmetric", "proved"),
        ("-T W", "psd", "refuted"),
        ("-S W", "psd", "proved"),
    ],
)
def test_what_is_declared_of_the_matrix_is_claimed(rate: str, kind: str, verdict: str) -> None:
    claim = VEC + r"-H \text{vec}(W)"
    result = decided("kind = 'linear'\nmatrix = 'H'", claim, (rf"\dot{{W}} = {rate}",), kind)
    assert result.verdict.value == verdict


@pytest.mark.parametrize("given", ["2", "-1"])
def test_a_matrix_that_a_hypothesis_gives_is_compared(given: str) -> None:
    hypothesis = f"[hypotheses.g]\nlet = ['H = {given} I']"
    options = "kind = 'linear'\nmatrix = 'H'\nhypotheses = ['g']"
    claim = VEC + r"-H \text{vec}(W)"
    result = decided(options, claim, (r"\dot{W} = W",), more=hypothesis)
    assert result.verdict.value == ("proved" if given == "-1" else "refuted")
