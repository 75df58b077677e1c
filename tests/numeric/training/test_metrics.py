"""Metrics against the same quantities written out in NumPy, and against those of the simulation."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from tests.numeric.training.runs import options, train

from sslcheck.numeric.options import Options
from sslcheck.numeric.simulation import Simulation
from sslcheck.numeric.training.training import Training

Numbers = np.ndarray[Any, Any]


def measured(training: Training, t: float = 0.0) -> dict[str, float]:
    training.views.draw(0)
    training.network.prime(training.views.x1, training.views.x2)
    training.metrics.begin(training.network.states())
    return training.metrics.measure(training.network.states(), t)


@pytest.mark.parametrize("predictor", ["directpred", "learned"])
@pytest.mark.parametrize("data", ["isotropic", "spiked"])
def test_are_the_formulas(predictor: str, data: str) -> None:
    o = options(predictor=predictor, data=data, noise="low-rank", rank=2, alpha_p=1.6, tau0=0.7)
    training = Training(o)
    found = measured(training)
    state = {name: np.array(a) for name, a in training.network.states().items()}
    W, W_p, W_a = state["W"], state["W_p"], state["W_a"]
    by_name = training.problem.moments.by_name
    X = np.diag(by_name["X"].diagonal(6))
    S = X + by_name["X'"].value
    F, fixed = W @ X @ W.T, W @ S @ W.T
    norm = np.linalg.norm
    P = W_p @ W
    loss = np.trace(P @ S @ P.T) / 2 - np.trace(P @ X @ W_a.T) + np.trace(W_a @ S @ W_a.T) / 2
    share = np.linalg.svd(F)[1] / np.trace(F)
    singular = np.linalg.svd(W)[1]
    expected = {
        "loss": loss,
        "norm of W": norm(W),
        "norm of W_p": norm(W_p),
        "alignment": norm(F @ W_p - W_p @ F) / norm(F) / norm(W_p),
        "effective rank": np.exp(-np.sum(share * np.log(share))),
        "modes alive": np.sum(singular**2 > 1e-3 * np.mean(singular**2)),
    }
    view = np.linalg.eigvalsh(S)[-1]  # and what a batch of 16 adds to it
    spread, view = np.trace(S) / view, view + np.trace(S) / 16
    sides = norm(W_p, 2) * view**0.5
    if predictor == "learned":
        sides += (1.6 * norm(fixed, 2)) ** 0.5
    step = training.options.lr * (sides**2 + o.eta)
    expected["strain"] = max(step, step * spread / 16 / 0.1)
    if predictor == "learned":
        gram, square = W @ W.T, W_p.T @ W_p / 1.6
        expected["parabola"] = norm(gram - square) / (norm(gram) + norm(square))
        expected["drift of (3)"] = 0.0
    else:
        values, vectors = np.linalg.eigh(fixed)
        wanted = (vectors * (np.sqrt(values) + o.eps * values[-1])) @ vectors.T
        expected["parabola"] = norm(W_p - wanted) / norm(wanted)
        expected["F_hat to F"] = norm(state["F_hat"] - F) / norm(F)
        expected["F_hat to F*"] = norm(state["F_hat"] - fixed) / norm(fixed)
    assert found.keys() == expected.keys() | {"clamped"}
    for name, value in expected.items():
        assert found[name] == pytest.approx(float(value), rel=1e-10, abs=1e-13), name


def test_are_those_of_the_simulation() -> None:
    """At the start, which is the same; later both decay from it alike."""
    o = options(predictor="learned", data="power-law", batch=0, lr=1e-3, steps=1000, log_every=500)
    run = Training(o).run()
    other = Simulation(
        Options(d=6, n=4, data="power-law", t_end=1.0, saves=3, model="full", rtol=1e-10)
    ).run()
    for name in ("loss", "effective rank"):
        assert run.series[name][0] == pytest.approx(other.series[name][0], rel=1e-12)
        np.testing.assert_allclose(run.series[name], other.series[name], rtol=2e-3)
    assert 0 < run.series["drift of (3)"][-1] < 2e-3


def test_drift_is_first_order_in_lr() -> None:
    ends = []
    for steps in (100, 200, 400):
        run = train(predictor="learned", batch=0, lr=2 / steps, steps=steps, log_every=steps)
        ends.append(run.series["drift of (3)"][-1])
    assert np.polyfit(np.log([1, 2, 4]), np.log(ends), 1)[0] == pytest.approx(-1.0, abs=0.2)


def test_probe_is_ridge_regression() -> None:
    o = options(classes=4, probe=300, d=8)
    probe = Training(o).metrics.probe
    assert probe is not None
    (x, labels), (held_out, wanted) = probe._sets
    W = np.random.default_rng(0).standard_normal((4, 8))
    Z, Y = x @ W.T, np.eye(4)[labels]
    # least squares with a column for the constant, and rows added for the penalty of the others
    columns = np.hstack([Z, np.ones((300, 1))])
    rows = np.vstack([columns, np.eye(4, 5) * np.sqrt(1e-3 * 300)])
    B = np.linalg.lstsq(rows, np.vstack([Y, np.zeros((4, 4))]), rcond=None)[0]
    scores = np.hstack([held_out @ W.T, np.ones((300, 1))]) @ B
    expected = np.mean(np.argmax(scores, axis=1) == wanted)
    assert float(probe.accuracy(W)) == pytest.approx(float(expected))
    assert expected > 0.4
    assert not np.isclose(x[:, None], held_out[None, :5]).all(axis=2).any()
    # what has collapsed is worth a guess
    for small in (0.0, 1e-6):
        guess = np.mean(wanted == np.argmax(Y.sum(axis=0)))
        assert float(probe.accuracy(small * W)) == pytest.approx(float(guess))


def test_large_spectra_are_taken_at_the_ends_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sslcheck.numeric.training.metrics.LARGEST_SPECTRUM", 3)
    series = train().series
    for name in ("effective rank", "modes alive", "parabola"):
        assert np.isnan(series[name][1:-1]).all()
        assert np.isfinite(series[name][[0, -1]]).all()
    assert np.isfinite(series["loss"]).all()
