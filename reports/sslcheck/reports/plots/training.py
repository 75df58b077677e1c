"""The figure of a training run: what was measured over time, beside what the theory says."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from matplotlib.figure import Figure

from sslcheck.derive.expr import Prod, Sum, Sym, Transpose
from sslcheck.derive.text.printing import plain
from sslcheck.numeric.training.findings import bound_law, happened, norm_bound
from sslcheck.numeric.training.result import TrainRun
from sslcheck.numeric.watched.places import correlation, places_of
from sslcheck.reports.plots.panels import Curve, Panel, draw_panels
from sslcheck.reports.plots.style import formula, literal

__all__ = ["training_figure", "training_panels"]


def training_figure(run: TrainRun) -> Figure:
    """All panels over the time of the flow; the title has the verdict and what happened."""
    options, eta = run.options, plain(run.subject.roles.decay)
    title = (
        f"{options.predictor}, target {options.target}, n = {options.n}, d = {options.d},"
        f" {eta} = {options.eta:g}; theory: {run.forecast.verdict}, happened: {happened(run)}"
    )
    return draw_panels(run.times, training_panels(run), literal(title))


def training_panels(run: TrainRun) -> tuple[Panel, ...]:
    """The panels of a run; one whose series the run lacks is left out."""
    return tuple(_panels(run)) if run.series else ()


def _panels(run: TrainRun) -> Iterator[Panel]:
    series, roles = run.series, run.subject.roles
    places = places_of(run.subject.article, roles)
    J, F = formula(Sym(places.loss)), literal(correlation(roles))
    title = f"Objective, eq. ({literal(places.objective)})"
    yield Panel(title, f"objective {J}", _curves(run, "loss", J, True), log=True)
    W, X, both = Sym(roles.online), Sym(roles.mean), Sum((Sym(roles.mean), Sym(roles.spread)))
    bound = norm_bound(run)
    curves = _curves(run, "norm of W", formula(W, r"\|{}\|", "‖{}‖"), bound is not None)
    law = bound_law(run)
    if bound is not None and law is not None:
        curves = (*curves, Curve(f"bound of eq. ({literal(law.equation)})", bound, "bound"))
    yield Panel("Online network", "Frobenius norm", curves, log=bound is not None)
    modes = min(run.options.n, run.options.d)
    counts = _curves(run, "modes alive", "modes alive")
    yield Panel("Modes alive", f"number (of {modes})", counts)
    ranks = _curves(run, "effective rank", "effective rank")
    yield Panel(f"Effective rank of {F}", f"effective rank (n = {run.options.n})", ranks)
    if "probe accuracy" in series:
        curves = _curves(run, "probe accuracy", "accuracy")
        yield Panel("Linear probe, held-out views", "accuracy", curves)
    if "F_hat to F*" in series:
        printed = formula(Prod((W, X, Transpose(W))))
        measured = (
            Curve(f"to {formula(Prod((W, both, Transpose(W))))}", series["F_hat to F*"]),
            Curve(f"to {printed}", series["F_hat to F"], "second"),
        )
        level = _level(run, "F_hat to F", f"theory, to {printed}")
        hat = formula(Sym(places.running)) if places.running else ""
        title = f"Estimate {hat}, eq. ({literal(places.estimate)})"
        yield Panel(title, "relative distance", (*measured, *level))
    if "drift of (3)" in series:
        curves = (Curve("drift", series["drift of (3)"]),)
        title = f"Drift from the law of eq. ({literal(places.balance)})"
        yield Panel(title, "relative drift", curves, log=True)
    curves = (Curve("commutator", series["alignment"]),)
    if "parabola" in series:
        learned = run.options.scheme.trained
        label = f"to the parabola, eq. ({literal(places.parabola)})"
        if not learned:
            label = f"predictor to its rule, eq. ({literal(places.rule)})"
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
