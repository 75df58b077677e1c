"""Modes of a start: weights and data are put together again from bases and entries."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from tests.numeric.training.runs import aligned, options

from sslcheck.numeric.start import make_start
from sslcheck.numeric.training.modes import Modes, find_modes
from sslcheck.numeric.training.problem import make_problem


def modes_of(**changes: Any) -> Modes | str:
    chosen = options(**changes)
    problem = make_problem(chosen)
    return find_modes(chosen, problem, make_start(chosen.flow, problem.moments))


@pytest.mark.parametrize("target", ["ema", "simsiam"])
def test_an_aligned_start(target: str) -> None:
    chosen = options(data="power-law", predictor="learned", target=target)
    start = aligned(chosen, [0.4, 0.3, 0.2, 0.1], [1.0, 0.9, 0.8, 0.7], tau=0.5)
    found = find_modes(chosen, make_problem(chosen), start)
    assert isinstance(found, Modes)
    np.testing.assert_allclose((found.U * found.w) @ found.V.T, start.matrices["W"], atol=1e-14)
    np.testing.assert_allclose(found.U.T @ found.U, np.eye(4), atol=1e-14)
    np.testing.assert_allclose(found.a, found.w * (0.5 if target == "ema" else 1.0))
    np.testing.assert_allclose(found.total, found.x + found.noise)
    again = found.weights(found.p, found.w)
    np.testing.assert_allclose(again["W_p"], start.matrices["W_p"], atol=1e-14)
    np.testing.assert_array_equal(again["W"], again["W_a"])


@pytest.mark.parametrize("n", [3, 6, 8])
def test_any_start_has_modes_for_isotropic_data_and_a_predictor_that_is_set(n: int) -> None:
    chosen = options(n=n, tau0=0.25)
    problem = make_problem(chosen)
    start = make_start(chosen.flow, problem.moments)
    found = find_modes(chosen, problem, start)
    assert isinstance(found, Modes)
    assert len(found.w) == min(n, 6)
    W = (found.U[:, : len(found.w)] * found.w) @ found.V.T
    np.testing.assert_allclose(W, start.matrices["W"], atol=1e-14)
    np.testing.assert_allclose(found.a, 0.25 * found.w, atol=1e-14)


def test_why_a_start_has_none() -> None:
    assert "is not aligned with the data" in str(modes_of(predictor="learned"))
    assert "the data are not isotropic" in str(modes_of(data="power-law"))
    chosen = options()
    problem = make_problem(chosen)
    start = make_start(chosen.flow, problem.moments)
    start.matrices["W_a"][0, 0] += 1.0
    assert find_modes(chosen, problem, start) == "W_a is not a multiple of W at the start"
