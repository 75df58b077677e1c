"""A sweep as a line or a plane, with its derived threshold."""

from __future__ import annotations

import numpy as np

from sslcheck.reports.plots.sweep import Edge, SweepPicture, draw_sweep

X, Y = np.linspace(0.0, 0.3, 4), np.linspace(0.0, 1.0, 3)


def test_a_line_is_the_mean_of_the_seeds_that_there_are() -> None:
    found = np.array([[1.0, 3.0], [2.0, np.nan], [np.nan, np.nan], [5.0, 5.0]])
    picture = SweepPicture("loss", ("eta",), (X,), found, Edge(0, np.array(0.2), "derived"))
    (axes,) = draw_sweep(picture).axes
    *seeds, mean, edge = axes.get_lines()
    assert len(seeds) == 2
    np.testing.assert_array_equal(mean.get_ydata(), [2.0, 2.0, np.nan, 5.0])
    assert np.asarray(edge.get_xdata()).tolist() == [0.2, 0.2]
    assert (axes.get_xlabel(), axes.get_ylabel()) == ("eta", "loss")


def test_a_plane_has_its_axes_and_the_threshold_along_one() -> None:
    found = np.arange(12.0).reshape(4, 3, 1)
    for along, values in ((0, Y * 0.1), (1, X)):
        edge = Edge(along, values, "derived")
        figure = draw_sweep(SweepPicture("loss", ("eta", "sigma2"), (X, Y), found, edge))
        axes = figure.axes[0]
        mesh = axes.collections[0]
        np.testing.assert_array_equal(
            np.ravel(np.asarray(mesh.get_array())), found[..., 0].T.ravel()
        )
        (line,) = axes.get_lines()
        np.testing.assert_array_equal(line.get_data()[along], values)
        assert (axes.get_xlabel(), axes.get_ylabel()) == ("eta", "sigma2")
