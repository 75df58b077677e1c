"""In the limit of small steps and large batches the loop follows the derived flow."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from tests.numeric.training.runs import options, train

from sslcheck.numeric.device.arrays import open_arrays
from sslcheck.numeric.options import Options
from sslcheck.numeric.simulation import Simulation
from sslcheck.numeric.training.network import Network
from sslcheck.numeric.training.options import TrainOptions

Numbers = np.ndarray[Any, Any]
T = 2.0


def flow(chosen: TrainOptions) -> dict[str, Numbers]:
    """The derived flow at the end time, from the same start."""
    same = Options(
        d=chosen.d, n=chosen.n, data=chosen.data, sigma2=chosen.sigma2, tau0=chosen.tau0,
        alpha_p=chosen.alpha_p, beta=chosen.beta, eta=chosen.eta, target=chosen.target,
        t_end=chosen.steps * chosen.time_step, seed=chosen.seed, model="full", rtol=1e-10,
        atol=1e-12, saves=2,
    )  # fmt: skip
    run = Simulation(same).run()
    assert run.outcome == "completed"
    return run.last


def error(found: dict[str, Numbers], expected: dict[str, Numbers]) -> float:
    gaps = [np.linalg.norm(found[name] - value) ** 2 for name, value in expected.items()]
    return float(np.sqrt(sum(gaps) / sum(np.linalg.norm(v) ** 2 for v in expected.values())))


def slope(x: Any, y: Any) -> float:
    return float(np.polyfit(np.log(x), np.log(y), 1)[0])


@pytest.mark.parametrize("target", ["ema", "simsiam", "no-stop-gradient"])
@pytest.mark.parametrize("momentum", [0.0, 0.5])
def test_first_order_in_lr(target: str, momentum: float) -> None:
    rates, errors = T / np.array([40, 80, 160, 320]), []
    exact: dict[str, Numbers] = {}
    for step in rates:
        chosen: dict[str, Any] = {
            "predictor": "learned", "target": target, "data": "power-law", "alpha_p": 1.3,
            "beta": 0.7, "eta": 0.1, "tau0": 0.6, "batch": 0, "momentum": momentum,
            "lr": step * (1 - momentum), "steps": round(T / step), "log_every": 1000,
        }  # fmt: skip
        exact = exact or flow(options(**chosen))  # the end time is the same for all
        errors.append(error(train(**chosen).last, exact))
    assert errors[-1] > 1e-6  # well above rounding and the tolerance of the integration
    assert slope(rates, errors) == pytest.approx(1.0, abs=0.2)


@pytest.mark.slow
def test_falls_as_the_root_of_the_batch() -> None:
    batches = np.array([2, 8, 32])
    squares = np.zeros(3)
    for seed in range(5):
        common: dict[str, Any] = {
            "predictor": "learned", "seed": seed, "lr": 0.001, "steps": 500, "log_every": 1000,
        }  # fmt: skip
        exact = flow(options(**common))
        squares += [error(train(**common, batch=int(b)).last, exact) ** 2 for b in batches]
    assert slope(batches, np.sqrt(squares)) == pytest.approx(-0.5, abs=0.15)


@pytest.mark.parametrize("target", ["ema", "simsiam", "no-stop-gradient"])
@pytest.mark.parametrize("predictor", ["learned", "identity", "directpred"])
@pytest.mark.parametrize("momentum", [0.0, 0.3])
def test_a_step_is_the_rule_of_the_article(target: str, predictor: str, momentum: float) -> None:
    """One sample after the other, with differences in place of the gradient."""
    o = options(target=target, predictor=predictor, momentum=momentum, alpha_p=1.7, beta=0.6)
    rng = np.random.default_rng(3)
    W_p, W, W_a = (rng.normal(size=s) for s in ((4, 4), (4, 6), (4, 6)))
    x1, x2 = rng.normal(size=(2, 5, 6))
    network = Network(o, open_arrays("numpy"), {"W_p": W_p, "W": W, "W_a": W_a}, 5)
    network.prime(x1, x2)
    p = network.W_p.copy()
    a = W_a if target == "ema" else W

    def loss(p: Numbers, w: Numbers) -> float:
        other = w if target == "no-stop-gradient" else a
        pairs = zip(x1, x2, strict=True)
        return float(np.mean([np.sum((p @ w @ u - other @ v) ** 2) / 2 for u, v in pairs]))

    def gradient(which: int) -> Numbers:
        base, h = [p, W], 1e-5
        found: Numbers = np.zeros_like(base[which])
        for at in np.ndindex(*found.shape):
            values = []
            for sign in (1, -1):
                moved = [m.copy() for m in base]
                moved[which][at] += sign * h
                values.append(loss(*moved))
            found[at] = (values[0] - values[1]) / (2 * h)
        return found

    first, second = gradient(1) + o.eta * W, o.alpha_p * gradient(0) + o.eta * p
    network(x1, x2, 0)
    np.testing.assert_allclose(network.W, W - o.lr * first, atol=1e-8)
    if target == "ema":
        np.testing.assert_allclose(network.W_a, W_a + o.time_step * o.beta * (W - W_a), atol=1e-14)
    if predictor == "learned":
        np.testing.assert_allclose(network.W_p, p - o.lr * second, atol=1e-8)
    if momentum and predictor != "directpred":
        still = 1e-300 * np.ones((5, 6))  # no gradient: what is left is momentum and decay
        before, moved = network.W.copy(), o.lr * first
        network(still, still, 1)
        np.testing.assert_allclose(
            network.W, before - momentum * moved - o.lr * o.eta * before, atol=1e-8
        )
