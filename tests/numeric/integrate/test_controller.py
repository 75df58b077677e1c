"""Step sizes: accepted, rejected, and what the last error does to the next step."""

from __future__ import annotations

import math

import pytest

from sslcheck.numeric.integrate.controller import PIController


def test_a_tolerance_is_met_or_not() -> None:
    controller = PIController(5)
    assert controller.accepts(1.0)
    assert not controller.accepts(math.nextafter(1.0, 2.0))
    assert not controller.accepts(math.nan)
    assert not controller.accepts(math.inf)


def test_accepted_step() -> None:
    controller = PIController(5, last_error=0.5)
    expected = 0.9 * 0.01 ** (-0.7 / 5) * 0.5 ** (0.4 / 5)
    assert controller.factor(0.01) == pytest.approx(expected, rel=1e-14)
    assert controller.last_error == 0.01


@pytest.mark.parametrize(("error", "factor"), [(0.0, 10.0), (1e-30, 10.0), (1.0, 0.9)])
def test_growth_is_limited(error: float, factor: float) -> None:
    controller = PIController(5)
    assert controller.factor(error) == pytest.approx(factor)
    assert controller.last_error == max(error, 1e-4)


@pytest.mark.parametrize(
    ("error", "factor"), [(32.0, 0.45), (1.0001, 0.9), (1e9, 0.2), (math.inf, 0.2), (math.nan, 0.2)]
)
def test_rejected_step(error: float, factor: float) -> None:
    controller = PIController(5, last_error=0.3)
    assert controller.factor(error) == pytest.approx(factor, rel=1e-4)
    assert controller.rejected
    assert controller.last_error == 0.3  # a step that does not stand leaves no trace


def test_no_growth_right_after_a_rejection() -> None:
    controller = PIController(5)
    controller.factor(2.0)
    assert controller.factor(1e-6) == 1.0
    assert not controller.rejected
    assert controller.factor(1e-6) > 1.0
