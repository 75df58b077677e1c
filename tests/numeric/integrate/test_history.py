"""The ring of derivatives."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sslcheck.numeric.arrays import open_arrays
from sslcheck.numeric.integrate.adams import ADAMS
from sslcheck.numeric.integrate.history import History


def rate(y: Any, out: Any) -> None:
    out[...] = -y


def full() -> History:
    made = History(open_arrays("numpy"), ADAMS, 2, rate, ())
    made.state[...] = 1.0
    made.times[0], made.head, made.count = 0.0, 0, 1
    made.derivatives[0] = -1.0
    return made


def step(history: History, t: float, order: int) -> None:
    history.predict(t, 0.1, order)
    history.correct(t, 0.1, order, (1e-3, 1e-3))
    history.evaluate()
    history.accept()


def test_it_goes_around() -> None:
    history = full()
    for i in range(25):
        step(history, 0.1 * i, min(1 + i, ADAMS.most))
        assert history.state == pytest.approx(np.exp(-0.1 * (i + 1)) * np.ones(2), rel=0.01)
        assert history.descends()
    assert history.count == ADAMS.kept


@pytest.mark.parametrize("before", [3, 9, 10, 14])
def test_a_step_that_is_dropped_leaves_no_trace(before: int) -> None:
    """Not even where what it computed was not finite, wherever the ring is."""
    history, other = full(), full()
    for i in range(before):
        for made in (history, other):
            step(made, 0.1 * i, min(1 + i, 5))
    history.predict(0.1 * before, 5.0, 3)
    history.rows[1 + history.head] = np.nan
    history.drop()
    for i in range(before, before + 3):
        for made in (history, other):
            step(made, 0.1 * i, 3)
    assert history.state.tobytes() == other.state.tobytes()
