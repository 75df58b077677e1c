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
]


@pytest.mark.parametrize(("flow", "reading", "verdict", "conditions"), CASES)
def test_a_quantity_vanishes_where_its_rate_lasts(
    flow: tuple[str, ...], reading: str, verdict: str, conditions: tuple[str, ...]
) -> None:
    result = decided("kind = 'vanishes'", reading, flow)
    assert result.verdict.value == verdict
    assert result.conditions == conditions
