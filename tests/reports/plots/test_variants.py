"""Variants of training side by side."""

from __future__ import annotations

from tests.reports.plots.drawn import is_lettered_and_white, is_the_same_to_the_pixel, training


def test_it_is_the_same_to_the_pixel() -> None:
    assert is_the_same_to_the_pixel(training)


def test_its_panels_are_lettered_and_white() -> None:
    assert is_lettered_and_white(training())


def test_nothing_is_written_over_the_curves() -> None:
    figure = training()
    assert not [text for axes in figure.axes for text in axes.texts]
    assert "chance" in [text.get_text() for text in figure.legends[0].get_texts()]
