"""Data whose moments are known: the exact batch exactly, drawn batches within sampling error."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.numeric.training.runs import options

from sslcheck.numeric.data import InvalidData
from sslcheck.numeric.device.arrays import open_arrays
from sslcheck.numeric.training.draws import open_draws
from sslcheck.numeric.training.problem import Problem, describe, make_problem
from sslcheck.numeric.training.views import Views

Numbers = np.ndarray[Any, Any]


ARRAYS = open_arrays("numpy")


def moments(problem: Problem) -> tuple[Numbers, Numbers]:
    found = []
    for name in ("X", "X'"):
        moment = problem.moments.by_name[name]
        dense = moment.structure == "dense"
        found.append(moment.value if dense else np.diag(moment.diagonal(problem.moments.d)))
    return found[0], found[1]


@pytest.mark.parametrize("noise", ["isotropic", "diagonal", "low-rank"])
def test_the_trace_of_additive_noise_is_kept(noise: str) -> None:
    X, extra = moments(make_problem(options(noise=noise, sigma2=0.3, rank=2)))
    assert np.trace(extra) == pytest.approx(0.3 * 6)
    assert np.linalg.matrix_rank(extra) == (2 if noise == "low-rank" else 6)
    np.testing.assert_array_equal(X, np.eye(6))


def test_classes_are_apart() -> None:
    """Means of the classes by the labels: mean 0, their share of the variance between them."""
    o = options(classes=5, separation=0.6)
    views = Views(o, make_problem(o), ARRAYS, open_draws(ARRAYS, 1, "device"), 40_000)
    labels = views.draw(0)
    means = np.stack([views.x1[labels == k].mean(axis=0) for k in range(5)])
    np.testing.assert_allclose(means.mean(axis=0), 0.0, atol=0.05)
    np.testing.assert_allclose(means[:, :4].T @ means[:, :4] / 5, 0.6 * np.eye(4), atol=0.05)
    np.testing.assert_allclose(means[:, 4:], 0.0, atol=0.06)


def test_a_file_of_both_moments(tmp_path: Path) -> None:
    root = np.random.default_rng(0).standard_normal((2, 6, 6))
    X, noise = (r @ r.T / 6 for r in root)
    file = tmp_path / "data.npz"
    np.savez(file, X=X, X_prime=noise)
    o = options(data=str(file), classes=4)
    problem = make_problem(o)
    views = Views(o, problem, ARRAYS, open_draws(ARRAYS, 3, "device"), 100_000)
    views.draw(0)
    assert views.products == 2
    np.testing.assert_allclose(views.x1.T @ views.x2 / views.rows, X, atol=0.05)
    np.testing.assert_allclose(views.x1.T @ views.x1 / views.rows, X + noise, atol=0.05)
    with pytest.raises(InvalidData, match="leave one of the two out"):
        make_problem(options(data=str(file), noise="diagonal"))


def test_described() -> None:
    problem = make_problem(options(data="power-law", noise="low-rank", rank=2))
    assert describe(problem.moments, "X").startswith("diagonal, trace 6, eigenvalues 0.4082 to ")
    assert describe(problem.moments, "X'").startswith("dense, trace 1.5, eigenvalues ")
