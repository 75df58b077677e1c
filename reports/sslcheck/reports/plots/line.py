"""The rate of one scalar over its values, with the points that a claim says attract."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from matplotlib.figure import Figure

from sslcheck.reports.plots.series import Numbers, row
from sslcheck.reports.plots.style import BLACK, STYLES, house

__all__ = ["Line", "draw_line"]


@dataclass(frozen=True, slots=True)
class Line:
    """The rate at values of the variable; ``points`` attract, ``label`` is the variable's."""

    label: str
    title: str
    values: Numbers
    rate: Numbers
    points: tuple[float, ...]


def draw_line(line: Line) -> Figure:
    """The rate as a curve, rising states where it is positive, and the points on its zeros."""
    with house():
        figure, (axes,) = row(1)
        axes.plot(line.values, line.rate, label="rate", **STYLES["measured"])
        axes.axhline(0.0, color=BLACK, linewidth=0.8)
        inside = [p for p in line.points if line.values[0] <= p <= line.values[-1]]
        axes.plot(inside, np.zeros(len(inside)), "o", color=BLACK, label="attracts, as proved")
        axes.set_title(line.title)
        axes.set_xlabel(line.label)
        axes.set_ylabel(f"rate of {line.label} [1/time]")
        axes.legend(loc="best")
    return figure
