"""Rates that are constant, or bounded by what is declared of them: which last, and when."""

from __future__ import annotations

import pytest
from tests.derive.kinds.deciding import decided

CASES = [
    ((r"\dot{W} = -S W",), r"W \to 0", "conditional", ("S ≻ 0",)),
    ((r"\dot{W} = -(S + A - A^T) W",), r"W \to 0", "conditional", ("S ≻ 0",)),
    ((r"\dot{W} = A^T A W",), r"W \to 0", "refuted", ()),
    ((r"\dot{W} = (A - A^T) W",), r"W \to 0", "refuted", ()),
    ((r"\dot{W} = -T W",), r"W \to 0", "refuted", ()),
    ((r"\dot{W} = A W - 2 W",), r"W \to 0", "refuted", ()),
    ((r"\dot{W} = -(c - e) W",), r"W \to 0", "conditional", ("-e + c > 0",)),
    ((r"\dot{W} = -W X^T X",), r"W \to 0", "conditional", ("X has full column rank",)),
    ((r"\dot{V} = -S V - V S",), r"V \to 0", "conditional", ("S ≻ 0",)),
    ((r"\dot{x} = -(1 + y^2) x", r"\dot{y} = y"), r"x \to 0", "proved", ()),
    ((r"\dot{x} = -f x",), r"x \to 0", "conditional", ("f is at least κ₀ > 0 for all t",)),
    ((r"\dot{x} = -(c + g^2) x",), r"x \to 0", "proved", ()),
    ((r"\dot{x} = -a^2 x",), r"x \to 0", "conditional", ("a ≠ 0",)),
    ((r"\dot{x} = -(h + k) x",), r"x \to 0", "conditional", ("h > 0, or k > 0 (each suffices)",)),
    ((r"\dot{W} = -T W",), r"T W \to 0", "refuted", ()),
    # where the rate is 0 these are 0 themselves
    ((r"\dot{x} = h c - h x",), r"h x \to h c", "proved", ()),
    ((r"\dot{x} = -h x + y", r"\dot{y} = -y"), r"h x \to 0", "undecided", ()),
    ((r"\dot{x} = -(a^2 + h) x",), r"h x \to 0", "undecided", ()),
    ((r"\dot{x} = -(c - e) x",), r"(c - e) x \to 0", "conditional", ("-e + c > 0",)),
]


@pytest.mark.parametrize(("flow", "reading", "verdict", "conditions"), CASES)
def test_a_quantity_vanishes_where_its_rate_lasts(
    flow: tuple[str, ...], reading: str, verdict: str, conditions: tuple[str, ...]
) -> None:
    result = decided("kind = 'vanishes'", reading, flow)
    assert result.verdict.value == verdict
    assert result.conditions == conditions


FRAMES = """
Q = { shape = ['n', 'd'], properties = ['orthonormal'] }
U = { shape = ['n', 'n'], properties = ['orthonormal'] }
G = { shape = ['n', 'n'], properties = ['invertible'] }
"""


@pytest.mark.parametrize(
    ("rate", "verdict", "conditions"),
    [
        ("Q Q^T", "conditional", ("Q^T has full column rank",)),
        ("U U^T", "proved", ()),
        ("U S U^T", "conditional", ("S ≻ 0",)),
        ("G S G^T", "conditional", ("S ≻ 0",)),
        ("(Q Q^T + U - U^T)", "refuted", ()),  # false for U = I
    ],
)
def test_a_condition_is_one_without_which_the_rate_may_be_0(
    rate: str, verdict: str, conditions: tuple[str, ...]
) -> None:
    flow = (rf"\dot{{W}} = -{rate} W",)
    result = decided("kind = 'vanishes'", r"W \to 0", flow, more=FRAMES)
    assert (result.verdict.value, result.conditions) == (verdict, conditions), result.why
    assert (result.witness is not None) == (verdict != "proved")
