"""A constant is what it is declared to be: its traits, its sign, one for all modes."""

from __future__ import annotations

from tests.derive.kinds.small import MATRIX, STATE, decided

from sslcheck.derive.verdicts.result import ClaimResult


def constant(statement: str, declared: str, flow: str, **symbols: str) -> ClaimResult:
    names = {"c": f"role = 'constant', {declared}".rstrip(", "), **symbols}
    return decided("integral", statement, names, tuple(flow.split(", ")), constant="c")


def test_a_constant_is_what_it_is_declared_to_be() -> None:
    still = r"\dot{W} = 0"
    W, any_one = f"{MATRIX}, {STATE}", f"{MATRIX}"
    assert constant("W = c", any_one, still, W=W).verdict.value == "proved"
    for mark in ("diagonal", "symmetric", "psd", "orthonormal"):
        declared = f"{MATRIX}, properties = ['{mark}']"
        assert constant("W = c", declared, still, W=W).verdict.value == "refuted"
    for mark in ("symmetric", "psd"):
        declared = f"{MATRIX}, properties = ['{mark}']"
        assert constant("W W^T = c", declared, still, W=W).verdict.value == "proved"
    diagonal = f"{MATRIX}, properties = ['diagonal']"
    assert constant(r"x D = c", diagonal, r"\dot{x} = 0", x=STATE, D=diagonal).verdict.value == (
        "proved"
    )


def test_the_sign_of_a_constant_depends_on_the_start() -> None:
    claim = constant("x = c", "sign = 'positive'", r"\dot{x} = 0", x=STATE)
    assert (claim.verdict.value, claim.conditions) == ("conditional", ("x(0) > 0",))
    assert claim.witness is not None
    square = constant("1 + x^2 = c", "sign = 'positive'", r"\dot{x} = 0", x=STATE)
    assert square.verdict.value == "proved"
    never = constant("-1 - x^2 = c", "sign = 'positive'", r"\dot{x} = 0", x=STATE)
    assert never.verdict.value == "refuted"


def test_a_constant_without_index_is_one_for_all_modes() -> None:
    p = f"{STATE}, index = 'j'"
    flow = r"\dot{p}_j = 0"
    assert constant("p_j = c", "", flow, p_j=p).verdict.value == "refuted"
    assert constant("p_j - p_j = c", "", flow, p_j=p).verdict.value == "proved"
    vector = "shape = ['n', '1'], index = 'j'"
    for reading, more in (("W x_j = c", "shape = ['n', '1']"), ("x_j^T W x_j = c", "")):
        letters = {"W": f"{MATRIX}, {STATE}", "x_j": vector}
        found = constant(reading, more, r"\dot{W} = 0", **letters)
        assert found.verdict.value == "refuted"
        assert found.witness is not None
    names = {"c_j": "role = 'constant', index = 'j'", "p_j": p}
    own = decided("integral", "p_j = c_j", names, (flow,), constant="c_j")
    assert own.verdict.value == "proved"


def test_a_constant_in_several_terms_is_solved_for() -> None:
    claim = constant("c x^2 + c - y = 0", "", r"\dot{x} = 0, \dot{y} = 0", x=STATE, y=STATE)
    assert claim.verdict.value == "proved"
    ratio = constant("x = c y", "", r"\dot{x} = x, \dot{y} = y", x=STATE, y=STATE)
    assert (ratio.verdict.value, ratio.conditions) == ("conditional", ("y ≠ 0",))
