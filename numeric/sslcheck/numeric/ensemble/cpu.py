"""Trajectories on the CPU: compiled by Numba, a few at a time in the lanes of a vector unit.

Every lane has its own trajectory and its own step. One loop over the lanes makes a step of each: it
has no branches, so the compiler makes vector instructions of it. A lane that has come to its end
takes the next trajectory.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from sslcheck.derive.emit import ElementwisePlan
from sslcheck.derive.errors import SslcheckError
from sslcheck.numeric.ensemble.method import method_text
from sslcheck.numeric.ensemble.work import Limits, Work
from sslcheck.numeric.integrate.integrator import END, FLOOR
from sslcheck.numeric.integrate.tableau import Tableau

__all__ = ["NumbaMissing", "compiled", "lanes_text"]

_LANES = 16  # two vectors of the widest kind: twice the work between two dependent instructions

_COMPLETED, _BELOW_FLOOR, _NOT_FINITE, _TOO_MANY, _RUNNING = 0, 1, 2, 3, 4


class NumbaMissing(SslcheckError, ImportError):
    """Numba, which compiles ensembles for the CPU, is not installed."""

    def __init__(self) -> None:
        super().__init__(
            "an ensemble on the CPU is compiled by Numba, which is not installed: pip install"
            " 'sslcheck-dynamics[numba]'"
        )


def lanes_text(plan: ElementwisePlan, method: Tableau) -> str:
    """`method_text`, and functions around it that read and write the lanes in ``work``.

    Its rows, each with a number for every lane: state, derivative, parameters, step, new state, new
    derivative, square of the error, largest sizes of the state so far.
    """
    states, parameters = len(plan.states), len(plan.data)
    row = _Rows(states, parameters)
    given = [*row.each(row.state, states), *row.each(row.slope, states)]
    given += row.each(row.parameters, parameters)
    made = [*row.each(row.new, states), *row.each(row.new_slope, states), row.at(row.square)]
    lines = [
        "def step_all(work, rtol, atol):",
        f"    for lane in range({_LANES}):",
        f"        {', '.join(made)} = step({', '.join([row.at(row.step), *given])}, rtol, atol)",
        *(
            f"        {most} = max({most}, abs({place}))"
            for most, place in zip(row.each(row.largest, states), row.each(0, states), strict=True)
        ),
        "",
        "",
        "def load(work, lane, start, parameters, i, rtol, atol, t_end):",
        *(f"    {place} = start[{k}, i]" for k, place in enumerate(row.each(0, states))),
        *(
            f"    {place} = parameters[{k}, i]"
            for k, place in enumerate(row.each(row.parameters, parameters))
        ),
        f"    {', '.join(row.each(row.slope, states))}, {row.at(row.step)}, size ="
        f" begin({', '.join([*row.each(0, states), *row.each(row.parameters, parameters)])},"
        " rtol, atol, t_end)",
        *(f"    {place} = 0.0" for place in row.each(row.largest, states)),
        "    return size",
        "",
        "",
        "def look(work, lane, theta, samples, sample, i):",
        f"    found = between({', '.join(['theta', row.at(row.step), *given])})",
        *(f"    samples[sample, {k}, i] = found[{k}]" for k in range(states)),
        "",
    ]
    return method_text(plan, method) + "\n\n" + "\n".join(lines)


class _Rows:
    """Where in ``work`` the numbers of a lane lie, by row."""

    def __init__(self, states: int, parameters: int) -> None:
        self.state, self.slope, self.parameters = 0, states, 2 * states
        self.step = 2 * states + parameters
        self.new, self.new_slope = self.step + 1, self.step + 1 + states
        self.square = self.step + 1 + 2 * states
        self.largest = self.square + 1
        self.count = self.largest + states

    def at(self, row: int) -> str:
        return f"work[{row * _LANES} + lane]"

    def each(self, first: int, count: int) -> Iterator[str]:
        return map(self.at, range(first, first + count))


def compiled(plan: ElementwisePlan, method: Tableau) -> Callable[[Work, Limits, int, int], None]:
    """What integrates the trajectories from one number to another of a `Work`, or up to its stop.

    It may be called by several threads for different ones. Raises `NumbaMissing`.
    """
    try:
        import numba
    except ImportError as error:
        raise NumbaMissing from error

    def jit(function: Any, inside: bool = False) -> Any:
        options = {"forceinline": True} if inside else {"nogil": True}
        return numba.njit(error_model="numpy", fastmath={"contract"}, **options)(function)

    module: dict[str, Any] = {"math": math}
    # the text is our own: an emitter made it from a plan, names in it are identifiers
    exec(compile(lanes_text(plan, method), f"<ensemble of {plan.title}>", "exec"), module)
    for name in ("rate", "begin", "step", "between", "control", "load", "look"):
        module[name] = jit(module[name], inside=True)
    module["step_all"] = jit(module["step_all"])
    rows = _Rows(len(plan.states), len(plan.data))
    run = jit(_driver(module, rows, len(plan.states)))

    def call(work: Work, limits: Limits, first: int, last: int) -> None:
        run(
            *(work.start, work.parameters, work.times, work.end, work.largest, work.samples),
            *(work.reached, work.status, work.accepted, work.rejected, work.stop),
            *(limits.t_end, limits.rtol, limits.atol, limits.most, first, last),
        )

    return call


def _driver(module: dict[str, Any], rows: _Rows, states: int) -> Any:
    """The loop around the lanes, as `Integrator.advance` has it."""
    step_all, load = module["step_all"], module["load"]
    look, control = module["look"], module["control"]
    count, at_state, at_step = rows.count, rows.state, rows.step
    at_new, at_square, at_largest = rows.new, rows.square, rows.largest

    def run(  # type: ignore[no-untyped-def]
        start, parameters, times, end, largest, samples, reached, status, accepted, rejected, stop,
        t_end, rtol, atol, most, first, last,
    ):  # fmt: skip
        work = np.full(count * _LANES, 0.5)  # idle lanes compute as well, with any numbers
        who = np.full(_LANES, -1)
        t, kept, again = np.zeros(_LANES), np.zeros(_LANES), np.zeros(_LANES)
        wanted, ending = np.zeros(_LANES), np.zeros(_LANES, np.bool_)
        taken, good = np.zeros(_LANES, np.int64), np.zeros(_LANES, np.int64)
        seen = np.zeros(_LANES, np.int64)
        following = first
        while True:
            if stop[0]:
                return
            busy = False
            for lane in range(_LANES):
                while True:
                    if who[lane] < 0:
                        if following >= last:
                            break
                        i = following
                        following += 1
                        size = load(work, lane, start, parameters, i, rtol, atol, t_end)
                        who[lane] = i
                        t[lane] = kept[lane] = again[lane] = 0.0
                        taken[lane] = good[lane] = 0
                        wanted[lane] = work[at_step * _LANES + lane]
                        for k in range(states):
                            samples[0:1, k, i] = start[k, i]
                        seen[lane] = 1
                        code = _RUNNING if size < np.inf else _NOT_FINITE
                    else:
                        i = who[lane]
                        code = _COMPLETED if ending[lane] and again[lane] == 0.0 else _RUNNING
                    ending[lane] = t[lane] + wanted[lane] >= t_end * END
                    width = t_end - t[lane] if ending[lane] else wanted[lane]
                    if code == _RUNNING:
                        if taken[lane] >= most:
                            code = _TOO_MANY
                        elif not width >= FLOOR * t_end:
                            code = _BELOW_FLOOR
                    if code == _RUNNING:
                        work[at_step * _LANES + lane] = width
                        busy = True
                        break
                    for k in range(states):
                        number = work[(at_state + k) * _LANES + lane]
                        end[k, i] = number
                        most_so_far = work[(at_largest + k) * _LANES + lane]
                        largest[k, i] = max(most_so_far, abs(number))
                        if code == _COMPLETED and not abs(number) < np.inf:
                            code = _NOT_FINITE
                    reached[i], status[i] = t[lane], code
                    accepted[i], rejected[i] = good[lane], taken[lane] - good[lane]
                    who[lane] = -1
            if not busy:
                return
            step_all(work, rtol, atol)
            for lane in range(_LANES):
                if who[lane] < 0:
                    continue
                i, h = who[lane], work[at_step * _LANES + lane]
                factor, kept[lane], again[lane] = control(
                    work[at_square * _LANES + lane], kept[lane], again[lane]
                )
                taken[lane] += 1
                if not (ending[lane] and again[lane] == 0.0):
                    wanted[lane] = h * factor
                if again[lane] > 0.0:
                    continue
                good[lane] += 1
                now = t_end if ending[lane] else t[lane] + h
                while seen[lane] < times.size and times[seen[lane]] <= now:
                    if times[seen[lane]] == now:
                        for k in range(states):
                            samples[seen[lane], k, i] = work[(at_new + k) * _LANES + lane]
                    else:
                        look(work, lane, (times[seen[lane]] - t[lane]) / h, samples, seen[lane], i)
                    seen[lane] += 1
                t[lane] = now
                for k in range(2 * states):
                    place = (at_state + k) * _LANES + lane
                    work[place] = work[(at_new + k) * _LANES + lane]

    return run
