"""How an integration ends, and that what it had by then is kept."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pytest

from sslcheck.numeric.device.arrays import Arrays, open_arrays
from sslcheck.numeric.integrate import RK4, TSIT5, Integrator, InvalidStep, Outcome, Steps, Tableau

NUMPY = open_arrays("numpy")


def square(y: Any, out: Any) -> None:
    """``y' = y^2``: from 1 the solution ``1 / (1 - t)`` ends at t = 1."""
    np.multiply(y, y, out=out)


def swing(y: Any, out: Any) -> None:
    """A nonlinear oscillation that goes on for ever."""
    out[0], out[1] = y[1], -np.sin(y[0])


@dataclass
class Saved:
    """A run to its end, saving every 0.1."""

    integrator: Integrator
    y0: Any
    times: list[float] = field(default_factory=list)
    states: list[Any] = field(default_factory=list)

    def run(self) -> Outcome:
        wanted = [float(t) for t in np.arange(1, 101) / 10]
        with np.errstate(all="ignore"):
            outcome = self.integrator.begin(np.asarray(self.y0, dtype=float))
            while outcome is None and self.integrator.t < self.integrator.t_end:
                outcome = self.integrator.advance()
                due = [t for t in wanted[len(self.times) :] if t <= self.integrator.t]
                for t, state in self.integrator.states(due) if outcome is None else ():
                    self.times.append(t)
                    self.states.append(state.copy())
        return outcome or Outcome.COMPLETED


def integrator(
    rate: Any = square,
    method: Tableau = TSIT5,
    t_end: float = 2.0,
    steps: Steps | None = None,
    arrays: Arrays = NUMPY,
    size: int = 1,
) -> Integrator:
    return Integrator(arrays, method, size, rate, t_end, steps or Steps(1e-8, 1e-10))


@pytest.mark.parametrize(
    ("method", "outcome"), [(TSIT5, Outcome.STEP_BELOW_FLOOR), (RK4, Outcome.NOT_FINITE)]
)
def test_blow_up_in_finite_time(method: Tableau, outcome: Outcome) -> None:
    saved = Saved(integrator(method=method), [1.0])
    assert saved.run() is outcome
    assert saved.times[:9] == pytest.approx([0.1 * k for k in range(1, 10)])
    exact = [1 / (1 - t) for t in saved.times[:9]]
    assert [s[0] for s in saved.states[:9]] == pytest.approx(exact, rel=1e-5)
    assert all(np.isfinite(s).all() for s in saved.states)
    assert np.isfinite(saved.integrator.rows()[0]).all()
    if method is TSIT5:
        assert saved.integrator.t == pytest.approx(1.0, abs=1e-6)


@pytest.mark.parametrize("method", [TSIT5, RK4], ids=["tsit5", "rk4"])
@pytest.mark.parametrize("start", [np.nan, np.inf, 1e200])  # the last has no finite derivative
def test_start_that_is_not_finite(method: Tableau, start: float) -> None:
    saved = Saved(integrator(method=method), [start])
    assert saved.run() is Outcome.NOT_FINITE
    assert (saved.integrator.t, saved.times) == (0.0, [])


@pytest.mark.parametrize("bad", [0, 1, 2])
def test_one_block_that_blows_up_is_enough(bad: int) -> None:
    """An error that is not a number must not be lost beside those that are."""
    blocks = tuple(slice(k, k + 1) for k in range(3))

    def rate(y: Any, out: Any) -> None:
        out[...] = -y
        out[bad] = y[bad] ** 2

    run = Integrator(NUMPY, TSIT5, 3, rate, 2.0, Steps(1e-8, 1e-10), blocks)
    saved = Saved(run, [1.0, 1.0, 1.0])
    assert saved.run() in (Outcome.STEP_BELOW_FLOOR, Outcome.NOT_FINITE)
    assert run.t < 1 + 1e-6
    assert np.isfinite(run.rows()[0]).all()

    stepper = run.stepper
    with np.errstate(all="ignore"):
        stepper.start(np.where(np.arange(3) == bad, np.nan, 1.0))
        stepper.step(0.1)
        assert not stepper.error_norm(0.1, 1e-6, 1e-9) >= 0


@pytest.mark.parametrize("method", [TSIT5, RK4], ids=["tsit5", "rk4"])
def test_too_many_steps(method: Tableau) -> None:
    steps = Steps(1e-5, 1e-7, fixed=0.05, most=7)
    saved = Saved(integrator(swing, method, 10.0, steps, size=2), [1.0, 0.0])
    assert saved.run() is Outcome.TOO_MANY_STEPS
    assert saved.integrator.taken == 7
    assert 0 < saved.integrator.t < 10
    assert saved.times == [t for t in np.arange(1, 101) / 10 if t <= saved.integrator.t]
    assert saved.times


@pytest.mark.parametrize("method", [TSIT5, RK4], ids=["tsit5", "rk4"])
def test_the_end_is_met_exactly(method: Tableau) -> None:
    steps = Steps(1e-9, 1e-12, fixed=0.07)
    saved = Saved(integrator(swing, method, 1.0, steps, size=2), [1.0, 0.0])
    assert saved.run() is Outcome.COMPLETED
    assert saved.integrator.t == 1.0
    assert len(saved.times) == 10
    energy = [s[1] ** 2 / 2 - np.cos(s[0]) for s in saved.states]
    assert energy == pytest.approx([-np.cos(1.0)] * 10, abs=1e-6)


def test_counts() -> None:
    calls = 0

    def counted(y: Any, out: Any) -> None:
        """Van der Pol's oscillation: slow and fast in turn, so that steps are rejected."""
        nonlocal calls
        calls += 1
        out[0], out[1] = y[1], 5 * (1 - y[0] ** 2) * y[1] - y[0]

    done = integrator(counted, TSIT5, 20.0, Steps(1e-5, 1e-7), size=2)
    assert Saved(done, [2.0, 0.0]).run() is Outcome.COMPLETED
    assert done.evaluations == calls == 2 + 6 * done.taken
    assert done.taken > done.accepted > 0


@pytest.mark.parametrize("outcome", Outcome)
def test_every_outcome_has_a_message(outcome: Outcome) -> None:
    assert len(outcome.message) > 20
    assert "\n" not in outcome.message


SINGLE = open_arrays("numpy", "float32")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"steps": Steps(rtol=0.0)}, r"rtol = 0 is finer than float64 .* at least 8.9e-16"),
        ({"steps": Steps(rtol=float("nan"))}, "rtol = nan"),
        ({"steps": Steps(rtol=-1.0)}, "rtol = -1"),
        ({"steps": Steps(rtol=1e-7), "arrays": SINGLE}, "1e-07 is finer than float32 .* float64"),
        ({"steps": Steps(atol=-1e-9)}, "atol must not be negative; got -1e-09"),
        ({"steps": Steps(atol=float("nan"))}, "atol"),
        ({"steps": Steps(fixed=0.0), "method": RK4}, "fixed step must be positive"),
        ({"steps": Steps(fixed=2.5), "method": RK4}, "at most t_end; got 2.5"),
        ({"steps": Steps(fixed=float("nan")), "method": RK4}, "fixed step"),
        ({"t_end": 0.0}, "end time must be positive and finite; got 0.0"),
        ({"t_end": float("inf")}, "end time"),
        ({"t_end": float("nan")}, "end time"),
    ],
)
def test_values_that_no_integration_can_use(arguments: dict[str, Any], words: str) -> None:
    with pytest.raises(InvalidStep, match=words):
        integrator(**arguments)


def test_values_that_do_not_matter_for_the_method() -> None:
    for method, steps in ((TSIT5, Steps(fixed=-1.0)), (RK4, Steps(rtol=0.0, atol=-1.0))):
        assert integrator(method=method, steps=steps).steps is steps


@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize("atol", [0.0, 1e-30])
@pytest.mark.parametrize("least", [0.0, 1e-30])
def test_numbers_next_to_zero(dtype: str, atol: float, least: float) -> None:
    """What is and stays 0 does not make the error 0 / 0; what leaves 0 is not stuck there."""

    def grow(y: Any, out: Any) -> None:
        out[0], out[1], out[2] = y[0], 0.0, y[0]

    steps, arrays = Steps(1e-5, atol), open_arrays("numpy", dtype)
    saved = Saved(integrator(grow, TSIT5, 1.0, steps, arrays, size=3), [1.0, 0.0, least])
    assert saved.run() is Outcome.COMPLETED
    assert saved.integrator.rows()[0] == pytest.approx([np.e, 0.0, np.e - 1], rel=1e-4)
