"""Runs of the whole flow: equation (3), (4) and (5) against what is proved about them."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import numpy as np

from sslcheck.derive.emit.values import scalar_value
from sslcheck.derive.laws import BoundLaw, ExactLaw
from sslcheck.numeric.findings import bound_of
from sslcheck.numeric.simulate import Run
from sslcheck.reports.figures.alignment import Alignment, Departure, draw_alignment
from sslcheck.reports.figures.balance import Balance, draw_balance
from sslcheck.reports.figures.decay import Decay, draw_decay
from sslcheck.reports.report.blocks import Math
from sslcheck.reports.report.experiments.modes import RunFailed
from sslcheck.reports.report.experiments.setting import Experiments, Plot

__all__ = ["alignment", "balance", "decay"]

_ETAS = (0.0, 0.05, 0.2)
_SAVES = 161


def balance(given: Experiments) -> Plot:
    """Drift of (3) for several weight decays, W_a moving by its average."""
    runs, drawn = [], []
    for eta in _ETAS:
        run = given.run(given.options(eta=eta, t_end=15.0, saves=_SAVES))
        law = next(w for w in run.laws if isinstance(w, ExactLaw))
        rate = scalar_value(law.rate, {"eta": eta})
        size, drift = run.gauges[f"size of {law.claim}"], run.gauges[f"drift of {law.claim}"]
        limit = next(f.limit for f in run.findings if f.name.startswith("drift")) or np.nan
        expected = size[0] * np.exp(-rate * run.times)
        runs.append(run)
        drawn.append(Balance(eta, run.times, size, expected, drift, float(limit)))
    holds = all(f.holds for run in runs for f in run.findings if f.name.startswith("drift"))
    caption = (
        f"The bracket of (3) for d = n = {given.d}, a random start and W_a moving by its average."
        " (a) Its norm (coloured) lies on the derived law (dotted) for every weight decay; without"
        " decay it stays what it was. (b) The distance from the law",
        " stays below" if holds else " EXCEEDS",
        " what the tolerance of the integration allows.",
    )
    alt = (
        "Two panels over time. Left: the norm of the bracket of equation 3 on a logarithmic axis"
        " for three weight decays, straight lines that coincide with the dotted law. Right: the"
        " relative distance from the law, below the dashed limit."
    )
    sources = tuple(given.source("balance", run) for run in runs)
    return Plot("balance", "3", alt, caption, draw_balance(drawn), sources)


def _bounded(run: Run) -> tuple[np.ndarray[Any, Any], ...]:
    """Norm, bound and smallest eigenvalue of the law that bounds a run."""
    law = next((w for w in run.laws if isinstance(w, BoundLaw)), None)
    if law is None:
        raise RunFailed(f"no bound is proved for the flow `{run.options.flow}`")
    size, gap = run.gauges[f"size of {law.claim}"], run.gauges[f"gap of {law.claim}"]
    return size, bound_of(law, run.times, size, gap), gap


def decay(given: Experiments) -> Plot:
    """W without the stop-gradient under its bound, and with it for comparison."""
    runs, drawn = [], []
    for eta, sigma2 in ((0.05, 0.25), (0.2, 0.25), (0.05, 0.0)):
        options = given.options(
            target="no-stop-gradient",
            eta=eta,
            sigma2=sigma2,
            t_end=15.0,
            saves=_SAVES,
            model="full",
            rtol=1e-8,
            atol=1e-14,
        )
        run = given.run(options)
        size, bound, gap = _bounded(run)
        label = rf"no stop-gradient, $\eta = {eta:g}$, $\sigma^2 = {sigma2:g}$"
        drawn.append(Decay(label, run.times, size, bound, gap))
        runs.append(run)
    run = given.run(
        given.options(target="simsiam", eta=0.05, t_end=15.0, saves=_SAVES, model="full")
    )
    size = np.linalg.norm(run.states["W"], axis=(1, 2))
    label = r"with stop-gradient, $\eta = 0.05$, $\sigma^2 = 0.25$"
    drawn.append(Decay(label, run.times, size, None, None))
    runs.append(run)
    below = all(bool(np.all(d.size <= d.bound * (1 + 1e-4))) for d in drawn if d.bound is not None)
    caption = (
        f"The online network for d = n = {given.d}. (a) Without the stop-gradient its norm falls"
        " to 0, ",
        "below" if below else "NOT below",
        " the bound of Grönwall (dotted) that is made of the eigenvalues in (b). With the"
        " stop-gradient, from the same start, it does not collapse at this weight decay. (b) The"
        " smallest eigenvalue of H stays positive; with σ² = 0 it falls to the weight decay η where"
        " W_p comes close to I.",
    )
    alt = (
        "Two panels over time. Left: the norm of W on a logarithmic axis; three runs without"
        " stop-gradient fall below dotted bounds, the run with stop-gradient stays up. Right: the"
        " smallest eigenvalue of H of the three runs, positive throughout."
    )
    sources = tuple(given.source("decay", run) for run in runs)
    return Plot("decay", "4", alt, caption, draw_decay(drawn), sources)


def alignment(given: Experiments) -> Plot:
    """The commutator for isotropic data under its bound, and for diagonal data."""
    runs, bounded = [], []
    for eta in (0.05, 0.2):
        options = given.options(
            target="simsiam", symmetrised=True, eta=eta, t_end=30.0, saves=_SAVES
        )
        run = given.run(options)
        size, bound, _ = _bounded(run)
        bounded.append(Alignment(rf"$\eta = {eta:g}$", run.times, size, bound))
        runs.append(run)
    departures = []
    for data, label in (
        ("isotropic", "isotropic, $X = I$"),
        ("power-law", "diagonal, $X_{jj} \\propto 1/j$"),
    ):
        run, weights = _from_aligned(given, data)
        departures.append(Departure(label, run.times, _angle(run, weights)))
        runs.append(run)
    below = all(bool(np.all(b.size <= b.bound * (1 + 1e-4))) for b in bounded)
    caption = (
        f"The commutator of F and W_p for d = n = {given.d}, SimSiam with the symmetric part of the"
        " predictor's line. (a) For isotropic data it stays ",
        "below" if below else "NOT below",
        " its bound (dotted), which may grow where K has a negative eigenvalue. (b) From a start"
        " where F and W_p commute, ",
        Math("W_p = F^{1/2}"),
        ": isotropic data keep the alignment up to rounding, a diagonal covariance destroys it at"
        " once.",
    )
    alt = (
        "Two panels over time on logarithmic axes. Left: the norm of the commutator for two weight"
        " decays, below dotted bounds. Right: from an aligned start the relative commutator stays"
        " at rounding error for isotropic data and jumps up for a diagonal covariance."
    )
    sources = tuple(given.source("alignment", run) for run in runs)
    return Plot("alignment", "5", alt, caption, draw_alignment(bounded, departures), sources)


def _from_aligned(given: Experiments, data: str) -> tuple[Run, np.ndarray[Any, Any]]:
    """A run from W_p = F^(1/2), F = W X W^T with random W; also the diagonal of X."""
    d = given.d
    spectrum = np.ones(d) if data == "isotropic" else 1.0 / np.arange(1, d + 1)
    x = spectrum / spectrum.mean()
    W = np.random.default_rng(given.seed).standard_normal((d, d)) / d**0.5
    values, vectors = np.linalg.eigh((W * x) @ W.T)
    root = (vectors * np.sqrt(np.maximum(values, 0.0))) @ vectors.T
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "aligned.npz"
        np.savez(file, W_p=(root + root.T) / 2, W=W)
        options = given.options(
            data=data, init=str(file), target="simsiam", symmetrised=True, model="full",
            t_end=30.0, saves=_SAVES,
        )  # fmt: skip
        return given.run(options), x


def _angle(run: Run, x: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """|F W_p - W_p F| / (|F| |W_p|) at the save times."""
    W, W_p = run.states["W"], run.states["W_p"]
    F = (W * x) @ W.transpose(0, 2, 1)
    norms = [np.linalg.norm(m, axis=(1, 2)) for m in (F @ W_p - W_p @ F, F, W_p)]
    return np.asarray(norms[0] / (norms[1] * norms[2]))
