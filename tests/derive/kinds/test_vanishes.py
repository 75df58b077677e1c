"""What tends to a limit: by a law of what is left, on solutions that exist for all times."""

from __future__ import annotations

import pytest
from tests.derive.kinds.deciding import decided

CASES = [
    ((r"\dot{W} = -c (W - X)",), r"W \to X", "proved", ()),
    ((r"\dot{W} = -S W - c W",), r"W \to 0", "proved", ()),
    ((r"\dot{V} = -V V^T V",), r"V \to 0", "proved", ()),
    ((r"\dot{x} = 1",), r"x + t \to 0", "refuted", ()),
    ((r"\dot{V} = -\text{tr}(V) I",), r"\text{tr}(V) \to 0", "proved", ()),
    ((r"\dot{V} = \text{tr}(V) I",), r"\text{tr}(V) \to 0", "refuted", ()),
    ((r"\dot{V} = V \odot I - V",), r"V - V \odot I \to 0", "proved", ()),
    ((r"\dot{x} = -\frac{x}{1 + t}",), r"x \to 0", "proved", ()),
    ((r"\dot{x} = \exp(-x)",), r"\exp(-x) \to 0", "undecided", ()),  # true, its rate tends to 0
    ((r"\dot{W} = -(S + c I) W + X",), r"W \to (S + c I)^{-1} X", "proved", ()),
    ((r"\dot{W} = -(S + c I) W + X",), r"W \to (S + 2 c I)^{-1} X", "refuted", ()),
    (
        (r"\dot{x} = x y^2 - x", r"\dot{y} = x^2 y - y"),
        r"x^2 - y^2 \to 0",
        "conditional",
        ("on solutions that exist for all t",),
    ),
    ((r"\dot{x} = -x y^2 - x", r"\dot{y} = -x^2 y - y"), r"x^2 - y^2 \to 0", "proved", ()),
]


@pytest.mark.parametrize(("flow", "reading", "verdict", "conditions"), CASES)
def test_a_quantity_tends_to_a_limit(
    flow: tuple[str, ...], reading: str, verdict: str, conditions: tuple[str, ...]
) -> None:
    result = decided("kind = 'vanishes'", reading, flow)
    assert result.verdict.value == verdict
    assert result.conditions == conditions


@pytest.mark.parametrize(
    ("flow", "verdict", "why"),
    [
        ((r"\dot{W} = t V^T X - a W", r"\dot{V} = t X W^T - c V"), "refuted", "with X = 0"),
        ((r"\dot{W} = V^T V W - c W", r"\dot{V} = V W W^T"), "refuted", "a fixed point"),
        ((r"\dot{W} = V^T X - c W", r"\dot{V} = X W^T - c V"), "proved", ""),
        ((r"\dot{W} = V^T V W - 2 W", r"\dot{V} = V W W^T - V"), "undecided", "no linear law"),
    ],
)
def test_what_is_false_of_a_special_flow_is_refuted(
    flow: tuple[str, ...], verdict: str, why: str
) -> None:
    result = decided("kind = 'vanishes'", r"W W^T - V^T V \to 0", flow)
    assert (result.verdict.value, result.why[: len(why)]) == (verdict, why)


def test_a_letter_with_a_gap_is_not_put_to_nothing() -> None:
    flow = (r"\dot{W} = -P W - V^T X", r"\dot{V} = -V - X W^T")
    reading = r"W W^T - V^T V \to 0"
    assert decided("kind = 'vanishes'", reading, flow).verdict == "refuted"
    gap = "[hypotheses.g]\ngap = 'P'\n[hypotheses.h]\nlet = ['X = 0 W']"
    options = "kind = 'vanishes'\nhypotheses = ['g', 'h']"
    assert decided(options, reading, flow, more=gap).verdict == "proved"


@pytest.mark.parametrize(
    ("reading", "verdict"),
    [
        (r"\|W\| \to 0", "proved"),
        (r"\|W\|^3 \to 0", "proved"),
        (r"\|V\| \to 0", "refuted"),
        (r"\|W\|^{-1} \to 0", "undecided"),
        (r"\|W\| \to c", "refuted"),
    ],
)
def test_a_norm_tends_to_0_where_its_square_does(reading: str, verdict: str) -> None:
    flow = (r"\dot{W} = -c W", r"\dot{V} = V")
    assert decided("kind = 'vanishes'", reading, flow).verdict.value == verdict
