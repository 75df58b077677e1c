"""The probe is ridge regression on held-out views; without features it guesses."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from tests.numeric.training.runs import options

from sslcheck.numeric.device.arrays import open_arrays
from sslcheck.numeric.training.options import TrainOptions
from sslcheck.numeric.training.probe import Probe
from sslcheck.numeric.training.problem import make_problem


def probe_of(**changes: Any) -> tuple[TrainOptions, Probe]:
    chosen = options(**{"classes": 3, "probe": 400, "d": 8, "n": 8, "sigma2": 0.01, **changes})
    return chosen, Probe(chosen, make_problem(chosen), open_arrays("numpy"))


def test_classes_that_are_far_apart_are_found() -> None:
    _, apart = probe_of(separation=0.95)
    _, close = probe_of(separation=0.05)
    assert float(apart.accuracy(np.eye(8))) > 0.95
    assert float(close.accuracy(np.eye(8))) < float(apart.accuracy(np.eye(8))) - 0.1


def test_no_features_are_a_guess() -> None:
    _, probe = probe_of(separation=0.9)
    labels = probe._sets[1][1]
    fitted = np.bincount(probe._sets[0][1]).argmax()
    assert float(probe.accuracy(np.zeros((8, 8)))) == pytest.approx(np.mean(labels == fitted))


@pytest.mark.parametrize("seed", range(3))
def test_against_ridge_regression_written_out(seed: int) -> None:
    """With a column of ones that is not penalised, in place of means that are taken out."""
    chosen, probe = probe_of(separation=0.4, seed=seed)
    W = np.random.default_rng(seed).standard_normal((8, 8))
    (x, labels), (held_out, true) = probe._sets
    ones = np.hstack([x @ W.T, np.ones((len(x), 1))])
    penalty = np.diag([1e-3 * chosen.probe] * 8 + [0.0])
    fit = np.linalg.solve(ones.T @ ones + penalty, ones.T @ np.eye(3)[labels])
    scores = np.hstack([held_out @ W.T, np.ones((len(held_out), 1))]) @ fit
    expected = np.mean(scores.argmax(axis=1) == true)
    assert float(probe.accuracy(W)) == pytest.approx(expected)
