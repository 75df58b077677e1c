"""What a proof rests on: hypotheses, and what is divided by."""

from __future__ import annotations

import pytest
from tests.derive.kinds.deciding import decided

KIND = "kind = 'identity'"


@pytest.mark.parametrize(
    ("reading", "verdict", "conditions"),
    [
        ("A + 0 = A", "proved", ()),
        ("v^T A v v = (v^T A v) v", "proved", ()),
        ("v^T A v A = A (v^T A v)", "proved", ()),
        ("X A = X A", "conditional", ("n = d",)),
        ("(1 + a) X = X", "refuted", ("a = 0",)),
        (r"\frac{a c}{c} = a", "proved", ("c > 0",)),
        (r"\frac{a c}{c} + \frac{b}{c} = a + \frac{b}{c}", "proved", ("c > 0",)),
        (r"\frac{a b}{b} = a", "conditional", ("b ≠ 0",)),
    ],
)
def test_what_a_verdict_rests_on(reading: str, verdict: str, conditions: tuple[str, ...]) -> None:
    found = decided(KIND, reading, ())
    assert found.verdict.value == verdict
    assert found.conditions == conditions
