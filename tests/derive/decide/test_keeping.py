"""What is declared of a state and its flow does not keep: a condition, or a claim is false."""

from __future__ import annotations

import pytest
from tests.derive.kinds import small
from tests.derive.kinds.small import MATRIX, STATE

STATES = {
    "z": f"{STATE}, sign = 'positive'",
    "v": f"{STATE}, sign = 'nonnegative'",
    "P": f"{MATRIX}, {STATE}, properties = ['psd']",
    "V": f"{MATRIX}, {STATE}, properties = ['invertible']",
    "G": f"{MATRIX}, {STATE}, properties = ['symmetric']",
    "D": f"{MATRIX}, {STATE}, properties = ['diagonal']",
    "O": f"shape = ['n', 'd'], {STATE}, properties = ['orthonormal']",
    "A": MATRIX,
    "S": f"{MATRIX}, properties = ['psd']",
}
FLOW = (
    *(rf"\dot{{{name}}} = A {name}" for name in "PGDO"),
    *(r"\dot{z} = -1", r"\dot{v} = -v - 1", r"\dot{V} = -S"),
)


@pytest.mark.parametrize(
    ("kind", "statement"),
    [
        ("inequality", r"z(t) \ge 0"),
        ("inequality", "z > 0"),
        ("inequality", "2 z + z^3 > 0"),
        ("inequality", r"v \ge 0"),
        ("inequality", r"P \succeq 0"),
        ("definite", r"P(t) \succeq 0"),
        ("definite", r"P + S \succeq 0"),
        ("definite", r"G^2 \succeq 0"),
        ("identity", "O^T O = I"),
        ("identity", "G = G^T"),
        ("identity", "A G = A G^T"),
        ("identity", "D S D = D^T S D^T"),
    ],
)
def test_that_it_stays_so_is_false_where_a_trajectory_leaves(kind: str, statement: str) -> None:
    found = small.decided(kind, statement, STATES, FLOW)
    assert (found.verdict.value, found.conditions) == ("refuted", ()), found.why
    assert "does not keep" in found.why
    assert found.witness is not None
    assert {route.result for route in found.routes} == {"fails"}
    said = small.decided(kind, statement, STATES, FLOW, holds="at an instant")
    assert said.verdict.value == "proved"
    assert any("does not keep" in condition for condition in said.conditions)


@pytest.mark.parametrize(
    ("kind", "statement"),
    [
        ("inequality", r"\frac{d}{dt} z^2 \le 0"),
        ("inequality", r"\text{tr}(S P) \ge 0"),  # false later only
        ("inequality", "z + 1 > 0"),
        ("definite", r"V V^T \succ 0"),
        ("identity", r"\sqrt{z^2} = z"),
    ],
)
def test_while_it_is_so_something_is_said(kind: str, statement: str) -> None:
    found = small.decided(kind, statement, STATES, FLOW)
    assert found.verdict.value == "conditional", found.why
    assert found.conditions[-1].endswith("which the flow does not keep")
