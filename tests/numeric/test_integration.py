"""What all integrations have in common: what they hold, and how far they say they are."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from tests.numeric.runs import SHORT

from sslcheck.numeric.device.arrays import NotEnoughMemory, open_arrays
from sslcheck.numeric.flows.options import FlowOptions
from sslcheck.numeric.flows.run import FlowSimulation
from sslcheck.numeric.job import Progress
from sslcheck.numeric.options import Options
from sslcheck.numeric.simulation import Simulation


def test_what_is_held_goes_on_alike() -> None:
    one, other = Simulation(Options(**SHORT)), Simulation(Options(**SHORT))
    one.begin()
    one.record()
    for _ in range(4):
        one.advance()
        one.record()
    other.begin()
    other.restore(one.hold())
    for _ in range(3):
        one.advance()
        other.advance()
    assert other.now == one.now
    first, second = one.hold(), other.hold()
    np.testing.assert_array_equal(first.state, second.state)
    np.testing.assert_array_equal(first.derivative, second.derivative)


def test_progress_counts_products() -> None:
    seen: list[Progress] = []
    simulation = Simulation(Options(**SHORT))
    run = simulation.run(progress=seen.append)
    assert seen[-1].t == seen[-1].t_end == 3.0
    assert seen[-1].steps == run.accepted
    assert seen[-1].products == run.products == run.evaluations * simulation.plan.products
    assert [p.t for p in seen] == sorted(p.t for p in seen)


LARGE: dict[str, Any] = {"d": 260, "saves": 2, "t_end": 0.1, "model": "full"}


@pytest.mark.parametrize("kind", ["simulation", "flow"])
def test_without_room_for_the_history_of_adams_another_method_is_taken(kind: str) -> None:
    """It says so, and so do the options of its folder: who goes on takes the same method."""
    options: Any = Options(**LARGE)
    make: Any = Simulation
    if kind == "flow":
        large: dict[str, Any] = {
            "sizes": {"n": 260, "d": 260},
            "saves": 2,
            "t_end": 0.1,
            "model": "full",
        }
        options, make = FlowOptions("directpred", "byol", **large), FlowSimulation
    arrays = open_arrays("numpy", "float64")
    roomy = make(options, arrays)
    assert (roomy.options.method, roomy.method, roomy.beside) == ("adams", "adams", "")
    tight = replace(arrays, free_memory=lambda: roomy.memory - 1)
    found = make(options, tight)
    assert found.options.method == "tsit5"
    assert found.method.startswith("tsit5 (adams needs 0.0")
    assert found.memory < roomy.memory
    assert found.integrator.kept == 1
    with pytest.raises(NotEnoughMemory, match="`--method tsit5` fits"):
        make(replace(options, method="adams"), tight)
    with pytest.raises(NotEnoughMemory):
        make(options, replace(arrays, free_memory=lambda: 1000))
    settled = found.settled(options)
    assert settled == replace(options, method="tsit5")
    assert make(settled, arrays).fingerprint == found.fingerprint
    assert found.run().method == found.method
