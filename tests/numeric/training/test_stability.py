"""The default step, the step from which on runs blow up, and what long steps may contradict."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from tests.numeric.training.runs import options, train

from sslcheck.numeric.outcome import Outcome
from sslcheck.numeric.training.findings import agrees, happened, rows
from sslcheck.numeric.training.forecast import Verdict
from sslcheck.numeric.training.options import TrainOptions
from sslcheck.numeric.training.training import Training
from sslcheck.reports.training import render_forecast, render_training

DATA: list[dict[str, Any]] = [
    {"data": "power-law"},
    {"data": "spiked"},
    {"noise": "low-rank", "rank": 4},
    {"noise": "diagonal"},
    {"noise": "mask"},
]


@pytest.mark.parametrize("predictor", ["directpred", "directcopy", "learned", "identity"])
@pytest.mark.parametrize("data", DATA)
def test_the_default_step_suits_the_data(data: dict[str, Any], predictor: str) -> None:
    training = Training(TrainOptions(**data, predictor=predictor, steps=60, classes=0))
    run = training.run()
    assert run.outcome is Outcome.COMPLETED
    assert run.options.lr < training.longest
    assert np.nanmax(run.series["norm of W"]) < 1.5 * run.series["norm of W"][0]


def test_the_step_of_isotropic_data_is_as_documented() -> None:
    training = Training(TrainOptions())
    assert (training.options.lr, training.chosen) == (0.05, True)
    assert "lr 0.05, " in render_forecast(training)
    shorter = render_forecast(Training(TrainOptions(data="power-law")))
    assert "(from X and X')" in shorter


@pytest.mark.parametrize("momentum", [0.0, 0.6])
@pytest.mark.parametrize("size", [0.5, 3.0])
def test_the_longest_step_is_where_a_quadratic_blows_up(momentum: float, size: float) -> None:
    """Without a predictor the loss is quadratic in W, its Hessian X + X' + eta."""
    chosen: dict[str, Any] = {
        "predictor": "identity", "target": "ema", "batch": 0, "momentum": momentum, "eta": 0.5,
        "sigma2": size, "tau0": 0.0, "beta": 0.0, "steps": 400, "log_every": 400,
    }  # fmt: skip
    longest = Training(options(**chosen)).longest
    assert longest == pytest.approx(2 * (1 + momentum) / (1.5 + size))
    for factor, low, high in ((1.02, 10.0, np.inf), (0.98, 0.0, 0.5)):
        norm = train(**chosen, lr=factor * longest).series["norm of W"]
        assert low * norm[0] < norm[-1] < high * norm[0]


def test_the_moving_average_blows_up_by_itself() -> None:
    chosen: dict[str, Any] = {"predictor": "identity", "batch": 0, "beta": 50.0, "steps": 3000}
    assert Training(options(**chosen)).longest == pytest.approx(2 / 50)


def test_a_step_that_will_blow_up_is_said_before() -> None:
    training = Training(options(lr=5.0))
    text = render_forecast(training)
    assert "warning" in text
    assert f"lr 5 is beyond {training.longest:.2g}" in text
    assert "warning" not in render_forecast(Training(options(lr=0.05)))


def test_a_diverged_run_shows_where_it_ended() -> None:
    run = train(lr=50.0, steps=400, log_every=400)
    assert run.outcome is Outcome.NOT_FINITE
    loss = next(row for row in rows(run) if row.name == "objective J")
    assert not loss.end < 1e10  # or none at all
    assert run.times[-1] == pytest.approx(run.steps * run.options.time_step)
    text = render_training(run)
    assert f"diverged at step {run.steps} of 400" in text
    assert f"step {run.steps}" in text.split("eq.")[1].splitlines()[0]


UNLIKE_THE_FLOW: list[dict[str, Any]] = [
    {"n": 1, "d": 1, "batch": 1, "steps": 7, "log_every": 1},
    {"n": 1, "d": 64, "batch": 2, "steps": 7, "log_every": 1},
    {"n": 4, "d": 8, "batch": 0, "steps": 20, "log_every": 1, "lr": 1.0},
    {"n": 4, "d": 8, "batch": 0, "steps": 20, "log_every": 1, "momentum": 0.999999999},
]


@pytest.mark.parametrize("chosen", UNLIKE_THE_FLOW)
@pytest.mark.parametrize("target", ["ema", "simsiam"])
@pytest.mark.parametrize("seed", range(4))
def test_noise_and_long_steps_contradict_nothing(
    chosen: dict[str, Any], target: str, seed: int
) -> None:
    run = train(predictor="identity", noise="diagonal", target=target, seed=seed, **chosen)
    assert run.forecast.verdict is Verdict.COLLAPSE
    assert agrees(run) is not False


def test_only_steps_that_follow_the_flow_contradict() -> None:
    """A survivor that dies counts where the steps were short, at all times, and not else."""
    run = train(batch=0, lr=0.01)
    assert run.forecast.verdict is Verdict.SURVIVES
    modes = run.series["modes alive"]
    dead = {**run.series, "modes alive": np.linspace(modes[0], 0, len(modes))}
    assert agrees(replace(run, series=dead)) is False
    strained = {**dead, "strain": np.where(run.times > 0, run.series["strain"], 1.01)}
    assert agrees(replace(run, series=strained)) is None


def test_a_norm_may_rise_behind_a_moving_average() -> None:
    """From W = 0 and W_a = I it has to: only without an average does the norm itself fall."""
    run = train(predictor="identity", batch=0, lr=0.01, beta=0.01, steps=40, log_every=1)
    risen = {**run.series, "norm of W": 1 + run.times}
    assert run.forecast.verdict is Verdict.COLLAPSE
    assert agrees(replace(run, series=risen)) is None
    alone = replace(run, options=replace(run.options, target="simsiam"), series=risen)
    assert agrees(alone) is False
    assert happened(run) == "no collapse"
