"""Errors over their tolerances."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sslcheck.numeric.device.arrays import open_arrays
from sslcheck.numeric.integrate.norm import over_tolerance

ENDS = np.array([3.0, 4.0, 0.0]), np.array([0.0, 1.0, 2.0])
BLOCKS = (slice(0, 2), slice(2, 3))


def test_of_blocks_the_worst_counts() -> None:
    arrays, error = open_arrays("numpy"), np.array([0.3, 0.4, 0.1])
    found = over_tolerance(arrays, error, ENDS, BLOCKS, 0.1, 0.01)
    assert found == pytest.approx(max(0.5 / (0.5 + 0.01 * 2**0.5), 0.1 / (0.2 + 0.01)))


def test_numbers_are_held_against_their_own_sizes() -> None:
    arrays, error = open_arrays("numpy"), np.array([0.3, 0.4, 0.1])
    found = over_tolerance(arrays, error, ENDS, (), 0.1, 0.0)
    assert found == pytest.approx(((1 + 1 + 0.25) / 3) ** 0.5)


@pytest.mark.parametrize("blocks", [(), BLOCKS])
@pytest.mark.parametrize("at", [0, 2])
def test_what_is_not_a_number_is_not_passed_over(at: int, blocks: tuple[slice, ...]) -> None:
    error = np.zeros(3)
    error[at] = math.nan
    assert math.isnan(over_tolerance(open_arrays("numpy"), error, ENDS, blocks, 0.1, 0.01))
