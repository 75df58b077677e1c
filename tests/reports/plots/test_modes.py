"""The modes over time and in the plane of the invariant parabola."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from tests.reports.plots.kinds import KINDS, figures_of, run_of
from tests.reports.plots.test_panels import settled

from sslcheck.reports.plots import choose_modes, draw_modes, simulation_figures

MODAL = [kind for kind, options in KINDS.items() if options.get("init") == "aligned"]


def lines_of(axes: Any) -> list[Any]:
    return [line for line in axes.lines if len(line.get_xdata()) > 1]


@pytest.mark.parametrize("kind", KINDS)
def test_only_modal_runs_have_the_figure(kind: str) -> None:
    assert ("modes" in figures_of(kind)) == (kind in MODAL)


def test_states_that_were_not_kept_are_not_drawn() -> None:
    assert list(simulation_figures(replace(run_of("aligned"), states={}))) == ["gauges"]


@pytest.mark.parametrize("kind", MODAL)
def test_trajectories_are_the_states(kind: str) -> None:
    run = run_of(kind)
    p, w = run.states["p_j"], run.states["w_j"]
    n = run.options.n
    # X of the power law is 1/j over all d inputs, of mean 1
    harmonic = 1 / np.arange(1, run.options.d + 1)
    x = (harmonic / harmonic.mean())[:n] if run.options.data == "power-law" else np.ones(n)
    figure: Any = figures_of(kind)["modes"]
    upper, lower, plane = figure.axes[:3]
    chosen = choose_modes(p[0])
    for k, j in enumerate(chosen):
        np.testing.assert_array_equal(lines_of(upper)[k].get_ydata(), p[:, j])
        np.testing.assert_allclose(lines_of(lower)[k].get_ydata(), x[j] * w[:, j] ** 2, rtol=1e-14)
        np.testing.assert_array_equal(lines_of(plane)[k].get_xdata(), p[:, j])
        np.testing.assert_array_equal(lines_of(plane)[k].get_ydata(), w[:, j] ** 2)
    ends = [line for line in plane.lines if len(line.get_xdata()) == 1]
    assert [line.get_marker() for line in ends] == ["o", "s"] * len(chosen)
    assert [float(line.get_xdata()[0]) for line in ends[::2]] == list(p[0][chosen])
    assert [float(line.get_xdata()[0]) for line in ends[1::2]] == list(p[-1][chosen])


@pytest.mark.parametrize("kind", MODAL)
def test_the_parabola_is_drawn_where_the_flow_has_it(kind: str) -> None:
    run = run_of(kind)
    run = replace(run, options=replace(run.options, alpha_p=2.0))
    plane: Any = simulation_figures(run)["modes"].axes[2]
    found = [line for line in plane.lines if line.get_linestyle() == "--"]
    assert bool(found) == (run.options.target == "ema")
    for line in found:
        np.testing.assert_allclose(line.get_ydata(), np.asarray(line.get_xdata()) ** 2 / 2.0)


def test_modes_end_on_the_parabola_for_any_data() -> None:
    """The plane's ordinate is w^2: with s = x w^2 power-law modes would miss the parabola."""
    run = run_of("aligned, power law")
    p, w = run.states["p_j"], run.states["w_j"]
    apart = w**2 - p**2 / run.options.alpha_p
    decay = np.exp(-2 * run.options.eta * run.times[-1])
    np.testing.assert_allclose(apart[-1], decay * apart[0], atol=1e-5)


def test_modes_are_spread_over_their_range() -> None:
    start = np.concatenate([np.linspace(0.0, 0.1, 900), np.linspace(0.1, 1.0, 100)])
    chosen = start[choose_modes(start)]
    assert len(chosen) == 24
    assert (chosen[0], chosen[-1]) == (0.0, 1.0)
    assert np.diff(chosen).max() < 0.06
    assert len(choose_modes(np.ones(100))) == 1
    assert list(choose_modes(np.array([3.0, 1.0, 2.0]))) == [1, 2, 0]


@pytest.mark.parametrize("kind", MODAL)
def test_axes_are_labelled_and_the_legend_is_outside(kind: str) -> None:
    figure: Any = figures_of(kind)["modes"]
    renderer = settled(figure)
    upper, lower, plane, bar = figure.axes
    assert (upper.get_ylabel(), lower.get_xlabel()) == ("$p_j$", "time t of the gradient flow")
    assert lower.get_ylabel() == "$s_j = x_j w_j^2$"
    isotropic = run_of(kind).options.data == "isotropic"
    assert plane.get_ylabel() == ("$s_j$" if isotropic else "$s_j / x_j = w_j^2$")
    assert bar.get_ylabel() == "$p_j(0)$"
    (legend,) = figure.legends
    box = legend.get_window_extent(renderer)
    assert all(box.y1 <= a.get_tightbbox(renderer).y0 + 1 for a in (plane, bar))


def test_states_that_blow_up_are_drawn_as_far_as_they_are_finite() -> None:
    times = np.linspace(0.0, 1.0, 3)
    p = np.array([[0.5], [1e160], [np.inf]])
    figure = draw_modes(times, p, p, np.ones(1), 1.0, "")
    np.testing.assert_array_equal(figure.axes[0].lines[0].get_ydata(), [0.5, 1e160, np.nan])
    np.testing.assert_array_equal(figure.axes[1].lines[0].get_ydata(), [0.25, np.nan, np.nan])
    settled(figure)
