"""A run that is put down and taken up again goes on to the same numbers, bit by bit."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sslcheck.numeric.device.arrays import open_arrays
from sslcheck.numeric.integrate import METHODS, Integrator, Steps, integrator_by


def van_der_pol(y: Any, out: Any) -> None:
    """Fast and slow stretches in turn: the step size moves and steps are rejected."""
    out[0], out[1] = y[1], 5 * (1 - y[0] ** 2) * y[1] - y[0]


def make(method: str, dtype: str) -> Integrator:
    steps = Steps(1e-5, 1e-6, fixed=0.01)
    arrays = open_arrays("numpy", dtype)
    return integrator_by(METHODS[method], arrays, 2, van_der_pol, 10.0, steps)


def go(integrator: Integrator, most: int = 10**6) -> list[tuple[float, float, bytes]]:
    """The steps taken: time, next step size, and the bits of the state in the middle of each."""
    trace: list[tuple[float, float, bytes]] = []
    while integrator.t < integrator.t_end and len(trace) < most:
        before = integrator.t
        assert integrator.advance() is None
        ((_, state),) = integrator.states([(before + integrator.t) / 2])
        trace.append((integrator.t, integrator.h, state.tobytes()))
    return trace


@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize("method", METHODS)
def test_restored_run_is_the_same_bit_by_bit(method: str, dtype: str) -> None:
    whole = make(method, dtype)
    assert whole.begin(np.array([2.0, 0.0])) is None
    expected = go(whole)
    assert len(expected) > 60
    for at in (1, 2, 7, 30, len(expected) - 1):
        first = make(method, dtype)
        first.begin(np.array([2.0, 0.0]))
        go(first, at)
        memory = first.memory()
        state, derivative = (np.array(row) for row in first.rows())
        second = make(method, dtype)
        second.restore(memory, state, derivative)
        assert go(second) == expected[at:]
        assert second.memory() == whole.memory()


def test_steps_are_rejected_on_the_way() -> None:
    whole = make("tsit5", "float64")
    whole.begin(np.array([2.0, 0.0]))
    go(whole)
    assert whole.taken > whole.accepted


def test_history_of_the_controller_counts() -> None:
    """Without it the continuation differs: the test above can fail."""
    first, second = make("tsit5", "float64"), make("tsit5", "float64")
    first.begin(np.array([2.0, 0.0]))
    go(first, 7)
    memory = {**first.memory(), "last_error": 1.0}
    second.restore(memory, *(np.array(row) for row in first.rows()))
    assert go(second) != go(first)
