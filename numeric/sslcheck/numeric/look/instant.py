"""Statements about one instant: equations, inequalities, recursions, what the flow preserves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from itertools import product

import numpy as np

from sslcheck.derive import expr as e
from sslcheck.derive.latex import read_statement
from sslcheck.derive.verdicts.result import ClaimResult
from sslcheck.numeric.look.errors import Unseen
from sslcheck.numeric.look.evaluate import Moment
from sslcheck.numeric.look.jets import Array
from sslcheck.numeric.look.session import CLEAR, Objection, Session, residual
from sslcheck.numeric.look.trajectory import follow, integrals_in, pace

__all__ = [
    "common",
    "derived_matrix",
    "fixed_point",
    "identity",
    "inequality",
    "lyapunov",
    "preserved",
]

_STRICT = (">", "<", "pd")
_APART = 1e-4
"""How far the sides of what is preserved are to part later on, relatively."""


def identity(session: Session, result: ClaimResult) -> Objection | None:
    """Both sides agree at every admissible point; along trajectories where one names the start."""
    sides = [side for r in session.relations for side in (r.lhs, r.rhs)]
    timed = _is_timed(session, sides)
    after = session.claim.statement.after and any(r.op in _STRICT for r in session.relations)
    inside = integrals_in(*session.parts(*sides))
    start = session.started
    for moment in session.moments(time=0.0 if timed or start else None):
        points = [moment]
        if timed or start:
            path = follow(
                moment,
                [k * pace(moment) for k in (0.0, 1.0, 2.0)],
                session.check,
                integrands=inside,
            )
            points = [p for p in path.moments if start or session.kept(p)]
        for point in (p for p in points if p.time > 0 or not after):
            session.seen(point)
            for relation in session.relations:
                found = compared(session, point, relation)
                if found is not None:
                    return found
    return None


def _is_timed(session: Session, sides: list[e.Expr]) -> bool:
    """Whether sides are about trajectories: values at times, or the time beside what moves."""
    parts = [*session.parts(*sides)]
    if e.Sym("t") in parts and session.world.moved & session.names():
        return True
    return any(isinstance(part, (e.At, e.Integral)) for part in parts)


def compared(session: Session, point: Moment, relation: e.Relation) -> Objection | None:
    lhs, rhs, error = session.sides(point, relation)
    if relation.op == "=":
        if error > CLEAR and session.stable(point, relation):
            return session.object("the two sides differ", point, lhs, rhs)
        return None
    margin = CLEAR * max(
        point.scale.most, 1e-300, float(np.abs(lhs).max()), float(np.abs(rhs).max())
    )
    gap = lhs - rhs if relation.op in (">", ">=", "psd", "pd") else rhs - lhs
    if relation.op in ("psd", "pd"):
        if float(np.abs(gap - np.swapaxes(gap, -1, -2)).max()) > margin:
            return session.object("the difference of the sides is not symmetric", point, lhs, rhs)
        gap = np.linalg.eigvalsh(gap)
    least = float(gap.min())
    if least < -margin or (relation.op in _STRICT and least <= 1e-12 * margin):
        return session.object(f"the least of the difference is {least:.3g}", point, lhs, rhs)
    return None


inequality = identity


def fixed_point(session: Session, result: ClaimResult) -> Objection | None:
    """The value inserted into the printed recursion reproduces itself."""
    claim = session.claim
    if claim.row is None:
        raise Unseen("no printed recursion")
    rule = session.resolved(claim.row.relations[0], claim.row.source)
    (relation,) = session.relations
    if not isinstance(relation.lhs, e.Sym):
        raise Unseen("no unknown on the left")
    world = session.world
    inserted = {**world.expressions, relation.lhs.name: relation.rhs}
    world = replace(world, expressions=inserted)
    for moment in session.moments(rule.lhs, rule.rhs, world=world, time=None):
        lhs, rhs, error = session.sides(moment, rule)
        session.seen(moment)
        if error > CLEAR and session.stable(moment, rule):
            return session.object("the value inserted is not reproduced", moment, lhs, rhs)
    return None


def preserved(session: Session, result: ClaimResult) -> Objection | None:
    """From a state on the constraint, the trajectory stays on it."""
    (relation,) = session.relations
    world, on = session.world, [relation]
    lhs = relation.lhs
    if (
        isinstance(lhs, e.Sym)
        and lhs.name in world.moved
        and lhs.name not in world.names(relation.rhs)
    ):
        world = replace(world, instants={**world.instants, lhs.name: relation.rhs})
        on = []
    elif isinstance(lhs, e.Sym) and relation.rhs == e.Transpose(lhs):
        symbol = world.symbols[lhs.name]
        marked = replace(symbol, properties=symbol.properties | {"symmetric"})
        world = replace(world, symbols={**world.symbols, lhs.name: marked})
        on = []
    free = session.option("free")
    gap = e.difference(relation.lhs, relation.rhs)
    zero = e.Relation(e.Dot(gap), "=", e.Num(Fraction(0)))
    for moment in session.moments(gap, world=world, on=on):
        if session.sides(moment, relation)[2] > CLEAR:
            continue  # not on the constraint
        session.seen(moment)
        if free:
            found = _fitted(session, moment, zero, free, "no motion of the free function keeps it")
            if found is not None:
                return found
            continue
        rate, nothing, error = session.sides(moment, zero)
        if _moves(moment, relation, rate):
            return session.object("the flow leaves the constraint at once", moment, rate, nothing)
        path = follow(moment, [pace(moment) / 3, pace(moment)], session.check)
        for later in path.moments:
            if session.given.still and not session.kept(later):
                break
            left, right, error = session.sides(later, relation)
            if error > _APART and _left(session, moment, later.time, relation):
                return session.object("the trajectory has left the constraint", later, left, right)
    return None


def _moves(moment: Moment, relation: e.Relation, rate: Array) -> bool:
    scale = max(moment.scale.most, float(np.abs(moment.rate(relation.lhs)).max()))
    return float(np.abs(rate).max()) > CLEAR * max(scale, 1e-12)


def _left(session: Session, start: Moment, time: float, relation: e.Relation) -> bool:
    """Whether the sides part at a tighter tolerance, too, and as much from a start close by.

    On a constraint that repels, rounding alone grows; what starts close by is then farther away
    as soon as the sides are seen to part.
    """
    rng = np.random.default_rng(4)
    beside = start.copy()
    for name, (value, *_) in start.states.items():
        size = np.abs(value).max(initial=0.0)
        beside.states[name] = [value + 1e-10 * size * rng.standard_normal(value.shape)]
    times = np.linspace(start.time, time, 12)[1:]
    for later in follow(start, [float(t) for t in times], session.check, rtol=1e-12).moments:
        lhs, rhs, error = session.sides(later, relation)
        if error > _APART:
            path = follow(beside, (later.time,), session.check, rtol=1e-12)
            ends = [session.sides(each, relation) for each in path.moments]
            apart = float(np.abs(lhs - rhs).max())
            return any(0.5 * apart < float(np.abs(a - b).max()) < 2 * apart for a, b, _ in ends)
    return False


def common(session: Session, result: ClaimResult) -> Objection | None:
    """One derivative of the unknown serves all modes at once; the flow's own, if it has one."""
    (relation,) = session.relations
    unknown = session.option("unknown")
    what = f"no one derivative of {unknown} serves all modes"
    for moment in session.moments(time=None):
        session.seen(moment)
        if unknown in session.world.moved or unknown in session.world.expressions:
            lhs, rhs, error = session.sides(moment, relation)
            if error > CLEAR and session.stable(moment, relation):
                return session.object(what, moment, lhs, rhs)
            continue
        found = _fitted(session, moment, relation, unknown, what)
        if found is not None:
            return found
    return None


def _fitted(
    session: Session, moment: Moment, relation: e.Relation, name: str, what: str
) -> Objection | None:
    """An objection where no derivative of a function makes both sides equal."""
    here = moment.symbol(name, 0)[0]

    def at(rate: Array) -> Array:
        beside = moment.copy()
        beside.states[name] = [here, rate]
        beside.scale = moment.scale
        lhs, rhs = np.broadcast_arrays(beside.value(relation.lhs), beside.value(relation.rhs))
        return np.asarray(lhs - rhs)

    first = at(np.zeros_like(here))
    columns = []
    for k in range(here.size):
        unit = np.zeros(here.size)
        unit[k] = 1
        columns.append((at(unit.reshape(here.shape)) - first).ravel())
    matrix = np.stack(columns, axis=1)
    best = np.linalg.lstsq(matrix, -first.ravel(), rcond=1e-10)[0]
    left = matrix @ best + first.ravel()
    scale = max(moment.scale.most, float(np.abs(first).max()), float(np.abs(matrix).max()))
    if float(np.abs(left).max()) > CLEAR * max(scale, 1e-12):
        return session.object(what, moment, first, (-matrix @ best).reshape(first.shape))
    return None


def lyapunov(session: Session, result: ClaimResult) -> Objection | None:
    """The equation with the matrix that the verdict derived, or with any in the basis."""
    (relation,) = session.relations
    unknown = session.option("unknown")
    derived = derived_matrix(session, result, unknown)
    if derived is None:
        return _spanned(session, relation, unknown)
    world = session.world
    world = replace(world, expressions={**world.expressions, unknown: derived})
    for moment in session.moments(derived, world=world, time=None):
        lhs, rhs, error = session.sides(moment, relation)
        session.seen(moment)
        if error > CLEAR and session.stable(moment, relation):
            return session.object("the equation fails with the derived matrix", moment, lhs, rhs)
    return None


def derived_matrix(session: Session, result: ClaimResult, unknown: str) -> e.Expr | None:
    """The matrix that a step of the proof defines."""
    symbols = session.world.symbols
    for step in result.steps:
        try:
            for relation in read_statement(step.latex, symbols, session.article.spaces).relations:
                if relation.op == "=" and relation.lhs == e.Sym(unknown):
                    return session.resolved(relation, step.latex).rhs
        except ValueError:
            continue
    return None


def _spanned(session: Session, relation: e.Relation, unknown: str) -> Objection | None:
    """Least squares over several draws that share their scalars, for words of degree two."""
    basis = [str(name) for name in session.basis]
    words = [w for degree in range(3) for w in product(basis, repeat=degree)]
    shape = session.world.symbols[unknown].shape
    mirrored = bool(session.world.symbols[unknown].properties & {"symmetric", "psd"})
    first: Moment | None = None
    rows: list[Array] = []
    right: list[Array] = []
    for moment in session.moments(*(e.Sym(n) for n in basis)):
        if first is None:
            first = moment
        _share(first, moment)
        size = moment.size(shape[0])
        values = []
        for word in words:
            value = np.eye(size)
            for name in word:
                value = value @ moment.value(e.Sym(name))
            values.append(value)

        def at(matrix: Array, moment: Moment = moment) -> Array:
            beside = moment.copy()
            beside.fixed[unknown] = matrix
            beside.scale = moment.scale
            return np.asarray(beside.value(relation.lhs) - beside.value(relation.rhs))

        none = at(np.zeros((size, size)))
        rows.append(np.stack([(at(v) - none).ravel() for v in values], axis=1))
        right.append(-none.ravel())
        if mirrored:
            rows.append(np.stack([(v - v.T).ravel() for v in values], axis=1))
            right.append(np.zeros(size * size))
        session.seen(moment)
    if first is None:
        return None
    matrix, target = np.concatenate(rows), np.concatenate(right)
    best = np.linalg.lstsq(matrix, target, rcond=1e-10)[0]
    found = matrix @ best
    if residual(found, target, float(np.abs(matrix).max())) > 1e-5:
        return session.object(
            f"no {unknown} of degree 2 in the basis serves", first, found[:, None], target[:, None]
        )
    return None


def _share(first: Moment, moment: Moment) -> None:
    """The scalars of one moment in another."""
    for name, symbol in moment.world.symbols.items():
        if symbol.scalar and not symbol.index:
            if name in moment.fixed:
                moment.fixed[name] = first.fixed[name]
            elif name in moment.states:
                moment.states[name] = [first.states[name][0]]
    moment.motions = {
        name: first.motions[name] if moment.world.symbols[name].scalar else move
        for name, move in moment.motions.items()
    }


Look = Callable[[Session, ClaimResult], Objection | None]
