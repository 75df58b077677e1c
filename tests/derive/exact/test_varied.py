"""False statements that need a point in another frame, or where something is 0."""

from __future__ import annotations

import pytest
from tests.derive.kinds.small import MATRIX, decided

SYMBOLS = {
    "a": "",
    "b": "",
    "c": "",
    "F": MATRIX,
    "A": MATRIX,
    "B": MATRIX,
    "v": "shape = ['n', '1']",
    "S": f"{MATRIX}, properties = ['symmetric']",
}


@pytest.mark.parametrize(
    ("given", "kind", "statement", "verdict"),
    [
        ("F^2 = F", "identity", "F^T = F", "refuted"),
        ("F^2 = F", "identity", r"\|F\|_F^2 = \text{tr}(F)", "refuted"),
        ("F^2 = F", "identity", "F^3 = F", "proved"),
        ("F^2 = F", "inequality", r"\|F v\|^2 \le \|v\|^2", "refuted"),
        ("S^2 = S", "inequality", r"\|S v\|^2 \le \|v\|^2", "proved"),
        ("A^2 = I", "identity", "A = A^T", "refuted"),
        ("a b = a c", "identity", "b = c", "refuted"),
        ("a b = a c", "identity", "a^2 b = a^2 c", "proved"),
        ("a b = 0", "identity", "a = 0", "refuted"),
        ("S A = S B", "identity", "A = B", "refuted"),
        ("A B = B A", "identity", "A B^T = B^T A", "refuted"),
    ],
)
def test_points_that_equations_admit(given: str, kind: str, statement: str, verdict: str) -> None:
    result = decided(kind, statement, SYMBOLS, hypothesis=f"relations = ['{given}']")
    assert result.verdict.value == verdict, result.why
