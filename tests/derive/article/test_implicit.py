"""Rates on the right of equations of motion."""

from __future__ import annotations

import pytest
from tests.derive.flowing import STATE, flow_article, normal_of

from sslcheck.derive.errors import ArticleError
from sslcheck.derive.expr import Dot, Sym
from sslcheck.derive.text.printing import to_text

SYMBOLS = {
    "x": STATE,
    "y": STATE,
    "W": f'shape = ["n", "n"], {STATE}',
    "V": f'shape = ["n", "n"], {STATE}',
    "a": 'sign = "positive"',
    "b": 'sign = "positive"',
}


def rates(*equations: str) -> dict[str, str]:
    normal = normal_of(flow_article(SYMBOLS, equations))
    flow = normal.setting.flow
    return {name: to_text(normal.expr(normal.whole(Dot(Sym(name))))) for name in flow}


@pytest.mark.parametrize(
    ("equations", "expected"),
    [
        ((r"\dot{x} = y - a \dot{x}",), {"x": "y/(1 + a)"}),
        ((r"\dot{x} = -a \dot{y}", r"\dot{y} = b \dot{x} + x"), None),
        ((r"\dot{x} = \dot{y}", r"\dot{y} = x"), {"x": "x", "y": "x"}),
        ((r"\dot{W} = V - a \dot{W}", r"\dot{V} = -b V"), None),
        ((r"\dot{W} = -a \dot{V}", r"\dot{V} = 2 b \dot{W} + W"), None),
    ],
)
def test_rates_that_stand_linearly_are_solved_for(
    equations: tuple[str, ...], expected: dict[str, str] | None
) -> None:
    found = rates(*equations)
    assert "d/dt" not in "".join(found.values())
    assert "̇" not in "".join(found.values())  # a dot above a letter
    assert expected is None or found == expected


def test_a_circle_is_solved_rightly() -> None:
    found = rates(r"\dot{x} = -a \dot{y}", r"\dot{y} = b \dot{x} + x")
    assert found == {"x": "(-x a)/(1 + a b)", "y": "x/(1 + a b)"}


@pytest.mark.parametrize(
    "equations",
    [
        (r"\dot{x} = x^2 \dot{y}", r"\dot{y} = \frac{1}{x} \dot{x}"),
        (r"\dot{x} = y + a \dot{x}",),  # a may be 1
        (r"\dot{x} = y + (\dot{x})^2",),
        (r"\dot{x} = x + \text{tr}(\dot{W}) x", r"\dot{W} = \dot{x} W"),
        (r"\dot{W} = V \dot{W} + V", r"\dot{V} = V"),
        (r"\dot{W} = V - \dot{W}^T", r"\dot{V} = V"),
    ],
)
def test_others_are_refused(equations: tuple[str, ...]) -> None:
    with pytest.raises(ArticleError, match=r"stands on the right|given by each other"):
        rates(*equations)
