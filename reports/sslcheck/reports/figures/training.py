"""The figure of a training run: what was measured over time, beside what the theory says."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from matplotlib.figure import Figure

from sslcheck.numeric.train.findings import happened, norm_bound
from sslcheck.numeric.train.result import TrainRun
from sslcheck.reports.figures.panels import Curve, Panel, draw_panels
from sslcheck.reports.figures.style import literal

__all__ = ["training_figure", "training_panels"]


def training_figure(run: TrainRun) -> Figure:
    """All panels over the time of the flow; the title has the verdict and what happened."""
    options = run.options
    title = (
        f"{options.predictor}, target {options.target}, n = {options.n}, d = {options.d},"
        f" η = {options.eta:g}; theory: {run.forecast.verdict}, happened: {happened(run)}"
    )
    return draw_panels(run.times, training_panels(run), literal(title))


def training_panels(run: TrainRun) -> tuple[Panel, ...]:
    """The panels of a run; one whose series the run lacks is left out."""
    return tuple(_panels(run)) if run.series else ()


def _panels(run: TrainRun) -> Iterator[Panel]:
    series = run.series
    yield Panel("Objective, eq. (1)", "objective J", _curves(run, "loss", "J", True), log=True)
    bound = norm_bound(run)
    curves = _curves(run, "norm of W", r"$\|W\|$", bound is not None)
    if bound is not None:
        curves = (*curves, Curve("bound of eq. (4)", bound, "bound"))
    yield Panel("Online network", "Frobenius norm", curves, log=bound is not None)
    modes = min(run.options.n, run.options.d)
    counts = _curves(run, "modes alive", "modes alive")
    yield Panel("Modes alive", f"number (of {modes})", counts)
    ranks = _curves(run, "effective rank", "effective rank")
    yield Panel("Effective rank of F", f"effective rank (n = {run.options.n})", ranks)
    if "probe accuracy" in series:
        curves = _curves(run, "probe accuracy", "accuracy")
        yield Panel("Linear probe, held-out views", "accuracy", curves)
    if "F_hat to F*" in series:
        measured = (
            Curve("to $W (X + X') W^T$", series["F_hat to F*"]),
            Curve("to $W X W^T$", series["F_hat to F"], "second"),
        )
        law = _level(run, "F_hat to F", "theory, to $W X W^T$")
        yield Panel(r"Estimate $\hat{F}$, eq. (9)", "relative distance", (*measured, *law))
    if "drift of (3)" in series:
        curves = (Curve("drift", series["drift of (3)"]),)
        yield Panel("Drift from the law of eq. (3)", "relative drift", curves, log=True)
    curves = (Curve("commutator", series["alignment"]),)
    if "parabola" in series:
        learned = run.options.predictor == "learned"
        label = "to the parabola, eq. (7)" if learned else "predictor to its rule, eq. (11)"
        curves = (*curves, Curve(label, series["parabola"], "second"))
    yield Panel("Alignment and parabola", "relative size", curves, log=True)


def _curves(run: TrainRun, key: str, label: str, log: bool = False) -> tuple[Curve, ...]:
    """A metric and what it should tend to; a logarithmic axis has no 0 to tend to."""
    level = _level(run, key, "theory: tends to")
    positive = run.expected.get(key, 0.0) > 0 or not log
    return (Curve(label, run.series[key]), *(level if positive else ()))


def _level(run: TrainRun, key: str, label: str) -> tuple[Curve, ...]:
    """The value that the theory gives a metric in the long run, if it gives one."""
    if key not in run.expected:
        return ()
    return (Curve(label, np.full(len(run.times), run.expected[key]), "law"),)
