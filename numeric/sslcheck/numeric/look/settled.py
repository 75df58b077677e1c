"""Statements about stationary points: states are moved until they rest, then both sides compared.

How far a state is from resting says little of how far it is from a point of rest (the rate may be a
high power of the distance), so only a large difference, at a point that rests to rounding, counts.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sslcheck.derive import expr as e
from sslcheck.derive.traverse import walk
from sslcheck.derive.verdicts.result import ClaimResult
from sslcheck.numeric.look.draw import place
from sslcheck.numeric.look.errors import Unseen
from sslcheck.numeric.look.evaluate import Moment
from sslcheck.numeric.look.session import Objection, Session
from sslcheck.numeric.look.zeroed import value_of, zeroed

__all__ = ["stationary"]

_RESTS = 1e-12
"""The largest rate of a point that rests, beside states of size 1."""

_APART = 1e-2
"""A difference of the sides, beside numbers of size 1, that no nearby point of rest explains."""

_LEAST = 1e-3
"""What is positive, or a singular value of what has an inverse: below it may be on its way to 0."""

_FAR = 1e2
"""States beyond are on their way to where rates fall off, and not at rest."""


def stationary(session: Session, result: ClaimResult) -> Objection | None:
    """At each stationary point that is found both sides are equal."""
    rates = tuple(_rates(session))
    if not rates:
        raise Unseen("nothing that could rest")
    for moment in session.moments(*rates, largest=3):
        there = _at_rest(session, moment, rates)
        if there is None:
            continue
        session.seen(there)
        for relation in session.relations:
            lhs, rhs, _ = session.sides(there, relation)
            size = max(
                1.0, float(np.abs(lhs).max(initial=0.0)), float(np.abs(rhs).max(initial=0.0))
            )
            if float(np.abs(lhs - rhs).max(initial=0.0)) > _APART * size:
                return session.object("the two sides differ at a stationary point", there, lhs, rhs)
    return None


def _rates(session: Session) -> Iterator[e.Expr]:
    """What is 0 at a stationary point: the rates of a flow, or the gradients of a scalar."""
    world, scalar = session.world, session.option("of")
    if not scalar:
        yield from (e.Dot(e.Sym(name)) for name in sorted(world.moved))
        return
    inside = world.names(e.Sym(scalar))
    for name, symbol in world.symbols.items():
        if symbol.role == "state" and name in inside and name not in world.expressions:
            yield e.Gradient(name, e.Sym(scalar))


def _at_rest(session: Session, moment: Moment, rates: tuple[e.Expr, ...]) -> Moment | None:
    """A stationary point with the data of a moment, from its states on; None where none is near."""
    world = session.world
    named = [part for rate in rates for part in walk(rate)]
    states = {n.name for n in named if isinstance(n, e.Sym) and n.name in moment.states}
    states |= {n.symbol for n in named if isinstance(n, e.Gradient)}
    free = sorted(n for n in states if n not in world.instants and n not in world.expressions)
    if not free:
        return None

    def admits(moved: Moment) -> bool:
        session.check()
        return place(moved)

    found = zeroed(moment, free, rates, admits, tries=200)
    if found is None:
        return None
    there, rate, _ = found
    sizes = [float(np.abs(value_of(there, name)).max(initial=0.0)) for name in free]
    rests = rate <= _RESTS * max(1.0, *sizes)
    if not rests or max(sizes) > _FAR or any(_edge(there, name) < _LEAST for name in free):
        return None
    return there if place(there) and session.kept(there) else None


def _edge(moment: Moment, name: str) -> float:
    """How far a value is from what its declaration excludes: from 0, or from having no inverse."""
    symbol, value = moment.world.symbols[name], value_of(moment, name)
    if symbol.sign == "positive":
        return float(value.min())
    if "invertible" in symbol.properties:
        return float(np.linalg.svd(value, compute_uv=False).min())
    return np.inf
