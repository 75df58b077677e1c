"""What a statement divides by is a condition where it may be 0."""

from __future__ import annotations

import pytest
from tests.derive.kinds.small import decided


@pytest.mark.parametrize(
    ("statement", "conditions"),
    [
        ("x x^{-1} = 1", ("x ≠ 0",)),
        (r"\frac{x^2 y}{x y} = x", ("x ≠ 0", "y ≠ 0")),
        (r"\frac{1 + x^2}{1 + x^2} = 1", ()),
        (r"\frac{x}{x - p} - \frac{p}{x - p} = 1", ("-p + x ≠ 0",)),
    ],
)
def test_divisors_that_may_be_0(statement: str, conditions: tuple[str, ...]) -> None:
    claim = decided("identity", statement, {"x": "", "y": "", "p": "sign = 'positive'"})
    assert set(claim.conditions) == set(conditions)
    assert claim.verdict.value == ("conditional" if conditions else "proved")
