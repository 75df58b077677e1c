"""A closed form solves the flow: from which starts, and where it is one."""

from __future__ import annotations

import pytest
from tests.derive.kinds.small import MATRIX, STATE, decided


@pytest.mark.parametrize(
    ("statement", "flow", "verdict", "conditions"),
    [
        ("x = x(0) e^{-t}", r"\dot{x} = -x", "proved", ()),
        ("x = x(0) + t^5", r"\dot{x} = 0", "refuted", ()),
        (r"x = \frac{x(0)}{1 - x(0) t}", r"\dot{x} = x^2", "proved", ("-1 + t x(0) ≠ 0",)),
        (r"x = \frac{a x(0)}{a} e^{-t}", r"\dot{x} = -x", "conditional", ("a ≠ 0",)),
        ("x = x", r"\dot{x} = -x", "refused", ()),
        ("x = 1 + t", r"\dot{x} = 1", "conditional", ("x(0) = 1",)),
        ("x = e^{-2 t} x(0)", r"\dot{x} = -x", "refuted", ("x(0) = 0",)),
    ],
)
def test_closed_forms(statement: str, flow: str, verdict: str, conditions: tuple[str, ...]) -> None:
    claim = decided("solution", statement, {"x": STATE, "a": ""}, (flow,), unknown="x")
    assert (claim.verdict.value, claim.conditions) == (verdict, conditions)


@pytest.mark.parametrize(
    ("statement", "wanted"),
    [
        (r"x(t) = e^{-k t} x(0) + \int_0^t e^{-k (t - s)} y(s) ds", "proved"),
        (r"x(t) = e^{-k t} x(0) + \int_0^t e^{-k (t - s)} (y(s) + t - s) ds", "refuted"),
        (r"x(t) = e^{-k t} x(0) + \int_0^t e^{k (t - s)} y(s) ds", "refuted"),
        (r"x(t) = e^{-k t} x(0) + \int_0^t e^{-k s} y(s) ds", "refuted"),
    ],
)
def test_variation_of_constants(statement: str, wanted: str) -> None:
    symbols = {"x": STATE, "y": "role = 'function'", "k": "sign = 'positive'"}
    claim = decided("solution", statement, symbols, (r"\dot{x} = -k x + y",), unknown="x")
    assert claim.verdict.value == wanted


@pytest.mark.parametrize(
    ("statement", "wanted"),
    [
        ("a = a(0) e^{-k t}, b = b(0) e^{-k t} + t a(0) e^{-k t}", "proved"),
        ("a = a(0) e^{-k t}, b = b(0) e^{-k t} + t a(0)", "refuted"),
        ("a = a(0) e^{-2 k t}, b = b(0) e^{-k t} + t a(0) e^{-k t}", "refuted"),
        ("a = a(0) e^{-k t}, b = t a e^{-k t}", "refused"),
        ("a = a(0) e^{-k t}, a = a(0) e^{-k t}", "refused"),
        ("2 a = 2 a(0) e^{-k t}", "refused"),
    ],
)
def test_closed_forms_of_several_states(statement: str, wanted: str) -> None:
    symbols = {"a": STATE, "b": STATE, "k": "sign = 'positive'"}
    flow = r"\dot a = -k a", r"\dot b = -k b + a"
    assert decided("solution", statement, symbols, flow).verdict.value == wanted


@pytest.mark.parametrize("unknown", ["", "y"])
def test_a_root_of_the_start(unknown: str) -> None:
    names, options = {"y": f"{STATE}, sign = 'positive'"}, {"unknown": unknown} if unknown else {}
    said, flow = r"y = (\sqrt{y(0)} + t/2)^2", (r"\dot y = \sqrt{y}",)
    assert decided("solution", said, names, flow, **options).verdict.value == "proved"
    said = r"y = (\sqrt{y(0)} - t/2)^2"
    assert decided("solution", said, names, flow, **options).verdict.value == "refuted"


def test_a_closed_form_that_turns_where_the_flow_stays() -> None:
    """y' = -sqrt(y) comes to 0 and stays, though y'' = 1/2 as long as y is positive."""
    names = {"y": f"{STATE}, sign = 'positive'", "k": "sign = 'positive'", "c": ""}
    for form, flow, condition in (
        (r"(\sqrt{y(0)} - t/2)^2", r"-\sqrt{y}", "2 √(y(0)) - t > 0"),
        (r"(\sqrt{y(0)} - k t/2)^2", r"-k \sqrt{y}", "2 √(y(0)) - t k > 0"),
        (r"(\sqrt{y(0)} + c t/2)^2", r"c \sqrt{y}", "2 √(y(0)) + t c > 0"),
    ):
        claim = decided("solution", f"y = {form}", names, (rf"\dot y = {flow}",))
        assert (claim.verdict.value, claim.conditions) == ("conditional", (condition,))
    wrong = decided("solution", r"y = (\sqrt{y(0)} - t)^2", names, (r"\dot y = -\sqrt{y}",))
    assert wrong.verdict.value == "refuted"
    names["y"] = f"{STATE}, sign = 'nonnegative'"  # where it starts at 0 it turns at once
    claim = decided("solution", r"y = (\sqrt{y(0)} - t/2)^2", names, (r"\dot y = -\sqrt{y}",))
    assert claim.verdict.value == "undecided"


def test_a_root_may_have_other_solutions() -> None:
    """y' = 2 sqrt(y) from 0: y = 0, but y = t^2 as well; y' = y has only the first."""
    names = {"y": f"{STATE}, sign = 'nonnegative'"}
    claim = decided("solution", "y = 0", names, (r"\dot{y} = 2 y^{1/2}",), unknown="y")
    assert (claim.verdict.value, claim.conditions) == ("refuted", ())
    claim = decided("solution", "y = 0", names, (r"\dot{y} = y",), unknown="y")
    assert (claim.verdict.value, claim.conditions) == ("refuted", ("y(0) = 0",))


@pytest.mark.parametrize(
    ("statement", "flow", "verdict"),
    [
        ("W = W(0) e^{A t}", r"\dot{W} = W A", "proved"),
        ("W = e^{A t} W(0)", r"\dot{W} = W A", "refuted"),
        ("W = W(0) e^{-A t}", r"\dot{W} = W A", "refuted"),
        ("W = e^{-a t} e^{A t} W(0) e^{B t}", r"\dot{W} = A W + W B - a W", "proved"),
        ("W = e^{(A + B) t} W(0)", r"\dot{W} = A W + W B", "refuted"),
        ("W = W(0) e^{A t^2 / 2}", r"\dot{W} = t W A", "proved"),
        ("W = W(0) e^{W t}", r"\dot{W} = W A", "refused"),
    ],
)
@pytest.mark.parametrize("kind", ["solution", "identity"])
def test_linear_flows_of_matrices(kind: str, statement: str, flow: str, verdict: str) -> None:
    symbols = {"W": f"{MATRIX}, {STATE}", "A": MATRIX, "B": MATRIX, "a": ""}
    if kind == "solution":
        claim = decided(kind, statement, symbols, (flow,), unknown="W")
    else:
        claim = decided(kind, statement, symbols, (flow,))
        verdict = {"refused": "undecided"}.get(verdict, verdict)
    assert claim.verdict.value == verdict


def test_what_the_flow_does_not_move_is_named() -> None:
    claim = decided(
        "solution",
        "z = e^{-2 t} z(0)",
        {"x": STATE, "z": ""},
        (r"\dot{x} = -x",),
        definition="z = 'x^2'",
    )
    assert claim.verdict.value == "refused"
    assert "got `z`, which the flow does not move" in claim.why
