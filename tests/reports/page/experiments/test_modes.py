"""Many modes in one run are those of a simulation; a run that fails says so."""

from __future__ import annotations

import numpy as np
import pytest
from tests.reports.page.experiments.plots import GIVEN

from sslcheck.numeric.options import Options
from sslcheck.numeric.simulation import Simulation
from sslcheck.reports.page.experiments import Experiments
from sslcheck.reports.page.experiments.modes import Modes, RunFailed


@pytest.fixture(scope="module")
def given() -> Experiments:
    return GIVEN


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
