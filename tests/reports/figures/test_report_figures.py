"""Figures of the report: plain data in, a figure out, the same to the pixel, nothing run."""

from __future__ import annotations

import struct
from collections.abc import Callable
from io import BytesIO
from typing import Any

import numpy as np
import pytest
from matplotlib.contour import ContourSet
from matplotlib.figure import Figure

from sslcheck.reports.figures.alignment import Alignment, Departure, draw_alignment
from sslcheck.reports.figures.balance import Balance, draw_balance
from sslcheck.reports.figures.collapse import Collapse, draw_collapse
from sslcheck.reports.figures.cost import Cost, draw_cost
from sslcheck.reports.figures.decay import Decay, draw_decay
from sslcheck.reports.figures.estimate import Candidate, draw_estimate
from sslcheck.reports.figures.factor import Factor, draw_factor
from sslcheck.reports.figures.phase import Phase, draw_phase
from sslcheck.reports.figures.series import series_style
from sslcheck.reports.figures.stored import draw_stored
from sslcheck.reports.figures.style import GREEN, house
from sslcheck.reports.figures.variants import Trained, draw_training

T = np.linspace(0.0, 2.0, 9)
FALL = np.exp(-T)


def balance() -> Figure:
    return draw_balance([Balance(0.5, T, FALL, FALL, 1e-9 * T, 1e-6)], "3")


def decay() -> Figure:
    return draw_decay([Decay("a", T, FALL, 2 * FALL, T), Decay("b", T, 1 + T, None, None)])


def alignment() -> Figure:
    return draw_alignment([Alignment("a", T, FALL, 2 * FALL)], [Departure("b", T, 1e-3 * FALL)])


def phase() -> Figure:
    p, s = np.linspace(0, 1, 6), np.linspace(0, 1, 5)
    grid_p, grid_s = np.meshgrid(p, s)
    dead = grid_p < 0.3
    paths = (np.stack([FALL, FALL / 2], axis=1), np.stack([FALL, FALL], axis=1))
    fixed = ((0.0, 0.0, True), (0.3, 0.1, False))
    return draw_phase([Phase(0.1, p, s, grid_p - 0.5, grid_s - 0.5, dead, paths, p**2, fixed)])


def factor() -> Figure:
    return draw_factor([Factor("a", T, FALL, T, FALL)], "8")


def collapse() -> Figure:
    eta, sigma2 = np.linspace(0.1, 0.3, 4), np.linspace(0, 1, 3)
    edge = np.array([0.25, 0.2, 0.15])
    ends = np.ones(4)
    return draw_collapse(
        Collapse(eta, sigma2, np.ones((3, 4)), edge, 0.25, eta, ends, ends, eta, ends, ends)
    )


def estimate() -> Figure:
    return draw_estimate(T[1:], [Candidate("a", FALL, T[1:]), Candidate("b", FALL, T[1:])], "9")


def cost() -> Figure:
    return draw_cost([Cost("a", np.array([1, 2]), np.array([8, 64]), np.array([4, 16]), 3)])


def training() -> Figure:
    return draw_training([Trained("a", T, FALL, 4 - T, 0.5 + 0 * T, 4)], 0.125)


def stored() -> Figure:
    return draw_stored(T, {"drift of 3": 1e-9 * FALL, "loss": FALL}, {"drift of 3": 1e-6}, "a $b$")


EVERY = (balance, decay, alignment, phase, factor, collapse, estimate, cost, training, stored)


def pixels(figure: Figure) -> bytes:
    stream = BytesIO()
    with house():
        figure.savefig(stream, format="png", dpi=60, metadata={"Software": None})
    return stream.getvalue()


@pytest.mark.parametrize("draw", EVERY, ids=lambda draw: draw.__name__)
def test_the_same_to_the_pixel(draw: Callable[[], Figure]) -> None:
    assert pixels(draw()) == pixels(draw())


@pytest.mark.parametrize("draw", EVERY, ids=lambda draw: draw.__name__)
def test_panels_are_lettered_and_white(draw: Callable[[], Figure]) -> None:
    figure = draw()
    titles = [a.get_title(loc="left") for a in figure.axes if a.get_title(loc="left")]
    assert [title[:3] for title in titles] == [f"({c})" for c in "abcdef"[: len(titles)]]
    assert figure.get_facecolor() == (1.0, 1.0, 1.0, 1.0)


def test_series_differ_without_colour() -> None:
    lines = [str(series_style(k)["linestyle"]) for k in range(6)]
    assert len(set(lines)) == 6


def lines(figure: Figure, panel: int) -> list[np.ndarray[tuple[int, ...], np.dtype[np.float64]]]:
    return [np.asarray(line.get_ydata()) for line in figure.axes[panel].lines]


def test_balance_draws_what_it_is_given() -> None:
    drawn = lines(balance(), 0)
    np.testing.assert_array_equal(drawn[0], FALL)
    np.testing.assert_array_equal(drawn[1], FALL)


@pytest.mark.parametrize("draw", EVERY, ids=lambda draw: draw.__name__)
def test_a_notebook_shows_a_picture(draw: Callable[[], Figure]) -> None:
    """Jupyter asks an object for its picture; a plain figure has none."""
    shown: Any = draw()
    picture, size = shown._repr_png_()
    assert picture.startswith(b"\x89PNG")
    width, height = struct.unpack(">II", picture[16:24])
    assert (width, height) == pytest.approx((1.5 * size["width"], 1.5 * size["height"]), abs=2)


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


def test_nothing_is_written_over_the_curves() -> None:
    figure = training()
    assert not [text for axes in figure.axes for text in axes.texts]
    assert "chance" in [text.get_text() for text in figure.legends[0].get_texts()]


def test_threshold_is_drawn_as_given() -> None:
    (line,) = collapse().axes[0].lines
    np.testing.assert_array_equal(line.get_xdata(), [0.25, 0.2, 0.15])
    np.testing.assert_array_equal(line.get_ydata(), [0.0, 0.5, 1.0])


def test_repelling_points_are_open() -> None:
    marks = [line for line in phase().axes[0].lines if line.get_marker() == "o"]
    assert [mark.get_markerfacecolor() for mark in marks] == ["#000000", "white"]


def test_zero_is_a_gap_on_a_logarithmic_axis() -> None:
    first = lines(balance(), 1)[0]
    assert np.isnan(first[0])
    assert np.isfinite(first[1:]).all()
