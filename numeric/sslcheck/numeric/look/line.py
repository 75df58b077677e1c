"""Flows of scalars: which fixed points attract, and at which parameter two of them merge."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import scipy

from sslcheck.derive import expr as e
from sslcheck.derive.verdicts.result import ClaimResult
from sslcheck.numeric.look.errors import Unseen
from sslcheck.numeric.look.evaluate import Moment
from sslcheck.numeric.look.jets import Array
from sslcheck.numeric.look.session import Objection, Session
from sslcheck.numeric.look.world import World

__all__ = ["stability", "threshold"]

_NEAR = 1e-4
_SAME = 1e-3
_STEP = 1e-5


def _alone(session: Session, variable: str) -> World:
    """The world in which the variable moves alone; what is assumed of other states holds always."""
    world = session.world
    expressions = {**world.expressions, **world.instants}
    lines = tuple(line for line in world.lines if variable in line.names)
    alone = replace(world, expressions=expressions, instants={}, lines=lines)
    others = {n for n in alone.names(e.Sym(variable)) if n in world.moved and n not in expressions}
    loose = {n for n in alone.names(e.Sym(variable)) if world.symbols[n].role == "function"}
    if variable not in alone.moved or others - {variable} or loose - expressions.keys():
        raise Unseen(f"the flow of `{variable}` depends on what moves besides")
    return alone


def _speed(moment: Moment, variable: str, x: Array) -> Array:
    """The flow at values of the variable, side by side; of its first mode."""
    shape = moment.states[variable][0].shape
    value = np.broadcast_to(
        x.reshape(-1, *(1,) * (len(moment.modes) + 2)), (x.size, *_lead(moment, shape))
    )
    beside = replace(moment, states={variable: [np.array(value)]}, moving=False)
    beside.extend()
    rate = beside.states[variable][1]
    return np.asarray(rate.reshape(x.size, -1)[:, 0])


def _lead(moment: Moment, shape: tuple[int, ...]) -> tuple[int, ...]:
    return (*(1,) * (len(moment.modes) + 2 - len(shape)), *shape)


def _grid(limits: list[float], negative: bool) -> Array:
    """Where the flow is looked at: densely near 0 and near the limits, far out as well."""
    far = np.geomspace(1e-4, 1e3, 1200)
    near = np.linspace(0.0, 12.0, 1201)[1:] + 1e-3 / np.pi
    parts = [far, near, -far, -near]
    for limit in limits:
        spread = np.geomspace(1e-4, 1.0, 60) * (1 + abs(limit))
        parts += [limit + spread, limit - spread]
    grid = np.unique(np.concatenate(parts))
    return grid if negative else grid[grid > 0]


def stability(session: Session, result: ClaimResult) -> Objection | None:
    """Exactly the claimed points of the declared domain attract, seen by the signs of the flow.

    Of several variables, that the eigenvalues of the Jacobian at the point leave that open.
    """
    first = session.relations[0].lhs
    if len({r.lhs for r in session.relations}) > 1:
        return _point(session)
    if not isinstance(first, e.Sym) or any(r.lhs != first for r in session.relations):
        raise Unseen("no single variable")
    variable = first.name
    world = _alone(session, variable)
    negative = world.symbols[variable].sign == "real"
    for moment in session.moments(e.Dot(first), world=world):
        limits = [_first(moment.value(r.rhs)) for r in session.relations]
        if not np.isfinite(limits).all():
            continue
        grid = _grid(limits, negative)
        speed = _speed(moment, variable, grid)
        if not np.isfinite(speed).any():
            continue
        session.seen(moment)
        attracting, crossings = _attracting(moment, variable, grid, speed, negative)
        for limit in limits:
            if not negative and limit < 0:
                return _said(session, moment, f"{variable} = {limit:.4g} lies outside the domain")
            close = [
                c
                for c in crossings
                if 0 < abs(c - limit) < 0.01 * (1 + abs(limit))
                and abs(c - limit) > _SAME * (1 + abs(limit))
            ]
            if close:
                break
            side = _NEAR * (1 + abs(limit))
            around = [limit + side, limit + side / 10]
            around += [limit - side, limit - side / 10] if negative or limit > side else []
            signs = np.sign(_speed(moment, variable, np.array(around)))
            wanted = np.array([-1, -1, 1, 1][: len(around)])
            if (signs != wanted).any() and np.isfinite(signs).all():
                return _said(session, moment, f"{variable} = {limit:.6g} does not attract")
        else:
            for point in attracting:
                if all(abs(point - limit) > 0.01 * (1 + abs(limit)) for limit in limits):
                    return _said(session, moment, f"{variable} = {point:.6g} attracts too")
    return None


def _point(session: Session) -> Objection | None:
    """The point of several variables is one of rest, and no eigenvalue is seen to be positive."""
    names = [r.lhs.name if isinstance(r.lhs, e.Sym) else "" for r in session.relations]
    rates = [e.Dot(e.Sym(name)) for name in names]
    if not session.world.moved >= set(names):
        raise Unseen("no variables that the flow moves")
    for moment in session.moments(*rates):
        limits = [_first(moment.value(r.rhs)) for r in session.relations]
        if not np.isfinite(limits).all():
            continue

        def field(values: Array, moment: Moment = moment) -> Array:
            shapes = [moment.states[name][0].shape for name in names]
            states = {n: [np.full(s, v)] for n, s, v in zip(names, shapes, values, strict=True)}
            beside = replace(moment, states={**moment.states, **states}, moving=False)
            beside.extend()
            return np.array([beside.states[name][1].reshape(-1)[0] for name in names])

        point = np.array(limits)
        steps = _STEP * (1 + np.abs(point))
        around = [point + s * u for s, u in zip(steps, np.eye(len(names)), strict=True)]
        behind = [point - s * u for s, u in zip(steps, np.eye(len(names)), strict=True)]
        ahead, back = (np.array([field(x) for x in side]) for side in (around, behind))
        jacobian = ((ahead - back) / (2 * steps[:, None])).T
        if not (np.isfinite(jacobian).all() and np.isfinite(field(point)).all()):
            continue
        session.seen(moment)
        size = 1 + float(np.abs(jacobian).max())
        if float(np.abs(field(point)).max()) > _SAME * size:
            return _said(session, moment, "the flow does not rest at the point")
        if float(np.linalg.eigvals(jacobian).real.max()) > _SAME * size:
            return _said(session, moment, "an eigenvalue at the point has a positive real part")
    return None


def _attracting(
    moment: Moment, variable: str, grid: Array, speed: Array, negative: bool
) -> tuple[list[float], list[float]]:
    """Where the flow points inwards from both sides, and all sign changes."""
    attracting, crossings = [], []
    ok = np.isfinite(speed)
    scale = float(np.median(np.abs(speed[ok]))) if ok.any() else 1.0
    for k in np.flatnonzero(ok[:-1] & ok[1:] & (np.sign(speed[:-1]) * np.sign(speed[1:]) < 0)):
        root = float(
            scipy.optimize.brentq(
                lambda x: float(_speed(moment, variable, np.array([x]))[0]),
                grid[k],
                grid[k + 1],
                xtol=1e-12,
            )
        )
        if abs(float(_speed(moment, variable, np.array([root]))[0])) > 1e-3 * max(
            scale, abs(speed[k])
        ):
            continue  # a pole
        crossings.append(root)
        if speed[k] > 0:
            attracting.append(root)
    if not negative and ok[0] and speed[0] < 0:
        at_zero = float(_speed(moment, variable, np.zeros(1))[0])
        if abs(at_zero) <= abs(speed[0]):
            attracting.append(0.0)
    return attracting, crossings


def _first(value: Array) -> float:
    return float(value.reshape(-1)[0])


def _said(session: Session, moment: Moment, what: str) -> Objection:
    return session.object(what, moment)


def threshold(session: Session, result: ClaimResult) -> Objection | None:
    """At the value the flow touches 0 without crossing it: two fixed points merge there."""
    (relation,) = session.relations
    variable = session.option("variable")
    parameter = session.option("parameter")
    if relation.lhs != e.Sym(parameter) or variable not in session.world.moved:
        raise Unseen("not of the form parameter = value")
    world = _alone(session, variable)
    symbol = world.symbols[parameter]
    negative = world.symbols[variable].sign == "real"
    for moment in session.moments(e.Dot(e.Sym(variable)), world=world):
        value = _first(moment.value(relation.rhs))
        moves = np.isfinite(_speed(moment, variable, _grid([], negative)))
        if not np.isfinite(value) or not moves.any():
            continue  # where a parameter that the flow divides by is 0, it says nothing
        session.seen(moment)
        if (symbol.sign == "positive" and value <= 0) or (
            symbol.sign == "nonnegative" and value < 0
        ):
            return _said(session, moment, f"{parameter} = {value:.4g} is not as declared")
        beside = moment.copy()
        beside.fixed[parameter] = np.full_like(moment.fixed[parameter], value)
        if not _touches(beside, variable, negative):
            return _said(session, moment, f"no two fixed points merge at {parameter} = {value:.6g}")
    return None


def _touches(moment: Moment, variable: str, negative: bool) -> bool:
    """Whether the flow and its slope are 0 at one point of the domain."""
    grid = _grid([0.0], True) if negative else np.unique([-1e-4, 0.0, *_grid([], False)])
    speed = _speed(moment, variable, grid)
    near = np.abs(speed[1:-1])
    low = np.flatnonzero((near <= np.abs(speed[:-2])) & (near <= np.abs(speed[2:]))) + 1
    floor = 0.0 if not negative else -np.inf
    places = [float(grid[k]) for k in low if np.isfinite(speed[k - 1 : k + 2]).all()]
    for place in places:
        step = 2e-3 * (1e-2 + abs(place))
        for _ in range(3):  # the least of |f| near the place, closer each time
            fine = place + np.linspace(-step, step, 81)
            place = float(fine[np.argmin(np.abs(_speed(moment, variable, fine)))])
            step /= 20
        wide = 0.3 * (0.1 + abs(place))
        far = np.nanmax(np.abs(_speed(moment, variable, place + np.linspace(-wide, wide, 41))))
        close = np.abs(_speed(moment, variable, place + wide * np.linspace(-1e-2, 1e-2, 5)))
        if place >= floor - 1e-3 and np.nanmax(close) < 2e-3 * far:  # 1e-2 if it crossed
            return True
    return False
