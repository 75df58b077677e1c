"""Linear flows ``d/dt vec(W) = c H vec(W)``: H, column by column, and whether it is definite."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from sslcheck.derive import expr as e
from sslcheck.derive.verdicts.result import ClaimResult
from sslcheck.numeric.look.errors import Unseen
from sslcheck.numeric.look.evaluate import Moment
from sslcheck.numeric.look.instant import identity
from sslcheck.numeric.look.jets import Array
from sslcheck.numeric.look.scale import Scale
from sslcheck.numeric.look.session import CLEAR, Objection, Session

__all__ = ["definite", "law", "linear", "system_matrix"]


def law(relation: e.Relation) -> tuple[str, str, float]:
    """The matrix, the state and the number c of ``d/dt vec(W) = c H vec(W)``."""
    match relation.lhs:
        case e.Dot(arg=e.Vec(arg=e.Sym(name=state))) | e.Vec(arg=e.Dot(arg=e.Sym(name=state))):
            factors = relation.rhs.factors if isinstance(relation.rhs, e.Prod) else ()
            factor, matrix = 1.0, ""
            for part in factors:
                if isinstance(part, e.Num):
                    factor *= float(part.value)
                elif isinstance(part, e.Sym):
                    matrix = part.name
            if matrix and factor:
                return matrix, state, factor
    raise Unseen("not of the form d/dt vec(W) = c H vec(W)")


def _rate(moment: Moment, state: str, value: Array) -> Array:
    """The flow of the state at another value of it, all else as it is."""
    beside = replace(moment, states={**_first(moment), state: [value]}, start=None)
    beside.extend()
    return beside.states[state][1]


def _first(moment: Moment) -> dict[str, list[Array]]:
    return {name: [jet[0]] for name, jet in moment.states.items()}


def system_matrix(moment: Moment, state: str, factor: float) -> Array:
    """H of ``d/dt vec(W) = factor H vec(W)``, from the flow at the unit matrices."""
    shape = moment.states[state][0].shape
    base = _rate(moment, state, np.zeros(shape))
    columns = []
    for column in range(shape[1]):
        for row in range(shape[0]):
            unit = np.zeros(shape)
            unit[row, column] = 1
            columns.append((_rate(moment, state, unit) - base).T.ravel() / factor)
    return np.stack(columns, axis=1)


def linear(session: Session, result: ClaimResult) -> Objection | None:
    """The flow of the state is linear in it; where the matrix is given, it is that one."""
    (relation,) = session.relations
    if not session.option("matrix"):  # it stands there in full
        return identity(session, result)
    matrix, state, _ = law(relation)
    symbol = session.world.symbols[matrix]
    if matrix in session.world.expressions or symbol.role == "parameter":
        return identity(session, result)
    if state not in session.world.moved:
        raise Unseen(f"`{state}` has no equation of motion here")
    rng = np.random.default_rng(5)
    for moment in session.moments(e.Dot(e.Sym(state))):
        shape = moment.states[state][0].shape
        x, y = rng.standard_normal((2, *shape))
        moment.scale = Scale()
        sides = (
            _rate(moment, state, x + 2 * y),
            _rate(moment, state, x) + 2 * _rate(moment, state, y),
        )
        session.seen(moment)
        gap = float(np.abs(sides[0] - sides[1]).max())
        scale = max(moment.scale.most, *(float(np.abs(s).max()) for s in sides))
        if gap > CLEAR * scale:
            return session.object(f"the flow of {state} is not linear in it", moment, *sides)
    return None


def definite(session: Session, result: ClaimResult) -> Objection | None:
    """No admissible point has an eigenvalue below 0 (or 0, where more is claimed)."""
    (relation,) = session.relations
    source = session.option("of")
    origin = next((c for c in session.article.claims if c.id == source), None)
    if origin is None or not isinstance(relation.lhs, e.Sym):
        return identity(session, result)
    matrix, state, factor = law(origin.statement.relations[0])
    if state not in session.world.moved or relation.lhs.name != matrix:
        raise Unseen(f"`{relation.lhs.name}` is not the matrix of a flow that is looked at")
    for moment in session.moments(e.Dot(e.Sym(state))):
        found = system_matrix(moment, state, factor)
        session.seen(moment)
        most = float(np.abs(found).max())
        zero = np.zeros_like(found)
        if float(np.abs(found - found.T).max()) > CLEAR * most:
            return session.object("the matrix is not symmetric", moment, found, zero)
        least = float(np.linalg.eigvalsh(found).min())
        if least < -CLEAR * most or (relation.op == "pd" and least <= 1e-11 * most):
            return session.object(f"the smallest eigenvalue is {least:.3g}", moment, found, zero)
    return None
