"""Trajectories on the CPU: compiled by Numba, a few at a time in the lanes of a vector unit.

Every lane has its own trajectory and its own step. Loops over the lanes make a step of each, with
its error and the size of the next: they have no branches, so the compiler makes vector instructions
of them. A lane that has come to its end takes the next trajectory.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import lru_cache
from itertools import accumulate
from typing import Any

import numpy as np

from sslcheck.derive.emit import ElementwisePlan
from sslcheck.derive.errors import SslcheckError
from sslcheck.numeric.ensembles.elementary import exp, log
from sslcheck.numeric.ensembles.method import method_text
from sslcheck.numeric.ensembles.work import Limits, Work
from sslcheck.numeric.integrate.integrator import END, FLOOR
from sslcheck.numeric.integrate.tableau import Tableau

__all__ = ["NumbaMissing", "compiled", "lanes_text"]

_LANES = 32  # vectors enough to keep busy a unit that waits for each of a chain of results

# the places of `CODES`, as floating-point numbers beside the others of a lane
_COMPLETED, _BELOW_FLOOR, _NOT_FINITE, _TOO_MANY, _RUNNING = 0.0, 1.0, 2.0, 3.0, 4.0


class NumbaMissing(SslcheckError, ImportError):
    """Numba, which compiles ensembles for the CPU, is not installed."""

    def __init__(self) -> None:
        super().__init__(
            "an ensemble on the CPU is compiled by Numba, which is not installed: pip install"
            " 'sslcheck-dynamics[numba]'"
        )


_STEPS = f"""\
def ahead(t, wanted, taken, accepted, t_end, most):
    last = 1.0 if t + wanted >= t_end * {END!r} else 0.0
    width = t_end - t if last > 0.0 else wanted
    code = {_RUNNING!r} if width >= {FLOOR!r} * t_end else {_BELOW_FLOOR!r}
    code = {_TOO_MANY!r} if taken >= most else code
    return (t, wanted, taken, accepted, last, width, code)


def after(t, wanted, taken, accepted, last, width, again, factor, t_end, most):
    last = 0.0 if again > 0.0 else last
    # a shortened last step says nothing about the next
    wanted = wanted if last > 0.0 else width * factor
    now = t_end if last > 0.0 else t + width
    ended = last
    now = t if again > 0.0 else now
    t, wanted, taken, accepted, last, width, code = ahead(
        now, wanted, taken + 1.0, accepted + 1.0 - again, t_end, most
    )
    code = {_COMPLETED!r} if ended > 0.0 else code
    return (t, wanted, taken, accepted, last, width, code)


def chosen(again, old, new):
    return old if again > 0.0 else new


"""
_TIMES = ("t", "wanted", "taken", "accepted", "last", "width", "code")


def lanes_text(plan: ElementwisePlan, method: Tableau) -> str:
    """`method_text`, and functions around it on the lanes in ``work``, by the rows of `_Rows`.

    ``try_all`` makes a step of every lane, ``keep_all`` takes those that are accepted and says what
    the next one is, ``load`` begins a trajectory in a lane and returns the size of its start, and
    ``look`` writes the state inside a step to the samples.
    """
    states, parameters = len(plan.states), len(plan.data)
    row = _Rows(states, parameters)
    numbers, wide, wanted = row.each("parameters", parameters), row.at("width"), row.at("wanted")
    state, slope = row.each("state", states), row.each("slope", states)
    given = [*state, *slope, *numbers]
    new = [*row.each("new", states), *row.each("new slope", states)]
    largest = row.each("largest", states)
    times = [*map(row.at, _TIMES)]
    again, kept, factor, square = map(row.at, ("again", "kept", "factor", "square"))
    lines = [
        _STEPS,
        "def try_all(work, rtol, atol):",
        f"    for lane in range({_LANES}):",
        f"        {_list(new)}, {square} = step({wide}, {_list(given)}, rtol, atol)",
        f"    for lane in range({_LANES}):",
        f"        {factor}, {kept}, {again} = control({square}, {kept}, {again})",
        "",
        "",
        "def keep_all(work, t_end, most):",
        f"    for lane in range({_LANES}):",
        f"        again = {again}",
        *(
            f"        {size} = max({size}, abs({place}))"
            for size, place in zip(largest, state, strict=True)
        ),
        *(
            f"        {old} = chosen(again, {old}, {found})"
            for old, found in zip([*state, *slope], new, strict=True)
        ),
        f"    for lane in range({_LANES}):",
        f"        {_list(times)} = after({_list(times[:-1])}, {again}, {factor}, t_end, most)",
        "",
        "",
        "def load(work, lane, start, parameters, i, rtol, atol, t_end, most):",
        *(f"    {place} = start[{k}, i]" for k, place in enumerate(state)),
        *(f"    {place} = parameters[{k}, i]" for k, place in enumerate(numbers)),
        f"    {_list(slope)}, {wanted}, size ="
        f" begin({_list([*state, *numbers])}, rtol, atol, t_end)",
        *(f"    {place} = 0.0" for place in (kept, again, *largest)),
        f"    {_list(times)} = ahead(0.0, {wanted}, 0.0, 0.0, t_end, most)",
        "    return size",
        "",
        "",
        "def look(work, lane, theta, samples, sample, i):",
        f"    found = between(theta, {wide}, {_list(given)})",
        *(f"    samples[sample, {k}, i] = found[{k}]" for k in range(states)),
        "",
    ]
    return method_text(plan, method) + "\n\n" + "\n".join(lines)


def _list(places: list[str]) -> str:
    return ", ".join(places)


class _Rows:
    """Where in ``work`` the numbers of a lane lie, by what they are."""

    def __init__(self, states: int, parameters: int) -> None:
        single = (*_TIMES, "square", "factor", "kept", "again")
        many = dict.fromkeys(("state", "slope", "new", "new slope", "largest"), states)
        counts = {**many, "parameters": parameters, **dict.fromkeys(single, 1)}
        self.place = dict(zip(counts, accumulate(counts.values(), initial=0), strict=False))
        self.count = sum(counts.values())

    def first(self, what: str) -> int:
        """The place of lane 0."""
        return self.place[what] * _LANES

    def at(self, what: str, k: int = 0) -> str:
        """The text of the place of a lane."""
        return f"work[{self.first(what) + k * _LANES} + lane]"

    def each(self, what: str, count: int) -> list[str]:
        return [self.at(what, k) for k in range(count)]


def compiled(plan: ElementwisePlan, method: Tableau) -> Callable[[Work, Limits, int, int], None]:
    """What integrates the trajectories from one number to another of a `Work`, or up to its stop.

    It may be called by several threads for different ones. Raises `NumbaMissing`.
    """
    try:
        import numba  # noqa: F401
    except ImportError as error:
        raise NumbaMissing from error
    run = _jitted(lanes_text(plan, method), len(plan.states), len(plan.data))

    def call(work: Work, limits: Limits, first: int, last: int) -> None:
        run(
            *(work.start, work.parameters, work.times, work.end, work.largest, work.samples),
            *(work.reached, work.status, work.accepted, work.rejected, work.stop),
            *(limits.t_end, limits.rtol, limits.atol, limits.most, first, last),
        )

    return call


@lru_cache(maxsize=16)
def _jitted(text: str, states: int, parameters: int) -> Any:
    """The loop around a text of `lanes_text`: compiled once, which takes seconds, for all runs."""
    import numba

    def jit(function: Any, inside: bool = False) -> Any:
        options = {"forceinline": True} if inside else {"nogil": True}
        return numba.njit(error_model="numpy", fastmath={"contract"}, **options)(function)

    module: dict[str, Any] = {"math": math, "log": jit(log, True), "exp": jit(exp, True)}
    # the text is our own: an emitter made it from a plan, names in it are identifiers
    exec(compile(text, "<ensemble>", "exec"), module)
    loops = ("try_all", "keep_all")
    made = [
        name for name in module if callable(module[name]) and name not in (*loops, "log", "exp")
    ]
    for name in (*made, *loops):
        module[name] = jit(module[name], inside=name not in loops)
    return jit(_driver(module, _Rows(states, parameters), states))


def _driver(module: dict[str, Any], rows: _Rows, states: int) -> Any:
    """The loop around the lanes, as `Integrator.advance` has it."""
    try_all, keep_all, load, look = (module[n] for n in ("try_all", "keep_all", "load", "look"))
    size_of_work, first_of = rows.count * _LANES, rows.first
    at_state, at_new, at_largest = first_of("state"), first_of("new"), first_of("largest")
    at_t, at_width, at_last, at_code = map(first_of, ("t", "width", "last", "code"))
    at_again, at_taken, at_accepted = map(first_of, ("again", "taken", "accepted"))

    def run(  # type: ignore[no-untyped-def]
        start, parameters, times, end, largest, samples, reached, status, accepted, rejected, stop,
        t_end, rtol, atol, most, first, last,
    ):  # fmt: skip
        work = np.full(size_of_work, 0.5)  # idle lanes compute as well, with any numbers
        who, seen = np.full(_LANES, -1), np.zeros(_LANES, np.int64)
        following, busy = first, 0
        work[at_code : at_code + _LANES] = _COMPLETED  # of no trajectory
        while not stop[0]:
            for lane in range(_LANES):
                while work[at_code + lane] != _RUNNING:
                    code, i = work[at_code + lane], who[lane]
                    if i >= 0:
                        for k in range(states):
                            number = work[at_state + k * _LANES + lane]
                            end[k, i] = number
                            largest[k, i] = max(work[at_largest + k * _LANES + lane], abs(number))
                            if code == _COMPLETED and not abs(number) < np.inf:
                                code = _NOT_FINITE
                        reached[i], status[i] = work[at_t + lane], int(code)
                        accepted[i] = int(work[at_accepted + lane])
                        rejected[i] = int(work[at_taken + lane]) - accepted[i]
                        who[lane] = -1
                        busy -= 1
                    if following >= last:
                        break
                    i = following
                    following += 1
                    busy += 1
                    who[lane], seen[lane] = i, 1
                    size = load(work, lane, start, parameters, i, rtol, atol, t_end, most)
                    if not size < np.inf:
                        work[at_code + lane] = _NOT_FINITE
                    for k in range(states):
                        samples[0:1, k, i] = start[k, i]
            if not busy:
                return
            try_all(work, rtol, atol)
            for lane in range(_LANES if times.size else 0):
                if who[lane] < 0 or work[at_again + lane] > 0.0:
                    continue
                i, t, width = who[lane], work[at_t + lane], work[at_width + lane]
                now = t_end if work[at_last + lane] > 0.0 else t + width
                while seen[lane] < times.size and times[seen[lane]] <= now:
                    if times[seen[lane]] == now:
                        for k in range(states):
                            samples[seen[lane], k, i] = work[at_new + k * _LANES + lane]
                    else:
                        look(work, lane, (times[seen[lane]] - t) / width, samples, seen[lane], i)
                    seen[lane] += 1
            keep_all(work, t_end, most)

    return run
