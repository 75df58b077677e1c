"""The line of a scalar: its rate, and points on the zeros that attract."""

from __future__ import annotations

import numpy as np

from sslcheck.reports.plots.line import Line, draw_line


def test_points_stand_on_the_axis_where_they_are_seen() -> None:
    values = np.linspace(0.0, 2.0, 5)
    figure = draw_line(Line("$x$", "Flow f", values, values * (1 - values), (1.0, 7.0)))
    (axes,) = figure.axes
    curve, _, points = axes.get_lines()
    np.testing.assert_array_equal(curve.get_ydata(), values * (1 - values))
    np.testing.assert_array_equal(points.get_xydata(), [[1.0, 0.0]])
    assert (axes.get_xlabel(), axes.get_ylabel()) == ("$x$", "rate of $x$ [1/time]")
