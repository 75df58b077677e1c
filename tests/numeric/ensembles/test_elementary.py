"""Logarithms and exponentials of lanes beside those of `math`."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from sslcheck.numeric.ensembles.elementary import exp, log


def compiled(function: Any) -> Any:
    numba = pytest.importorskip("numba", reason="the extra `numba` is not installed")
    return numba.vectorize(["float64(float64)"])(function)


def test_logarithms_are_right_to_the_last_bits() -> None:
    rng = np.random.default_rng(0)
    near = 1.0 + rng.uniform(-1e-3, 1e-3, 2000)
    x = np.concatenate([10.0 ** rng.uniform(-300, 300, 5000), near, 2.0 ** np.arange(-50, 50.0)])
    exact = np.array([math.log(value) for value in x])
    np.testing.assert_allclose(compiled(log)(x), exact, rtol=5e-16, atol=1e-18)
    assert compiled(log)(1.0) == 0.0


def test_exponentials_are_right_where_a_step_may_change() -> None:
    x = np.linspace(-3.0, 3.0, 5001)
    exact = np.array([math.exp(value) for value in x])
    np.testing.assert_allclose(compiled(exp)(x), exact, rtol=1e-14)
    assert compiled(exp)(0.0) == 1.0
