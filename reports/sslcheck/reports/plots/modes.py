"""The modes of an aligned run: over time, and in the plane where an invariant parabola lies."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.colors import Colormap, LinearSegmentedColormap, Normalize
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from sslcheck.reports.plots.panels import TIME
from sslcheck.reports.plots.shown import ShownFigure
from sslcheck.reports.plots.style import BLACK, WIDTH, house, settle

__all__ = ["choose_modes", "draw_modes"]

Numbers = np.ndarray[Any, Any]

_MOST = 24


def choose_modes(start: Numbers, most: int = _MOST) -> Numbers:
    """Indices of at most ``most`` modes whose values at the start are evenly spread, ascending.

    >>> choose_modes(np.array([0.9, 0.1, 0.5, 0.11]), 3)
    array([1, 2, 0])
    """
    order = np.argsort(start, kind="stable")
    if len(order) > most:
        wanted = np.linspace(start[order[0]], start[order[-1]], most)
        nearest = np.abs(start[order][:, None] - wanted).argmin(axis=0)
        order = order[np.unique(nearest)]
    result: Numbers = order
    return result


def draw_modes(
    times: Numbers, p: Numbers, w: Numbers, x: Numbers, alpha_p: float | None, title: str
) -> Figure:
    """Modes of eq. (6): p and w of shape (times, modes), x the eigenvalues of X.

    Left p_j(t) and s_j(t) = x_j w_j(t)^2; right the plane of p_j and s_j / x_j = w_j^2, the
    quantity that eq. (3) binds: where the bracket of (3) follows its law, all modes tend to the
    parabola w^2 = p^2 / alpha_p, which is s = p^2 / alpha_p for X = I. ``alpha_p`` None leaves the
    parabola out, for flows that do not obey (3).
    """
    with np.errstate(over="ignore", invalid="ignore"):
        p, square = _finite(p), _finite(w**2)
        s = _finite(x * square)
    chosen = choose_modes(p[0])
    with house():
        colours, norm = _colours(), _norm(p[0][chosen])
        figure = ShownFigure(figsize=(WIDTH, 4.2), layout="constrained")
        figure.suptitle(title)
        grid = figure.add_gridspec(2, 2, width_ratios=(1, 1.25))
        upper = figure.add_subplot(grid[0, 0])
        lower = figure.add_subplot(grid[1, 0], sharex=upper)
        plane = figure.add_subplot(grid[:, 1])
        for j in chosen:
            colour = colours(norm(p[0, j]))
            upper.plot(times, p[:, j], color=colour, linewidth=1.2)
            lower.plot(times, s[:, j], color=colour, linewidth=1.2)
            _trajectory(plane, p[:, j], square[:, j], colour)
        shown = f"{len(chosen)} of {len(p[0])} modes" if len(chosen) < len(p[0]) else "all modes"
        upper.set_title(f"(a) Predictor, {shown}")
        upper.set_ylabel("$p_j$")
        upper.tick_params(labelbottom=False)
        lower.set_title("(b) Representation")
        lower.set_ylabel("$s_j = x_j w_j^2$")
        lower.set_xlabel(TIME)
        isotropic = bool(np.all(x == 1))
        plane.set_title("(c) Trajectories")
        plane.set_xlabel("$p_j$")
        plane.set_ylabel("$s_j$" if isotropic else "$s_j / x_j = w_j^2$")
        handles = _ends(float(times[-1]))
        if alpha_p is not None:
            name = "s" if isotropic else "s/x"
            handles.append(_parabola(plane, alpha_p, name))
        figure.legend(handles=handles, loc="outside lower right", ncols=len(handles))
        colour_bar = figure.colorbar(ScalarMappable(norm, colours), ax=plane, pad=0.02)
        colour_bar.set_label("$p_j(0)$")
        settle(figure)
    return figure


def _finite(values: Numbers) -> Numbers:
    return np.where(np.isfinite(values), values, np.nan)


def _colours() -> Colormap:
    """Viridis without its bright end, which white paper swallows; its lightness alone tells."""
    from matplotlib import colormaps

    parts = colormaps["viridis"](np.linspace(0.0, 0.85, 64))
    return LinearSegmentedColormap.from_list("viridis-dark", parts)


def _norm(start: Numbers) -> Normalize:
    low, high = float(start.min()), float(start.max())
    return Normalize(low, high if high > low else low + 1.0)


def _trajectory(plane: Axes, p: Numbers, square: Numbers, colour: Any) -> None:
    plane.plot(p, square, color=colour, linewidth=1.0)
    plane.plot(p[0], square[0], "o", color=colour, markerfacecolor="white", markersize=4)
    plane.plot(p[-1], square[-1], "s", color=colour, markersize=3.5)


def _ends(t: float) -> list[Line2D]:
    grey: dict[str, Any] = {"color": "#595959", "linestyle": "none"}
    return [
        Line2D([], [], marker="o", markerfacecolor="white", markersize=4, label="t = 0", **grey),
        Line2D([], [], marker="s", markersize=3.5, label=f"t = {t:g}", **grey),
    ]


def _parabola(plane: Axes, alpha_p: float, name: str) -> Line2D:
    """The invariant parabola, over the range that the modes have, without widening it."""
    (left, right), (bottom, top) = plane.get_xlim(), plane.get_ylim()
    p = np.linspace(left, right, 201)
    line: Line2D
    (line,) = plane.plot(
        p, p**2 / alpha_p, color=BLACK, linestyle="--", linewidth=1.1, zorder=3,
        label=rf"invariant parabola ${name} = p^2 / \alpha_p$",
    )  # fmt: skip
    plane.set_xlim(left, right)
    plane.set_ylim(bottom, top)
    return line
