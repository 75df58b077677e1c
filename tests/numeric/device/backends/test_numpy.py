"""NumPy as a backend: eigenvectors by LAPACK in three calls, everything on the host."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import scipy.linalg

from sslcheck.numeric.device.arrays import open_arrays
from sslcheck.numeric.training.root import matrix_function

Numbers = np.ndarray[Any, Any]


@pytest.mark.parametrize("n", [1, 2, 9])
@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_eigenvectors_have_the_dtype(n: int, dtype: str) -> None:
    arrays = open_arrays("numpy", dtype)
    assert arrays.on_host
    assert arrays.shares
    half = np.random.default_rng(n).standard_normal((n, n))
    matrix = arrays.put(half @ half.T)
    values, vectors = arrays.eigh(matrix)
    assert values.dtype == vectors.dtype == np.dtype(dtype)
    np.testing.assert_allclose((vectors * values) @ vectors.T, matrix, atol=1e-5 * n)


def turned(values: Numbers) -> Numbers:
    """A symmetric matrix with these eigenvalues."""
    drawn = np.random.default_rng(1).standard_normal((len(values), len(values)))
    basis = np.linalg.qr(drawn)[0]
    return np.asarray((basis * values) @ basis.T)


SPECTRA: dict[str, Callable[[int], Numbers]] = {
    "repeated": lambda n: turned(np.where(np.arange(n) < n // 3, 1.0, 2.0)),
    "a multiple of the identity": lambda n: 3.0 * np.eye(n),
    "rank 1": lambda n: np.ones((n, n)),
    "half the rank": lambda n: turned(np.maximum(np.linspace(-1.0, 1.0, n), 0.0)),
    "nearly singular": lambda n: turned(np.geomspace(1e-12, 1.0, n)),
    "nearly repeated": lambda n: turned(1.0 + 1e-9 * np.arange(n)),
    "indefinite": lambda n: turned(np.linspace(-2.0, 1.0, n)),
    "diagonal": lambda n: np.diag(np.geomspace(1e-6, 1.0, n)[::-1]),
    "tiny": lambda n: 1e-30 * turned(np.linspace(0.1, 1.0, n)),
    "huge": lambda n: 1e30 * turned(np.linspace(0.1, 1.0, n)),
}


@pytest.mark.parametrize("n", [2, 3, 40, 130])
@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize("name", SPECTRA)
def test_as_accurate_as_the_driver_of_lapack(name: str, dtype: str, n: int) -> None:
    """Residual, orthogonality, and the root, each beside what `evd` gives."""
    arrays = open_arrays("numpy", dtype)
    matrix = arrays.put(SPECTRA[name](n))
    matrix = (matrix + matrix.T) / 2
    exact, large = matrix.astype(float), float(np.linalg.norm(matrix.astype(float), 2))

    def errors(values: Numbers, vectors: Numbers) -> Numbers:
        s, U = values.astype(float), vectors.astype(float)
        apart = np.abs(U @ np.diag(s) @ U.T - exact).max() / large
        return np.array([apart, np.abs(U.T @ U - np.eye(n)).max()])

    ours = errors(*arrays.eigh(matrix))
    theirs = errors(*scipy.linalg.eigh(matrix, driver="evd"))
    assert (ours <= 3 * theirs + 4 * n**0.5 * arrays.epsilon).all(), (ours, theirs)
    assert (np.diff(arrays.eigh(matrix)[0]) >= 0).all()
    if name != "indefinite":
        root, _ = matrix_function(arrays, matrix, np.sqrt)
        assert np.array_equal(root, root.T)
        apart = np.abs(root.astype(float) @ root.astype(float) - exact).max() / large
        assert apart <= 20 * n**0.5 * arrays.epsilon


def test_the_matrix_is_left_as_it_was() -> None:
    arrays = open_arrays("numpy", "float32")
    matrix = arrays.put(turned(np.arange(5.0)))
    before = matrix.copy()
    arrays.eigh(matrix)
    np.testing.assert_array_equal(matrix, before)


@pytest.mark.parametrize("n", [1, 63, 64, 65, 200])
def test_a_gram_matrix_by_blocks_is_that_of_the_product(n: int) -> None:
    arrays = open_arrays("numpy", "float64")
    rows = np.random.default_rng(n).standard_normal((40, n))[5:22, :]
    out = np.full((n, n), np.nan)
    arrays.gram(rows, out)
    np.testing.assert_allclose(out, rows.T @ rows, atol=1e-13)
    assert np.array_equal(out, out.T)
