"""A notebook shows every figure as a picture."""

from __future__ import annotations

import struct
from collections.abc import Callable
from typing import Any

import pytest
from matplotlib.figure import Figure
from tests.reports.plots.drawn import EVERY


@pytest.mark.parametrize("draw", EVERY, ids=lambda draw: draw.__name__)
def test_a_notebook_shows_a_picture(draw: Callable[[], Figure]) -> None:
    """Jupyter asks an object for its picture; a plain figure has none."""
    shown: Any = draw()
    picture, size = shown._repr_png_()
    assert picture.startswith(b"\x89PNG")
    width, height = struct.unpack(">II", picture[16:24])
    assert (width, height) == pytest.approx((1.5 * size["width"], 1.5 * size["height"]), abs=2)
