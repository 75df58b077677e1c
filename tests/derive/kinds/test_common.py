"""One function of time serves all modes."""

from __future__ import annotations

import pytest
from tests.derive.kinds.small import STATE, decided

MODES = {"p_j": f"{STATE}, index = 'j', sign = 'positive'", "y": STATE}


@pytest.mark.parametrize(
    ("statement", "flow", "verdict"),
    [
        (r"p_j \dot{y} = p_j", (r"\dot{y} = 0", r"\dot{p}_j = 0"), "refuted"),
        (r"p_j \dot{y} = p_j", (r"\dot{y} = 1", r"\dot{p}_j = 0"), "proved"),
        (r"p_j \dot{y} = p_j", (), "proved"),
        (r"\dot{y} = p_j", (), "refuted"),
        (r"\dot{y} = (p_j - p_1) (p_j - p_2)", (), "refuted"),
        (r"z \dot{y} = 1", (), "conditional"),
        (r"\dot{y} = t p_j", (), "undecided"),  # false, but not at t = 0
    ],
)
def test_one_function_for_all_modes(statement: str, flow: tuple[str, ...], verdict: str) -> None:
    names = {**MODES, "z": "", "p_1": "sign = 'positive'", "p_2": "sign = 'positive'"}
    assert decided("common", statement, names, flow, unknown="y").verdict.value == verdict
