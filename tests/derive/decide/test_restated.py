"""A condition that is the claim itself is none; of a state the start is asked for."""

from __future__ import annotations

import pytest
from tests.derive.kinds import small
from tests.derive.kinds.small import MATRIX, STATE

PSD = f"{MATRIX}, properties = ['psd']"
NAMES = {
    "X": PSD,
    "Y": PSD,
    "F": MATRIX,
    "P": f"{MATRIX}, {STATE}, properties = ['psd']",
    "R": f"{MATRIX}, {STATE}, properties = ['psd']",
    "v": f"{STATE}, sign = 'nonnegative'",
    "u": f"{STATE}, sign = 'nonnegative'",
    "h": "sign = 'nonnegative'",
    "k": "sign = 'positive'",
    "x": "",
}
FLOW = (r"\dot{P} = F P + P F^T + X", r"\dot{R} = -X", r"\dot{v} = -v + h", r"\dot{u} = -1")


@pytest.mark.parametrize(
    ("kind", "statement", "conditions"),
    [
        ("definite", r"X \succ 0", ()),
        ("definite", r"k X \succ 0", ()),
        ("inequality", r"X + Y \succ Y", ()),
        ("inequality", "h > 0", ()),
        ("inequality", "0 < 2 k h", ()),
        ("inequality", "x^2 > 0", ("x ≠ 0",)),
        ("definite", r"X + X^2 \succ 0", ("X ≻ 0",)),
        ("definite", r"X + Y \succ 0", ("X ≻ 0, or Y ≻ 0 (each suffices)",)),
        ("inequality", r"\text{tr}(X) > 0", ("X ≠ 0",)),
        ("definite", r"P(t) \succ 0", ("P(0) ≻ 0",)),
        ("definite", r"3 P \succ 0", ("P(0) ≻ 0",)),
        ("inequality", "v > 0", ("v(0) > 0",)),
        ("inequality", "u > 0", ()),
        ("definite", r"R \succ 0", ()),
    ],
)
def test_what_a_condition_leaves_to_be_said(
    kind: str, statement: str, conditions: tuple[str, ...]
) -> None:
    found = small.decided(kind, statement, NAMES, FLOW)
    assert found.conditions == conditions
    assert found.verdict.value == ("conditional" if conditions else "refuted"), found.why
    assert found.witness is not None
