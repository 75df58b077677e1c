"""A point of several scalars attracts if its Jacobian says so; where that is silent, so are we."""

from __future__ import annotations

import pytest
from tests.derive.kinds import small

from sslcheck.derive.verdicts.result import ClaimResult

STATE = "role = 'state'"
SIGNED = "role = 'state', sign = 'positive'"
POSITIVE = "sign = 'positive'"

LAYERS = (r"\dot{x} = y (s - x y) - e x", r"\dot{y} = x (s - x y) - e y")


def decided(
    first: str, second: str, rates: tuple[str, str], state: str = STATE, **parameters: str
) -> ClaimResult:
    """The verdict that the point ``x = first, y = second`` attracts."""
    reading = rf"x \to {first}, y \to {second}"
    return small.decided("stability", reading, {"x": state, "y": state, **parameters}, rates)


@pytest.mark.parametrize(
    ("x", "y", "at", "verdict"),
    [
        ("-x + y", "-x - y", "0, 0", "proved"),  # a spiral
        ("-x + y", "-y", "0, 0", "proved"),  # a degenerate node
        ("-x", "-2 y", "0, 0", "proved"),
        ("x", "2 y", "0, 0", "refuted"),
        ("y", "-x", "0, 0", "refuted"),  # a linear centre
        ("-x", "0 y", "0, 0", "refuted"),  # a line of fixed points
        ("x", "-2 y", "0, 0", "refuted"),  # a saddle
        ("y - x^3", "-x - y^3", "0, 0", "undecided"),  # it attracts, by terms of higher order
        ("y + x^3", "-x + y^3", "0, 0", "undecided"),  # it repels
        ("-x^2", "-y", "0, 0", "undecided"),  # half-stable
        ("x - x^3", "-y", "1, 0", "proved"),
        ("x - x^3", "-y", "0, 0", "refuted"),
        ("x - x^3", "-y", "2, 0", "refuted"),  # no fixed point
        ("y (1 - x y)", "x (1 - x y)", "1, 1", "refuted"),  # on a curve of fixed points
        ("y", "1 - e^{x} - y", "0, 0", "proved"),
        ("y", "e^{x} - 1 - y", "0, 0", "refuted"),
    ],
)
def test_numbers(x: str, y: str, at: str, verdict: str) -> None:
    first, second = at.split(",")
    rates = rf"\dot{{x}} = {x}", rf"\dot{{y}} = {y}"
    assert decided(first, second, rates).verdict == verdict


@pytest.mark.parametrize(
    ("x", "y", "at", "verdict"),
    [
        ("x (1 - y)", "y (x - 1)", "1, 1", "undecided"),  # Lotka and Volterra: a centre
        ("x (1 - y)", "y (x - 1)", "0, 0", "refuted"),
        ("x (1 - x) (x + 1)", "-y", "-1, 0", "refuted"),  # outside of what is declared
        ("-x^2", "-y", "0, 0", "undecided"),  # there it attracts
        ("x (3 - x - 2 y)", "y (2 - x - y)", "3, 0", "proved"),  # at the edge
        ("x (3 - x - 2 y)", "y (2 - x - y)", "1, 1", "refuted"),
    ],
)
def test_in_the_declared_domain(x: str, y: str, at: str, verdict: str) -> None:
    first, second = at.split(",")
    rates = rf"\dot{{x}} = {x}", rf"\dot{{y}} = {y}"
    assert decided(first, second, rates, SIGNED).verdict == verdict


@pytest.mark.parametrize(
    ("x", "y", "conditions"),
    [
        ("y", "-a y - b x", ["a > 0", "b > 0"]),
        ("a x + b y", "c x + d y", ["-d - a > 0", "-b c + a d > 0"]),
        ("y", "a (1 - x^2) y - x", ["-a > 0"]),  # van der Pol
        ("a x - x^3", "-y", ["-a > 0"]),  # a pitchfork: a = 0 is left open
        ("a x - x^2", "-y", ["-a > 0"]),  # transcritical
        ("-b x + a y", "2 y - a x - x^3", ["-2 b + a^2 > 0", "-2 + b > 0"]),  # few points meet both
    ],
)
def test_conditions_on_parameters(x: str, y: str, conditions: list[str]) -> None:
    rates = rf"\dot{{x}} = {x}", rf"\dot{{y}} = {y}"
    found = decided("0", "0", rates, a="", b="", c="", d="")
    assert found.verdict == "conditional"
    assert sorted(found.conditions) == sorted(conditions)


def test_where_only_the_edge_of_the_range_is_open_nothing_is_said() -> None:
    rates = r"\dot{x} = -a x - x^3", r"\dot{y} = -y"
    assert decided("0", "0", rates, a="sign = 'nonnegative'").verdict == "undecided"
    assert decided("0", "0", rates, a=POSITIVE).verdict == "proved"


def test_roots_of_parameters() -> None:
    root = r"\sqrt{s - e}"
    found = decided(root, root, LAYERS, s=POSITIVE, e=POSITIVE)
    assert (found.verdict, found.conditions) == ("conditional", ("-e + s > 0",))
    found = decided("0", "0", LAYERS, s=POSITIVE, e=POSITIVE)
    assert (found.verdict, found.conditions) == ("conditional", ("e - s > 0",))
    assert decided(r"\sqrt{s}", r"\sqrt{s}", LAYERS, s=POSITIVE, e=POSITIVE).verdict == "refuted"


def test_three_variables() -> None:
    states = {"x": STATE, "y": STATE, "z": STATE}
    lorenz = (r"\dot{x} = s (y - x)", r"\dot{y} = x (r - z) - y", r"\dot{z} = x y - b z")
    parameters = dict.fromkeys(("s", "r", "b"), POSITIVE)
    reading = r"x \to 0, y \to 0, z \to 0"
    found = small.decided("stability", reading, {**states, **parameters}, lorenz)
    assert (found.verdict, found.conditions) == ("conditional", ("1 - r > 0",))


def test_what_is_no_point_of_a_flow_of_its_own_is_told() -> None:
    rates = r"\dot{x} = -x + z", r"\dot{y} = -y", r"\dot{z} = -z"
    states = {"x": STATE, "y": STATE, "z": STATE}
    found = small.decided("stability", r"x \to 0, y \to 0", states, rates)
    assert found.verdict == "undecided"
    assert "z" in str(found.why)
    twice = small.decided("stability", r"x \to 0, y \to 0, x \to 1", states, rates)
    assert twice.verdict == "refused"
