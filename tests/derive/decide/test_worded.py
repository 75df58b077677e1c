"""Conditions name what the article names."""

from __future__ import annotations

import pytest
from tests.derive.kinds.small import MATRIX, POSITIVE, STATE, decided

SYMBOLS = {"a": "", "b": "", "x": STATE, "C": f"{MATRIX}, properties = ['psd']", "k": POSITIVE}


@pytest.mark.parametrize(
    ("given", "kind", "statement", "condition"),
    [
        (r"a \ge b", "inequality", "a^3 > b^3", "-b + a > 0"),
        (r"a \ge 0", "vanishes", r"x \to 0", "a > 0"),
        (r"C \succeq k I", "inequality", r"\text{tr}(C) > n k", "C - k I ≠ 0"),
        (r"x(0) \ge b", "vanishes", r"x \to 0", "a > 0"),
    ],
)
def test_no_condition_names_what_is_more(
    given: str, kind: str, statement: str, condition: str
) -> None:
    flow = (r"\dot{x} = -a x",) if kind == "vanishes" else ()
    result = decided(kind, statement, SYMBOLS, flow, hypothesis=f"relations = ['{given}']")
    assert (result.verdict.value, result.conditions[0]) == ("conditional", condition)
