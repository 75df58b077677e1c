"""Whether a point satisfies all that a setting says of it."""

from __future__ import annotations

from collections.abc import Sequence

from sslcheck.derive.errors import ShapeMismatch, Unsupported
from sslcheck.derive.exact import matrix
from sslcheck.derive.exact.check import violation
from sslcheck.derive.exact.matrix import Matrix
from sslcheck.derive.exact.point import Point
from sslcheck.derive.exact.sample import Draws, admissible
from sslcheck.derive.exact.scope import Scope
from sslcheck.derive.expr import Relation
from sslcheck.derive.setting import Symbol

__all__ = ["lasting", "satisfies"]


def satisfies(point: Point, order: int = 0) -> bool:
    """Whether declarations, definitions, hypotheses and relations hold at the point.

    All of them at time 0, and the flow divides by nothing that is 0 there: on no trajectory does
    it. Of functions, a sign or semi-definiteness also just after it, and up to
    ``t^order`` (and what has been asked for) the relations in which no state stands.
    """
    if isinstance(point.source, Draws):
        asked = (
            k for (name, _), k in point.source.touched.items() if name in point.scope.functions
        )
        order = max(order, *asked, 0)
    return (
        _declared(point)
        and _moves(point)
        and all(
            _holds(point, relation, order if lasting(point.scope, relation) else 0)
            for relation in point.scope.equations
        )
    )


def lasting(scope: Scope, relation: Relation) -> bool:
    """Whether a relation is one of functions of time, and so holds of their derivatives as well."""
    names = scope.mentions(relation.lhs) | scope.mentions(relation.rhs)
    return not names.isdisjoint(scope.functions) and names.isdisjoint(scope.setting.flow)


def _holds(point: Point, relation: Relation, order: int) -> bool:
    try:
        return violation(relation, point, order) is None
    except (Unsupported, ShapeMismatch, ZeroDivisionError):
        return False


def _moves(point: Point) -> bool:
    """Whether the rates that divide have a value."""
    for name in point.scope.dividing:
        try:
            for mode in point.modes_of(name):
                point.evaluate(point.scope.setting.flow[name], mode).at(0)
        except ZeroDivisionError:
            return False
        except (Unsupported, ShapeMismatch):
            continue  # what cannot be evaluated cannot be refuted either
    return True


def _declared(point: Point) -> bool:
    """Whether values, derived or chosen, are what is declared, and functions stay so."""
    scope = point.scope
    for name in scope.derived:
        symbol = scope.symbol(name)
        for mode in point.modes_of(name):
            try:
                value = point.symbol(name, mode).at(0)
            except (Unsupported, ShapeMismatch):
                continue  # what cannot be evaluated cannot be refuted either
            except ZeroDivisionError:
                return False
            if not admissible(symbol, value, 0):
                return False
    if not isinstance(point.source, Draws):
        return True
    return all(
        admissible(scope.symbol(name), values[0], 0)
        and (name not in scope.functions or _stays(scope.symbol(name), values))
        for (name, _), values in point.source.values.items()
        if values
    )


def _stays(symbol: Symbol, orders: Sequence[Matrix]) -> bool:
    """Whether a function with these derivatives at 0 has its sign, or is psd, just after time 0.

    Sufficient: each derivative is psd until their sum is positive definite.
    """
    if not (symbol.scalar and symbol.sign != "real") and "psd" not in symbol.properties:
        return True
    total = orders[0]
    for value in orders[1:]:
        if matrix.is_pd(total):
            return True
        if not matrix.is_psd(value):
            return False
        total = matrix.add(total, value)
    return True
