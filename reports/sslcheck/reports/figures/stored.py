"""The gauges of a run that was stored: one panel for each series."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from matplotlib.figure import Figure

from sslcheck.derive.text.printing import plain
from sslcheck.numeric.series import Kind, parted
from sslcheck.reports.figures.panels import Curve, Panel, draw_panels
from sslcheck.reports.figures.style import literal

__all__ = ["draw_stored"]

Numbers = np.ndarray[Any, Any]

_MOST = 12  # panels

# how the series of a run are called in its folder, with the axis of each
_KINDS = {
    Kind.DRIFT: ("Drift from the law of {}", "relative drift", True),
    Kind.SIZE: ("Size, {}", "Frobenius norm", True),
    Kind.SCALE: ("Scale, {}", "largest norm so far", True),
    Kind.GAP: ("Smallest eigenvalue, {}", "eigenvalue [1/time]", False),
    Kind.ASYMMETRY: ("Asymmetry of {}", "relative to the largest norm so far", True),
}
_NAMES = {
    "commutator": ("Commutator of correlation and predictor", "Frobenius norm", True),
    "loss": ("Objective", "objective", True),
    "norm of W": ("Norm of the online network", "Frobenius norm", True),
    "norm of W_p": ("Norm of the predictor", "Frobenius norm", True),
    "alignment": ("Commutator of correlation and predictor", "relative to the norms", True),
    "F_hat to F": ("Estimate to the correlation", "relative distance", False),
    "F_hat to F*": ("Estimate to its derived fixed point", "relative distance", False),
    "parabola": ("Distance from the parabola or rule", "relative size", False),
    "clamped": ("Eigenvalues clamped at 0", "number", False),
    "modes alive": ("Modes alive", "number of modes", False),
    "probe accuracy": ("Linear probe", "accuracy", False),
    "effective rank": ("Effective rank of the correlation", "effective rank", False),
}


def draw_stored(
    times: Numbers, series: Mapping[str, Numbers], limits: Mapping[str, float], title: str
) -> Figure:
    """A panel for each series, in their order; ``limits`` are of some of them, by name."""
    panels = [_panel(name, values, limits.get(name)) for name, values in series.items()]
    return draw_panels(times, panels[:_MOST], literal(title))


def _panel(name: str, values: Numbers, limit: float | None) -> Panel:
    title, label, log = _NAMES.get(name, (name, "value", False))
    if found := parted(name):
        kind, what = found
        pattern, label, log = _KINDS[kind]
        title = pattern.format(plain(what))
    return Panel(literal(title), label, (Curve(literal(name), values),), log, limit)
