"""What happened in a run, and whether it contradicts what is proved."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from tests.numeric.training.runs import aligned, options, train

from sslcheck.numeric.training.findings import agrees, happened
from sslcheck.numeric.training.forecast import Verdict
from sslcheck.numeric.training.training import Training

LONG: dict[str, Any] = {"batch": 0, "lr": 0.1, "steps": 2000, "log_every": 500, "rho": 0.0}


SLOW: list[dict[str, Any]] = [
    {"predictor": "identity", "sigma2": 0.0, "eta": 1e-6},
    {"predictor": "identity", "target": "ema", "beta": 1e-6},
    {"eta": 0.200001, "predictor": "learned", "target": "simsiam"},
    {"target": "no-stop-gradient", "eta": 1e-5, "sigma2": 0.0},
]


@pytest.mark.parametrize("changes", SLOW, ids=str)
def test_a_slow_collapse_contradicts_nothing(changes: dict[str, Any]) -> None:
    run = train(batch=0, steps=300, **changes)
    assert run.forecast.verdict is Verdict.COLLAPSE
    assert happened(run) != "collapse"
    assert agrees(run) is None


@pytest.mark.parametrize("target", ["ema", "simsiam", "no-stop-gradient"])
@pytest.mark.parametrize("predictor", ["identity", "learned"])
@pytest.mark.parametrize("beta", [0.2, 5.0])
def test_the_norm_falls_at_the_proved_rate(target: str, predictor: str, beta: float) -> None:
    rates = {"eta": 0.5, "beta": beta, "lr": 0.01}
    run = train(**{**LONG, **rates}, target=target, predictor=predictor)
    rate, norm = run.forecast.rate, run.series["norm of W"]
    assert rate > 0
    bound = 1 + 2 * run.options.eta / beta  # V(0) over its part in W, at most: W_a = W there
    assert (norm <= 1.02 * (bound * 2) ** 0.5 * norm[0] * np.exp(-rate * run.times)).all()


def test_what_contradicts_a_verdict() -> None:
    """Modes that outlive the proved rate, a norm that grows, a survivor that dies."""
    run = train(batch=0, steps=300, predictor="identity", sigma2=0.0, eta=1e-6)
    late = replace(run, forecast=replace(run.forecast, rate=100.0))
    alone = replace(run, options=replace(run.options, target="simsiam"))
    rising = replace(alone, series={**run.series, "norm of W": run.times + 1.0})
    assert (agrees(run), agrees(late), agrees(rising)) == (None, False, False)
    lives = train(batch=0)
    assert lives.forecast.verdict is Verdict.SURVIVES
    modes = lives.series["modes alive"]
    dies = replace(
        lives, series={**lives.series, "modes alive": np.linspace(modes[0], 1, len(modes))}
    )
    small = replace(lives, series={**lives.series, "modes alive": 0 * modes + modes[0] - 1})
    assert (agrees(lives), agrees(dies), agrees(small)) == (True, False, None)


def test_survivors_that_end_small_are_alive() -> None:
    """w_j tends to p_+ / sqrt(alpha_p), below 1/1000 of the start's mean square."""
    chosen = options(
        n=3, d=3, batch=0, predictor="learned", target="simsiam", alpha_p=2000.0, lr=5e-4,
        eta=0.15, steps=80_000, log_every=40_000,  # long enough for what is left of c_j
    )  # fmt: skip
    run = Training(chosen, start=aligned(chosen, 0.7 * np.ones(3), 0.9 * np.ones(3))).run()
    assert run.forecast.verdict is Verdict.SURVIVES
    assert float(np.sum(run.last["W"] ** 2)) / 3 < 1e-3 * 0.81
    assert happened(run) == "no collapse"
    assert agrees(run) is True
