"""Refuted orders at drawn points, and recursions from a drawn start."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.figure import Figure

from sslcheck.reports.plots.series import Numbers, row, series_style, with_zero
from sslcheck.reports.plots.style import BLUE, STYLES, VERMILION, house

__all__ = ["draw_distances", "draw_margins"]


def draw_margins(margins: Numbers, title: str, what: str) -> Figure:
    """Relative differences in ascending order, those below 0 in another colour."""
    with house():
        figure, (axes,) = row(1)
        order = np.arange(1, len(margins) + 1)
        for those, label, colour in (
            (margins < 0, "refutes the claim", VERMILION),
            (margins >= 0, "does not", BLUE),
        ):
            if those.any():
                axes.plot(
                    order[those], margins[those], "o", color=colour, markersize=2.6, label=label
                )
        axes.axhline(0.0, **STYLES["limit"])
        axes.set_title(title)
        axes.set_xlabel("drawn points, in order")
        axes.set_ylabel(f"{what}, relative" if len(what) < 20 else "least eigenvalue, relative")
        axes.legend(loc="best")
    return figure


def draw_distances(curves: Sequence[tuple[str, Numbers]], title: str, unknown: str) -> Figure:
    """Distances from values, by the iterations, on a logarithmic axis."""
    with house():
        figure, (axes,) = row(1)
        for place, (label, distance) in enumerate(curves):
            axes.plot(with_zero(distance), label=label, **series_style(place))
        axes.set_yscale("log")
        axes.set_title(title)
        axes.set_xlabel("iteration")
        axes.set_ylabel(f"distance of {unknown}, relative")
        axes.legend(loc="best")
    return figure
