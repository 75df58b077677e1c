"""Constants along a flow: what is solved for them does not move."""

from __future__ import annotations

import pytest
from tests.derive.kinds.small import MATRIX, STATE, decided

from sslcheck.derive.verdicts.result import ClaimResult

NAMES = {
    "c": "role = 'constant'",
    "C": f"{MATRIX}, role = 'constant'",
    "x": STATE,
    "y": STATE,
    "u": f"{STATE}, sign = 'positive'",
    "v": f"{STATE}, sign = 'positive'",
    "a": "sign = 'positive'",
    "g": "sign = 'positive'",
    "W": f"{MATRIX}, {STATE}",
    "V": f"{MATRIX}, {STATE}",
    "A": MATRIX,
}


def constant(statement: str, *flow: str) -> ClaimResult:
    name = "C" if "C" in statement else "c"
    return decided("integral", statement, NAMES, flow, constant=name)


@pytest.mark.parametrize(
    ("statement", "flow", "verdict"),
    [
        ("x^2 + y^2 = c", (r"\dot{x} = y", r"\dot{y} = -x"), "proved"),
        ("x^2 + y^2 = c", (r"\dot{x} = y", r"\dot{y} = x"), "refuted"),
        ("2 c + x = y", (r"\dot{x} = 1", r"\dot{y} = 1"), "proved"),
        ("x + c = 2 y", (r"\dot{x} = 1", r"\dot{y} = 1"), "refuted"),
        ("W W^T = V^T V + C", (r"\dot{W} = V^T A", r"\dot{V} = A W^T"), "proved"),
        ("W W^T = V^T V + C", (r"\dot{W} = A V", r"\dot{V} = W A"), "refuted"),
        ("W = C", (r"\dot{W} = A",), "refuted"),
    ],
)
def test_a_constant_does_not_move(statement: str, flow: tuple[str, ...], verdict: str) -> None:
    claim = constant(statement, *flow)
    assert claim.verdict.value == verdict
    assert (claim.witness is not None) is (verdict == "refuted")


PREY = r"\dot{u} = u (a - v)", r"\dot{v} = v (u - g)"


@pytest.mark.parametrize(
    ("statement", "flow", "verdict"),
    [
        (r"u + v - g \ln u - a \ln v = c", PREY, "proved"),
        (r"u + v - a \ln u - g \ln v = c", PREY, "refuted"),
        (r"u + v + g \ln u + a \ln v = c", PREY, "refuted"),
        (r"u + v - \ln u - \ln v = c", PREY, "refuted"),
        (r"u^g v^a e^{-u - v} = c", PREY, "proved"),
        (r"u^g v^a e^{u + v} = c", PREY, "refuted"),
        (r"u^a v^g e^{-u - v} = c", PREY, "refuted"),
        (r"u^{1/3} e^{a t} = c", (r"\dot{u} = -3 a u",), "proved"),
        (r"u^{1/3} e^{a t} = c", (r"\dot{u} = -a u",), "refuted"),
        (r"\ln u + a t = c", (r"\dot{u} = -a u",), "proved"),
        (r"e^{x^2} y = c", (r"\dot{x} = 1", r"\dot{y} = -2 x y"), "proved"),
        (r"e^{x^2} y = c", (r"\dot{x} = 1", r"\dot{y} = -x y"), "refuted"),
        (r"\ln \ln e^{u} = c", (r"\dot{u} = -a u",), "refuted"),
        (r"\ln u = c", (r"\dot{u} = -a",), "refused"),
    ],
)
def test_logarithms_exponentials_and_powers(
    statement: str, flow: tuple[str, ...], verdict: str
) -> None:
    claim = constant(statement, *flow)
    assert claim.verdict.value == verdict
    assert (claim.witness is not None) is (verdict == "refuted")


def test_a_flow_that_is_not_used_is_named() -> None:
    used = constant("x + y = c", r"\dot{x} = 1", r"\dot{y} = -1")
    unused = constant("x + y - y = c", r"\dot{x} = 0", r"\dot{y} = -1")
    assert not any("is not used" in str(remark) for remark in used.remarks)
    assert any("is not used" in str(remark) for remark in unused.remarks)


@pytest.mark.parametrize("statement", ["C A + A C = W", "C A C = W", "C C = W"])
def test_a_matrix_stands_in_one_term_as_a_plain_factor(statement: str) -> None:
    assert constant(statement, r"\dot{W} = 0 W").verdict.value == "refused"


@pytest.mark.parametrize(
    ("statement", "verdict"),
    [
        ("q^T K p = w e^{t}", "undecided"),  # false where w is no multiple of p
        ("q^T p K = w e^{t}", "conditional"),
        ("p^T C q = 1", "undecided"),
        ("p^T q C = W e^{t}", "conditional"),
    ],
)
def test_a_constant_between_vectors_is_no_quotient_by_their_product(
    statement: str, verdict: str
) -> None:
    column = "shape = ['n', '1']"
    names = {
        "w": f"{column}, {STATE}",
        "W": f"{MATRIX}, {STATE}",
        "K": f"{column}, role = 'constant'",
        "C": f"{MATRIX}, role = 'constant'",
        "p": column,
        "q": column,
    }
    name = "K" if "K" in statement else "C"
    flow = (r"\dot{w} = -w", r"\dot{W} = -W")
    assert decided("integral", statement, names, flow, constant=name).verdict.value == verdict


@pytest.mark.parametrize(
    ("statement", "verdict"),
    [
        ("c x = 0", "proved"),
        ("x = c x", "proved"),
        (r"x = c \dot{x}", "proved"),
        ("c x = y", "conditional"),  # y = 1 and x = 0
        (r"c = \frac{x}{x}", "conditional"),
        ("c x = 1", "refuted"),
    ],
)
def test_what_a_constant_is_divided_by_may_be_0_where_it_satisfies_the_equation_all_the_same(
    statement: str, verdict: str
) -> None:
    claim = constant(statement, r"\dot{x} = -x", r"\dot{y} = -y")
    assert claim.verdict.value == verdict


@pytest.mark.parametrize(
    ("options", "flow", "why"),
    [
        ({"let": "g = c"}, r"\dot{x} = -x", "a hypothesis speaks of it"),
        ({"let": "c = 0"}, r"\dot{x} = -x", "a hypothesis speaks of it"),
        ({"definition": "g = 'x - c - 1'"}, r"\dot{x} = -x", "also stands in a definition"),
        ({}, r"\dot{x} = g - x + c", "also stands in the flow"),
    ],
)
def test_a_constant_of_which_something_else_speaks(
    options: dict[str, str], flow: str, why: str
) -> None:
    names = {"x": STATE, "g": "", "c": "role = 'constant'"}
    claim = decided("integral", "x - g = c", names, (flow,), constant="c", **options)
    assert claim.verdict.value == "refused"
    assert why in claim.why


@pytest.mark.parametrize(
    ("statement", "rate", "verdict"),
    [
        (r"\sqrt{q} - \frac{t}{2} = C", r"\sqrt{q}", "conditional"),
        (r"\sqrt{q} + \frac{t}{2} = C", r"-\sqrt{q}", "undecided"),  # until q is 0, as it will be
        (r"\sqrt{q} e^{t} = C", "-2 q", "proved"),
        (
            r"\sqrt{q} + \frac{1}{2} \int_0^t \frac{q(s) - 1}{\sqrt{q(s)}} ds = C",
            "1 - q",
            "conditional",
        ),
    ],
)
def test_what_a_root_is_of_may_stay_away_from_0_on_some_trajectory(
    statement: str, rate: str, verdict: str
) -> None:
    symbols = {"q": f"{STATE}, sign = 'nonnegative'", "C": "role = 'constant'"}
    claim = decided("integral", statement, symbols, (rf"\dot q = {rate}",), constant="C")
    assert claim.verdict.value == verdict, claim.why
