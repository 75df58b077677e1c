"""Options of a run by the name of a flow: what is refused, and what is written down."""

from __future__ import annotations

from typing import Any

import pytest

from sslcheck.numeric.bounds import InvalidOption
from sslcheck.numeric.flows.options import FlowOptions


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"t_end": 0.0}, "`t_end` must be a positive"),
        ({"saves": 1}, "`saves` must be at least 2"),
        ({"method": "euler"}, "`method` must be one of auto, tsit5, adams, rk4"),
        ({"model": "half"}, "`model` must be one of auto"),
        ({"scale": float("nan")}, "`scale` must be a nonnegative"),
        ({"rtol": 1.0}, "`rtol` must be from 0 to below 1"),
    ],
)
def test_odd_values_are_refused(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(InvalidOption, match=said):
        FlowOptions("two-layer", **changes)


def test_they_are_plain_values() -> None:
    found = FlowOptions("two-layer", "descent", sizes={"d": 3}).as_dict()
    assert found["sizes"] == {"d": 3}
    assert found["article"] == "two-layer"
