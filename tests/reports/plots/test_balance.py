"""The drift of the balance under its law."""

from __future__ import annotations

import numpy as np
from tests.reports.plots.drawn import (
    FALL,
    balance,
    is_lettered_and_white,
    is_the_same_to_the_pixel,
    lines,
)


def test_it_is_the_same_to_the_pixel() -> None:
    assert is_the_same_to_the_pixel(balance)


def test_its_panels_are_lettered_and_white() -> None:
    assert is_lettered_and_white(balance())


def test_balance_draws_what_it_is_given() -> None:
    drawn = lines(balance(), 0)
    np.testing.assert_array_equal(drawn[0], FALL)
    np.testing.assert_array_equal(drawn[1], FALL)


def test_zero_is_a_gap_on_a_logarithmic_axis() -> None:
    first = lines(balance(), 1)[0]
    assert np.isnan(first[0])
    assert np.isfinite(first[1:]).all()
