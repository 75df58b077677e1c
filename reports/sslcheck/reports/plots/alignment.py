"""Equation (5): the commutator of F and the predictor, for isotropic and for diagonal data."""

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
from sslcheck.reports.plots.style import house

__all__ = ["Alignment", "Departure", "draw_alignment"]

_FLOOR = 1e-17


@dataclass(frozen=True, slots=True)
class Alignment:
    """A run from a random start with isotropic data, under its bound."""

    label: str
    times: Numbers
    size: Numbers
    bound: Numbers


@dataclass(frozen=True, slots=True)
class Departure:
    """A run from a start where F and the predictor commute; ``angle`` is |Q| / (|F| |W_p|)."""

    label: str
    times: Numbers
    angle: Numbers


def draw_alignment(
    runs: Sequence[Alignment], departures: Sequence[Departure], letters: Letters
) -> Figure:
    """Left the commutator and its bound, right what becomes of a start that is aligned."""
    least = rf"\lambda_{{\min}}({letters.matrix})"
    with house():
        figure, (left, right) = row(2)
        for place, run in enumerate(runs):
            left.plot(run.times, run.size, label=run.label, **series_style(place))
            colour = {"color": series_style(place)["color"]}
            left.plot(run.times, run.bound, **(LAW | colour))
        left.plot([], [], label=rf"bound $e^{{-2\int {least}\,dt}}$ of each", **LAW)
        for place, departure in enumerate(departures):
            look = series_style(place)
            right.plot(departure.times, with_zero(departure.angle), label=departure.label, **look)
        sizes = [float(s) for run in runs for s in run.size if s > 0]
        decades(left, min(sizes), max(float(r.bound.max()) for r in runs))
        angles = [float(a) for d in departures for a in d.angle if a > _FLOOR]
        decades(right, min(angles), max(angles))
        letter(left, 0, "Isotropic data, random start")
        left.set_ylabel(f"${letters.commutator}$")
        left.legend(loc="best")
        letter(right, 1, "Aligned start")
        sizes_of = rf"(\| {letters.correlation} \|_F \| {letters.predictor} \|_F)"
        right.set_ylabel(rf"${letters.commutator} \,/\, {sizes_of}$")
        right.legend(loc="best")
        for axes in (left, right):
            axes.set_xlabel(TIME)
    return figure
