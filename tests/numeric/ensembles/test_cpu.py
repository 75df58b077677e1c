"""Trajectories in lanes: each as it would be alone, whoever is beside it."""

from __future__ import annotations

import builtins
import sys
from typing import Any

import numpy as np
import pytest
from tests.numeric.ensembles.flows import drawn, modal_point, scalar_point

from sslcheck.numeric.device.arrays import open_arrays
from sslcheck.numeric.ensembles.cpu import NumbaMissing, compiled
from sslcheck.numeric.ensembles.work import CODES, Limits
from sslcheck.numeric.integrate import TSIT5, Integrator, Outcome, Steps

LIMITS = Limits(5.0, 1e-6, 1e-9, 60)


@pytest.fixture(scope="module")
def modal() -> Any:
    pytest.importorskip("numba", reason="the extra `numba` is not installed")
    return compiled(modal_point(), TSIT5)


def test_each_is_as_if_it_were_alone(modal: Any) -> None:
    plan = modal_point()
    work = drawn(plan, 41, (0.0, 1.0, 2.5, 5.0))  # more than there are lanes
    work.start[:, 5] *= 40.0  # needs short steps at first, and more than are allowed
    work.start[1, 7] = np.inf
    work.start[:, 9] = 0.0
    work.parameters[:, 11] *= 8.0
    modal(work, LIMITS, 0, 41)
    module: dict[str, Any] = {}
    from sslcheck.derive.emit import point_text

    exec(point_text(plan), module)
    for i in range(41):

        def rate(state: Any, out: Any, i: int = i) -> None:
            out[:] = module["rate"](*state, *work.parameters[:, i])

        steps = Steps(LIMITS.rtol, LIMITS.atol, most=LIMITS.most)
        at = Integrator(open_arrays("numpy"), TSIT5, 3, rate, LIMITS.t_end, steps)
        with np.errstate(all="ignore"):
            outcome, samples = at.begin(work.start[:, i].copy()), [work.start[:, i]]
            largest = np.abs(work.start[:, i])
            while outcome is None and at.t < LIMITS.t_end:
                outcome = at.advance()
                if outcome is None:
                    due = [t for t in work.times[len(samples) :] if t <= at.t]
                    samples += [state.copy() for _, state in at.states(due)]
                    largest = np.maximum(largest, np.abs(at.rows()[0]))
        assert CODES[work.status[i]] == (outcome or Outcome.COMPLETED), i
        if outcome is Outcome.NOT_FINITE:
            assert np.isnan(work.samples[1:, :, i]).all()
            continue
        assert (work.accepted[i], work.rejected[i]) == (at.accepted, at.taken - at.accepted)
        assert work.reached[i] == pytest.approx(at.t, rel=1e-8)
        exact = 1e-11 if outcome is None else 1e-6  # a little earlier or later
        np.testing.assert_allclose(work.end[:, i], at.rows()[0], rtol=exact, atol=1e-300)
        np.testing.assert_allclose(work.largest[:, i], largest, rtol=1e-8)
        np.testing.assert_allclose(work.samples[: len(samples), :, i], samples, rtol=1e-9)
        assert np.isnan(work.samples[len(samples) :, :, i]).all()
    assert {CODES[k] for k in work.status} == {
        Outcome.COMPLETED, Outcome.TOO_MANY_STEPS, Outcome.NOT_FINITE,
    }  # fmt: skip


def test_parts_are_as_the_whole(modal: Any) -> None:
    whole, parts = drawn(modal_point(), 50), drawn(modal_point(), 50)
    modal(whole, LIMITS, 0, 50)
    for first, last in ((30, 50), (0, 1), (1, 30)):
        modal(parts, LIMITS, first, last)
    np.testing.assert_array_equal(whole.end, parts.end)


def test_a_stop_leaves_the_rest(modal: Any) -> None:
    work = drawn(modal_point(), 20)
    work.stop[0] = 1
    modal(work, LIMITS, 0, 20)
    assert {CODES[k] for k in work.status} == {Outcome.INTERRUPTED}


def test_what_grows_without_bound_ends_with_a_code_and_leaves_nothing_behind() -> None:
    pytest.importorskip("numba", reason="the extra `numba` is not installed")
    plan, limits = scalar_point("exact-modes", "strengths"), Limits(50.0, 1e-6, 1e-9, 10_000)
    call, work, calm = compiled(plan, TSIT5), drawn(plan, 900), drawn(plan, 900)
    work.start[0, 1] = -3.0  # unstable: runs off to minus infinity in a finite time
    call(work, limits, 0, 900)
    call(calm, limits, 0, 900)
    assert CODES[work.status[1]] is Outcome.STEP_BELOW_FLOOR
    assert 0 < work.reached[1] < 50.0
    others = np.arange(900) != 1
    assert {CODES[k] for k in work.status[others]} == {Outcome.COMPLETED}
    np.testing.assert_array_equal(work.accepted[others], calm.accepted[others])
    np.testing.assert_array_equal(work.end[:, others], calm.end[:, others])


def test_numba_that_is_missing_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    found = builtins.__import__

    def without(name: str, *rest: Any) -> Any:
        if name == "numba":
            raise ImportError(name)
        return found(name, *rest)

    monkeypatch.delitem(sys.modules, "numba", raising=False)
    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(NumbaMissing, match=r"pip install 'sslcheck-dynamics\[numba\]'"):
        compiled(modal_point(), TSIT5)
