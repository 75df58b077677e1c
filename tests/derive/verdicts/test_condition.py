"""Conditions: how each is said, and what a setting is under it."""

from __future__ import annotations

from fractions import Fraction

import pytest

from sslcheck.derive.expr import Ident, Num, Prod, Relation, Sym
from sslcheck.derive.setting import Setting, Symbol
from sslcheck.derive.text.reason import reason
from sslcheck.derive.verdicts.condition import (
    AllTimes,
    AnyOf,
    BoundedBelow,
    Condition,
    Definite,
    Equals,
    FullRank,
    Nonnegative,
    Nonsingular,
    Nonzero,
    Positive,
    SameSize,
    Starts,
    Stays,
    Supposed,
    While,
    with_lets,
)

ZERO = Num(Fraction(0))
A, X = Sym("a"), Sym("X")
SETTING = Setting(
    {"a": Symbol("a"), "X": Symbol("X", ("n", "n"), role="state")}, flow={"X": Prod((A, X))}
)


@pytest.mark.parametrize(
    ("condition", "text"),
    [
        (Equals("a", ZERO), "a = 0"),
        (Equals("X", Prod((ZERO, Ident("n")))), "X = 0"),
        (Starts("X", A), "X(0) = a"),
        (Positive(A, ("a",)), "a > 0"),
        (Nonnegative(A), "a ≥ 0"),
        (Nonzero(A), "a ≠ 0"),
        (Definite(X), "X ≻ 0"),
        (Nonsingular(X), "X is nonsingular"),
        (FullRank(X), "X has full column rank"),
        (SameSize("n", "d"), "d = n"),
        (BoundedBelow(A, "c", scalar=True), "a is at least c > 0 for all t"),
        (BoundedBelow(X, "c"), "the smallest eigenvalue of X is at least c > 0 for all t"),
        (AllTimes(), "on solutions that exist for all t"),
        (Stays(Relation(A, "=", ZERO)), "on trajectories that stay there: a = 0"),
        (Supposed(reason("X is there")), "X is there"),
        (Supposed(reason("X is there"), "at an instant"), "X is there (at an instant)"),
        (While("X", "symmetric"), "X is symmetric, which the flow is not seen to keep"),
        (
            AnyOf(((Nonzero(A), Definite(X)), (Positive(A),))),
            "a ≠ 0 and X ≻ 0, or a > 0 (each suffices)",
        ),
        (AnyOf(((Nonzero(A),),)), "a ≠ 0"),
    ],
)
def test_each_is_said_as_a_sentence(condition: Condition, text: str) -> None:
    assert condition.text == text


@pytest.mark.parametrize(
    ("condition", "repairs"),
    [
        (Equals("a", ZERO), False),
        (Starts("X", A), True),
        (Starts("X", A, special=True), False),
        (Nonzero(A), True),
        (AnyOf(((Nonzero(A),), (Equals("a", ZERO),))), False),
        (AnyOf(((Nonzero(A),), (Positive(A),))), True),
    ],
)
def test_a_special_value_is_no_repair(condition: Condition, repairs: bool) -> None:
    assert condition.repairs is repairs


def test_what_a_setting_is_under_them() -> None:
    assert Equals("a", ZERO).suppose(SETTING).lets == {"a": ZERO}
    assert Starts("X", A).suppose(SETTING).initial == {"X": A}
    assert Positive(A, ("a",)).suppose(SETTING).symbols["a"].sign == "positive"
    assert AllTimes().suppose(SETTING) is SETTING


def test_a_replaced_state_no_longer_moves() -> None:
    assert with_lets(SETTING, {"X": A}).flow == {}
    assert with_lets(SETTING, {"a": ZERO}).flow == SETTING.flow
