"""Adams methods against exact solutions: orders, tolerances, what is between steps, going on."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from tests.numeric.integrate.linear import Linear, slope

from sslcheck.numeric.device.arrays import open_arrays
from sslcheck.numeric.integrate import TSIT5, Integrator, Outcome, Steps
from sslcheck.numeric.integrate.adams import ADAMS
from sslcheck.numeric.integrate.history import History
from sslcheck.numeric.integrate.multistep import Multistep


def run(
    rtol: float, linear: Linear, t_end: float = 6.0, blocks: tuple[slice, ...] = ()
) -> Multistep:
    steps = Steps(rtol, 1e-3 * rtol)
    args = open_arrays("numpy"), ADAMS, linear.y0.size, linear.rate, t_end, steps, blocks
    made = Multistep(*args)
    assert made.begin(linear.y0) is None
    return made


def error_at_the_end(rtol: float) -> tuple[float, int]:
    linear = Linear()
    made = run(rtol, linear, blocks=(slice(0, 6),))
    while made.t < made.t_end:
        assert made.advance() is None
    found = float(np.linalg.norm(made.rows()[0] - linear.exact(made.t_end)))
    return found / float(np.linalg.norm(linear.y0)), made.evaluations


def test_the_error_is_in_proportion_to_the_tolerance() -> None:
    tolerances = [1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 1e-9, 1e-10]
    errors = [error_at_the_end(rtol)[0] for rtol in tolerances]
    assert all(0.003 < e / rtol < 1.0 for e, rtol in zip(errors, tolerances, strict=True)), errors
    assert slope(lambda rtol: error_at_the_end(rtol)[0], tolerances) == pytest.approx(1, abs=0.1)


def by_fixed_steps(order: int, h: float, uneven: bool) -> float:
    """The error at t = 2 of one order alone, from exact derivatives before the start."""
    linear = Linear()
    history = History(open_arrays("numpy"), ADAMS, linear.y0.size, linear.rate, ())
    for i in range(order):
        history.times[i] = -h * (order - 1 - i)
        linear.rate(linear.exact(history.times[i]), history.derivatives[i])
    history.head, history.count, t = order - 1, order, 0.0
    history.state[...] = linear.y0
    for i in range(round(2 / h)):
        width = h * (1 + (0.5 if i % 2 else -0.5) * uneven)
        history.predict(t, width, order)
        history.correct(t, width, order, (1e-3, 1e-3))
        history.evaluate()
        history.accept()
        t += width
    assert t == pytest.approx(2)
    return float(np.linalg.norm(history.state - linear.exact(2.0)))


@pytest.mark.parametrize("uneven", [False, True])
@pytest.mark.parametrize("order", range(1, 9))
def test_a_step_of_order_k_is_corrected_to_one_order_more(order: int, uneven: bool) -> None:
    steps = [2.0**-k for k in ((3, 4, 5) if order > 6 else (4, 5, 6) if order > 3 else (5, 6, 7))]
    found = slope(lambda h: by_fixed_steps(order, h, uneven), steps)
    assert found == pytest.approx(order + 1, abs=0.35)


def test_between_steps_it_is_as_near_as_at_their_ends() -> None:
    linear = Linear()
    made = run(1e-8, linear)
    worst = 0.0
    while made.t < made.t_end:
        begin = made.t
        assert made.advance() is None
        times = [begin + theta * (made.t - begin) for theta in (0.3, 0.5, 0.9)] + [made.t]
        for t, state in made.states(times):
            worst = max(worst, float(np.abs(state - linear.exact(t)).max()))
    assert worst < 1e-7
    assert made.order > 5


def test_fewer_evaluations_than_of_runge_and_kutta_for_the_same_error() -> None:
    linear, rtol = Linear(), 1e-8
    blocks = (slice(0, 6),)
    steps = Steps(rtol, 1e-3 * rtol)
    other = Integrator(open_arrays("numpy"), TSIT5, 6, linear.rate, 6.0, steps, blocks)
    other.begin(linear.y0)
    while other.t < 6.0:
        other.advance()
    theirs = float(np.linalg.norm(other.rows()[0] - linear.exact(6.0)))
    error, evaluations = error_at_the_end(rtol / 10)
    assert error < theirs / float(np.linalg.norm(linear.y0))
    assert 2 * evaluations < other.evaluations


def test_a_solution_that_ends_is_seen() -> None:
    def rate(y: Any, out: Any) -> None:
        out[...] = y * y

    made = Multistep(open_arrays("numpy"), ADAMS, 1, rate, 2.0, Steps(1e-6, 1e-9))
    made.begin(np.array([1.0]))
    with np.errstate(all="ignore"):
        while (outcome := made.advance()) is None:
            pass
    assert outcome is Outcome.STEP_BELOW_FLOOR
    assert made.t == pytest.approx(1.0, abs=1e-4)


def test_a_run_of_one_step_has_no_history() -> None:
    linear = Linear()
    made = run(1e-4, linear, t_end=1e-3)
    assert made.advance() is None
    ((_, middle),) = made.states([5e-4])
    assert middle == pytest.approx(linear.exact(5e-4), rel=1e-9)
    assert (made.t, made.order) == (1e-3, 0)
    assert made.rows()[0] == pytest.approx(linear.exact(1e-3), rel=1e-9)


@pytest.mark.parametrize(
    "wrong",
    [{"order": 9}, {"head": 9}, {"count": 10}, {"time 3": 7.0}, {"time 3": 0.0}, {"order": 0.5}],
)
def test_a_memory_that_cannot_be_is_refused(wrong: dict[str, float]) -> None:
    made = run(1e-6, Linear())
    for _ in range(20):
        made.advance()
    memory, rows = made.memory() | wrong, [np.array(row) for row in made.rows()]
    with pytest.raises(ValueError, match=r"not possible|not a whole|not in order"):
        run(1e-6, Linear()).restore(memory, *rows)
