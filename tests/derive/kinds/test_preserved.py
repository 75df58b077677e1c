"""Constraints that a flow keeps, on the whole set where they hold."""

from __future__ import annotations

import pytest
from tests.derive.kinds.small import FUNCTION, MATRIX, STATE, decided


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


@pytest.mark.parametrize(
    "statement", ["p = -y^2", "y^2 = -1", "y^2 + p^4 = 0", "W^T W = -I", r"\text{tr}(W^T W) = -1"]
)
def test_no_verdict_on_a_constraint_that_no_state_satisfies(statement: str) -> None:
    names = {"p": f"{STATE}, sign = 'positive'", "y": STATE, "W": f"{MATRIX}, {STATE}"}
    flow = (r"\dot{p} = 2 p", r"\dot{y} = 0", r"\dot{W} = 0")
    empty = decided("preserved", statement, names, flow)
    assert empty.verdict.value == "undecided"
    assert empty.why.startswith("no state that is as declared satisfies")


@pytest.mark.parametrize(
    "statement", ["V = V^{-1}", "2 V = 5 I - 2 V^{-1}", "V - V^{-1} = 0", r"x = 2 - \sqrt{x}"]
)
def test_a_constraint_is_not_solved_for_what_is_left_in_it(statement: str) -> None:
    names = {"V": f"{MATRIX}, {STATE}, properties = ['symmetric', 'invertible']", "x": STATE}
    left = decided("preserved", statement, names, (r"\dot{V} = I", r"\dot{x} = 2"))
    assert left.verdict.value == "refuted"


@pytest.mark.parametrize("statement", ["W W^T = I", "W + W^T = 0"])
def test_a_counterexample_names_the_state_and_nothing_else(statement: str) -> None:
    names = {"W": f"{MATRIX}, {STATE}", "N": MATRIX}
    found = decided("preserved", statement, names, (r"\dot{W} = N W - W N + N",))
    assert found.witness is not None
    assert found.witness.values.keys() == {"W", "N"}


@pytest.mark.parametrize("statement", ["p = y", "p = y - p^2", "p = 2 y + 1"])
def test_a_start_as_declared_refutes_what_admits_others_too(statement: str) -> None:
    names = {"p": f"{STATE}, sign = 'positive'", "y": STATE}
    left = decided("preserved", statement, names, (r"\dot{p} = -2 y - p", r"\dot{y} = -y"))
    assert left.verdict.value == "refuted"


@pytest.mark.parametrize(("index", "verdict"), [("", "refuted"), (", index = 'j'", "proved")])
def test_a_free_function_is_one_for_all_modes(index: str, verdict: str) -> None:
    names = {"a_j": f"{STATE}, index = 'j'", "w_j": f"{STATE}, index = 'j', sign = 'positive'"}
    k = "k_j" if index else "k"
    names |= {"s_j": "index = 'j'", k: f"{FUNCTION}{index}"}
    flow = (r"\dot{w}_j = 0", r"\dot{a}_j = s_j w_j")
    assert decided("preserved", f"a_j = {k} w_j", names, flow, free=k).verdict.value == verdict


@pytest.mark.parametrize("statement", ["y = x", "y = 1", "y = 0"])
def test_a_free_function_stands_in_the_constraint(statement: str) -> None:
    names = {"x": STATE, "y": STATE, "k": FUNCTION}
    found = decided("preserved", statement, names, (r"\dot{x} = -x", r"\dot{y} = k y"), free="k")
    assert found.verdict.value in ("refused", "proved")
    assert "`free` names a function" in found.why or statement == "y = 0"


@pytest.mark.parametrize("holds", ["along", "at the start", "at an instant"])
@pytest.mark.parametrize(
    ("statement", "kept"),
    [("x = 2 y", True), ("x = 1", True), ("y = 1 + x", None), ("x = 2", False), ("y^2 = 4", False)],
)
def test_what_is_supposed_of_a_state_holds_on_the_constraint(
    statement: str, kept: bool | None, holds: str
) -> None:
    names, flow = {"x": STATE, "y": STATE}, (r"\dot{x} = y (1 - x y)", r"\dot{y} = x (1 - x y)")
    found = decided("preserved", statement, names, flow, let="x = y", holds=holds)
    wrong = {True: {"refuted"}, False: {"proved"}, None: {"proved", "refuted"}}[kept]
    assert found.verdict.value not in wrong | {"disagreement"}


@pytest.mark.parametrize(
    ("moved", "verdict"), [("-y", "proved"), ("-1", "undecided"), ("-y - x", "undecided")]
)
def test_a_free_function_divides_by_what_stays_positive(moved: str, verdict: str) -> None:
    names = {"x": STATE, "y": f"{STATE}, sign = 'positive'", "k": "role = 'function'"}
    flow = (r"\dot{x} = 1", rf"\dot{{y}} = {moved}")
    assert decided("preserved", "x = k y", names, flow, free="k").verdict == verdict


_TWO = {
    "W": f"{MATRIX}, {STATE}",
    "N": MATRIX,
    "h": "sign = 'nonnegative'",
    "u": f"{STATE}, sign = 'nonnegative'",
    "v": f"{STATE}, sign = 'nonnegative'",
    "x": STATE,
    "y": STATE,
    "P": f"{MATRIX}, {STATE}, properties = ['psd']",
    "R": f"{MATRIX}, {STATE}, properties = ['psd']",
    "Q": f"{MATRIX}, {STATE}, properties = ['psd']",
}


@pytest.mark.parametrize(
    ("statement", "flow", "verdict", "needed"),
    [
        ("u = v", (r"\dot{u} = \sqrt{u}", r"\dot{v} = \sqrt{v}"), "conditional", {"v ≠ 0"}),
        ("u = v", (r"\dot{u} = \sqrt{u v}", r"\dot{v} = \sqrt{u v}"), "proved", set()),
        ("x = y", (r"\dot{x} = -|x|", r"\dot{y} = -|y|"), "proved", set()),
        ("x = y", (r"\dot{x} = |x|^{1/2}", r"\dot{y} = |y|^{1/2}"), "conditional", {"y ≠ 0"}),
        ("P = R", (r"\dot{P} = P^{1/2}", r"\dot{R} = R^{1/2}"), "undecided", set()),
        ("u = h^2", (r"\dot{u} = \sqrt{u} - h",), "conditional", {"h ≠ 0"}),
        ("W = 0", (r"\dot{W} = \|W\|_F^{1/2} W",), "proved", set()),  # multiples of itself
    ],
)
def test_no_other_solution_may_leave_a_constraint(
    statement: str, flow: tuple[str, ...], verdict: str, needed: set[str]
) -> None:
    found = decided("preserved", statement, _TWO, flow)
    assert found.verdict.value == verdict, found.why
    assert {*found.conditions} == needed


def test_no_root_is_0_on_all_of_a_constraint() -> None:
    found = decided("preserved", "W = W^T", _TWO, (r"\dot{W} = \|W - W^T\|_F^{1/2} N",))
    assert found.verdict.value == "undecided"
    assert "where the flow is not smooth" in found.why


def test_states_off_a_constraint_say_nothing_of_it() -> None:
    flow = (r"\dot{P} = P^{1/2}", r"\dot{Q} = P^{1/2}", r"\dot{R} = P^{1/2}")
    found = decided("preserved", "Q = R", _TWO, flow)
    assert found.verdict.value == "conditional"  # while P is psd, which is not seen


@pytest.mark.parametrize(
    ("rate", "let", "verdict"),
    [
        (r"\sqrt{%s}", "u(0) = v(0)", "undecided"),  # u may leave 0 as t^2, and v rest there
        (r"-%s", "u(0) = v(0)", "proved"),
        (r"\sqrt{%s} - h", "u(0) = h^2", "undecided"),
        ("%s^2 - h^4", "u(0) = h^2", "proved"),
    ],
)
def test_no_other_solution_may_leave_what_is_supposed(rate: str, let: str, verdict: str) -> None:
    value = "v" if "v" in let else "h^2"
    flow = (
        *(rf"\dot{{{name}}} = {rate % name}" for name in ("u", "v")),
        rf"\dot{{x}} = u - {value}",
        r"\dot{y} = 0",
    )
    found = decided("preserved", "x = y", _TWO, flow, let=let)
    assert found.verdict.value == verdict, found.why
