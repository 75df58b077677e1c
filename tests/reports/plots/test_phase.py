"""The plane of a mode: trajectories, nullclines, fixed points."""

from __future__ import annotations

import numpy as np
from matplotlib.contour import ContourSet
from tests.reports.plots.drawn import is_lettered_and_white, is_the_same_to_the_pixel, phase

from sslcheck.reports.plots.phase import Phase, draw_phase
from sslcheck.reports.plots.style import GREEN


def test_it_is_the_same_to_the_pixel() -> None:
    assert is_the_same_to_the_pixel(phase)


def test_its_panels_are_lettered_and_white() -> None:
    assert is_lettered_and_white(phase())


def test_a_nullcline_is_the_whole_axis() -> None:
    """Where a rate is 0 along an axis, no contour follows it: it changes no sign there."""
    p, s = np.linspace(0, 1, 6), np.linspace(0, 1, 5)
    grid_p, grid_s = np.meshgrid(p, s)
    rates = {
        "crossed": grid_s * (grid_p - 0.5),  # the axis, and a line across
        "alone": grid_s * (-1 - grid_p),  # no other zero: nothing for a contour
        "none": 1 + grid_s,
    }
    drawn = {}
    for name, rate in rates.items():
        plane = Phase(0.1, p, s, 1 + grid_p, rate, grid_p < 0, (s[:, None], s[:, None]), p**2, ())
        axes = draw_phase([plane]).axes[0]
        drawn[name] = [
            np.asarray(line.get_xydata()).T.tolist()
            for line in axes.lines
            if line.get_color() == GREEN
        ]
        contours = [c for c in axes.collections if isinstance(c, ContourSet)]
        assert len(contours) == (name == "crossed")
    assert drawn == {"crossed": [[[0, 1], [0, 0]]], "alone": [[[0, 1], [0, 0]]], "none": []}


def test_repelling_points_are_open() -> None:
    marks = [line for line in phase().axes[0].lines if line.get_marker() == "o"]
    assert [mark.get_markerfacecolor() for mark in marks] == ["#000000", "white"]
