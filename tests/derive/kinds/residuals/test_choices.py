"""What a function of time that is to exist rests on holds at all times."""

from __future__ import annotations

import pytest
from tests.derive.kinds.small import FUNCTION, POSITIVE, STATE, decided

START = f"{STATE}, sign = 'positive'"


@pytest.mark.parametrize(
    ("statement", "moved", "verdict"),
    [
        (r"y \dot{k} = 1", "y", "proved"),
        (r"y \dot{k} = 1", "1", "proved"),
        (r"y \dot{k} = 1", "-1", "undecided"),  # y comes to 0
        (r"(y + c) \dot{k} = 1", "-1", "undecided"),
    ],
)
def test_it_is_divided_by_what_stays_positive(statement: str, moved: str, verdict: str) -> None:
    names = {"y": START, "k": FUNCTION, "c": POSITIVE}
    flow = (rf"\dot{{y}} = {moved}",)
    assert decided("common", statement, names, flow, unknown="k").verdict.value == verdict


@pytest.mark.parametrize(
    ("rate", "verdict"),
    [
        ("-k", "proved"),
        ("c", "proved"),
        ("-c", "undecided"),
        ("a", "undecided"),
        ("y", "undecided"),
    ],
)
def test_its_rate_keeps_its_sign(rate: str, verdict: str) -> None:
    names = {"y": START, "k": f"{FUNCTION}, sign = 'positive'", "c": POSITIVE, "a": ""}
    found = decided("common", rf"\dot{{k}} = {rate}", names, (r"\dot{y} = -1",), unknown="k")
    assert found.verdict.value == verdict
