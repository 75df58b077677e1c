"""Small multiples: axes, gaps, zeros, and nothing on top of anything else."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from tests.reports.plots.kinds import KINDS, figures_of, run_of

from sslcheck.reports.plots import Curve, Panel, draw_panels

TIMES = np.linspace(0.0, 3.0, 4)


def drawn(values: Any, **options: Any) -> Any:
    """The axes of a figure of one panel."""
    panel = Panel("a title", "a label", (Curve("x", np.array(values)),), **options)
    return draw_panels(TIMES, [panel], "").axes[0]


def settled(figure: Figure) -> Any:
    """The renderer after the figure was laid out."""
    canvas: Any = FigureCanvasAgg(figure)
    canvas.draw()
    return canvas.get_renderer()


@pytest.mark.parametrize("kind", KINDS)
def test_axes_are_labelled_and_nothing_overlaps(kind: str) -> None:
    figure: Any = figures_of(kind)["gauges"]
    renderer = settled(figure)
    bounds = figure.bbox
    assert figure.axes
    title = figure._suptitle.get_window_extent(renderer)
    assert bounds.x0 <= title.x0
    assert title.x1 <= bounds.x1
    boxes = [a.get_tightbbox(renderer) for a in figure.axes]
    for k, axes in enumerate(figure.axes):
        assert axes.get_ylabel()
        assert axes.get_title(loc="left").startswith(f"({'abcdefgh'[k]}) ")
        data = axes.get_window_extent(renderer)
        head = axes._left_title.get_window_extent(renderer)
        assert head.x1 <= bounds.x1
        assert boxes[k].y1 <= title.y0 + 1
        legend = axes.get_legend()
        if legend is not None:
            box = legend.get_window_extent(renderer)
            assert box.y0 >= data.y1 - 1, "the legend covers data"
            assert head.y0 >= box.y1 - 1, "the title covers the legend"
            assert box.x1 <= bounds.x1
        for other in boxes[:k]:
            width = min(other.x1, boxes[k].x1) - max(other.x0, boxes[k].x0)
            height = min(other.y1, boxes[k].y1) - max(other.y0, boxes[k].y0)
            assert width <= 2 or height <= 2, "panels overlap"
    rows = {round(a.get_position().y0, 6) for a in figure.axes}
    lowest = [a for a in figure.axes if round(a.get_position().y0, 6) == min(rows)]
    assert all(a.get_xlabel() == "time t of the gradient flow" for a in lowest)
    assert len({a.get_xlim() for a in figure.axes}) == 1


def test_lines_are_the_series_and_the_limit_is_dashed() -> None:
    run = run_of("random")
    axes: Any = figures_of("random")["gauges"].axes[0]
    lines = {line.get_label(): line for line in axes.lines}
    drift = run.series["drift of 3.balanced"]
    (label,) = [name for name in lines if name.startswith("drift of")]
    np.testing.assert_array_equal(lines[label].get_ydata()[1:], drift[1:])
    (limit,) = [line for name, line in lines.items() if name.startswith("limit")]
    assert set(limit.get_ydata()) == {run.findings[0].limit}
    assert limit.get_linestyle() == "--"
    low, high = axes.get_ylim()
    assert low < drift[1:].min() < limit.get_ydata()[0] < high
    assert axes.get_yscale() == "log"


def test_zeros_of_a_logarithmic_axis_stand_at_its_foot() -> None:
    axes = drawn([0.0, 1.0, 2.0, 0.0], log=True)
    line, marks = axes.lines
    np.testing.assert_array_equal(line.get_ydata(), [np.nan, 1.0, 2.0, np.nan])
    np.testing.assert_array_equal(marks.get_xdata(), [0.0, 3.0])
    assert marks.get_marker() == "v"
    assert set(marks.get_ydata()) == {0.0}
    assert marks.get_transform() == axes.get_xaxis_transform()
    assert axes.get_ylim()[0] > 0


@pytest.mark.parametrize("limit", [None, 0.1])
def test_nothing_but_zeros(limit: float | None) -> None:
    axes = drawn([0.0] * 4, log=True, limit=limit)
    assert axes.get_yscale() == ("linear" if limit is None else "log")
    settled(axes.figure)


def test_gaps_are_gaps_and_lonely_values_are_marked() -> None:
    axes = drawn([1.0, np.nan, np.inf, 3.0])
    (line,) = axes.lines
    np.testing.assert_array_equal(line.get_ydata(), [1.0, np.nan, np.nan, 3.0])
    assert line.get_marker() == "o"
    assert line.get_markevery() == [0, 3]
    assert drawn([1.0, 2.0, np.nan, np.nan]).lines[0].get_marker() == "None"


@pytest.mark.parametrize(
    ("values", "low", "high"), [([7, 8, 7, 8], True, False), ([-7, -8, -7, -8], False, True)]
)
def test_linear_axes_end_at_zero(values: list[float], low: bool, high: bool) -> None:
    bottom, top = drawn(values).get_ylim()
    assert (bottom == 0, top == 0) == (low, high)
    assert bottom <= min(values) <= max(values) <= top


def test_extreme_numbers_are_drawn() -> None:
    for values, log in (([1e-310, 1.0, 1e308, 1e-5], True), ([1e200, -1e200, 1e100, 0.0], False)):
        axes = drawn(values, log=log)
        settled(axes.figure)
        assert np.isfinite(axes.get_ylim()).all()
        shown = [value if abs(value) <= 1e200 else np.nan for value in values]  # where axes end
        assert np.array_equal(axes.lines[0].get_ydata(), shown, equal_nan=True)


@pytest.mark.parametrize("values", [[1e308, -1e308, 1e308, 1.0], [np.finfo(float).max, 1e150] * 2])
@pytest.mark.parametrize("log", [True, False])
def test_what_no_axis_holds_is_a_gap(values: list[float], log: bool) -> None:
    """Margins and sums of such numbers would overflow, and with them the drawing fail."""
    panel = Panel("", "y", (Curve("a", np.array(values)),), log=log, limit=1e308)
    figure = draw_panels(TIMES, [panel], "")
    settled(figure)
    assert np.isfinite([axes.get_ylim() for axes in figure.axes]).all()


def test_panels_and_curves_without_data_are_left_out() -> None:
    empty, full = np.full(4, np.nan), np.ones(4)
    panels = [
        Panel("none", "y", (Curve("x", empty),)),
        Panel("some", "y", (Curve("x", empty), Curve("y", full))),
    ]
    (axes,) = draw_panels(TIMES, panels, "").axes
    assert axes.get_title(loc="left") == "(a) some"
    assert [line.get_label() for line in axes.lines] == ["y"]
    assert not draw_panels(TIMES, [], "").axes


@pytest.mark.parametrize(("count", "labelled"), [(2, [True, True]), (3, [True, True, True])])
def test_a_wide_panel_has_numbers_below_it(count: int, labelled: list[bool]) -> None:
    panel = Panel("a title", "a label", (Curve("x", np.array([1.0, 2.0, 3.0, 4.0])),))
    figure = draw_panels(TIMES, [panel] * count, "")
    settled(figure)
    shown = [any(one.get_visible() for one in axes.get_xticklabels()) for axes in figure.axes]
    assert shown == labelled


def test_a_quotient_in_a_title_does_not_reach_the_axes() -> None:
    panel = Panel(r"$\frac{d}{dt} x \geq 0$", "value", (Curve("x", np.ones(4)),))
    figure: Any = draw_panels(TIMES, [panel], "")
    renderer = settled(figure)
    (axes,) = figure.axes
    head = axes._left_title.get_window_extent(renderer)
    assert head.y0 > axes.get_window_extent(renderer).y1 + 2
