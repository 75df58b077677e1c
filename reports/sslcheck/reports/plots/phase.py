"""System (6) in the plane of one mode: trajectories, nullclines, fixed points, basin of 0."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from sslcheck.reports.plots.series import Numbers, letter, row
from sslcheck.reports.plots.style import BLACK, BLUE, GREEN, VERMILION, house

__all__ = ["Phase", "draw_phase"]

_GREY = "#D9D9D9"


@dataclass(frozen=True, slots=True)
class Phase:
    """The plane at one weight decay.

    ``p`` and ``s`` are the grid; ``p_rate``, ``s_rate`` (rows: s) the flow on it and ``collapses``
    where a start ends at 0. ``paths`` are trajectories (times, modes) of p and s; ``parabola`` s
    on the grid's p; ``fixed`` are p, s and whether the point attracts.
    """

    eta: float
    p: Numbers
    s: Numbers
    p_rate: Numbers
    s_rate: Numbers
    collapses: Numbers
    paths: tuple[Numbers, Numbers]
    parabola: Numbers
    fixed: tuple[tuple[float, float, bool], ...]


def draw_phase(planes: Sequence[Phase]) -> Figure:
    """One plane for each weight decay, side by side, with one legend."""
    with house():
        figure, axes = row(len(planes), 3.6, sharey=True)
        for place, (one, plane) in enumerate(zip(axes, planes, strict=True)):
            _plane(one, plane)
            letter(one, place, rf"$\eta = {plane.eta:g}$")
            one.set_xlabel("$p_j$, eigenvalue of the predictor")
        axes[0].set_ylabel("$s_j$, eigenvalue of $F$")
        figure.legend(handles=_handles(), loc="outside lower center", ncols=4)
    return figure


def _plane(axes: Axes, plane: Phase) -> None:
    collapses = plane.collapses.astype(float)
    if collapses.any():
        axes.contourf(plane.p, plane.s, collapses, levels=[0.5, 1.5], colors=[_GREY])
    _nullcline(axes, plane, plane.p_rate, VERMILION, 1.2, "dashed")
    _nullcline(axes, plane, plane.s_rate, GREEN, 1.4, "dashdot")
    p, s = plane.paths
    for j in range(p.shape[1]):
        axes.plot(p[:, j], s[:, j], color=BLUE, linewidth=0.9)
        _arrow(axes, p[:, j], s[:, j])
    axes.plot(plane.p, plane.parabola, color=BLACK, linewidth=1.2, linestyle=(0, (1, 1.5)))
    for x, y, attracts in plane.fixed:
        inside = BLACK if attracts else "white"
        axes.plot(x, y, "o", color=BLACK, mfc=inside, markersize=6, clip_on=False, zorder=5)
    axes.set_xlim(float(plane.p[0]), float(plane.p[-1]))
    axes.set_ylim(float(plane.s[0]), float(plane.s[-1]))


def _nullcline(
    axes: Axes, plane: Phase, rate: Numbers, colour: str, width: float, line: str
) -> None:
    """Where a rate is 0: whole lines of the grid as lines, and the contour beside them.

    A contour needs a change of sign; along an axis on which the rate vanishes it would follow the
    rounding of the grid.
    """
    p, s = plane.p, plane.s
    look: dict[str, Any] = {
        "color": colour,
        "linewidth": width,
        "linestyle": line,
        "clip_on": False,
        "zorder": 2.6,  # above the axis, on which it may lie
    }
    rows, columns = ~rate.any(axis=1), ~rate.any(axis=0)
    for at in s[rows]:
        axes.plot(p[[0, -1]], [at, at], **look)
    for at in p[columns]:
        axes.plot([at, at], s[[0, -1]], **look)
    rest = rate[~rows][:, ~columns]
    if min(rest.shape) < 2 or not rest.min() < 0 < rest.max():
        return
    drawn = axes.contour(
        p[~columns],
        s[~rows],
        rest,
        levels=[0.0],
        colors=[colour],
        linewidths=width,
        linestyles=line,
    )
    drawn.set_zorder(2)


def _arrow(axes: Axes, p: Numbers, s: Numbers) -> None:
    """An arrow head a third of the way along a path."""
    way = np.concatenate([[0.0], np.cumsum(np.hypot(np.diff(p), np.diff(s)))])
    if way[-1] < 0.05:
        return
    at = int(np.searchsorted(way, 0.35 * way[-1]))
    at = min(max(at, 1), len(p) - 1)
    axes.annotate(
        "", (p[at], s[at]), (p[at - 1], s[at - 1]),
        arrowprops={"arrowstyle": "-|>", "color": BLUE, "linewidth": 0.9, "mutation_scale": 8},
    )  # fmt: skip


def _handles() -> list[Line2D | Patch]:
    dot: dict[str, Any] = {"color": BLACK, "linestyle": "none", "marker": "o", "markersize": 5}
    return [
        Line2D([], [], color=BLUE, linewidth=0.9, label="trajectory"),
        Line2D([], [], color=VERMILION, linestyle="dashed", label=r"$\dot{p}_j = 0$"),
        Line2D([], [], color=GREEN, linestyle="dashdot", label=r"$\dot{s}_j = 0$"),
        Line2D([], [], color=BLACK, linestyle=(0, (1, 1.5)), label="invariant parabola"),
        Line2D([], [], label="attracts", **dot),
        Line2D([], [], label="repels", markerfacecolor="white", **dot),
        Patch(color=_GREY, label="ends at 0"),
    ]
