"""Gradients of scalars against their formulas, for all sizes and at a point."""

from __future__ import annotations

from typing import Any

import pytest
from tests.derive.certificates.written import a_setting, a_symbol

from sslcheck.derive.certificates import verify

SHAPES = {"W": "nk", "V": "km", "R": "nm", "A": "nn", "B": "kk", "x": "n1", "y": "k1", "a": "11"}
ROWS = {
    "W": [[1, 2], [3, -1], [0, 5]],
    "V": [[2], [7]],
    "R": [[1], [4], [-2]],
    "x": [[3], [1], [2]],
}
ROWS |= {"x": [[3], [1], [2]], "y": [[-1], [4]]}
ROWS |= {"A": [[1, 2, 0], [0, 3, 1], [5, 0, -1]], "B": [[1, 4], [2, 0]], "a": [[2]]}
SIZES = {"n": 3, "k": 2, "m": 1}


def t(name: Any) -> Any:
    return ["Transpose", name]


def square(of: Any) -> Any:
    return ["Trace", ["Prod", t(of), of]]


GAP = ["Sum", ["Prod", "W", "V"], ["Prod", -1, "R"]]
QUADRATIC = ["Trace", ["Prod", "W", "B", t("W"), "A"]]
CROSSED = ["Trace", ["Prod", "A", "W", "y", t("x")]]
GRADIENTS = [
    (square(GAP), "W", ["Prod", 2, GAP, t("V")]),
    (square(GAP), "V", ["Prod", 2, t("W"), GAP]),
    (QUADRATIC, "W", ["Sum", ["Prod", "A", "W", "B"], ["Prod", t("A"), "W", t("B")]]),
    (["Power", CROSSED, "2"], "W", ["Prod", 2, CROSSED, t("A"), "x", t("y")]),
    (["Prod", t("x"), "A", "x"], "x", ["Sum", ["Prod", "A", "x"], ["Prod", t("A"), "x"]]),
    (["Prod", t("x"), "W", t("W"), "x"], "W", ["Prod", 2, "x", t("x"), "W"]),
    (["Trace", "A"], "A", ["Ident", "n"]),
    (["Trace", ["Prod", "W", ["StopGrad", t("W")]]], "W", "W"),
    (["Exp", CROSSED], "W", ["Prod", ["Exp", CROSSED], t("A"), "x", t("y")]),
    (["Prod", "a", square("W")], "V", 0),
]


def symbols() -> dict[str, Any]:
    return {name: a_symbol(shape=[*shape]) for name, shape in SHAPES.items()}


@pytest.mark.parametrize(("of", "by", "found"), GRADIENTS)
def test_gradients(of: Any, by: str, found: Any) -> None:
    setting = a_setting(symbols())
    theory, gradient = verify.Theory(setting), ["Gradient", of, by]
    assert theory.zero(theory.gap(gradient, found))
    assert found == 0 or not theory.zero(theory.gap(gradient, ["Prod", 3, found]))
    given = a_setting({**symbols(), "J": a_symbol()}, values={"J": of})
    assert verify.Theory(given).same(["Gradient", "J", by], found)
    if "Exp" not in of:  # which has no rational value
        point = verify.Point(
            setting, {"sizes": SIZES, "values": {k: [[v]] for k, v in ROWS.items()}}
        )
        assert point.true("=", gradient, found)
        assert found == 0 or not point.true("=", gradient, ["Prod", 3, found])


@pytest.mark.parametrize(
    ("of", "by", "said"),
    [
        (square("W"), "W", {"symbols": {"W": a_symbol("symmetric", shape=["n", "k"])}}),
        (square("W"), "W", {"instant": {"W": 0}}),
        (square("W"), "W", {"values": {"W": 0}}),
        (["Trace", ["Dot", "A"]], "W", {"flow": {"A": ["Prod", "W", t("W")]}}),
        (["Trace", ["At", "A"]], "A", {}),
        (GAP, "W", {}),
        (["Prod", ["Trace", "A"], "B"], "A", {}),
    ],
)
def test_what_has_no_gradient_here(of: Any, by: str, said: dict[str, Any]) -> None:
    setting = a_setting(symbols() | said.pop("symbols", {}), **said)
    with pytest.raises(verify.Rejected):
        verify.Theory(setting).value(["Gradient", of, by])


def test_a_state_that_is_given_may_be_meant_before_or_after() -> None:
    """With `V = W^T` the gradient of tr(W V) is V^T, or 2 W."""
    of = ["Trace", ["Prod", "W", "V"]]
    known = symbols() | {"V": a_symbol(shape=["k", "n"], role="state")}
    theory = verify.Theory(a_setting(known, values={"V": t("W")}))
    with pytest.raises(verify.Rejected, match="before or after"):
        theory.value(["Gradient", of, "W"])
