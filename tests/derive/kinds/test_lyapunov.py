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
        ("-(A V + V A)", "-c (K V + V K)", "", "proved"),
        ("-(A V + V A)", "-a (K V + V K)", "", "conditional"),
    ],
)
def test_a_lyapunov_law_has_a_matrix_in_the_algebra(
    rate: str, law: str, kind: str, verdict: str
) -> None:
    options = "kind = 'lyapunov'\nunknown = 'K'\nbasis = ['A']"
    result = decided(options, rf"\dot{{V}} = {law}", (rf"\dot{{V}} = {rate}",), kind)
    assert result.verdict.value == verdict
    assert (result.witness is not None) is (verdict == "refuted")
    assert verdict != "conditional" or "\u2260 0" in str(result.conditions)


def test_a_matrix_that_the_flow_has_is_not_sought() -> None:
    options = "kind = 'lyapunov'\nunknown = 'K'\nbasis = ['S']"
    result = decided(options, r"\dot{V} = -(K V + V K)", (r"\dot{V} = -K V - V S",))
    assert result.verdict.value == "refused"


def test_a_basis_need_not_be_square() -> None:
    """Products of the shape of K are made of it, whatever the shapes of its matrices."""
    options = "kind = 'lyapunov'\nunknown = 'K'\nbasis = ['W', 'S']"
    reading = r"\frac{d}{dt} (W W^T) = -(K W W^T + W W^T K)"
    right = decided(options, reading, (r"\dot{W} = -W W^T W - S W",))
    assert right.verdict.value == "proved", right.why
    assert decided(options, reading, (r"\dot{W} = -P W",)).verdict.value != "proved"


def test_a_law_by_name_is_of_its_own_quantity() -> None:
    """What moves the quantity is not of the shape of K."""
    options = "kind = 'vanishes'\nunknown = 'K'\nbasis = ['M']"
    more = "[symbols.M]\nshape = ['n', 'n']\n[definitions]\nM = 'W W^T'"
    flow = (r"\dot{W} = W - W W^T W",)
    found = decided(options, r"W W^T - I \to 0", flow, more=more)
    assert found.verdict.value in ("conditional", "refuted"), found.why
