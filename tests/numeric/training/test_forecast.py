"""The verdict before a run is what happens: thresholds, basins, bounds, from both sides."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from tests.numeric.training.runs import aligned, options, train

from sslcheck.numeric.article import derivation
from sslcheck.numeric.device.arrays import open_arrays
from sslcheck.numeric.training.findings import agrees, happened, norm_bound
from sslcheck.numeric.training.forecast import Verdict, growth_of
from sslcheck.numeric.training.network import Network
from sslcheck.numeric.training.options import TrainOptions
from sslcheck.numeric.training.training import Training

LONG: dict[str, Any] = {"batch": 0, "lr": 0.1, "steps": 2000, "log_every": 500, "rho": 0.0}


DIRECT = {"directpred": 0.5, "directcopy": 1.0, "directset": 0.7}


def power(predictor: str) -> dict[str, Any]:
    return {"power": DIRECT[predictor]} if predictor == "directset" else {}


def critical(**changes: Any) -> float:
    return Training(options(**changes)).forecast.threshold


@pytest.mark.parametrize("target", ["ema", "simsiam"])
@pytest.mark.parametrize("predictor", ["directpred", "directcopy", "learned"])
@pytest.mark.parametrize("factor", [1.25, 3.0])
def test_above_the_threshold_all_collapses(target: str, predictor: str, factor: float) -> None:
    """Of random starts, which are not aligned, and data with X and X' that do not commute."""
    data: dict[str, Any] = {"data": "spiked", "noise": "low-rank", "rank": 3, "lr": 0.02}
    eta = factor * critical(**data)
    run = train(**{**LONG, **data}, target=target, predictor=predictor, eta=eta, alpha_p=2.0)
    assert run.forecast.verdict is Verdict.COLLAPSE
    assert happened(run) == "collapse"
    assert agrees(run) is True
    assert run.series["modes alive"][0] > 0


@pytest.mark.parametrize("eta", [0.3, 0.9])
def test_the_norm_decays_as_fast_as_the_weight_decay_is_above_the_threshold(eta: float) -> None:
    chosen = options(**LONG, eta=eta, predictor="learned", target="simsiam")
    found = Training(chosen).forecast
    assert found.verdict is Verdict.COLLAPSE
    assert 0 < found.threshold < eta
    assert found.rate == pytest.approx(eta - found.threshold)


@pytest.mark.parametrize("target", ["ema", "simsiam"])
@pytest.mark.parametrize("predictor", DIRECT)
@pytest.mark.parametrize("factor", [0.2, 0.8])
def test_below_it_from_the_basin_none_does(target: str, predictor: str, factor: float) -> None:
    common: dict[str, Any] = {**LONG, **power(predictor), "eps": 0.05, "rho": 0.3}
    chosen = options(**common, eta=factor * critical(), predictor=predictor, target=target)
    low, high = (float(r[0]) for r in roots(chosen))
    p = np.linspace(low + 0.15 * (high - low), high, 4)
    w = np.sqrt(p ** (1 / DIRECT[predictor]) / (1 + chosen.sigma2))
    run = Training(chosen, start=aligned(chosen, p, w)).run()
    assert run.forecast.verdict is Verdict.SURVIVES
    assert happened(run) == "no collapse"
    assert run.series["norm of W"][-1] == pytest.approx(run.expected["norm of W"], rel=1e-3)


def roots(chosen: TrainOptions) -> Any:
    scene = derivation("directpred")
    found = Training(chosen).problem.moments
    x, noise = (found.by_name[name].diagonal(chosen.d)[: chosen.n] for name in ("X", "X'"))
    return growth_of(scene, x, noise, chosen.eta).roots


def test_a_start_outside_of_what_is_proved_is_undecided() -> None:
    assert train(predictor="learned").forecast.verdict is Verdict.UNDECIDED
    unlike = train(data="power-law", predictor="directpred")
    assert "not isotropic" in unlike.forecast.why
    assert agrees(unlike) is None
    chosen = options(predictor="learned", target="simsiam", eta=0.05)
    low = float(roots(chosen)[0][0])
    off = aligned(chosen, 0.8 * low * np.ones(4), np.ones(4))  # above the parabola, below p_-
    assert Training(chosen, start=off).forecast.verdict is Verdict.UNDECIDED


def test_a_lagging_estimate_voids_the_verdict() -> None:
    """From one start in the basin: F-hat with a long memory lets the leading modes fall through."""
    common: dict[str, Any] = {**LONG, "lr": 0.05, "d": 12, "n": 8, "target": "simsiam", "seed": 1}
    quick, slow = train(**{**common, "rho": 0.3}), train(**{**common, "rho": 0.99})
    assert quick.forecast.verdict is Verdict.SURVIVES
    assert happened(quick) == "no collapse"
    assert slow.forecast.verdict is Verdict.UNDECIDED
    copied = train(**{**common, "rho": 0.99}, predictor="directcopy")
    assert copied.forecast.verdict is Verdict.UNDECIDED
    assert happened(copied) == "6 of 8 alive"


@pytest.mark.parametrize("target", ["ema", "simsiam"])
def test_without_a_predictor_all_collapses(target: str) -> None:
    run = train(**LONG, predictor="identity", target=target, eta=0.01, noise="diagonal")
    assert run.forecast.verdict is Verdict.COLLAPSE
    assert "no predictor" in run.forecast.why
    assert happened(run) == "collapse"


@pytest.mark.parametrize("predictor", ["learned", "directpred", "identity"])
@pytest.mark.parametrize("eta", [0.0, 0.1])
def test_without_stop_gradient_the_norm_obeys_its_bound(predictor: str, eta: float) -> None:
    """At every step of a run with exact moments, and at the logged ones of a run with batches."""
    common: dict[str, Any] = {
        "target": "no-stop-gradient", "predictor": predictor, "eta": eta, "lr": 0.01,
        "data": "power-law", "steps": 400,
    }  # fmt: skip
    run = train(**common, batch=0, log_every=1)
    assert run.forecast.verdict is Verdict.COLLAPSE
    norm, gap = run.series["norm of W"], run.series["gap of H"]
    assert (gap >= eta + 0.25).all()  # X' = sigma2 I
    # a step multiplies vec(W) by I - lr H, with lr H below I
    assert (norm[1:] <= norm[:-1] * (1 - 0.01 * gap[:-1]) * (1 + 1e-12)).all()
    noisy = train(**common, batch=512, log_every=20)
    bound = norm_bound(noisy)
    assert bound is not None
    assert (noisy.series["norm of W"] <= 1.02 * bound).all()
    assert norm[-1] < 0.5 * norm[0]


def test_gap_is_below_the_spectrum_of_h() -> None:
    """H as a matrix of size n d, column by column, from steps of the loop itself."""
    o = options(
        target="no-stop-gradient", predictor="learned", noise="diagonal", data="power-law", batch=0,
        lr=0.05,
    )  # fmt: skip
    training = Training(o)
    start = {n: np.array(a) for n, a in training.network.states().items()}
    training.views.draw(0)
    columns = []
    for k in range(o.n * o.d):
        W = np.zeros(o.n * o.d)
        W[k] = 1.0
        weights = {"W_p": start["W_p"], "W": W.reshape(o.n, o.d)}
        moved = Network(o, open_arrays("numpy"), weights, 12)
        moved(training.views.x1, training.views.x2, 0)
        columns.append((W - moved.W.ravel()) / o.lr)
    H = np.stack(columns)
    np.testing.assert_allclose(H, H.T, atol=1e-12)
    training.metrics.begin(start)
    gap = training.metrics.measure(start, 0.0)["gap of H"]
    least = float(np.linalg.eigvalsh(H)[0])
    assert 0 < gap <= least * (1 + 1e-12)
    assert gap > 0.5 * least


@pytest.mark.parametrize(
    ("change", "why"),
    [({"freq": 5}, "lags"), ({"center": True}, "mean"), ({"batch": 3}, "lower rank")],
)
def test_a_predictor_that_does_not_follow_F_is_not_judged(change: dict[str, Any], why: str) -> None:
    """Set every 400 steps, DirectPred collapses where it survives when set at every step."""
    assert Training(options()).forecast.verdict is Verdict.SURVIVES
    found = Training(options(**change)).forecast
    assert found.verdict is Verdict.UNDECIDED
    assert why in found.why
