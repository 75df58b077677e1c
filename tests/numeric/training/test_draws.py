"""What is drawn at random, by which stream, in which precision."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from tests.numeric.training.runs import options

from sslcheck.numeric.device.arrays import open_arrays
from sslcheck.numeric.training.draws import open_draws
from sslcheck.numeric.training.problem import make_problem
from sslcheck.numeric.training.views import Views

Numbers = np.ndarray[Any, Any]


ARRAYS = open_arrays("numpy")


def test_seeds_and_streams() -> None:
    def drawn(seed: int, step: int = 0) -> Numbers:
        o = options(seed=seed, classes=4)
        views = Views(o, make_problem(o), ARRAYS, open_draws(ARRAYS, seed, "device"), 8)
        for k in range(step + 1):
            views.draw(k)
        return np.array(views.x1)

    np.testing.assert_array_equal(drawn(1), drawn(1))
    assert not np.isclose(drawn(1), drawn(2)).any()
    assert not np.isclose(drawn(1), drawn(1, 1)).any()


@pytest.mark.parametrize("size", [(1000, 1000), (999, 1001)])
def test_normals_in_single_precision_are_normal(size: tuple[int, int]) -> None:
    """Moments, independence of neighbours and of the two waves, and the tails."""
    from math import erfc

    arrays = open_arrays("numpy", "float32")
    out = arrays.zeros(size)
    open_draws(arrays, 0, "device").normal(out)
    z = out.astype(np.float64).ravel()
    error = len(z) ** -0.5
    for power, moment, spread in ((1, 0, 1), (2, 1, 2), (3, 0, 15), (4, 3, 96)):
        assert abs(np.mean(z**power) - moment) < 5 * error * spread**0.5
    half = len(z) // 2
    for shift in (1, half):
        assert abs(np.mean(z[:-shift] * z[shift:])) < 5 * error * 2
        assert abs(np.mean(z[:-shift] ** 2 * z[shift:] ** 2) - 1) < 5 * error * 8
    for x in (1.0, 2.0, 3.0, 4.0):
        share = erfc(x / 2**0.5)
        assert np.mean(np.abs(z) > x) == pytest.approx(share, abs=5 * error * share**0.5)
