"""Constraints whose derivative along the flow is made of multiples of them."""

from __future__ import annotations

import pytest
from tests.derive.kinds.deciding import decided

VECTOR = """
'q' = { shape = ['n', '1'], role = 'state' }
'G' = { shape = ['n', 'n'], properties = ['symmetric'] }
"""
OJA = r"\dot{q} = G q - (q^T G q) q"
SHRINKING = r"\dot{V} = V - \operatorname{tr}(V^T V) V"
TURNED = r"\dot{V} = A V - \operatorname{tr}(A V) V"


@pytest.mark.parametrize(
    ("flow", "reading", "verdict"),
    [
        (OJA, r"q^T q = 1", "proved"),
        (OJA, r"\|q\|_2^2 = 1", "proved"),
        (OJA, r"\frac{1}{2} q^T q = \frac{1}{2}", "proved"),
        (OJA, r"q^T q = 2", "refuted"),
        (OJA, r"q^T G q = 0", "refuted"),
        (SHRINKING, r"\operatorname{tr}(V V^T) = 1", "proved"),
        (SHRINKING, r"\operatorname{tr}(V V^T) = 2", "refuted"),
        (TURNED, r"\operatorname{tr}(V) = 1", "proved"),
        (TURNED, r"\operatorname{tr}(V) = 0", "refuted"),
    ],
)
def test_traces_are_factors_of_what_a_number_moves_by(
    flow: str, reading: str, verdict: str
) -> None:
    found = decided("kind = 'preserved'", reading, (flow,), more=VECTOR if flow is OJA else "")
    assert found.verdict == verdict, found.why
