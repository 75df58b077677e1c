"""Orders of accuracy by fitted slopes; a table with one coefficient off by 1e-3 shows another."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from tests.numeric.integrate.linear import STEPS, Linear, broken, slope

from sslcheck.numeric.integrate import RK4, TSIT5, Tableau

BAND = 0.2
BOTH = pytest.mark.parametrize("method", [TSIT5, RK4], ids=["tsit5", "rk4"])
LOCAL = {"tsit5": 5, "rk4": 4}  # what the interpolant of one step errs by: h to this

BROKEN: dict[str, tuple[Tableau, Callable[[Linear, Tableau, float], float], int]] = {
    "tsit5 stage": (
        replace(TSIT5, a=broken(TSIT5.a, 4, 2)),
        lambda linear, method, h: linear.error_at_2(method, h),
        5,
    ),
    "tsit5 weight": (
        replace(TSIT5, a=broken(TSIT5.a, -1, 3)),
        lambda linear, method, h: linear.error_at_2(method, h),
        5,
    ),
    "tsit5 estimate": (
        replace(TSIT5, error=broken((TSIT5.error,), 0, 2)[0]),
        lambda linear, method, h: linear.estimate(method, h),
        5,
    ),
    "tsit5 interpolant": (
        replace(TSIT5, dense=broken(TSIT5.dense, 3, 1)),
        lambda linear, method, h: linear.error_between(method, h, 0.4),
        5,
    ),
    "rk4 stage": (
        replace(RK4, a=broken(RK4.a, 2, 1)),
        lambda linear, method, h: linear.error_at_2(method, h),
        4,
    ),
    "rk4 interpolant": (
        replace(RK4, dense=broken(RK4.dense, 0, 2)),
        lambda linear, method, h: linear.error_between(method, h, 0.4),
        4,
    ),
}


@BOTH
def test_solution(method: Tableau) -> None:
    found = slope(lambda h: Linear().error_at_2(method, h))
    assert found == pytest.approx(method.order, abs=BAND)


def test_error_estimate() -> None:
    found = slope(lambda h: Linear().estimate(TSIT5, h))
    assert found == pytest.approx(5, abs=BAND)


@BOTH
@pytest.mark.parametrize("theta", [0.2, 0.5, 0.8])
def test_interpolant(method: Tableau, theta: float) -> None:
    found = slope(lambda h: Linear().error_between(method, h, theta))
    assert found == pytest.approx(LOCAL[method.name], abs=BAND)


@pytest.mark.parametrize("name", BROKEN)
def test_broken_table(name: str) -> None:
    method, error, order = BROKEN[name]
    found = slope(lambda h: error(Linear(), method, h))
    assert found != pytest.approx(order, abs=BAND)


def test_first_same_as_last() -> None:
    """The derivative at the new state is that of the next step's first stage."""
    linear = Linear()
    stepper = linear.stepper(TSIT5)
    stepper.step(STEPS[0])
    assert stepper.derivative(-1) == pytest.approx(linear.A @ stepper.new, abs=1e-14)
