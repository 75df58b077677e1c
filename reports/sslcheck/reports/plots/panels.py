"""Small multiples over a shared time axis."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import LogLocator, NullFormatter

from sslcheck.reports.plots.shown import ShownFigure
from sslcheck.reports.plots.style import STYLES, WIDTH, house, scientific, settle

__all__ = ["TIME", "Curve", "Panel", "draw_panels"]

Numbers = np.ndarray[Any, Any]

TIME = "time t of the gradient flow"

_COLUMNS = 2
_HEIGHT = 2.05  # inches of a row
_LINE = 10.0  # points of a line of a legend
_WRAP = 48  # characters of a note in one column
_EXPONENTS = 200  # of ten, at the ends of an axis; ticks beyond them must still be numbers
_FEW = 2  # so many entries of a legend stand in one row


@dataclass(frozen=True, slots=True)
class Curve:
    """One series over the times of a figure; ``role`` is a key of `STYLES`.

    A value that is not finite, or too large for an axis (1e200), is a gap. ``label`` is shown in
    the legend, as matplotlib reads text.
    """

    label: str
    values: Numbers
    role: str = "measured"


@dataclass(frozen=True, slots=True)
class Panel:
    """One pair of axes. ``limit`` is a number that the first curve must not exceed.

    On a logarithmic axis (``log``) a value of 0 is a triangle at the foot of the axis; a linear one
    includes 0.
    """

    title: str
    ylabel: str
    curves: tuple[Curve, ...]
    log: bool = False
    limit: float | None = None
    note: str = ""

    @property
    def has_data(self) -> bool:
        """Whether there is anything to be seen."""
        return any(np.isfinite(_drawable(c.values)).any() for c in self.curves)

    @property
    def positive(self) -> Numbers:
        """All positive numbers that a logarithmic axis shows."""
        limit = [] if self.limit is None else [self.limit]
        every = _drawable(np.concatenate([*(c.values for c in self.curves), limit]))
        result: Numbers = every[every > 0]
        return result


def _drawable(values: Numbers) -> Numbers:
    """Values in 64 bits, NaN where an axis cannot hold one: sums and margins would overflow."""
    wide = np.asarray(values, dtype=np.float64)
    shown: Numbers = np.where(np.abs(wide) <= 10.0**_EXPONENTS, wide, np.nan)
    return shown


def draw_panels(times: Numbers, panels: Sequence[Panel], title: str, time: str = TIME) -> Figure:
    """The panels that have data in two columns, lettered; of an odd number the first is wide."""
    shown = [p for p in panels if p.has_data]
    wide = len(shown) % _COLUMNS
    rows = max(ceil(len(shown) / _COLUMNS), 1)
    with house():
        figure = ShownFigure(figsize=(WIDTH, _HEIGHT * rows + 0.5), layout="constrained")
        figure.suptitle(title)
        grid = figure.add_gridspec(rows, _COLUMNS)
        first: Axes | None = None
        for k, panel in enumerate(shown):
            row, column = divmod(k + (wide if k else 0), _COLUMNS)
            cell = grid[0, :] if wide and k == 0 else grid[row, column]
            axes = figure.add_subplot(cell, sharex=first)
            first = first or axes
            _draw(axes, times, panel, "abcdefghijklmnopqrstuvwxyz"[k % 26])
            if row == rows - 1:
                axes.set_xlabel(time)
            elif not wide or k:  # what is below a wide one has ticks elsewhere
                axes.tick_params(labelbottom=False)
        settle(figure)
    return figure


def _draw(axes: Axes, times: Numbers, panel: Panel, letter: str) -> None:
    log = panel.log and panel.positive.size > 0
    for curve in panel.curves:
        if np.isfinite(_drawable(curve.values)).any():
            _plot(axes, times, curve, log)
    if panel.limit is not None and abs(panel.limit) <= 10.0**_EXPONENTS:
        label = f"limit {scientific(panel.limit)}"
        axes.axhline(panel.limit, label=label, **STYLES["limit"])
    if log:
        _log_axis(axes, panel.positive)
    else:
        _linear_axis(axes)
    axes.set_ylabel(panel.ylabel)
    lines = _legend(axes, panel)
    deep = 4 * (r"\frac" in panel.title)  # a quotient reaches below its line
    pad = (8.5 if lines else 4) + lines * _LINE + deep
    axes.set_title(f"({letter}) {panel.title}", pad=pad)


def _plot(axes: Axes, times: Numbers, curve: Curve, log: bool) -> None:
    values = _drawable(curve.values)
    zero = values == 0
    drawn = values if not log else np.where(values > 0, values, np.nan)
    (line,) = axes.plot(times, drawn, label=curve.label, **STYLES[curve.role])
    lonely = _lonely(np.isfinite(drawn))
    if lonely:
        line.set(marker="o", markersize=4, markevery=lonely)
    if log and zero.any():
        foot = axes.get_xaxis_transform()
        colour = STYLES[curve.role]["color"]
        axes.plot(
            times[zero], np.zeros(zero.sum()), "v", color=colour, markersize=4.5,
            transform=foot, clip_on=False, label="_zero",
        )  # fmt: skip
        axes.annotate(
            "0", (times[zero][0], 0), xycoords=foot, xytext=(-4, 1.5), textcoords="offset points",
            ha="right", color=colour,
        )  # fmt: skip


def _lonely(finite: Numbers) -> list[int]:
    """Where a value has a gap on both sides, so that a line would not show it."""
    padded = np.concatenate([[False], finite, [False]])
    return [int(k) for k in np.flatnonzero(finite & ~padded[:-2] & ~padded[2:])]


def _linear_axis(axes: Axes) -> None:
    """From or to 0, with a margin at the ends that are not 0: growth is not exaggerated."""
    low, high = (float(v) for v in axes.dataLim.intervaly)
    low, high = min(low, 0.0), max(high, 0.0)
    margin = 0.06 * (high - low) or 1.0
    axes.set_ylim(low - (margin if low < 0 else 0), high + (margin if high > 0 or low == 0 else 0))


def _log_axis(axes: Axes, shown: Numbers) -> None:
    """Logarithmic, over whole decades, two at least, with as many labels as have room."""
    low, high = np.log10(shown.min()) - 0.05, np.log10(shown.max()) + 0.05
    least = max(np.floor(low), -_EXPONENTS)
    most = min(max(np.ceil(high), least + 2), _EXPONENTS)
    axes.set_ylim(10.0**least, 10.0**most)
    axes.set_yscale("log")  # after the limits: its own would overflow for extreme numbers
    axes.yaxis.set_major_locator(LogLocator(numticks=6))
    axes.yaxis.set_minor_formatter(NullFormatter())


def _legend(axes: Axes, panel: Panel) -> int:
    """A legend over the axes, where no data are; how many lines it takes."""
    handles, labels = axes.get_legend_handles_labels()
    if len(handles) < 2 and not panel.note:
        return 0
    columns = min(len(handles), _FEW)
    wrapped = textwrap.wrap(panel.note, _WRAP)
    axes.legend(
        handles, labels, loc="lower left", bbox_to_anchor=(0.0, 1.01), borderaxespad=0,
        borderpad=0.0, labelspacing=0.2, handlelength=2.4, columnspacing=1.2, ncols=columns,
        title="\n".join(wrapped), title_fontsize=7.5, alignment="left",
    )  # fmt: skip
    return ceil(len(handles) / columns) + len(wrapped)
