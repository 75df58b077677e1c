"""What a proof rests on: hypotheses, what is divided by, and what roots are of."""

from __future__ import annotations

import pytest
from tests.derive.kinds import small
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


NAMES = {
    "x": small.STATE, "p": f"{small.STATE}, sign = 'positive'",
    "c": "", "k": "sign = 'nonnegative'", "v": "shape = ['n', '1']",
}  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "reading", "conditions"),
    [
        ("identity", r"\sqrt{c}^2 = c", ("c ≥ 0",)),
        ("identity", r"\sqrt{k}^2 = k", ()),
        ("identity", r"\sqrt{1 + c^2}^2 = 1 + c^2", ()),
        ("identity", r"\|v\|^2 = v^T v", ()),
        ("identity", r"\sqrt{v^T v}^2 = v^T v", ()),
        ("identity", r"\sqrt{x}^2 = x(0) - t", ("x ≥ 0",)),
        ("identity", r"\sqrt{p}^2 = p(0) - t", ("p ≥ 0",)),  # it does not stay positive
        ("identity", r"\sqrt{p(0)}^2 = p + t", ()),
        ("solution", r"x = \sqrt{x(0) - t}^2", ("x(0) - t ≥ 0",)),
        ("identity", r"\sqrt{1 + t}^2 = 1 + t", ()),
    ],
)
def test_what_roots_are_of_is_not_negative(
    kind: str, reading: str, conditions: tuple[str, ...]
) -> None:
    found = small.decided(kind, reading, NAMES, (r"\dot x = -1", r"\dot p = -1"))
    assert (found.verdict.value, found.conditions) == ("proved", conditions)


def test_roots_of_the_flow_count_where_it_moves() -> None:
    """Where c is negative the flow has no value."""
    flow = (r"\dot x = -(1 + \sqrt{c}) x",)
    assert small.decided("vanishes", r"x \to 0", NAMES, flow).conditions == ("c ≥ 0",)
    assert small.decided("identity", "x + 0 = x", NAMES, flow).conditions == ()


def test_a_root_of_what_the_flow_takes_the_root_of_has_a_value() -> None:
    flow = (r"\dot p = -\sqrt{p}",)
    found = small.decided("identity", r"\sqrt{p}^2 = p + t - t", NAMES, flow)
    assert (found.verdict.value, found.conditions) == ("proved", ())
