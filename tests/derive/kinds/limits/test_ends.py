"""A limit for large times says nothing where every solution ends before."""

from __future__ import annotations

import pytest
from tests.derive.kinds import small
from tests.derive.kinds.small import STATE

from sslcheck.derive.verdicts.verdict import Verdict

NAMES = {
    "z": f"{STATE}, sign = 'positive'",
    "v": f"{STATE}, sign = 'nonnegative'",
    "x": STATE,
    "y": STATE,
    "w": f"{STATE}, shape = ['n', '1']",
    "k": "sign = 'positive'",
    "c": "",
}


@pytest.mark.parametrize(
    ("quantity", "flow", "verdict"),
    [
        ("1/z", (r"\dot{z} = z^2",), Verdict.REFUTED),
        ("1/z^2", (r"\dot{z} = k z^3 + z",), Verdict.REFUTED),
        ("x", (r"\dot{z} = z^2", r"\dot{x} = -z x"), Verdict.REFUTED),
        ("x", (r"\dot{z} = k z^2 + z x^2", r"\dot{x} = -z x"), Verdict.REFUTED),
        ("x", (r"\dot{z} = z^2 - z", r"\dot{x} = -z x - x"), Verdict.CONDITIONAL),  # small z do not
        ("x", (r"\dot{z} = c z^2 + z", r"\dot{x} = -z x - x"), Verdict.CONDITIONAL),
        ("x", (r"\dot{z} = z^2 e^{-k t}", r"\dot{x} = -z x - x"), Verdict.UNDECIDED),  # small z
        ("x", (r"\dot{z} = z", r"\dot{v} = v^2", r"\dot{x} = -(v + z + 1) x"), Verdict.CONDITIONAL),
        ("1/z", (r"\dot{z} = z",), Verdict.PROVED),
        ("x", (r"\dot{y} = 1 + y^2", r"\dot{x} = -x"), Verdict.REFUTED),
        ("x", (r"\dot{y} = -k - y^4", r"\dot{x} = -x"), Verdict.REFUTED),
        ("x", (r"\dot{y} = 1 - y + y^2", r"\dot{x} = -x"), Verdict.REFUTED),
        ("x", (r"\dot{y} = 1 + (1 + x^2) y^2", r"\dot{x} = -x"), Verdict.REFUTED),
        ("x", (r"\dot{y} = 1 + y^2 + \|w\|^2", r"\dot{w} = -w", r"\dot{x} = -x"), Verdict.REFUTED),
        ("x", (r"\dot{y} = y^2", r"\dot{x} = -x"), Verdict.CONDITIONAL),  # y <= 0 do not
        ("x", (r"\dot{y} = y^3 + y", r"\dot{x} = -x"), Verdict.CONDITIONAL),
        ("x", (r"\dot{y} = 1 - 2 y + y^2", r"\dot{x} = -x"), Verdict.CONDITIONAL),
        ("x", (r"\dot{y} = 1 + c y^2", r"\dot{x} = -x"), Verdict.CONDITIONAL),
        ("x", (r"\dot{y} = x + y^2", r"\dot{x} = -x"), Verdict.CONDITIONAL),
        ("x", (r"\dot{y} = 1 + y^2 - x^2 y^4", r"\dot{x} = -x"), Verdict.UNDECIDED),
        ("x", (r"\dot{v} = v^2", r"\dot{x} = -v x - x"), Verdict.CONDITIONAL),  # v = 0 exists
    ],
)
def test_a_condition_that_no_solution_meets_is_none(
    quantity: str, flow: tuple[str, ...], verdict: Verdict
) -> None:
    found = small.decided("vanishes", rf"{quantity} \to 0", NAMES, flow)
    assert found.verdict is verdict, found.why
    assert ("no solution exists" in found.why) is (verdict is Verdict.REFUTED)
