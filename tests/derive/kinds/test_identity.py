"""Identities at an instant, and of each trajectory at all times."""

from __future__ import annotations

import pytest
from tests.derive.kinds.small import STATE, decided


@pytest.mark.parametrize(
    ("statement", "flow", "verdict"),
    [
        ("x = x(0)", r"\dot{x} = 0", "proved"),
        ("x = x(0)", r"\dot{x} = 1", "refuted"),
        ("x = e^{-a t} x(0)", r"\dot{x} = -a x", "proved"),
        ("x = e^{-2 a t} x(0)", r"\dot{x} = -a x", "refuted"),
        ("x = x(0) + t^5", r"\dot{x} = 0", "refuted"),
        (r"\dot{x} = -3 t x", r"\dot{x} = -2 t x", "refuted"),
        (r"\dot{x} = -2 t x", r"\dot{x} = -2 t x", "proved"),
        ("t t t a = 0", r"\dot{x} = 0", "refuted"),
        ("q = 0", r"\dot{x} = 0", "refuted"),  # names the time by what q stands for
        ("q = x t^3", r"\dot{x} = 0", "proved"),
    ],
)
def test_statements_about_all_times(statement: str, flow: str, verdict: str) -> None:
    names, cube = {"x": STATE, "a": "", "q": ""}, 'q = "x t^3"'
    claim = decided("identity", statement, names, (flow,), definition=cube)
    assert claim.verdict.value == verdict


def test_a_value_at_one_instant_is_none_at_all_times() -> None:
    """x = 3 is supposed at the start only where the statement is about all times."""
    claim = decided("identity", "x = x(0)", {"x": STATE}, (r"\dot{x} = 1",), let="x = 3")
    assert claim.verdict.value == "refuted"
