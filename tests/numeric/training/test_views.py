"""Batches of views: exact ones, drawn ones, masked ones."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from tests.numeric.training.runs import options

from sslcheck.numeric.device.arrays import open_arrays
from sslcheck.numeric.device.parts import Parts
from sslcheck.numeric.training.draws import open_draws
from sslcheck.numeric.training.problem import Problem, make_problem
from sslcheck.numeric.training.views import ExactViews, Views

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


def test_masks_set_entries_to_zero() -> None:
    o = options(noise="mask", mask=0.3)
    views = Views(o, make_problem(o), ARRAYS, open_draws(ARRAYS, 1, "device"), 20_000)
    views.draw(0)
    assert np.mean(views.x1 == 0) == pytest.approx(0.3, abs=0.01)
    assert np.mean((views.x1 == 0) & (views.x2 == 0)) == pytest.approx(0.09, abs=0.01)
    both = (views.x1 != 0) & (views.x2 != 0)
    np.testing.assert_array_equal(views.x1[both], views.x2[both])


@pytest.mark.parametrize("noise", ["isotropic", "diagonal", "low-rank", "mask"])
@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_parts_draw_the_same_numbers(noise: str, dtype: str) -> None:
    """Each stream of random numbers has its own rows, whichever thread fills them."""
    arrays = open_arrays("numpy", dtype)
    found = []
    for count in (1, 2, 3):
        o = options(noise=noise, dtype=dtype, classes=3, rank=2)
        draws = open_draws(arrays, 5, "device")
        views = Views(o, make_problem(o), arrays, draws, 7, Parts(count))
        for step in range(3):
            views.draw(step)
        found.append((np.array(views.x1), np.array(views.x2), draws.state()))
    for other in found[1:]:
        np.testing.assert_array_equal(other[0], found[0][0])
        np.testing.assert_array_equal(other[1], found[0][1])
        assert other[2] == found[0][2]
    assert not np.isclose(found[0][0][:3], found[0][0][3:6]).any() or noise == "mask"
