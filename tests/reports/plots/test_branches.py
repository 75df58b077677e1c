"""Fixed points over a parameter."""

from __future__ import annotations

import numpy as np

from sslcheck.reports.plots.branches import Branches, draw_branches


def test_what_attracts_and_what_does_not_are_told_apart() -> None:
    up, low = np.array([[0.1, 0.0], [0.2, 0.0]]), np.array([[0.1, -0.5], [0.2, -0.4]])
    (axes,) = draw_branches(Branches(("$m$", "$x$"), "a flow", up, low, 0.3, 1.0)).axes
    labels = axes.get_legend_handles_labels()[1]
    assert labels == ["attracts", "does not attract", "two merge, as proved"]
    assert np.asarray(axes.get_lines()[-1].get_xdata()).tolist() == [0.3, 0.3]
    assert axes.get_ylim() == (-1.0, 1.0)


def test_what_is_not_there_has_no_entry() -> None:
    points = np.array([[0.1, 0.0], [0.2, 0.5]])
    (axes,) = draw_branches(Branches(("m", "x"), "f", points, np.array([]), 0.3, 1.0)).axes
    assert len(axes.get_lines()) == 2
    assert axes.get_ylim()[0] == -0.04
