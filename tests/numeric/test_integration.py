"""What all integrations have in common: what they hold, and how far they say they are."""

from __future__ import annotations

import numpy as np
from tests.numeric.runs import SHORT

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
