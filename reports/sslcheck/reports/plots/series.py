"""Several series in one pair of axes: told apart by colour and by line, in print without colour."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sslcheck.reports.plots.shown import ShownFigure
from sslcheck.reports.plots.style import BLACK, BLUE, GREEN, VERMILION, WIDTH

__all__ = ["LAW", "Numbers", "decades", "letter", "row", "series_style", "with_zero"]

Numbers = np.ndarray[Any, Any]

# M. Okabe, K. Ito, "Color Universal Design", 2008
_COLOURS = (BLUE, VERMILION, GREEN, "#CC79A7", "#E69F00", BLACK)
_LINES: tuple[Any, ...] = (
    "-",
    (0, (6, 1.5)),
    (0, (3, 1.2, 1, 1.2)),
    (0, (9, 2, 1, 2, 1, 2)),
    "-.",
    "--",
)

LAW: dict[str, Any] = {"color": BLACK, "linestyle": (0, (1, 2.2)), "linewidth": 1.4}
"""What is derived, over what is measured."""


def series_style(place: int) -> dict[str, Any]:
    """The look of the series at ``place``, counted from 0."""
    return {
        "color": _COLOURS[place % len(_COLOURS)],
        "linestyle": _LINES[place % len(_LINES)],
        "linewidth": 1.8,
    }


def row(columns: int, height: float = 2.7, **options: Any) -> tuple[Figure, list[Axes]]:
    """A figure of the text width with axes side by side."""
    figure = ShownFigure(figsize=(WIDTH, height), layout="constrained")
    axes = figure.subplots(1, columns, squeeze=False, **options)
    return figure, list(axes[0])


def letter(axes: Axes, place: int, title: str) -> None:
    """The title of a panel, with its letter."""
    axes.set_title(f"({'abcdefgh'[place]}) {title}")


def with_zero(values: Numbers) -> Numbers:
    """Values for a logarithmic axis: what is not positive is a gap."""
    return np.where(values > 0, values, np.nan)


def decades(axes: Axes, least: float, most: float) -> None:
    """A logarithmic axis over whole decades around ``least`` and ``most``."""
    axes.set_yscale("log")
    axes.set_ylim(10.0 ** np.floor(np.log10(least)), 10.0 ** np.ceil(np.log10(most)))
