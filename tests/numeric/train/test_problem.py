"""Data whose moments are known: the exact batch exactly, drawn batches within sampling error."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.numeric.train.runs import options

from sslcheck.numeric.arrays import open_arrays
from sslcheck.numeric.data import InvalidData
from sslcheck.numeric.options import InvalidOption
from sslcheck.numeric.train.draws import open_draws
from sslcheck.numeric.train.problem import Problem, describe, make_problem
from sslcheck.numeric.train.views import ExactViews, Views

Numbers = np.ndarray[Any, Any]
ARRAYS = open_arrays("numpy")
KINDS: dict[str, dict[str, Any]] = {
    "isotropic": {},
    "power law, diagonal noise": {"data": "power-law", "noise": "diagonal"},
    "spiked, low rank": {"data": "spiked", "noise": "low-rank", "rank": 2},
    "power law, masks": {"data": "power-law", "noise": "mask", "mask": 0.4},
    "classes": {"classes": 5, "separation": 0.7},
    "classes, diagonal": {"classes": 4, "data": "power-law", "noise": "diagonal"},
    "classes, low rank": {"classes": 3, "noise": "low-rank", "rank": 3},
    "classes, masks": {"classes": 7, "data": "power-law", "noise": "mask"},
    "no noise": {"sigma2": 0.0},
}
EACH = pytest.mark.parametrize("kind", KINDS)


def moments(problem: Problem) -> tuple[Numbers, Numbers]:
    found = []
    for name in ("X", "X'"):
        moment = problem.moments.by_name[name]
        dense = moment.structure == "dense"
        found.append(moment.value if dense else np.diag(moment.diagonal(problem.moments.d)))
    return found[0], found[1]


@EACH
def test_the_exact_batch_is_exact(kind: str) -> None:
    problem = make_problem(options(**KINDS[kind]))
    X, noise = moments(problem)
    views = ExactViews(problem, ARRAYS)
    x1, x2 = views.x1, views.x2
    for left, right, expected in ((x1, x1, X + noise), (x2, x2, X + noise), (x1, x2, X)):
        np.testing.assert_allclose(left.T @ right / views.rows, expected, atol=1e-13)


@EACH
def test_drawn_batches_have_the_moments(kind: str) -> None:
    """All entries within 5 standard errors of their means, which products of normals bound."""
    o = options(**KINDS[kind])
    problem = make_problem(o)
    X, noise = moments(problem)
    rows = 100_000
    views = Views(o, problem, ARRAYS, open_draws(ARRAYS, 3, "device"), rows)
    views.draw(0)
    x1, x2 = views.x1, views.x2
    for left, right, expected in ((x1, x1, X + noise), (x2, x2, X + noise), (x1, x2, X)):
        error = np.std(left[:, :, None] * right[:, None, :], axis=0) / rows**0.5
        assert (np.abs(left.T @ right / rows - expected) <= 5 * error + 1e-12).all()
    mean = np.abs(x1.mean(axis=0))
    assert (mean <= 5 * x1.std(axis=0) / rows**0.5).all()


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


def test_masks_set_entries_to_zero() -> None:
    o = options(noise="mask", mask=0.3)
    views = Views(o, make_problem(o), ARRAYS, open_draws(ARRAYS, 1, "device"), 20_000)
    views.draw(0)
    assert np.mean(views.x1 == 0) == pytest.approx(0.3, abs=0.01)
    assert np.mean((views.x1 == 0) & (views.x2 == 0)) == pytest.approx(0.09, abs=0.01)
    both = (views.x1 != 0) & (views.x2 != 0)
    np.testing.assert_array_equal(views.x1[both], views.x2[both])


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


def test_described() -> None:
    problem = make_problem(options(data="power-law", noise="low-rank", rank=2))
    assert describe(problem.moments, "X").startswith("diagonal, trace 6, eigenvalues 0.4082 to ")
    assert describe(problem.moments, "X'").startswith("dense, trace 1.5, eigenvalues ")


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({"classes": 1}, "`classes`"),
        ({"classes": 8}, "2 to d \\+ 1 = 7"),
        ({"noise": "low-rank", "rank": 7}, "at most d = 6"),
        ({"mask": 1.0}, "below 1"),
        ({"rho": 1.0}, "below 1"),
        ({"momentum": 1.5}, "below 1"),
        ({"lr": -0.1}, "nonnegative"),
        ({"eta": float("nan")}, "nonnegative"),
        ({"predictor": "directprd"}, "one of directpred, directcopy"),
        ({"data": "white"}, "path of an .npz file"),
        ({"power": 0.3}, "directset"),
        ({"root": "products", "predictor": "directcopy"}, "square roots"),
        ({"steps": 0}, "at least 1"),
    ],
)
def test_options_that_make_no_sense(changes: dict[str, Any], what: str) -> None:
    with pytest.raises(InvalidOption, match=what):
        options(**changes)
