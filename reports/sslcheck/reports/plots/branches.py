"""The fixed points of a scalar over a parameter, and where two of them are proved to merge."""

from __future__ import annotations

from dataclasses import dataclass

from matplotlib.figure import Figure

from sslcheck.reports.plots.series import Numbers, row
from sslcheck.reports.plots.style import BLUE, STYLES, VERMILION, house

__all__ = ["Branches", "draw_branches"]


@dataclass(frozen=True, slots=True)
class Branches:
    """Pairs of parameter and fixed point; ``labels`` are those of both, ``most`` the largest."""

    labels: tuple[str, str]
    title: str
    attracting: Numbers
    others: Numbers
    threshold: float
    most: float


def draw_branches(drawn: Branches) -> Figure:
    """What attracts as dots so close that they are a line, all else as dots apart."""
    with house():
        figure, (axes,) = row(1)
        for points, label, colour, size, step in (
            (drawn.attracting, "attracts", BLUE, 2.2, 1),
            (drawn.others, "does not attract", VERMILION, 2.0, 5),
        ):
            if len(points):
                axes.plot(*points[::step].T, "o", color=colour, markersize=size, label=label)
        axes.axvline(drawn.threshold, label="two merge, as proved", **STYLES["limit"])
        axes.set_ylim(-drawn.most * (1.0 if _below(drawn) else 0.04), drawn.most)
        axes.set_title(drawn.title)
        axes.set_xlabel(drawn.labels[0])
        axes.set_ylabel(f"fixed points of {drawn.labels[1]}")
        axes.legend(loc="best")
    return figure


def _below(drawn: Branches) -> bool:
    """Whether a fixed point is negative."""
    return any(len(p) and p[:, 1].min() < 0 for p in (drawn.attracting, drawn.others))
