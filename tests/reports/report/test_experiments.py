"""The runs behind the figures: many modes at once, expressions as numbers, what captions claim."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from sslcheck.derive import DEFAULT_ARTICLE
from sslcheck.derive.expr import At, Exp, Integral, Num, Power, Prod, Quotient, Sum, Sym, Transpose
from sslcheck.numeric.options import Options
from sslcheck.numeric.simulate import Simulation
from sslcheck.reports.report.experiments import PLOTS, Experiments, Plot
from sslcheck.reports.report.experiments.evaluate import matrix_value, series_value
from sslcheck.reports.report.experiments.modes import Modes, RunFailed


@pytest.fixture(scope="module")
def given() -> Experiments:
    return Experiments(DEFAULT_ARTICLE, d=16, seed=1)


@pytest.fixture(scope="module")
def plots(given: Experiments) -> dict[str, Plot]:
    return {stem: make(given, place(given)) for stem, place, make in PLOTS}


def test_modes_are_those_of_a_simulation(given: Experiments) -> None:
    run = Simulation(Options(d=5, init="aligned", t_end=3.0, saves=4, eta=0.1)).run()
    rates = {r"\alpha_p": 1.0, r"\beta": 1.0, r"\eta": 0.1}
    modes = Modes(given.scene, "ema", 5, rates, (1.0, 0.25))
    start = {name: run.state(name)[0] for name in modes.names}
    found = modes.integrate(start, run.times)
    for name, series in found.items():
        np.testing.assert_allclose(series, run.state(name), rtol=1e-4, atol=1e-6)


def test_each_mode_has_its_own_rates(given: Experiments) -> None:
    start = {"W_p": 0.7, "W": 0.6}
    rates, data = {r"\alpha_p": 1.0, r"\beta": 1.0}, (1.0, 0.5)
    etas = np.array([0.0, 0.1, 0.3])
    together = Modes(given.scene, "simsiam", 3, {**rates, r"\eta": etas}, data).rates(start)
    for j, eta in enumerate(etas):
        single = Modes(given.scene, "simsiam", 1, {**rates, r"\eta": float(eta)}, data)
        alone = single.rates(start)
        assert together["W_p"][j] == pytest.approx(alone["W_p"][0], rel=1e-14)


def test_a_run_that_fails_says_so(given: Experiments) -> None:
    rates = {r"\alpha_p": 1.0, r"\beta": 1.0, r"\eta": 0.0}
    modes = Modes(given.scene, "simsiam", 1, rates, (1.0, 0.0))
    with pytest.raises(RunFailed, match="ended early"):
        modes.integrate({"W_p": np.nan, "W": 1.0}, np.array([0.0, 1.0]))


def test_matrix_value() -> None:
    a, b = np.array([[1.0, 2.0]]), np.array([[3.0, 4.0]])
    node = Prod((Sym("a"), Transpose(Sum((Sym("a"), Sym("b"))))))
    np.testing.assert_array_equal(matrix_value(node, {"a": a, "b": b}), a @ (a + b).T)


def test_series_value() -> None:
    times = np.linspace(0.0, 1.0, 2001)
    two, t = Num(Fraction(2)), Sym("t")
    node = Quotient(
        Prod((two, Integral(Exp(t)))), Sum((At(Sym("x")), Power(Sym("x"), Fraction(1, 2))))
    )
    x = 4.0 + times
    expected = 2 * (np.exp(times) - 1) / (4.0 + np.sqrt(x))
    np.testing.assert_allclose(series_value(node, {"x": x}, times), expected, rtol=1e-6)


def test_captions_say_what_the_runs_show(plots: dict[str, Plot]) -> None:
    """A caption whose statement a run does not show is marked: see `found`."""
    for plot in plots.values():
        text = "".join(piece for piece in plot.caption if isinstance(piece, str))
        assert "(unexpected)" not in text
        assert len(plot.alt) > 60
        assert plot.sources


def test_each_plot_stands_where_it_is_listed(plots: dict[str, Plot]) -> None:
    assert {stem: plot.equation for stem, plot in plots.items()} == {
        "balance": "3",
        "decay": "4",
        "alignment": "5",
        "phase": "6",
        "collapse": "6",
        "cost": "6",
        "factor": "8",
        "estimate": "9",
        "training": "11",
    }
    assert all(plot.stem == stem for stem, plot in plots.items())


def test_axes_are_named(plots: dict[str, Plot]) -> None:
    for plot in plots.values():
        panels = [a for a in plot.figure.axes if a.get_title(loc="left")]
        assert panels
        assert all(a.get_xlabel() for a in panels)
        assert panels[0].get_ylabel()
