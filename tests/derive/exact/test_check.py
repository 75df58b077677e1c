"""Where relations fail at a point: the order in time, the mode, and the sides."""

from __future__ import annotations

from fractions import Fraction

import pytest

from sslcheck.derive.errors import Unsupported
from sslcheck.derive.exact import Trials
from sslcheck.derive.exact.check import attempt, violation
from sslcheck.derive.exact.point import AwayFromStart, Point
from sslcheck.derive.expr import (
    Dot,
    Expr,
    Gradient,
    Integral,
    Num,
    Prod,
    Quotient,
    Relation,
    Sum,
    Sym,
    negative,
)
from sslcheck.derive.setting import Setting, Symbol

X, Y = Sym("x"), Sym("y_k")
ZERO = Num(Fraction(0))


@pytest.fixture
def point() -> Point:
    """A number that doubles its rate, one number for each mode, and a matrix."""
    symbols = {
        "x": Symbol("x", role="state", sign="positive"),
        "y_k": Symbol("y_k", index="k", sign="positive"),
        "A": Symbol("A", ("n", "n"), frozenset({"symmetric", "psd"})),
    }
    flow: dict[str, Expr] = {"x": Prod((Num(Fraction(2)), X))}
    return next(Trials(Setting(symbols, flow=flow, indices={"k": "n"})).points())


def test_what_is_not_known_at_the_start_does_not_hold(point: Point) -> None:
    gradient = Gradient("x", Prod((X, Integral(X))))  # known at time 0 only
    for value in (Dot(gradient), Sum((Dot(gradient), X))):
        with pytest.raises(AwayFromStart, match="an integral in a gradient"):
            violation(Relation(value, "=", ZERO), point, 3)
    assert violation(Relation(gradient, "=", X), point, 3) is not None
    assert violation(Relation(gradient, "=", ZERO), point, 3) is None


def test_an_equation_fails_at_its_first_order(point: Point) -> None:
    assert violation(Relation(X, "=", X), point, 3) is None
    start = point.symbol("x").at(0)[0][0]
    still = Relation(X, "=", Num(Fraction(start)))
    assert violation(still, point, 0) is None
    found = violation(still, point, 2)
    assert found is not None
    assert (found.order, found.lhs, found.rhs) == (1, [[2 * start]], [[0]])


@pytest.mark.parametrize(
    ("op", "below", "equal", "above"),
    [
        ("<", True, False, False),
        ("<=", True, True, False),
        (">", False, False, True),
        (">=", False, True, True),
    ],
)
def test_the_order_of_numbers(point: Point, op: str, below: bool, equal: bool, above: bool) -> None:
    for lhs, holds in ((ZERO, below), (X, equal), (Sum((X, X)), above)):
        assert (violation(Relation(lhs, op, X), point, 0) is None) is holds


def test_definite_and_semidefinite(point: Point) -> None:
    A = Sym("A")
    assert violation(Relation(A, "psd", A), point, 0) is None
    assert violation(Relation(A, "pd", A), point, 0) is not None
    assert violation(Relation(A, "pd", ZERO), point, 0) is None
    assert violation(Relation(negative(A), "psd", ZERO), point, 0) is not None


def test_every_mode_is_looked_at(point: Point) -> None:
    last = max(point.modes(Y))
    assert last > 0
    value = point.symbol("y_k", 0).at(0)[0][0]
    found = violation(Relation(Y, "=", Num(Fraction(value))), point, 0)
    assert found is not None
    assert found.mode > 0


def test_what_has_no_value_fails_nowhere(point: Point) -> None:
    broken = Relation(Quotient(X, ZERO), "=", X)
    assert attempt(broken, point, 0) is None
    with pytest.raises(ZeroDivisionError):
        violation(broken, point, 0)
    matrices = Relation(Sym("A"), "<", Sum((Sym("A"), Sym("A"))))
    if point.dimension("n") > 1:
        with pytest.raises(Unsupported, match="relation"):
            violation(matrices, point, 0)
