"""The square root by products of matrices is that by eigenvectors."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from tests.numeric.training.runs import options

from sslcheck.numeric.device.arrays import open_arrays
from sslcheck.numeric.training.estimate import Estimate
from sslcheck.numeric.training.root import root_by_products

Numbers = np.ndarray[Any, Any]


ARRAYS = open_arrays("numpy")


def covariance(rng: np.random.Generator, n: int, rank: int) -> Numbers:
    root = rng.standard_normal((n, rank)) * rng.uniform(0.1, 3.0, rank)
    return np.asarray(root @ root.T)


@pytest.mark.parametrize("rank", [9, 4])
@pytest.mark.parametrize("convention", ["paper", "reference"])
def test_root_by_products_is_that_of_eigenvectors(rank: int, convention: str) -> None:
    rng = np.random.default_rng(4)
    F = covariance(rng, 9, rank)
    found = []
    for root in ("eigh", "products"):
        estimate = Estimate(options(n=9, d=9, root=root, convention=convention), ARRAYS)
        estimate.F[...] = F
        out = np.zeros((9, 9))
        estimate.refresh(out)
        found.append(out)
        assert estimate.fallbacks == 0
    scale = np.sqrt(np.linalg.norm(F, 2))
    # where eigenvalues are 0 a root is fixed to the root of rounding only
    close = 1e-10 if rank == 9 else 1e-6
    np.testing.assert_allclose(found[1], found[0], atol=close * scale)


def test_no_root_by_products_of_an_indefinite_matrix() -> None:
    work = [np.zeros((3, 3)) for _ in range(4)] + [np.eye(3)]
    assert root_by_products(ARRAYS, np.diag([1.0, 0.5, -0.5]), work) is None
    zero = root_by_products(ARRAYS, np.zeros((3, 3)), work)
    assert zero is not None
    assert not zero[0].any()
