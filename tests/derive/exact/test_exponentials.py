"""Exact exponentials of matrices, beside those of SciPy."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.linalg import expm

from sslcheck.derive.errors import Unsupported
from sslcheck.derive.exact.exponentials import matrix_exponential
from sslcheck.derive.exact.matrix import Matrix


@pytest.mark.parametrize(
    "exponent",
    [
        [[[1, 2], [0, -1]]],
        [[[1, 1], [0, 1]], [[0, 2], [1, 3]]],
        [[[0, 0], [0, 0]], [[1, 2], [3, 4]], [[0, 1], [1, 0]], [[1, 1], [0, 2]]],
        [[[5, 4], [4, 5]], [[1, 2], [3, 4]]],
        [[[2, 1, 0], [0, 2, 1], [0, 0, -1]], [[1, 0, 2], [0, 1, 1], [3, 0, 1]]],
    ],
)
def test_taylor_coefficients(exponent: list[Matrix]) -> None:
    """They stand in the first rows of blocks of the exponential of the Toeplitz matrix."""
    size, count = len(exponent[0]), len(exponent)
    whole = np.zeros((size * count, size * count))
    for i in range(count):
        for j in range(i, count):
            whole[i * size : (i + 1) * size, j * size : (j + 1) * size] = exponent[j - i]
    expected = expm(whole)[:size]
    for k, value in enumerate(matrix_exponential(exponent)):
        found = [[float(x) for x in row] for row in value]
        np.testing.assert_allclose(found, expected[:, k * size : (k + 1) * size], rtol=1e-10)


def test_eigenvalues_that_are_not_rational() -> None:
    with pytest.raises(Unsupported, match="not rational"):
        matrix_exponential([[[0, 2], [1, 0]]])
