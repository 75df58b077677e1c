"""The look at stationary points: of a flow, of a scalar, and with care next to what is excluded."""

from __future__ import annotations

import pytest
from tests.numeric.look.articles import A, G, Q, S, X, Y, agrees, article, kind, objects, seen

from sslcheck.derive.verdicts.verdict import Verdict

CUBIC = r"'\dot{x} = x - x^3'"
GROWTH = r"'\dot{y} = y - y^2'"


@pytest.mark.parametrize(
    ("reading", "symbols", "flow"),
    [
        ("x^3 = x", X, CUBIC),
        ("y = 1", Y, GROWTH),  # y = 0 is not admitted
        ("Q^2 = S", Q + S, r"'\dot{Q} = S - Q^2'"),
    ],
)
def test_what_holds_at_rest_is_agreed_to(reading: str, symbols: str, flow: str) -> None:
    assert agrees(kind("stationary", reading), symbols, flow)


@pytest.mark.parametrize(
    ("reading", "symbols", "flow"),
    [
        ("x^2 = 1", X, CUBIC),  # but for x = 0
        ("y = 2", Y, GROWTH),
        ("Q = S", Q + S, r"'\dot{Q} = S - Q^2'"),
        ("A Q = Q A", Q + A, r"'\dot{Q} = A - Q'".replace("A - Q", "A^T - Q")),
    ],
)
def test_what_fails_at_rest_is_objected_to(reading: str, symbols: str, flow: str) -> None:
    assert objects(kind("stationary", reading), symbols, flow)


def test_points_of_rest_of_high_order_are_no_objection() -> None:
    """Near x = 0 the rate is far smaller than x: the point is not known well, and x = 0 stands."""
    sight = seen(article(kind("stationary", "x = 0"), X, r"'\dot{x} = -x^3'"))
    assert sight.objection is None


def test_a_scalar_has_its_stationary_points() -> None:
    more = "[definitions]\nJ = '(x - a)^2'\n"
    symbols = X + G + "J = {}\n"
    true = kind("stationary", "x = a", "of = 'J'")
    assert agrees(true, symbols, "", more)
    assert objects(kind("stationary", "x = 2 a", "of = 'J'"), symbols, "", more)


def test_a_flow_without_points_of_rest_is_not_seen() -> None:
    sight = seen(article(kind("stationary", "x = 0"), X, r"'\dot{x} = 1 + x^2'"), Verdict.PROVED, 4)
    assert (sight.points, sight.note) == (0, "no admissible point was found")


def test_a_positive_state_on_its_way_to_0_does_not_rest() -> None:
    """Its rate falls off with it, but 0 is not admitted."""
    sight = seen(article(kind("stationary", "y = 1"), Y, r"'\dot{y} = -y'"), Verdict.PROVED, 4)
    assert (sight.points, sight.objection) == (0, None)


def test_a_matrix_on_its_way_to_one_without_an_inverse_does_not_rest() -> None:
    """Such as `B -> 0` of `dB/dt = B - B A B`, at which `B A = I` fails."""
    more = "B = { shape = ['n', 'n'], role = 'state', properties = ['psd', 'invertible'] }\n"
    more += "P = { shape = ['n', 'n'], properties = ['psd', 'invertible'] }\n"
    flow = r"'\dot{B} = B - B P B'"
    assert agrees(kind("stationary", "B P = I"), more, flow)
    assert objects(kind("stationary", "B P = 2 I"), more, flow)
