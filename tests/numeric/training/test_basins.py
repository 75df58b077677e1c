"""The basins of the predictors that are set from F as published: what is said is what happens."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from tests.numeric.training.runs import aligned, options, train

from sslcheck.numeric.article import derivation
from sslcheck.numeric.training.findings import agrees, happened
from sslcheck.numeric.training.forecast import Verdict, growth_of
from sslcheck.numeric.training.options import TrainOptions
from sslcheck.numeric.training.training import Training

LONG: dict[str, Any] = {"batch": 0, "lr": 0.1, "steps": 2000, "log_every": 500, "rho": 0.0}


DIRECT = {"directpred": 0.5, "directcopy": 1.0, "directset": 0.7}


def roots(chosen: TrainOptions) -> Any:
    scene = derivation("directpred")
    found = Training(chosen).problem.moments
    x, noise = (found.by_name[name].diagonal(chosen.d)[: chosen.n] for name in ("X", "X'"))
    return growth_of(scene, x, noise, chosen.eta).roots


@pytest.mark.parametrize("data", ["isotropic", "power-law"])
@pytest.mark.parametrize("target", ["ema", "simsiam"])
@pytest.mark.parametrize("predictor", ["directpred", "directcopy", "learned"])
def test_the_basin_decides_mode_by_mode(data: str, target: str, predictor: str) -> None:
    """Modes just above p_- live, modes just below die, in one run; eta is low enough for all."""
    least = 0.5 if data == "power-law" else 1.0  # X_4 over its mean is 6 / 4 / H_6
    chosen = options(
        **{**LONG, "steps": 3000}, eta=0.1 * least, predictor=predictor, target=target, eps=0.0,
        data=data, alpha_p=1.0,
    )  # fmt: skip
    low, _ = roots(chosen)
    p = low * np.array([1.3, 0.7, 0.6, 1.5])
    moments = Training(chosen).problem.moments
    total = sum(moments.by_name[n].diagonal(6)[:4] for n in ("X", "X'"))
    w = p if predictor == "learned" else np.sqrt(p ** (1 / DIRECT[predictor]) / total)
    start = aligned(chosen, p, w)
    run = Training(chosen, start=start).run()
    assert run.forecast.verdict is Verdict.PARTIAL
    assert run.forecast.alive == 2
    basis = start.basis
    assert basis is not None
    rows = np.linalg.norm(basis.T @ run.last["W"], axis=1)
    assert (rows > 0.2).tolist() == [True, False, False, True]
    assert rows[1:3].max() < 0.02
    assert agrees(run) is True


def test_reference_convention_has_no_fixed_point() -> None:
    run = train(**{**LONG, "rho": 0.0}, convention="reference", predictor="directpred")
    assert run.forecast.verdict is Verdict.COLLAPSE
    assert "p = 1 + ε" in run.forecast.why
    assert happened(run) == "collapse"
    grows = {"convention": "reference", "sigma2": 0.0, "eta": 0.0, "eps": 0.0, "target": "simsiam"}
    assert train(**{**LONG, **grows}).forecast.verdict is Verdict.UNDECIDED  # g(1) = 0
    again = options(convention="reference", freq=5, rho=0.0)
    assert "gradient steps" in Training(again).forecast.why


@pytest.mark.parametrize(
    ("eps", "w", "verdict"),
    [
        (0.02, [1.0, 1.0, 1.0, 1.0], Verdict.SURVIVES),
        (0.02, [1.0, 0.05, 1.0, 0.05], Verdict.PARTIAL),  # F + eps below p_- = 0.053
        (0.02, [0.1, 0.05, 0.12, 0.05], Verdict.COLLAPSE),
        (0.1, [1.0, 0.05, 0.01, 1e-3], Verdict.SURVIVES),  # eps alone is above p_-
        (0.9, [1.0, 0.5, 0.3, 0.1], Verdict.COLLAPSE),  # eps alone is above p_+ = 0.747
    ],
)
@pytest.mark.parametrize("target", ["ema", "simsiam"])
def test_directcopy_as_published_has_fixed_points(
    target: str, eps: float, w: list[float], verdict: Verdict
) -> None:
    """Of ``p = s + eps``, as it is not scaled; what is said of it is what happens."""
    chosen = options(
        **{**LONG, "steps": 6000}, eta=0.05, predictor="directcopy", convention="reference",
        target=target, eps=eps,
    )  # fmt: skip
    run = Training(chosen, start=aligned(chosen, np.ones(4), w)).run()
    assert run.forecast.verdict is verdict
    assert happened(run) == str(verdict) or verdict is Verdict.PARTIAL
    assert agrees(run) is True
    if verdict is Verdict.SURVIVES:
        for name in ("norm of W", "norm of W_p", "loss"):
            assert run.series[name][-1] == pytest.approx(run.expected[name], rel=1e-3)
