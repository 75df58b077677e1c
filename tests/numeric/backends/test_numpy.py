"""NumPy as a backend: eigenvectors in single precision by SciPy, everything on the host."""

from __future__ import annotations

import numpy as np
import pytest

from sslcheck.numeric.arrays import open_arrays


@pytest.mark.parametrize("n", [1, 2, 9])
@pytest.mark.parametrize(("dtype", "solver"), [("float64", "numpy"), ("float32", "scipy evd")])
def test_eigenvectors_have_the_dtype(n: int, dtype: str, solver: str) -> None:
    arrays = open_arrays("numpy", dtype)
    assert arrays.solver == solver
    assert arrays.on_host
    half = np.random.default_rng(n).standard_normal((n, n))
    matrix = arrays.put(half @ half.T)
    values, vectors = arrays.eigh(matrix)
    assert values.dtype == vectors.dtype == np.dtype(dtype)
    np.testing.assert_allclose((vectors * values) @ vectors.T, matrix, atol=1e-5 * n)
