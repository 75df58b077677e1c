"""The title of the figures of a run."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from tests.reports.plots.kinds import figures_of, run_of

from sslcheck.reports.plots import simulation_figures


def settled(figure: Figure) -> Any:
    """The renderer after the figure was laid out."""
    canvas: Any = FigureCanvasAgg(figure)
    canvas.draw()
    return canvas.get_renderer()


def test_names_of_files_in_a_title_are_no_formulas() -> None:
    run = run_of("random")
    named = replace(run, options=replace(run.options, data="some/folder/cost_$x$^{.npz"))
    figure = simulation_figures(named)["gauges"]
    assert r"cost_\$x\$^{.npz data" in figure.get_suptitle()
    settled(figure)
    long = replace(run, options=replace(run.options, data="x" * 90 + ".npz"))
    assert "x" * 23 + "… data" in simulation_figures(long)["gauges"].get_suptitle()


def test_a_run_that_ended_early_says_so() -> None:
    title = figures_of("one save")["gauges"].get_suptitle()
    assert "too many steps at t = " in title.replace("\n", " ")
