"""The ring of derivatives."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sslcheck.numeric.device.arrays import open_arrays
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


@pytest.mark.parametrize("ring", range(9))
@pytest.mark.parametrize("other", [4, 6])
def test_errors_and_corrections_are_those_of_polynomials(ring: int, other: int) -> None:
    """Wherever the ring begins, and over several pieces: by fits through the derivatives."""
    rng, size = np.random.default_rng(ring), 2 * 2**14 + 5
    blocks = (slice(0, 7), slice(7, size))
    made = History(open_arrays("numpy"), ADAMS, size, lambda _, out: np.copyto(out, f), blocks)
    made.flipped, made.head, made.count, h = bool(ring % 2), ring, 9, 0.25
    times = 1.0 - np.cumsum(rng.uniform(0.1, 0.3, 9))
    for i, place in enumerate(made._places(9)):
        made.times[place] = times[i]
    made.derivatives[...], y, f = rng.normal(size=(9, size)), *rng.normal(size=(2, size))
    past = made.derivatives[made._places(9)].copy()
    made.state[...] = y

    def reached(values: Any, at: Any) -> Any:
        """The integral over the step of the polynomial through values at times."""
        fit = np.linalg.solve(np.vander((at - times[0]) / h), values)
        powers = np.arange(len(at), 0, -1)
        ends = [(t - times[0]) / h for t in (1.0, 1.0 + h)]
        return h * (ends[1] ** powers - ends[0] ** powers) / powers @ fit

    made.predict(1.0, h, 5, other)
    np.testing.assert_allclose(made.new, y + reached(past[:5], times[:5]), atol=1e-9)
    found = made.correct(1.0, h, 5, (1e-3, 1e-4), other)
    at = [1.0 + h, *times]
    known = np.array([f, *past])
    corrected = {k: reached(known[:k], np.array(at[:k])) for k in (4, 5, 6, 7)}
    np.testing.assert_allclose(made.new, y + corrected[6], atol=1e-9)
    for order in (5, other):
        gap = corrected[order + 1] - corrected[order]
        ratios = []
        for block in blocks:
            norm = max(np.linalg.norm(v[block]) for v in (y, made.new))
            least = 1e-4 * (block.stop - block.start) ** 0.5
            ratios.append(np.linalg.norm(gap[block]) / (1e-3 * norm + least))
        assert found[order] == pytest.approx(max(ratios), rel=1e-6)


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
