"""A sweep over one axis or two: what came out, and the threshold that is derived for it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from matplotlib.figure import Figure

from sslcheck.reports.plots.series import Numbers, row, series_style
from sslcheck.reports.plots.style import BLUE, VERMILION, house, literal

__all__ = ["Edge", "SweepPicture", "draw_sweep"]


@dataclass(frozen=True, slots=True)
class Edge:
    """A derived threshold of the axis ``along``, one value for each of the other axis, or one."""

    along: int
    values: Numbers
    label: str


@dataclass(frozen=True, slots=True)
class SweepPicture:
    """A ``quantity`` over the ``values`` of one axis or two.

    ``labels`` say which, as matplotlib sets them.
    ``found`` has the axes in front and the seeds at the end; nan where there is no run.
    """

    quantity: str
    labels: tuple[str, ...]
    values: tuple[Numbers, ...]
    found: Numbers
    edge: Edge | None = None


def draw_sweep(picture: SweepPicture) -> Figure:
    """A line with all seeds around their mean, or the plane of the means."""
    with np.errstate(all="ignore"):
        count = np.isfinite(picture.found).sum(axis=-1)
        mean = np.where(count > 0, np.nansum(picture.found, axis=-1) / count, np.nan)
    with house():
        figure, (axes,) = row(1, 3.0)
        axes.set_xlabel(picture.labels[0])
        edge = picture.edge
        if len(picture.values) == 1:
            (x,) = picture.values
            for seed in range(picture.found.shape[-1] if picture.found.shape[-1] > 1 else 0):
                axes.plot(x, picture.found[:, seed], ".", color=BLUE, alpha=0.35, markersize=4)
            axes.plot(x, mean, label=literal(picture.quantity), **series_style(0))
            if edge is not None:
                at = float(edge.values)
                axes.axvline(at, color=VERMILION, linestyle="--", label=edge.label)
            axes.set_ylabel(literal(picture.quantity))
            axes.legend(loc="best")
            return figure
        x, y = picture.values
        mesh = axes.pcolormesh(x, y, mean.T, cmap="viridis", shading="nearest", rasterized=True)
        figure.colorbar(mesh, ax=axes, label=literal(picture.quantity))
        if edge is not None:
            line = (edge.values, y) if edge.along == 0 else (x, edge.values)
            axes.plot(*line, color=VERMILION, linewidth=2, linestyle="--", label=edge.label)
            axes.legend(loc="upper right", frameon=True, facecolor="white", framealpha=0.9)
        axes.set_xlim(float(np.min(x)), float(np.max(x)))
        axes.set_ylim(float(np.min(y)), float(np.max(y)))
        axes.set_ylabel(picture.labels[1])
        axes.grid(False)
    return figure
