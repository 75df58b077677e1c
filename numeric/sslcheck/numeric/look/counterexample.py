"""Counterexamples: admissible, and both sides there as the verdict has them, and unlike."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np

from sslcheck.derive import expr as e
from sslcheck.derive.errors import ShapeMismatch
from sslcheck.derive.verdicts.evidence import Witness
from sslcheck.derive.verdicts.result import ClaimResult
from sslcheck.numeric.look.draw import Mood, drawn, fits, place, shape_of
from sslcheck.numeric.look.entries import both_sides
from sslcheck.numeric.look.errors import Unseen
from sslcheck.numeric.look.evaluate import Moment
from sslcheck.numeric.look.jets import Array
from sslcheck.numeric.look.session import Objection, Session, residual

__all__ = ["counterexample"]

_KINDS = frozenset(("identity", "integral", "solution", "fixed-point", "common", "preserved"))
"""Kinds whose counterexamples lie where the values say, and nowhere more special."""
_ORDERS = 9  # a counterexample in time differs in some Taylor coefficient below this order


def counterexample(session: Session, result: ClaimResult) -> Objection | None:
    """An objection where the values given are no counterexample. Raises `Unseen`."""
    witness = result.witness
    known = session.claim.kind in _KINDS and not session.option("free")
    if witness is None or not witness.values or witness.op != "=" or not known:
        raise Unseen("no counterexample of values")
    relation = _statement(session, witness)
    moment = _moment(session, witness, relation)
    world = moment.world
    if not witness.values.keys() <= world.symbols.keys():
        raise Unseen("a counterexample of derivatives of functions")
    given = [n for n in (*world.expressions, *world.instants) if n in world.symbols]
    given = [n for n in given if world.symbols[n].role != "view"]
    told = [n for n in witness.values if n in world.symbols]
    wrong = [n for n in (*told, *given) if not fits(moment, n)]
    if wrong:  # it may not matter: another value then does as well
        moment = _moment(session, witness, relation, frozenset(wrong))
        if any(not fits(moment, n) for n in wrong):
            return session.object(f"`{wrong[0]}` is not as declared there", moment)
    session.seen(moment)
    sides = _array(witness.lhs), _array(witness.rhs)
    found = sides
    for order in range(_ORDERS if session.started or _timed(session, relation) else 1):
        left, right = both_sides(moment, relation, order)
        if order == 0:
            found = left, right
        for one, two in [(left, right), *_modes(left, right)]:
            if _alike(one, sides[0]) and _alike(two, sides[1]) and residual(one, two) > 1e-9:
                return None
    what = f"`{wrong[0]}` is not as declared there" if wrong else "the counterexample is none"
    return session.object(what, moment, *found)


def _modes(left: Array, right: Array) -> list[tuple[Array, Array]]:
    """Both sides at each mode, where they have several: a statement is false if it is at one."""
    return [(left[at], right[at]) for at in np.ndindex(left.shape[:-2])]


def _timed(session: Session, relation: e.Relation) -> bool:
    """Whether a statement may be false at a later time than that of its values: it speaks of
    times, or of no rates, so that a trajectory is to have it that leaves what is declared.
    """
    parts = session.parts(relation.lhs, relation.rhs)
    timed = any(isinstance(part, (e.At, e.Integral)) or part == e.Sym("t") for part in parts)
    return timed or not any(isinstance(part, e.Dot) for part in parts)


def _alike(found: Array, told: Array) -> bool:
    flat, other = found.ravel(), told.ravel()
    if flat.size != other.size and other.size != 1:
        return False
    return residual(flat, np.broadcast_to(other, flat.shape), 1.0) < 1e-9


def _array(rows: list[list[str]]) -> Array:
    try:
        return np.array([[float(Fraction(entry)) for entry in row] for row in rows])
    except ValueError:
        raise Unseen("a counterexample with roots") from None


def _statement(session: Session, witness: Witness) -> e.Relation:
    if witness.of is None:
        raise Unseen("no counterexample of a statement")
    try:
        return session.resolved(witness.of, "")
    except ShapeMismatch as error:
        first, second = sorted(error.spaces)
        session.merged[first] = second
        return session.resolved(witness.of, "")


def _moment(
    session: Session, witness: Witness, relation: e.Relation, left_out: frozenset[str] = frozenset()
) -> Moment:
    world = session.world
    claimed = session.claim.statement.relations[0]
    if session.claim.kind == "fixed-point" and isinstance(claimed.lhs, e.Sym):
        inserted = session.resolved(claimed, session.claim.statement.source)
        known = {**world.expressions, claimed.lhs.name: inserted.rhs}
        world = replace(world, expressions=known)
    if session.claim.kind == "preserved" and isinstance(claimed.lhs, e.Sym):
        on = session.resolved(claimed, session.claim.statement.source)
        if claimed.lhs.name in world.moved and on.rhs != e.Transpose(on.lhs):
            world = replace(world, instants={**world.instants, claimed.lhs.name: on.rhs})
    world = world.about(world.names(relation.lhs, relation.rhs))
    sizes = {**dict.fromkeys(world.spaces, 1), **witness.sizes}
    rng = np.random.default_rng(11)
    with np.errstate(all="ignore"):
        moment = drawn(world, sizes, rng, Mood(), 0.0)  # what is not told does not matter
    for name, rows in witness.values.items():
        if name not in world.symbols or name in world.expressions or name in left_out:
            continue
        symbol, value = world.symbols[name], _array(rows)
        if symbol.index:
            rows_, columns = map(moment.size, symbol.shape)
            if value.size != rows_ * columns * moment.modes[symbol.index]:
                raise Unseen("a counterexample with a number of modes of its own")
            value = np.swapaxes(value.reshape(rows_, -1, columns), 0, 1)
        value = value.reshape(shape_of(moment, symbol))
        moment.motions = {n: m for n, m in moment.motions.items() if n != name}
        if name in world.moved:
            moment.states[name] = [value]
        else:
            moment.fixed[name] = value
    if not place(moment):
        raise Unseen("the counterexample does not fit together")
    return moment
