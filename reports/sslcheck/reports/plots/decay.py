"""Equation (4): the decay of W without the stop-gradient, under its Grönwall bound."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.figure import Figure

from sslcheck.derive.expr import Sym
from sslcheck.reports.plots.letters import Letters
from sslcheck.reports.plots.panels import TIME
from sslcheck.reports.plots.series import LAW, Numbers, decades, letter, row, series_style
from sslcheck.reports.plots.style import formula, house

__all__ = ["Decay", "draw_decay"]


@dataclass(frozen=True, slots=True)
class Decay:
    """One run; ``bound`` and ``gap`` (the smallest eigenvalue of H) where a bound is proved."""

    label: str
    times: Numbers
    size: Numbers
    bound: Numbers | None
    gap: Numbers | None


def draw_decay(runs: Sequence[Decay], letters: Letters) -> Figure:
    """Left the norm of W and its bounds, right the smallest eigenvalue that they are made of."""
    smallest = rf"\lambda_{{\min}}({letters.matrix})"
    with house():
        figure, (left, right) = row(2, 3.2)
        for place, run in enumerate(runs):
            look = series_style(place)
            left.plot(run.times, run.size, label=run.label, **look)
            if run.gap is not None:
                right.plot(run.times, run.gap, **look)
        for place, run in enumerate(runs):
            if run.bound is not None:
                colour = {"color": series_style(place)["color"]}
                left.plot(run.times, run.bound, **(LAW | colour))
        sizes = [run.size for run in runs]
        least = max(min(float(s.min()) for s in sizes), 1e-12)
        decades(left, least, max(float(s.max()) for s in sizes))
        letter(left, 0, "Norm of the online network")
        left.set_ylabel(rf"$\| {letters.online} \|_F$")
        left.plot([], [], label=rf"bound $e^{{-\int {smallest}\,dt}}$ of each", **LAW)
        figure.legend(loc="outside lower center", ncols=2, handlelength=3.6)
        letter(right, 1, f"Smallest eigenvalue of {formula(Sym(letters.matrix))}")
        right.set_ylabel(f"${smallest}$ [1/time]")
        right.set_ylim(bottom=0)
        for axes in (left, right):
            axes.set_xlabel(TIME)
    return figure
