"""Equation (9): what the running estimate tends to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.figure import Figure

from sslcheck.reports.plots.series import Numbers, decades, letter, row, series_style
from sslcheck.reports.plots.style import BLACK, house, literal

__all__ = ["Candidate", "draw_estimate"]


@dataclass(frozen=True, slots=True)
class Candidate:
    """What the estimate might tend to: its distance in each iteration, and its eigenvalues."""

    label: str
    distance: Numbers
    spectrum: Numbers


def draw_estimate(spectrum: Numbers, candidates: Sequence[Candidate], equation: str) -> Figure:
    """Left the relative distance to each candidate, right the eigenvalues, largest first."""
    with house():
        figure, (left, right) = row(2)
        order = np.arange(1, len(spectrum) + 1)
        for place, candidate in enumerate(candidates):
            look = series_style(place)
            left.plot(
                np.arange(len(candidate.distance)),
                candidate.distance,
                label=candidate.label,
                **look,
            )
            right.plot(order, candidate.spectrum, label=candidate.label, **look)
        right.plot(
            order,
            spectrum,
            "o",
            color=BLACK,
            markersize=3.5,
            markerfacecolor="white",
            label=r"$\hat{F}$ at the end",
        )
        values = [c.distance for c in candidates]
        decades(left, min(float(v.min()) for v in values), max(float(v.max()) for v in values))
        left.set_xlabel(f"iteration of ({literal(equation)})")
        left.set_ylabel(r"$\| \hat{F} - M \|_F \,/\, \| M \|_F$")
        left.legend(loc="best", title="M =")
        letter(left, 0, "Distance to each candidate")
        right.set_xlabel("number of the eigenvalue")
        right.set_ylabel("eigenvalue")
        right.set_ylim(bottom=0)
        right.legend(loc="best")
        letter(right, 1, "Eigenvalues")
    return figure
