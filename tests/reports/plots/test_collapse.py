"""The threshold of the collapse in two parameters."""

from __future__ import annotations

import numpy as np
from tests.reports.plots.drawn import collapse, is_lettered_and_white, is_the_same_to_the_pixel


def test_it_is_the_same_to_the_pixel() -> None:
    assert is_the_same_to_the_pixel(collapse)


def test_its_panels_are_lettered_and_white() -> None:
    assert is_lettered_and_white(collapse())


def test_threshold_is_drawn_as_given() -> None:
    (line,) = collapse().axes[0].lines
    np.testing.assert_array_equal(line.get_xdata(), [0.25, 0.2, 0.15])
    np.testing.assert_array_equal(line.get_ydata(), [0.0, 0.5, 1.0])
