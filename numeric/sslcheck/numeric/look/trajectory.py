"""Trajectories of the printed flow: an accurate integration, with integrals carried along."""

from __future__ import annotations

import time as clock
import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import prod

import numpy as np
import scipy

from sslcheck.derive import expr as e
from sslcheck.derive.traverse import walk
from sslcheck.numeric.look.errors import Spent
from sslcheck.numeric.look.evaluate import Moment
from sslcheck.numeric.look.jets import Array
from sslcheck.numeric.look.scale import Scale

__all__ = ["Path", "deadline_of", "follow", "integrals_in", "pace"]

_BLOWN = {False: 1e7, True: 1e12}
_FAST = 1e4


@dataclass(frozen=True, slots=True)
class Path:
    """Moments of one trajectory; ``end`` is where it became too large, or None, and ``speed`` how
    fast it grew there, relative to its size: a solution that ends is ever faster. ``last`` is the
    moment there.
    """

    moments: tuple[Moment, ...]
    end: float | None = None
    speed: float = 0.0
    last: Moment | None = None


def deadline_of(seconds: float) -> Callable[[], None]:
    """A function that raises `Spent` once this thread has worked for so long: a machine that is
    busy with something else is no reason to see less.
    """
    limit = clock.thread_time() + seconds

    def check() -> None:
        if clock.thread_time() > limit:
            raise Spent("the time for this claim is over")

    return check


def integrals_in(*nodes: e.Expr) -> tuple[e.Expr, ...]:
    """The integrands of all integrals, inner ones first."""
    found: dict[e.Expr, None] = {}
    for node in nodes:
        parts = [part.arg for part in walk(node) if isinstance(part, e.Integral)]
        found |= dict.fromkeys(reversed(parts))
    return tuple(found)


def pace(start: Moment) -> float:
    """A time in which the states change, but not by much."""
    start.extend() if start.states and min(map(len, start.states.values())) < 2 else None
    sizes = [float(np.abs(jet[0]).max(initial=0.0)) for jet in start.states.values()]
    rates = [float(np.abs(jet[1]).max(initial=0.0)) for jet in start.states.values()]
    if not sizes or not max(rates):
        return 0.5
    return float(min(0.5, 0.1 * max(max(sizes), 0.1) / max(rates)))


def follow(
    start: Moment,
    times: Sequence[float],
    check: Callable[[], None],
    *,
    integrands: Sequence[e.Expr] = (),
    rtol: float = 1e-9,
    long: bool = False,
) -> Path:
    """The trajectory through ``start`` at the given times, which ascend from its own.

    ``long`` takes a method for stiff equations, for late times. Raises `Unseen` where the flow
    cannot be evaluated and `Spent` when ``check`` does.
    """
    names = list(start.states)
    shapes = {name: start.states[name][0].shape for name in names}
    counts = {name: prod(shape) for name, shape in shapes.items()}
    sides = [np.asarray(start.jet(arg, 0)[0]) for arg in integrands]
    if not names and not integrands:
        return Path(tuple(_at(start, t, {}, {}) for t in times))

    def split(y: Array) -> tuple[dict[str, list[Array]], dict[e.Expr, Array]]:
        used, states, integrals = 0, {}, {}
        for name in names:
            size = counts[name]
            states[name] = [y[used : used + size].reshape(shapes[name])]
            used += size
        for arg, side in zip(integrands, sides, strict=True):
            integrals[arg] = y[used : used + side.size].reshape(side.shape)
            used += side.size
        return states, integrals

    def rate(t: float, y: Array) -> Array:
        check()
        states, integrals = split(y)
        moment = _at(start, t, states, integrals)
        parts = [np.zeros(0)]
        if names:
            moment.extend()
            parts += [moment.states[name][1].ravel() for name in names]
        parts += [np.asarray(moment.value(arg)).ravel() for arg in integrands]
        return np.concatenate(parts).real

    first = [start.states[name][0].ravel() for name in names]
    first += [np.zeros(side.size) for side in sides]
    y = np.concatenate(first).astype(float)
    floor = 1e-3 * rtol * max(1.0, float(np.abs(y).max(initial=0.0)))
    moments = [_at(start, t, *split(y)) for t in times if t <= start.time]
    pending, now, grown = list(times[len(moments) :]), start.time, 0.0
    solver = None
    with np.errstate(all="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        while pending:
            if solver is None:  # each time is stepped to; on a long way it is interpolated
                end, method = (pending[-1], "LSODA") if long else (pending[0], "DOP853")
                solver = getattr(scipy.integrate, method)(rate, now, y, end, rtol=rtol, atol=floor)
            solver.step()
            y, now = np.array(solver.y), float(solver.t)
            large = float(np.abs(y).max(initial=0.0))
            lost = solver.status == "failed" or not np.isfinite(large)
            if lost or large > _BLOWN[long] or (large > 1e5 and grown > _FAST):
                return Path(tuple(moments), now, grown, _at(start, now, *split(y)))
            if large > 1e3:
                grown = float(np.abs(rate(now, y)).max()) / large
            inside = solver.dense_output() if long and pending[0] <= now else None
            while pending and pending[0] <= now:
                then = pending.pop(0)
                there = np.asarray(inside(then)) if inside is not None else y
                moments.append(_at(start, then, *split(there)))
            if solver.status == "finished":
                solver = None
    return Path(tuple(moments))


def _at(
    start: Moment, time: float, states: Mapping[str, list[Array]], integrals: Mapping[e.Expr, Array]
) -> Moment:
    return Moment(
        start.world,
        start.sizes,
        start.modes,
        start.fixed,
        start.motions,
        dict(states),
        time,
        start.start or start,
        integrals,
        populations=start.populations,
        scale=Scale(on=False),
    )
