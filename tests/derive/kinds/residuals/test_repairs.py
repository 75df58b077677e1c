"""Conditions that would make a claim true: admissible values only, each of them needed."""

from __future__ import annotations

import pytest
from tests.derive.kinds import small
from tests.derive.kinds.deciding import decided

from sslcheck.derive.verdicts.verdict import Verdict


@pytest.mark.parametrize(
    ("reading", "conditions"),
    [
        ("(1 + b + a) X + (a - h) Y = X", ("a = h", "b = -h")),
        ("(1 + k + a) X + (a - c) Y = X", ()),  # k = -c: k is nonnegative, c positive
        ("(1 + c + a) X + (a - h) Y = X", ()),  # c = -h
        ("(1 + k) X = X", ("k = 0",)),
        ("(1 + c) X = X", ()),
        # nor "c = 0 and k = 0": c is positive
        (
            "(1 + (c - k) b) X + k a Y = X",
            ("a = 0 and b = 0, or a = 0 and c = k, or b = 0 and k = 0 (each suffices)",),
        ),
        # nor "a = -k and h = -k": h and k are nonnegative
        (
            "(1 + (k + a) b) X + (a - h) h Y = X",
            ("a = h and b = 0, or a = -k and h = 0, or b = 0 and h = 0 (each suffices)",),
        ),
    ],
)
def test_a_condition_gives_no_parameter_a_value_that_it_cannot_have(
    reading: str, conditions: tuple[str, ...]
) -> None:
    found = decided("kind = 'identity'", reading)
    assert found.verdict is Verdict.REFUTED
    assert found.conditions == conditions


def test_every_factor_of_a_residual_is_offered() -> None:
    names = dict.fromkeys("abcdefgh", "")
    product = "a b c d e f g h"
    claim = small.decided("identity", f"{product} = 2 {product}", names)
    assert claim.verdict.value == "refuted"
    assert not claim.conditions  # each factor would leave nothing of the statement
    claim = small.decided("identity", f"{product} + 1 = 1", names)
    (said,) = claim.conditions
    assert said == ", or ".join(f"{name} = 0" for name in names) + " (each suffices)"


def test_what_a_sign_excludes_is_no_repair() -> None:
    names = {"u": f"{small.STATE}, sign = 'positive'", "a": "sign = 'nonnegative'", "b": ""}
    claim = small.decided("identity", r"\dot{u} = -a u", names, (r"\dot{u} = -(a + 1 + b^2) u",))
    assert (claim.verdict.value, claim.conditions) == ("refuted", ())
    claim = small.decided("solution", "u = e^{-2 t} u(0)", names, (r"\dot{u} = -u",), unknown="u")
    assert (claim.verdict.value, claim.conditions) == ("refuted", ())


@pytest.mark.parametrize(
    ("kind", "statement", "flow", "condition"),
    [
        ("solution", r"x = x(0) e^{-\sqrt{c} t}", (r"\dot{y} = c x",), r"x(0) = -y(0)/√(c)"),
        ("identity", r"\dot{x} = -a x", (r"\dot{y} = -y",), ""),
        ("identity", r"\dot{y} = -a y", (r"\dot{y} = -e^{b} y",), "a = e^b"),
    ],
)
def test_what_does_not_move_may_stand_in_a_condition(
    kind: str, statement: str, flow: tuple[str, ...], condition: str
) -> None:
    """That both `x(0)` and `y(0)` are 0 was said to be needed, beside the root of `c`."""
    names = {"x": small.STATE, "y": small.STATE, "c": "sign = 'positive'", "a": "", "b": ""}
    claim = small.decided(kind, statement, names, (r"\dot{x} = y", *flow))
    assert claim.verdict.value == "refuted"
    assert claim.conditions == ((condition,) if condition else ())


def test_what_annuls_a_divisor_is_no_repair() -> None:
    found = decided("kind = 'identity'", r"\frac{a}{b} X + b X = \frac{a}{b} X")
    assert found.verdict is Verdict.REFUTED
    assert found.conditions == ()
