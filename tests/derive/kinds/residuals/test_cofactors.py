"""Constraints whose derivative along the flow is made of multiples of them."""

from __future__ import annotations

import pytest
from tests.derive.forming import normal_form, relation
from tests.derive.kinds.deciding import decided

from sslcheck.derive.expr import Dot, Relation, difference
from sslcheck.derive.kinds.residuals.cofactors import certificate

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


@pytest.mark.parametrize(
    ("constraint", "flow", "found"),
    [
        ("V^2 = V", {"V": "A V - V A"}, True),
        ("V^2 = V", {"V": "A V"}, False),
        ("V^T V = I", {"V": "(A - A^T) V"}, True),
        ("x^2 + y^2 = 1", {"x": "x (1 - x^2 - y^2)", "y": "0 y"}, True),
        ("x^2 + y^2 = 1", {"x": "y", "y": "y"}, False),
        ("x y = 1", {"x": "x", "y": "-y"}, True),
        ("x = y", {"x": r"\frac{x - y}{a}", "y": "0 y"}, False),
        ("x = y", {"x": r"\frac{x - y}{c}", "y": "0 y"}, True),
    ],
)
def test_a_certificate_adds_up_to_the_rate(
    constraint: str, flow: dict[str, str], found: bool
) -> None:
    normal = normal_form(**flow)
    stated = relation(constraint)
    shown = certificate(normal, stated)
    assert (shown is not None) is found
    if shown is not None:
        assert normal.holds(Relation(Dot(difference(stated.lhs, stated.rhs)), "=", shown))
