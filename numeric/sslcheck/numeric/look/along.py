"""Statements about whole trajectories: constants of motion, closed forms, what tends to a limit."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from sslcheck.derive import expr as e
from sslcheck.derive.traverse import walk
from sslcheck.derive.verdicts.result import ClaimResult
from sslcheck.numeric.look.draw import Mood
from sslcheck.numeric.look.errors import Unseen
from sslcheck.numeric.look.evaluate import Moment
from sslcheck.numeric.look.instant import derived_matrix
from sslcheck.numeric.look.jets import Array
from sslcheck.numeric.look.matrices import law, system_matrix
from sslcheck.numeric.look.motions import KINDS
from sslcheck.numeric.look.scale import Scale
from sslcheck.numeric.look.session import Objection, Session
from sslcheck.numeric.look.trajectory import Path, follow, integrals_in, pace

__all__ = ["integral", "solution", "vanishes"]

_FAR = 1e-5
_STILL = 0.98
_SHRUNK = 0.7
_LOST = 1e-8
_HORIZONS = (8.0, 100.0, 1e4, 1e6)


def integral(session: Session, result: ClaimResult) -> Objection | None:
    """On each trajectory one constant, as it is declared, makes both sides equal at all times."""
    named = session.option("constant")
    return _for_constants(session, (named,))


def solution(session: Session, result: ClaimResult) -> Objection | None:
    """The closed form equals the integrated trajectory, from every start."""
    return _for_constants(session, ())


def _for_constants(session: Session, named: tuple[str, ...]) -> Objection | None:
    sides = [side for r in session.relations for side in (r.lhs, r.rhs)]
    inside = {part.name for side in sides for part in walk(side) if isinstance(part, e.Sym)}
    unknown = [n for n in (*named, *sorted(inside - set(named))) if _open(session, n)]
    integrands = integrals_in(*session.parts(*sides))
    for moment in session.moments():
        times = [k * pace(moment) for k in (0.0, 1.0, 2.5)]

        def paths(rtol: float, moment: Moment = moment, times: list[float] = times) -> Path:
            return follow(moment, times, session.check, integrands=integrands, rtol=rtol)

        found = _unequal(session, paths(1e-8), unknown)
        if found is None:
            continue
        tighter = _unequal(session, paths(1e-11), unknown, count=False)
        if tighter is not None and tighter.gap >= 0.5 * found.gap:  # an error would be far less
            return tighter
    return None


def _open(session: Session, name: str) -> bool:
    """Whether a symbol is a constant that the claim says there is."""
    world = session.world
    symbol = world.symbols.get(name)
    if symbol is None or symbol.role != "constant" or name in world.expressions:
        return False
    others = world.names(*world.instants.values())
    return name not in others or name == session.option("constant")


def _unequal(
    session: Session, path: Path, unknown: list[str], count: bool = True
) -> Objection | None:
    moments = [m for m in path.moments if session.kept(m)]
    if len(moments) < 2:
        return None
    if count:
        for moment in moments:
            session.seen(moment)
    start = moments[0]
    units = [(name, unit) for name in unknown for unit in _units(session, start, name)]

    def gaps(values: dict[str, Array]) -> list[Array]:
        result = []
        for moment in moments:
            beside = replace(moment, fixed={**moment.fixed, **values}, scale=moment.scale)
            for relation in session.relations:
                gap = np.asarray(beside.value(relation.lhs) - beside.value(relation.rhs))
                if not np.isfinite(gap).all():
                    raise Unseen("a value that is not finite")
                result.append(gap)
        return result

    for moment in moments:
        moment.scale = Scale()
    zeros = {name: np.zeros_like(start.fixed[name]) for name in unknown}
    shown = gaps(zeros)
    first = np.concatenate([gap.ravel() for gap in shown])
    left, best = first, np.zeros(0)
    if units:
        columns = []
        for name, unit in units:
            moved = gaps({**zeros, name: unit})
            columns.append(np.concatenate([gap.ravel() for gap in moved]) - first)
        matrix = np.stack(columns, axis=1)
        if not matrix.any():
            return None  # a point at which the constant drops out
        best = np.linalg.lstsq(matrix, -first, rcond=1e-11)[0]
        left = matrix @ best + first
        if np.linalg.matrix_rank(matrix, tol=1e-9 * float(np.abs(matrix).max())) < len(units):
            best = np.zeros(0)
    scales = [max(m.scale.most, *(_size(m, r) for r in session.relations)) for m in moments]
    at = 0
    for moment, scale in zip(moments, scales, strict=True):
        for relation in session.relations:
            size = shown[at].size
            part = left[:size].reshape(shown[at].shape)
            left, at = left[size:], at + 1
            if float(np.abs(part).max(initial=0.0)) > _FAR * max(scale, 1e-12):
                what = f"no constant {', '.join(unknown)} serves at all times" if unknown else ""
                value = moment.value(relation.lhs)
                what = what or "the two sides differ along the trajectory"
                return session.object(what, moment, value + 0 * part, value - part)
    return _as_declared(session, start, units, best, max(scales))


def _size(moment: Moment, relation: e.Relation) -> float:
    sides = moment.value(relation.lhs), moment.value(relation.rhs)
    return max(float(np.abs(side).max(initial=0.0)) for side in sides)


def _units(session: Session, moment: Moment, name: str) -> list[Array]:
    """A basis of the values that the declaration of a constant allows."""
    symbol, shape = session.world.symbols[name], moment.fixed[name].shape
    units = []
    for at in np.ndindex(*shape):
        unit = np.zeros(shape)
        unit[at] = 1
        if "diagonal" in symbol.properties and at[-1] != at[-2]:
            continue
        if symbol.properties & {"symmetric", "psd"}:
            if at[-1] < at[-2]:
                continue
            unit = np.maximum(unit, np.swapaxes(unit, -1, -2))
        units.append(unit)
    return units


def _as_declared(
    session: Session, start: Moment, units: list[tuple[str, Array]], best: Array, scale: float
) -> Objection | None:
    """The signs of constants that are determined."""
    if not best.size:
        return None
    for name in dict.fromkeys(name for name, _ in units):
        symbol = session.world.symbols[name]
        terms = [c * u for c, (n, u) in zip(best, units, strict=True) if n == name]
        value = sum(terms, start=np.zeros_like(units[0][1] if not terms else terms[0]))
        least = float(value.min()) if symbol.scalar and symbol.sign != "real" else 0.0
        if "psd" in symbol.properties:
            least = float(np.linalg.eigvalsh(value).min())
        if least < -1e-4 * max(scale, float(np.abs(value).max())):
            return session.object(f"the constant {name} is not as declared", start, value, value)
    return None


# -- limits ---------------------------------------------------------------------------------------

_LONG = (
    Mood(motion=KINDS[3]),
    Mood(motion=KINDS[1]),
    Mood(zero=0.5, motion=KINDS[3]),
    Mood(motion=KINDS[2], spread=2.0),
    Mood(zero=0.3, zero_state=0.3, motion=KINDS[3], spread=2.0),
    Mood(motion=KINDS[0]),
)


def vanishes(session: Session, result: ClaimResult) -> Objection | None:
    """Along long trajectories the quantity comes to its limit, and the trajectories go on."""
    unknown = session.option("unknown")
    derived = derived_matrix(session, result, unknown) if unknown else None
    if derived is not None:
        known = {**session.world.expressions, unknown: derived}
        session.world = replace(session.world, expressions=known)
    # what is bounded below for all t is so on solutions that there are for all t
    forever = session.given.forever or bool(session.given.bounded or session.world.gaps)
    followed = (_followed(session, relation, forever) for relation in session.relations)
    return next(filter(None, followed), None)


def _followed(session: Session, relation: e.Relation, forever: bool) -> Objection | None:
    for moment in session.moments(moods=_LONG, largest=2):
        found: Objection | None = None
        held: Objection | None = None
        if not _admitted(session, moment):
            continue
        for horizon in _HORIZONS:
            path = _long(session, moment, horizon)
            if not all(_admitted(session, later) for later in path.moments):
                break
            fate, found = _fate(session, relation, path, forever)
            held = found if fate == "growing" else held
            found = held if fate == "open" else found
            if fate not in ("still", "growing"):
                break
        else:
            session.seen(moment)
            return found
        session.seen(moment)
        if found is not None:
            return found
    return None


def _long(session: Session, moment: Moment, horizon: float) -> Path:
    steps = (0.0, 0.01, 0.05, *np.linspace(0.25, 0.5, 6), *np.linspace(0.55, 1.0, 6))
    times = [horizon * float(step) for step in steps]
    return follow(moment, times, session.check, long=True, rtol=1e-7)


def _admitted(session: Session, moment: Moment) -> bool:
    if not session.kept(moment, 1e-4):
        return False
    return all(_gap(session, moment, name) > 0.05 for name in session.world.gaps)


def _gap(session: Session, moment: Moment, name: str) -> float:
    """The smallest eigenvalue of a matrix: its own, or of the linear flow that it is defined by."""
    for claim in session.article.claims:
        if claim.kind == "linear" and getattr(claim.form, "matrix", "") == name:
            _, state, factor = law(claim.statement.relations[0])
            if state in session.world.moved:
                matrix = system_matrix(moment, state, factor)
                return float(np.linalg.eigvalsh((matrix + matrix.T) / 2).min())
    matrix = moment.value(e.Sym(name))
    return float(np.linalg.eigvalsh((matrix + np.swapaxes(matrix, -1, -2)) / 2).min())


def _sure(moment: Moment, gap: e.Expr) -> float:
    """The size of a difference; 0 where it is no more than the error of the trajectory.

    A state that has decayed is known to `_LOST` only, which a factor that grows may make large.
    """
    moment.scale = Scale()
    value = moment.value(gap)
    size = float(np.abs(value).max(initial=0.0))
    if not np.isfinite(size):
        return size
    states = {name: [jet[0] + _LOST] for name, jet in moment.states.items()}
    beside = replace(moment, states=states, scale=Scale(on=False))
    moved = float(np.abs(beside.value(gap) - value).max(initial=0.0))
    return 0.0 if size < 1e-4 * moment.scale.most or not moved < 0.1 * size else size


def _fate(
    session: Session, relation: e.Relation, path: Path, forever: bool
) -> tuple[str, Objection | None]:
    """What becomes of the distance to the limit: ``shrinks``, ``grows``, ``growing``
    (so far), ``still`` or ``open``.
    """
    gap = e.difference(relation.lhs, relation.rhs)
    sizes = np.array([_sure(m, gap) for m in path.moments])
    if not np.isfinite(sizes).all() or not len(sizes):
        return "open", None
    last = path.last or path.moments[-1]

    def objected(what: str) -> Objection:
        return session.object(what, last, last.value(relation.lhs), last.value(relation.rhs))

    if path.end is not None:
        if path.speed > 1e4:
            what = f"the trajectory ends at t = {path.end:.4g}: it blows up"
            return "grows", None if forever else objected(what)
        final = _sure(last, gap)
        if final > 1e3 * sizes[0] > 0:
            return "grows", objected("it grows")
        still = float(np.abs(last.rate(gap)).max(initial=0.0)) * path.end
        if final > 1e-3 * sizes[0] and still < 1e-3 * final:
            return "grows", objected("it does not tend to its limit")
        return "open", None
    half, late = float(sizes[3:9].max()), float(sizes[9:].max())
    if late < 1e-4 * sizes.max() or late < _SHRUNK * half or not late:
        return "shrinks", None
    if late > 2 * half and late > sizes[0]:
        return "growing", objected("it grows")  # for a while, maybe: what follows tells
    if late > _STILL * half or last.time <= _HORIZONS[0]:
        return "still", objected("it does not tend to its limit")
    return "shrinks", None
