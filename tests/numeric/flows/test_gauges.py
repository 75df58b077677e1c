"""Gauges of a run: drift from the proved law, and rows that say what is proved."""

from __future__ import annotations

import numpy as np
import pytest

from sslcheck.numeric.flows.options import FlowOptions
from sslcheck.numeric.flows.run import FlowSimulation


def made(**given: object) -> FlowSimulation:
    options = {"article": "two-layer", "sizes": {"d": 4, "h": 3, "m": 2}, "t_end": 2.0, "saves": 3}
    return FlowSimulation(FlowOptions(**{**options, **given}))  # type: ignore[arg-type]


def test_the_drift_is_the_distance_from_the_start() -> None:
    found = made()
    gauges, rng = found.gauges, np.random.default_rng(0)
    A, B = rng.standard_normal((3, 4)), rng.standard_normal((2, 3))
    assert gauges.measure(0.0, (A, B), found.values)["drift of 2"] == 0.0
    moved = gauges.measure(1.0, (2 * A, B), found.values)
    wanted = np.linalg.norm(3 * A @ A.T)
    scale = np.linalg.norm(4 * A @ A.T) + np.linalg.norm(B.T @ B)
    assert abs(moved["drift of 2"] - wanted / scale) < 1e-14
    assert moved["size of A"] == np.linalg.norm(2 * A)


def test_fixed_steps_and_coarse_ones_are_held_against_nothing() -> None:
    for given in ({"method": "rk4"}, {"rtol": 0.5}):
        run = made(**given).run()
        assert all(f.holds is None for f in run.findings)
    assert [f.holds for f in made().run().findings] == [True, None, None, None]


def test_the_values_that_are_needed_are_those_of_the_article() -> None:
    assert {*made().gauges.needed} == {"S", "R"}


@pytest.mark.parametrize(
    ("name", "flow", "called"),
    [
        ("oja", "length", "|ν|"),
        ("exact-modes", "strengths", "largest |u_j|"),
        ("two-layer", "", "‖A‖"),
    ],
)
def test_a_state_is_called_what_is_measured_of_it(name: str, flow: str, called: str) -> None:
    options = FlowOptions(name, flow, dict.fromkeys("dhm", 3) if not flow else {}, t_end=0.1)
    assert called in [finding.name for finding in FlowSimulation(options).run().findings]
