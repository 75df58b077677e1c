"""Operations and traffic of the models."""

from __future__ import annotations

from tests.reports.plots.drawn import cost, is_lettered_and_white, is_the_same_to_the_pixel


def test_it_is_the_same_to_the_pixel() -> None:
    assert is_the_same_to_the_pixel(cost)


def test_its_panels_are_lettered_and_white() -> None:
    assert is_lettered_and_white(cost())
