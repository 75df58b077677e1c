"""Refuted orders at drawn points, and recursions."""

from __future__ import annotations

import numpy as np

from sslcheck.reports.plots.points import draw_distances, draw_margins


def test_points_that_refute_are_told_apart() -> None:
    (axes,) = draw_margins(np.array([-0.5, -0.1, 0.0, 0.3]), "claim", "difference").axes
    refuting, others, _ = axes.get_lines()
    assert np.asarray(refuting.get_ydata()).tolist() == [-0.5, -0.1]
    assert np.asarray(others.get_xdata()).tolist() == [3, 4]


def test_each_distance_is_a_curve() -> None:
    curves = [("one", np.array([1.0, 0.1])), ("two", np.array([1.0, 0.0]))]
    (axes,) = draw_distances(curves, "claim", "$F$").axes
    assert [line.get_label() for line in axes.get_lines()] == ["one", "two"]
    assert axes.get_yscale() == "log"
    assert np.isnan(np.asarray(axes.get_lines()[1].get_ydata())[1])
