"""The commutator under its bound, and from an aligned start."""

from __future__ import annotations

from tests.reports.plots.drawn import alignment, is_lettered_and_white, is_the_same_to_the_pixel


def test_it_is_the_same_to_the_pixel() -> None:
    assert is_the_same_to_the_pixel(alignment)


def test_its_panels_are_lettered_and_white() -> None:
    assert is_lettered_and_white(alignment())
