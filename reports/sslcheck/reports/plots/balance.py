"""Equation (3): the imbalance of the two networks against its law."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.figure import Figure

from sslcheck.reports.plots.letters import Letters
from sslcheck.reports.plots.panels import TIME
from sslcheck.reports.plots.series import (
    LAW,
    Numbers,
    decades,
    letter,
    row,
    series_style,
    with_zero,
)
from sslcheck.reports.plots.style import house, literal

__all__ = ["Balance", "draw_balance"]


@dataclass(frozen=True, slots=True)
class Balance:
    """One run: norm of the bracket of (3), what its law says, and how far the two are apart.

    ``drift`` is relative to the terms of the bracket, ``limit`` what the tolerance of the
    integration allows it.
    """

    eta: float
    times: Numbers
    size: Numbers
    law: Numbers
    drift: Numbers
    limit: float


def draw_balance(runs: Sequence[Balance], equation: str, letters: Letters) -> Figure:
    """Left the norms with the law drawn over them, right the drift, one curve for each eta."""
    with house():
        figure, (left, right) = row(2)
        for place, run in enumerate(runs):
            look = series_style(place)
            left.plot(run.times, run.size, label=rf"${letters.decay} = {run.eta:g}$", **look)
            right.plot(run.times, with_zero(run.drift), **look)
        for run in runs:
            label = rf"law $e^{{-2{letters.decay} t}}$" if run is runs[-1] else None
            left.plot(run.times, run.law, label=label, **LAW)
        limit = max(run.limit for run in runs)
        right.axhline(limit, color="black", linestyle="--", linewidth=1)
        right.annotate(
            "tolerance of the steps",
            (0.98, limit),
            (0, -3),
            xycoords=("axes fraction", "data"),
            textcoords="offset points",
            va="top",
            ha="right",
            fontsize=7.5,
        )
        decades(left, min(float(r.law.min()) for r in runs), max(float(r.size.max()) for r in runs))
        drifts = [float(d) for r in runs for d in r.drift if d > 0]
        decades(right, min(drifts, default=limit / 100), limit)
        letter(left, 0, f"The bracket of ({literal(equation)})")
        left.set_ylabel(f"${letters.bracket}$")
        left.legend(loc="lower left")
        letter(right, 1, "Distance from the law")
        right.set_ylabel("relative to the terms of the bracket")
        for axes in (left, right):
            axes.set_xlabel(TIME)
    return figure
