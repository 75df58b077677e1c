"""Runs of the whole flow: equation (3), (4) and (5) against what is proved about them."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from sslcheck.derive.emit.values import scalar_value
from sslcheck.derive.models.laws import BoundLaw, ExactLaw
from sslcheck.numeric.article import array_name
from sslcheck.numeric.simulation import Run
from sslcheck.numeric.watched.finding import Finding
from sslcheck.numeric.watched.findings import bound_of
from sslcheck.numeric.watched.series import Kind
from sslcheck.reports.page.blocks import rich
from sslcheck.reports.page.experiments.modes import RunFailed
from sslcheck.reports.page.experiments.setting import Experiments, Plot, found
from sslcheck.reports.plots.alignment import Alignment, Departure, draw_alignment
from sslcheck.reports.plots.balance import Balance, draw_balance
from sslcheck.reports.plots.decay import Decay, draw_decay
from sslcheck.reports.plots.letters import Letters

__all__ = ["alignment", "balance", "decay"]

_ETAS = (0.0, 0.05, 0.2)
_SAVES = 161


def balance(given: Experiments, place: str) -> Plot:
    """Drift of (3) for several weight decays, W_a moving by its average."""
    runs, drawn = [], []
    for eta in _ETAS:
        run = given.run(given.options(eta=eta, t_end=15.0, saves=_SAVES))
        law = next((w for w in run.laws if isinstance(w, ExactLaw)), None)
        if law is None:
            raise RunFailed(f"no law is proved for the flow `{run.choice.subject.flow}`")
        rate = scalar_value(law.rate, {given.roles.decay: eta})
        size, drift = run.series[Kind.SIZE.of(law.claim)], run.series[Kind.DRIFT.of(law.claim)]
        limit = next(f.limit for f in _drifts(run)) or np.nan
        expected = size[0] * np.exp(-rate * run.times)
        runs.append(run)
        drawn.append(Balance(eta, run.times, size, expected, drift, float(limit)))
    holds = all(f.holds for run in runs for f in _drifts(run))
    still = bool(np.allclose(drawn[0].size, drawn[0].size[0], rtol=1e-4))
    caption = rich(
        f"The bracket of ({place}) for {_sizes(given)}, a random start and"
        f" ${given.roles.target}$ moving by its average. (a) Its norm (coloured) against the"
        f" derived law (dotted) for several weight decays; with ${given.roles.decay} ="
        f" {_ETAS[0]:g}$ {found(still, 'it stays what it was', 'it moves')}. (b) The distance"
        f" from the law {found(holds, 'stays below', 'exceeds')} what the tolerance of the"
        " integration allows."
    )
    alt = (
        f"Two panels over time. Left: the norm of the bracket of equation {place} on a logarithmic"
        " axis for three weight decays, straight lines that coincide with the dotted law. Right:"
        " the relative distance from the law, below the dashed limit."
    )
    sources = tuple(given.source("balance", run) for run in runs)
    return Plot(
        "balance", place, alt, caption, draw_balance(drawn, place, _letters(given)), sources
    )


def _letters(given: Experiments, runs: Sequence[Run] = ()) -> Letters:
    """What the article calls what is drawn; the matrix of the first bound of the runs."""
    roles = given.roles
    bounds = (law.matrix for run in runs for law in run.laws if isinstance(law, BoundLaw))
    weights = roles.online, roles.predictor, roles.ratio, roles.decay
    return Letters(*weights, roles.correlation, next(bounds, ""))


def _noise(given: Experiments, sigma2: float) -> str:
    """The moment of the noise as a label, by the number that it is the square of, if it has one."""
    roles = given.roles
    if roles.noise:
        return f"${roles.noise}^2 = {sigma2:g}$"
    return f"${roles.spread} = {f'{sigma2:g} I' if sigma2 else 0}$"


def _bounded(run: Run) -> tuple[np.ndarray[Any, Any], ...]:
    """Norm, bound and smallest eigenvalue of the law that bounds a run."""
    law = next((w for w in run.laws if isinstance(w, BoundLaw)), None)
    if law is None:
        raise RunFailed(f"no bound is proved for the flow `{run.choice.subject.flow}`")
    size, gap = run.series[Kind.SIZE.of(law.claim)], run.series[Kind.GAP.of(law.claim)]
    return size, bound_of(law, run.times, size, gap), gap


def _sizes(given: Experiments) -> str:
    """The dimensions of both spaces, which are the same."""
    return f"${given.roles.inputs} = {given.roles.outputs} = {given.d}$"


def _entry(matrix: str) -> str:
    """An entry on the diagonal of a matrix, whose letter may have an index of its own."""
    return rf"{{{matrix}}}_{{jj}}" if "_" in matrix or "'" in matrix else rf"{matrix}_{{jj}}"


def _below(size: np.ndarray[Any, Any], bound: np.ndarray[Any, Any] | None) -> bool:
    """Up to the tolerance of the steps."""
    return bound is not None and bool(np.all(size <= bound * (1 + 1e-4)))


def decay(given: Experiments, place: str) -> Plot:
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
        label = f"no stop-gradient, ${given.roles.decay} = {eta:g}$, {_noise(given, sigma2)}"
        drawn.append(Decay(label, run.times, size, bound, gap))
        runs.append(run)
    run = given.run(
        given.options(target="simsiam", eta=0.05, t_end=15.0, saves=_SAVES, model="full")
    )
    size = np.linalg.norm(run.state(given.roles.online), axis=(1, 2))
    label = f"with stop-gradient, ${given.roles.decay} = 0.05$, {_noise(given, 0.25)}"
    drawn.append(Decay(label, run.times, size, None, None))
    runs.append(run)
    bounded, gaps = drawn[:-1], [d.gap for d in drawn if d.gap is not None]
    below = all(_below(d.size, d.bound) for d in bounded)
    positive = all(bool(np.all(gap > 0)) for gap in gaps)
    floor = bool(np.all(gaps[-1] >= 0.05 * (1 - 1e-6)))
    falls = all(bool(np.all(np.diff(d.size) < 0)) for d in bounded)
    letters = _letters(given, runs)
    alive = bool(drawn[-1].size[-1] > 0.1 * drawn[-1].size[0])
    caption = rich(
        f"The online network for {_sizes(given)}. (a) Without the stop-gradient its norm"
        f" {found(falls, 'falls all the time', 'does not fall all the time')},"
        f" {found(below, 'below', 'not below')} the bound of Grönwall (dotted), which is made of"
        " the eigenvalues in (b). With the stop-gradient, from the same start, it"
        f" {found(alive, 'does not collapse', 'collapses')} at this weight decay. (b) The"
        f" smallest eigenvalue of ${letters.matrix}$"
        f" {found(positive, 'is positive', 'is not positive')}"
        f" throughout; without augmentation ({_noise(given, 0.0)}) the weight decay alone"
        f" {found(floor, 'keeps it above 0', 'does not hold it')}."
    )
    alt = (
        "Two panels over time. Left: the norm of the online network on a logarithmic axis; three"
        " runs without stop-gradient fall below dotted bounds, the run with stop-gradient stays"
        " up. Right: the smallest eigenvalue of the matrix of the three runs, positive throughout."
    )
    sources = tuple(given.source("decay", run) for run in runs)
    return Plot("decay", place, alt, caption, draw_decay(drawn, letters), sources)


def alignment(given: Experiments, place: str) -> Plot:
    """The commutator for isotropic data under its bound, and for diagonal data."""
    runs, bounded = [], []
    for eta in (0.05, 0.2):
        options = given.options(
            target="simsiam", symmetrised=True, eta=eta, t_end=30.0, saves=_SAVES
        )
        run = given.run(options)
        size, bound, _ = _bounded(run)
        bounded.append(Alignment(f"${given.roles.decay} = {eta:g}$", run.times, size, bound))
        runs.append(run)
    departures, mean = [], given.roles.mean
    for data, label in (
        ("isotropic", f"isotropic, ${mean} = I$"),
        ("power-law", f"diagonal, ${_entry(mean)} \\propto 1/j$"),
    ):
        run, weights = _from_aligned(given, data)
        departures.append(Departure(label, run.times, _angle(run, weights)))
        runs.append(run)
    letters = _letters(given, runs)
    F, P = letters.correlation, letters.predictor
    growth = f", which grows where ${letters.matrix}$ has a negative eigenvalue"
    below = all(_below(b.size, b.bound) for b in bounded)
    grows = any(bool(np.any(np.diff(b.bound) > 0)) for b in bounded)
    kept = bool(np.max(departures[0].angle) < 1e-10)
    lost = bool(departures[1].angle[1] > 1e-4)
    caption = rich(
        f"The commutator of ${F}$ and ${P}$ for {_sizes(given)}, SimSiam with the symmetric"
        " part of the predictor's line. (a) For isotropic data it stays"
        f" {found(below, 'below', 'not below')} its bound"
        f" (dotted){growth if grows else ''}. (b)"
        f" From a start where ${F}$ and ${P}$ commute, ${P} = {F}^{{1/2}}$: isotropic data"
        f" {found(kept, 'keep the alignment up to rounding', 'lose the alignment')}, a diagonal"
        f" covariance {found(lost, 'destroys it at once', 'keeps it')}."
    )
    alt = (
        "Two panels over time on logarithmic axes. Left: the norm of the commutator for two weight"
        " decays, below dotted bounds. Right: from an aligned start the relative commutator stays"
        " at rounding error for isotropic data and jumps up for a diagonal covariance."
    )
    sources = tuple(given.source("alignment", run) for run in runs)
    return Plot(
        "alignment",
        place,
        alt,
        caption,
        draw_alignment(bounded, departures, _letters(given, runs)),
        sources,
    )


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
        predictor, online = (array_name(name) for name in given.roles.weights[:2])
        np.savez(file, **{predictor: (root + root.T) / 2, online: W})
        options = given.options(
            data=data, init=str(file), target="simsiam", symmetrised=True, model="full",
            t_end=30.0, saves=_SAVES,
        )  # fmt: skip
        return given.run(options), x


def _drifts(run: Run) -> list[Finding]:
    names = {Kind.DRIFT.of(law.claim) for law in run.laws}
    return [f for f in run.findings if f.series in names]


def _angle(run: Run, x: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """|F W_p - W_p F| / (|F| |W_p|) at the save times."""
    roles = run.choice.subject.roles
    W, W_p = run.state(roles.online), run.state(roles.predictor)
    F = (W * x) @ W.transpose(0, 2, 1)
    norms = [np.linalg.norm(m, axis=(1, 2)) for m in (F @ W_p - W_p @ F, F, W_p)]
    return np.asarray(norms[0] / (norms[1] * norms[2]))
