"""The law of a quantity along a flow, in the form in which it is told."""

from __future__ import annotations

import pytest
from tests.derive.kinds.deciding import decided


@pytest.mark.parametrize(
    ("rate", "told"), [("-2 c V", r"\dot{V}"), ("-S V - V S", r"S V"), ("-S V", r"\text{vec}")]
)
def test_a_law_is_told_in_its_plainest_form(rate: str, told: str) -> None:
    result = decided("kind = 'vanishes'", r"V \to 0", (rf"\dot{{V}} = {rate}",))
    (first, *_) = result.steps
    assert told in first.latex
