"""Identity and preserved: what each says, on the smallest articles."""

from __future__ import annotations

import pytest
from tests.derive.kinds.small import FUNCTION, MATRIX, STATE, decided


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
    ],
)
def test_statements_about_all_times(statement: str, flow: str, verdict: str) -> None:
    claim = decided("identity", statement, {"x": STATE, "a": ""}, (flow,))
    assert claim.verdict.value == verdict


def test_a_value_at_one_instant_is_none_at_all_times() -> None:
    """x = 3 is supposed at the start only where the statement is about all times."""
    claim = decided("identity", "x = x(0)", {"x": STATE}, (r"\dot{x} = 1",), let="x = 3")
    assert claim.verdict.value == "refuted"


@pytest.mark.parametrize(
    ("statement", "conditions"),
    [
        ("x x^{-1} = 1", ("x ≠ 0",)),
        (r"\frac{x^2 y}{x y} = x", ("x ≠ 0", "y ≠ 0")),
        (r"\frac{1 + x^2}{1 + x^2} = 1", ()),
        (r"\frac{x}{x - p} - \frac{p}{x - p} = 1", ("-p + x ≠ 0",)),
    ],
)
def test_divisors_that_may_be_0(statement: str, conditions: tuple[str, ...]) -> None:
    claim = decided("identity", statement, {"x": "", "y": "", "p": "sign = 'positive'"})
    assert set(claim.conditions) == set(conditions)
    assert claim.verdict.value == ("conditional" if conditions else "proved")


@pytest.mark.parametrize(
    ("statement", "flow", "verdict"),
    [
        ("W^T W = I", (r"\dot{W} = (N - N^T) W",), "proved"),
        ("W^T W = I", (r"\dot{W} = N W",), "refuted"),
        ("W W^T = I", (r"\dot{W} = W (N - N^T)",), "proved"),
        ("W^T W = 2 I", (r"\dot{W} = (N - N^T) W",), "proved"),
        ("W^2 = W", (r"\dot{W} = N W - W N",), "proved"),
        ("W^2 = W", (r"\dot{W} = N W",), "refuted"),
        ("W = W^T", (r"\dot{W} = N W + W N^T",), "proved"),
        ("W = W^T", (r"\dot{W} = N W",), "refuted"),
        ("W + W^T = 0", (r"\dot{W} = N W + W N^T",), "proved"),
        ("W + W^T = 0", (r"\dot{W} = N W",), "refuted"),
        ("W - V = 0", (r"\dot{W} = N W", r"\dot{V} = N V"), "proved"),
        ("W - V = 0", (r"\dot{W} = N W", r"\dot{V} = V N"), "refuted"),
        ("W V = V W", (r"\dot{W} = W^2", r"\dot{V} = 0"), "proved"),
        ("W V W = W", (r"\dot{W} = N W - W N", r"\dot{V} = N V - V N"), "proved"),
        ("x^2 + y^2 = 1", (r"\dot{x} = y", r"\dot{y} = -x"), "proved"),
        ("x^2 + y^2 = 1", (r"\dot{x} = x (1 - x^2 - y^2)", r"\dot{y} = 0"), "proved"),
        ("x y = 1", (r"\dot{x} = x", r"\dot{y} = -y"), "proved"),
        ("p y = 1", (r"\dot{p} = p", r"\dot{y} = y"), "refuted"),
    ],
)
def test_constraints_that_a_flow_keeps(statement: str, flow: tuple[str, ...], verdict: str) -> None:
    names = {"W": f"{MATRIX}, {STATE}", "V": f"{MATRIX}, {STATE}", "N": MATRIX}
    names |= {"x": STATE, "y": STATE, "p": f"{STATE}, sign = 'positive'"}
    assert decided("preserved", statement, names, flow).verdict.value == verdict


def test_what_holds_at_the_start_only_keeps_nothing() -> None:
    names = {"A": f"{MATRIX}, {STATE}, properties = ['symmetric']", "B": f"{MATRIX}, {STATE}"}
    names["M"] = MATRIX
    left = decided("preserved", "B = A", names, (r"\dot{A} = M", r"\dot{B} = M + A - A^T"))
    assert left.verdict.value == "refuted"
    kept = decided(
        "preserved", "B = A", names, (r"\dot{A} = M + M^T", r"\dot{B} = M + M^T + A - A^T")
    )
    assert kept.verdict.value == "proved"
    supposed = decided("preserved", "B = 0", names, (r"\dot{A} = M", r"\dot{B} = A"), let="A = 0")
    assert supposed.verdict.value == "refuted"


@pytest.mark.parametrize(("index", "verdict"), [("", "refuted"), (", index = 'j'", "proved")])
def test_a_free_function_is_one_for_all_modes(index: str, verdict: str) -> None:
    names = {"a_j": f"{STATE}, index = 'j'", "w_j": f"{STATE}, index = 'j', sign = 'positive'"}
    k = "k_j" if index else "k"
    names |= {"s_j": "index = 'j'", k: f"{FUNCTION}{index}"}
    flow = (r"\dot{w}_j = 0", r"\dot{a}_j = s_j w_j")
    assert decided("preserved", f"a_j = {k} w_j", names, flow, free=k).verdict.value == verdict
